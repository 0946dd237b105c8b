"""Conversations over packets: everything arrives whatever the path does, what is wrong is said, and each ends for the right reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import UsageError
from netkit.internet.drops import parse_drop
from netkit.internet.host.answers import echo_reply
from netkit.internet.host.conversation import Conversation
from netkit.internet.host.ending import LiveKind
from netkit.internet.host.news import NewsKind
from netkit.internet.host.programs import Asker, Responder, answer, request
from netkit.internet.host.reading import EchoRequest
from netkit.internet.link import LinkSettings
from netkit.internet.stamping import Stamper
from netkit.internet.view.live_report import live_json, summary
from netkit.packet import dissect
from netkit.packet.building import from_dissection, parse, quoted
from netkit.tcp import Flag, Segment
from netkit.tcp.segmentation.ends import End
from tests.internet.host.talking import CLIENT, SERVER, plans, talk

PAGE = bytes(number * 7 % 256 for number in range(60_000))
ASKED = request("/", "192.0.2.2")


@settings(max_examples=15, deadline=None)
@given(
    st.sampled_from([4, 6]),
    st.sampled_from([0.0, 0.05, 0.15]),
    st.sampled_from([None, 1300, 1400]),
    st.integers(0, 1000),
    st.sampled_from(["client", "server"]),
)
def test_every_byte_arrives(version, chance, mtu, seed, impaired):
    path = {"link": LinkSettings(delay=0.01, loss=chance, reorder=chance, duplicate=chance), "mtu": mtu}
    a, b = plans(version, **{impaired: path})
    a, b = (
        type(each)(
            **{**{name: getattr(each, name) for name in each.__slots__}, "seed": str(seed), "user_timeout": 900.0}
        )
        for each in (a, b)
    )
    client, server = talk(a, b, Asker(ASKED), Responder(answer(PAGE)), until=5000.0)
    assert bytes(client.program.received) == answer(PAGE)
    assert bytes(server.program.received) == ASKED
    assert client.ending.kind is server.ending.kind is LiveKind.CLOSED


@pytest.mark.parametrize("version", [4, 6])
@pytest.mark.parametrize("narrow", ["client", "server"])
def test_a_narrow_link_is_found_out_and_nothing_larger_passes_it(version, narrow):
    a, b = plans(version, **{narrow: {"mtu": 1300, "link": LinkSettings(delay=0.01)}})
    client, server = talk(a, b, Asker(ASKED), Responder(answer(PAGE)))
    assert bytes(client.program.received) == answer(PAGE)
    one = client if narrow == "client" else server
    big = [each for each in one.crossings if each.lost == "size"]
    assert 1 <= len(big) <= 10  # the first window at most
    assert {"error.too-big", "error.too-big-v6"} & {event.rule for event in server.events}
    assert all(
        each.lost == "size" or each.length + each.header.options_size + (40 if version == 4 else 60) <= 1300
        for each in one.crossings
    )


def test_a_packet_with_a_wrong_checksum_is_dropped_and_said():
    spoilt = []

    def spoil(packet):
        if len(packet) > 1000 and not spoilt:
            spoilt.append(packet)
            return packet[:-1] + bytes([packet[-1] ^ 1])
        return None

    notes = []
    a, b = plans()
    client, server = Conversation(a, Asker(ASKED)), Conversation(b, Responder(answer(PAGE)))
    from tests.internet.host.talking import converse

    converse(client, server, spoil=spoil)
    notes = [each.reason for each in client.news if each.kind is NewsKind.NOTE]
    assert spoilt
    assert notes == ["a segment whose checksum is wrong: dropped"]
    assert bytes(client.program.received) == answer(PAGE)


@pytest.mark.parametrize("version", [4, 6])
def test_an_echo_is_answered_and_a_stranger_gets_a_reset(version):
    server = Conversation(plans(version)[1], Responder(b""))
    server.begin()
    asked = EchoRequest(CLIENT[version].address, SERVER[version].address, b"\0\1\0\2" + b"ping" * 4)
    reply = echo_reply(asked)
    kind = 8 if version == 4 else 128
    assert reply.endswith(asked.content)
    question = bytearray(reply)
    at = 20 if version == 4 else 40
    question[at] = kind
    difference = (reply[at] << 8) - (kind << 8)
    total = int.from_bytes(reply[at + 2 : at + 4], "big") + difference
    question[at + 2 : at + 4] = (total % 65535).to_bytes(2, "big")
    source, destination = (slice(12, 16), slice(16, 20)) if version == 4 else (slice(8, 24), slice(24, 40))
    question[source], question[destination] = reply[destination], reply[source]
    server.receive(bytes(question), now=1.0)
    server.tick(now=1.0)
    assert list(server.outgoing) == [reply]
    server.outgoing.clear()

    stranger = Stamper(End(CLIENT[version].address, 7), End(SERVER[version].address, 81), hops=64)
    server.receive(stranger.packet(Segment(sequence=9, flags=Flag.SYN, window=5), b"", 1), now=2.0)
    server.tick(now=2.0)
    (reset,) = server.outgoing
    fields = {field.key: field.value for field in dissect(reset, link_type=101).fields}
    assert (fields["tcp.flags.reset"], fields["tcp.flags.ack"]) == (True, True)
    assert (fields["tcp.seq_raw"], fields["tcp.ack_raw"]) == (0, 10)  # RFC 9293 section 3.10.7.1
    server.outgoing.clear()
    server.receive(stranger.packet(Segment(sequence=9, flags=Flag.RST), b"", 1), now=3.0)
    server.tick(now=3.0)
    assert not server.outgoing


def test_nobody_answers():
    plan = plans(client={"user_timeout": 3.0})[0]
    client = Conversation(plan, Asker(ASKED))
    client.begin()
    while client.next_deadline is not None:
        client.tick(now=client.next_deadline)
    assert client.ending.kind is LiveKind.GIVEN_UP
    assert client.now == pytest.approx(3.0)
    assert not client.program.received


def test_a_server_that_is_silent_wears_out_the_patience():
    a, b = plans(client={"user_timeout": 2.0})
    client, _ = talk(a, b, Asker(ASKED), Asker(b""))
    assert client.ending.kind is LiveKind.GIVEN_UP
    assert "2 s" in client.ending.text


def test_nobody_comes():
    server = Conversation(plans(server={"listen_for": 5.0})[1], Responder(b"x"))
    server.begin()
    while server.next_deadline is not None:
        server.tick(now=server.next_deadline)
    assert server.ending.kind is LiveKind.NOBODY
    assert not server.outgoing


@pytest.mark.parametrize(("drop", "sent_again"), [("data:3", 1), ("ack:1", 0)])
def test_chosen_losses_are_of_the_one_that_sends_the_page(drop, sent_again):
    a, b = plans(server={"drops": (parse_drop(drop),), "link": LinkSettings(delay=0.005)})
    client, server = talk(a, b, Asker(ASKED), Responder(answer(PAGE)))
    assert bytes(client.program.received) == answer(PAGE)
    (lost,) = [each for each in server.crossings if each.lost]
    assert lost.side is (server.ours if drop.startswith("data") else server.theirs)
    told = live_json(server, "")
    assert [each["trigger"] for each in told["retransmissions"] if each["length"]] == ["sack"] * sent_again
    assert "1 lost (you asked for it)" in summary(server)


def test_a_half_close_lets_the_other_side_go_on():
    a, b = plans()
    client, server = talk(a, b, Asker(b"question", finish=True), Responder(PAGE, at_once=True))
    assert bytes(client.program.received) == PAGE
    assert bytes(server.program.received) == b"question"


def test_a_server_that_keeps_the_connection_open_is_not_waited_for():
    class Keeping(Responder):
        def _close(self, *_):
            return iter(())

    a, b = plans(server={"user_timeout": 5.0})
    client, _ = talk(a, b, Asker(ASKED), Keeping(answer(PAGE)))
    assert bytes(client.program.received) == answer(PAGE)
    closed = next(each for each in client.events if each.rule == "state" and "closes" in each.reason)
    came = max(each.time for each in client.events if each.rule == "receive.order")
    assert 0.1 < closed.time - came < 0.5


def test_it_can_be_ended_at_any_time_and_the_other_side_hears_of_it():
    a, b = plans()
    client, server = Conversation(a, Asker(ASKED)), Conversation(b, Responder(answer(PAGE * 10)))
    from netkit.internet.host.ending import LiveEnding
    from tests.internet.host.talking import converse

    def step(now):
        if now > 0.01:
            client.interrupt(LiveEnding(LiveKind.INTERRUPTED, "enough"))

    converse(client, server, on_step=step)
    assert client.ending.kind is LiveKind.INTERRUPTED
    assert server.ending.kind is LiveKind.RESET


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.binary(max_size=80), st.booleans(), st.integers(0, 200)), max_size=12))
def test_no_packet_breaks_it(packets):
    """Random bytes, and the other side's own packets with one byte changed."""
    a, b = plans()
    client, server = Conversation(a, Asker(ASKED)), Conversation(b, Responder(PAGE))
    server.begin()
    client.begin()
    for place, (data, real, at) in enumerate(packets):
        packet = data
        if real and client.outgoing:
            changed = bytearray(client.outgoing[0])
            changed[at % len(changed)] ^= 0x55
            packet = bytes(changed)
        server.receive(packet, now=place * 0.1)
        server.tick(now=place * 0.1)
        client.receive(packet, now=place * 0.1)
        client.tick(now=place * 0.1)
    assert server.endpoint.state.value in ("LISTEN", "SYN-RECEIVED")


