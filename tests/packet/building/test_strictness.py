"""Building is strict: what contradicts the packet, or breaks a rule, is an error with the rule, unless it is said to be on purpose."""

import pytest

from docs.generate.examples import packet_examples
from netkit.errors import BuildError
from netkit.packet import build, dissect
from netkit.packet.building import dns, ethernet, from_dissection, ipv4, tcp, udp, wrong
from netkit.packet.building.draft import Draft, Group
from netkit.packet.building.packet import Packet


def without_marks(layers):
    """The same layers, with nothing said to be wrong or bare."""
    return tuple(
        Group(layer.kind, without_marks(layer.layers)) if isinstance(layer, Group) else plain(layer) for layer in layers
    )


def plain(draft):
    parts = tuple(map(plain, draft.parts))
    return Draft(draft.recipe, draft.number, draft.given, draft.tail, parts).changed(only_tail=draft.only_tail)


def quoted(layers):
    return any(isinstance(layer, Group) for layer in layers)


EXAMPLES = [example for example in packet_examples() if not example.rule.startswith(("scapy.", "packet.cut"))]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_every_rule_that_a_packet_can_break_is_broken_knowingly_only(example):
    dissection = dissect(example.data, example.link_type)
    packet = from_dissection(dissection)
    assert build(packet.to_text()).encode() == example.data
    told = Packet(without_marks(packet.layers))
    try:
        data = told.encode()
    except BuildError as caught:
        error = caught
    else:  # what lies in plain bytes, or in a packet that is quoted, is nobody's fault
        assert data != example.data or "data " in packet.to_text() or quoted(packet.layers)
        return
    assert error.what
    assert error.why
    assert error.hint


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("ipv4 total_length={} / udp", 28),
        ("ipv4 internet_header_length={} / udp", 5),
        ("ipv4 ip.hdr_len={} / udp", 20),
        ("ipv4 protocol={} / udp", 17),
        ("ipv6 payload_length={} / udp", 8),
        ("ipv6 next_header={} / udp", 17),
        ('ipv4 / udp length={} / data "ab"', 10),
        ("ipv4 / tcp data_offset={} nop nop", 6),
        ("ethernet type={} / arp", 0x0806),
        ("ethernet / vlan type={} / ipv6", 0x86DD),
        ("ipv4 / udp / dns questions={} question=a.test", 1),
        ("ipv4 / tcp [maximum_segment_size length={} maximum_segment_size=1460]", 4),
        ("ipv4 / tcp [maximum_segment_size kind={} maximum_segment_size=1460]", 2),
        ("ipv6 / hop_by_hop extension_length={} / udp", 0),
        ("ipv4 / gre key_present={} [gre_key 1] / ipv4", 1),
    ],
)
def test_a_value_that_is_filled_in_may_be_given_if_it_is_right(line, right):
    expected = build(line.format(right)).encode()
    name = line.partition("={}")[0].rpartition(" ")[2]
    assert build(line.replace(f"{name}={{}}", "")).encode() == expected
    other = right + (20 if "hdr_len" in name else 1) if right != 1 or "present" not in name else 0
    with pytest.raises(BuildError) as caught:
        build(line.format(other))
    error = caught.value
    assert name in error.where
    assert "^" in error.where
    assert error.why
    assert f"wrong({other if 'hdr_len' not in name else other // 4})" in error.hint
    knowingly = build(line.format(f"wrong({other})")).encode()
    assert knowingly != expected


def test_a_checksum_is_compared_too():
    right = build('ipv4 / udp / data "hello"').encode()
    given = int.from_bytes(right[26:28], "big")
    assert build(f'ipv4 / udp checksum={given} / data "hello"').encode() == right
    with pytest.raises(BuildError, match="0x1234") as caught:
        build('ipv4 / udp checksum=0x1234 / data "hello"')
    assert f"0x{given:04x}" in caught.value.why
    assert build('ipv4 / udp checksum=wrong(0x1234) / data "hello"').encode()[26:28] == b"\x12\x34"
    # RFC 768: 0 says that there is none; over IPv6 there must be one (RFC 8200 §8.1).
    assert build("ipv4 / udp checksum=0").encode()[26:28] == b"\0\0"
    with pytest.raises(BuildError):
        build("ipv6 / udp checksum=0")