@pytest.mark.parametrize("version", [4, 6])
def test_time_to_live_and_diffserv_are_the_applications(version):
    a, b = plans(version, client={"hops": 3, "services": 46})
    client, server = talk(a, b, Asker(ASKED), Responder(answer(PAGE)))
    assert {marks(packet) for packet in sent_by(client, version)} == {(3, 46)}
    assert {marks(packet) for packet in sent_by(server, version)} == {(64, 0)}


@pytest.mark.parametrize("version", [4, 6])
def test_diffserv_can_be_changed_while_the_connection_stands(version):
    a, b = plans(version)
    client = Conversation(a, Asker(ASKED))
    client.begin()
    client.mark(10)
    client.receive(packet_of_server(client, b), now=0.1)
    client.tick(now=0.1)
    found = [marks(packet)[1] for packet in sent_by(client, version)]
    assert found[0] == 0
    assert set(found[1:]) == {10}


@pytest.mark.parametrize(("hops", "services"), [(0, 0), (256, 0), (64, 64), (64, -1)])
def test_a_time_to_live_or_a_codepoint_that_can_not_be(hops, services):
    with pytest.raises(UsageError):
        plans(client={"hops": hops, "services": services})[0].check()


@pytest.mark.parametrize("mine", [True, False])
def test_an_error_reaches_the_connection_that_it_is_about_and_no_other(mine):
    client = Conversation(plans()[0], Asker(ASKED))
    client.begin()
    syn = sent_by(client, 4)[0]
    if not mine:
        syn = Stamper(End(CLIENT[4].address, 7), SERVER[4], hops=64).packet(
            Segment(sequence=9, flags=Flag.SYN, window=5), b"", 1
        )
    text = f"ipv4 source={SERVER[4].address} destination={CLIENT[4].address} / icmp type=3 code=3"
    client.receive((parse(text) / quoted(from_dissection(dissect(syn, 101)))).encode(), now=0.1)
    client.tick(now=0.1)
    assert ("reset.unreachable" in {event.rule for event in client.events}) is mine


def sent_by(conversation, version):
    """The packets that a host sent."""
    at, end = (12, 16) if version == 4 else (8, 24)
    mine = conversation.plan.local.address.number.to_bytes(end - at, "big")
    return [packet for _, packet in conversation.passed if packet[at:end] == mine]


def marks(packet):
    """The time to live (hop limit) and the Diffserv codepoint."""
    return (packet[8], packet[1] >> 2) if packet[0] >> 4 == 4 else (packet[7], (packet[0] & 0xF) << 2 | packet[1] >> 6)


def packet_of_server(client, plan):
    """The SYN-ACK that a server answers the client's SYN with."""
    server = Conversation(plan, Responder(b""))
    server.begin()
    server.receive(sent_by(client, 4 if plan.local.address.version == 4 else 6)[0], now=0.05)
    server.tick(now=0.05)
    return server.outgoing[0]