@pytest.mark.parametrize(
    ("line", "rule", "word"),
    [
        ("ipv4 / tcp syn fin", "tcp.flags.syn_fin", "fin"),
        ("ipv4 / tcp ack mss=1460", "tcp.option.without_syn", ""),
        ("ipv4 / tcp syn wscale=15", "tcp.option.window_scale.large", ""),
        ("ipv4 version=5 / udp", "ipv4.version.wrong", "version=5"),
        ("ipv4 reserved / udp", "ipv4.reserved_bit.set", "reserved"),
        ('ipv4 more_fragments / data "123456789"', "ipv4.fragment.length", "more_fragments"),
        ("ipv4 / udp / dns reserved question=a.test", "dns.reserved_bit.set", "reserved"),
    ],
)
def test_a_rule_is_told_with_its_place_and_its_rfc(line, rule, word):
    with pytest.raises(BuildError) as caught:
        build(line)
    error = caught.value
    assert rule in error.why
    assert "RFC" in error.why
    assert "wrong(" in error.hint
    assert word in error.where


def test_wrong_on_purpose_is_a_named_act_and_covers_what_comes_of_it():
    assert build("ipv4 / tcp syn finish=wrong(1)").encode()[33] == 0x03
    # Behind a wrong length anything may follow.
    assert build("ipv4 total_length=wrong(21) / udp / dns question=a.test").dissect().problems
    # But a checksum that is wrong excuses nothing else.
    with pytest.raises(BuildError):
        build("ipv4 checksum=wrong(1) / tcp syn fin")
    assert build("ipv4 / tcp bare syn fin").encode()[33] == 0x03


@pytest.mark.parametrize(
    ("line", "carriers"),
    [
        ("udp / arp", ("ethernet", "vlan")),
        ("ethernet / tcp", ("ipv4", "ipv6")),
        ("ipv4 / dns question=a.test", ("udp",)),
        ("ipv4 / tcp / dns question=a.test", ("dns_length",)),
        ("arp / ipv4", ("ethernet",)),
    ],
)
def test_a_layer_stands_only_on_one_that_can_carry_it(line, carriers):
    with pytest.raises(BuildError) as caught:
        build(line)
    error = caught.value
    assert "can't carry" in error.what
    assert all(carrier in error.why + error.hint for carrier in carriers)
    assert "^" in error.where


def test_a_layer_in_the_wrong_place_on_purpose():
    assert build("ethernet type=wrong(0x9999) / tcp checksum=0").encode()[12:14] == b"\x99\x99"
    assert len(build("ipv4 / udp / arp bare").encode()) == 36


def test_from_python_it_is_as_strict():
    with pytest.raises(BuildError, match="SYN"):
        (ipv4() / tcp(synchronize=True, finish=True)).encode()
    with pytest.raises(BuildError, match="total_length"):
        (ipv4(total_length=5) / udp()).encode()
    assert (ipv4(total_length=wrong(5)) / udp()).encode()[2:4] == b"\0\5"
    with pytest.raises(BuildError, match="can't carry"):
        (ethernet() / dns()).encode()
    with pytest.raises(BuildError, match="300"):
        ipv4(ttl=300)


def test_a_message_alone_may_be_built_but_is_no_packet():
    assert dns(question="a.test").encode()[:2] == b"\0\1"
    with pytest.raises(BuildError, match="does not begin with dns"):
        dns(question="a.test").dissect()
    with pytest.raises(BuildError, match="checksum"):
        udp().encode()


@pytest.mark.parametrize(("line", "most"), [("ipv4 / data hex:{}", 65515), ("ipv4 / udp / data hex:{}", 65507)])
def test_a_packet_has_an_end(line, most):
    assert len(build(line.format("00" * most)).encode()) == 65535
    with pytest.raises(BuildError) as caught:
        build(line.format("00" * (most + 1)))
    assert "65,535" in caught.value.why
