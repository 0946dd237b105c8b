"""The name server on real sockets: what it answers, and that no client can take it away from the others."""

import random
import socket
import struct
import threading
import time

import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns.made_up import MadeUpInternet
from netkit.dns.made_up.loopback import LoopbackInternet, loopback_addresses, moved_zone
from netkit.dns.zones import Authority, read_zone
from netkit.dns.zones.service import serve_authority
from netkit.errors import AccessError
from netkit.live.dns.listening import listen
from netkit.live.dns.serving import CONNECTIONS, IDLE, NameServer

ZONE = """$ORIGIN example.test.
$TTL 300
@ SOA ns1 host 1 7200 3600 1209600 300
@ NS ns1
ns1 A 192.0.2.1
www A 192.0.2.80
alias CNAME www
sub NS ns.sub
ns.sub A 192.0.2.2
""" + "".join(f'large TXT "{number:0200}"\n' for number in range(20))

AUTHORITY = Authority([read_zone(ZONE)])
NAMES = ("www.example.test", "alias.example.test", "nobody.example.test", "a.sub.example.test", "elsewhere.test")


def respond(wire, address, *, tcp):
    del address
    return serve_authority(AUTHORITY, wire, tcp=tcp)


@pytest.fixture
def server():
    """A server in a thread, with a clock that the test can put forward."""
    port, listeners = listen(["127.0.0.1"], 0)
    ahead = [0.0]
    done = threading.Event()
    with NameServer(listeners, respond, clock=lambda: time.monotonic() + ahead[0]) as running:

        def serve():
            while not done.is_set():
                running.turn(time.monotonic() + ahead[0] + 0.05)

        thread = threading.Thread(target=serve)
        thread.start()
        running.port, running.ahead = port, ahead
        yield running
        done.set()
        thread.join(5)
        assert not thread.is_alive()


def over_udp(port, wire):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(1)
        for _ in range(3):  # what comes while the buffer is full is lost, as always with UDP
            client.sendto(wire, ("127.0.0.1", port))
            try:
                return client.recv(65535)
            except TimeoutError:
                continue
    raise TimeoutError


def read_exactly(client, count):
    data = b""
    while len(data) < count:
        more = client.recv(count - len(data))
        if not more:
            raise EOFError(data)
        data += more
    return data


def read_answer(client):
    return read_exactly(client, int.from_bytes(read_exactly(client, 2), "big"))


def connected(port):
    client = socket.create_connection(("127.0.0.1", port), timeout=3)
    client.settimeout(3)
    return client


def framed(wire):
    return len(wire).to_bytes(2, "big") + wire


def question(name="www.example.test", kind="A", **options):
    return dns.message.make_query(name, kind, **options)


def answers_still(server):
    query = question()
    assert dns.message.from_wire(over_udp(server.port, query.to_wire())) == AUTHORITY.respond(query)


@pytest.mark.parametrize("name", [*NAMES, "large.example.test"])
@pytest.mark.parametrize("kind", ["A", "TXT", "ANY", "AXFR", "TYPE65280"])
def test_what_is_answered_is_what_the_authority_says(server, name, kind):
    query = question(name, kind, use_edns=0, payload=1232)
    said = AUTHORITY.respond(query)
    assert over_udp(server.port, query.to_wire()) == said.to_wire(max_size=65535, want_shuffle=False)
    with connected(server.port) as client:
        client.sendall(framed(query.to_wire()))
        assert dns.message.from_wire(read_answer(client)) == AUTHORITY.respond(query, tcp=True)


def test_what_does_not_fit_says_so_over_udp_and_is_whole_over_tcp(server):
    wire = question("large.example.test", "TXT").to_wire()
    short = dns.message.from_wire(over_udp(server.port, wire))
    assert short.flags & dns.flags.TC
    assert not short.answer
    with connected(server.port) as client:
        client.sendall(framed(wire))
        assert len(dns.message.from_wire(read_answer(client)).answer[0]) == 20


def test_questions_in_a_row_over_one_connection(server):
    queries = [question(NAMES[number % len(NAMES)]) for number in range(200)]
    with connected(server.port) as client:
        client.sendall(b"".join(framed(query.to_wire()) for query in queries))
        client.shutdown(socket.SHUT_WR)  # half-closed: the answers come all the same
        assert {dns.message.from_wire(read_answer(client)).id for _ in queries} == {query.id for query in queries}
        assert client.recv(1) == b""


def test_one_byte_at_a_time(server):
    query = question()
    with connected(server.port) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in framed(query.to_wire()):
            client.sendall(bytes([byte]))
        assert dns.message.from_wire(read_answer(client)) == AUTHORITY.respond(query, tcp=True)


def test_a_client_that_takes_no_answers_gets_no_more_of_them_made(server):
    one = framed(question("large.example.test", "TXT").to_wire())
    with connected(server.port) as client:
        client.settimeout(0.3)
        with pytest.raises(TimeoutError):
            client.sendall(one * 200_000)
        (connection,) = server.connections.values()
        assert len(connection.outgoing) < 300_000
        assert len(connection.incoming) < 100_000
        answers_still(server)


def test_many_idle_connections_leave_room_and_time_ends_them(server):
    clients = [connected(server.port) for _ in range(CONNECTIONS + 20)]
    answers_still(server)
    query = question()
    clients[-1].sendall(framed(query.to_wire()))
    assert dns.message.from_wire(read_answer(clients[-1])).id == query.id
    assert len(server.connections) <= CONNECTIONS
    server.ahead[0] += IDLE + 1
    assert clients[-2].recv(1) == b""
    for client in clients:
        client.close()
    answers_still(server)
    assert not server.connections


def test_a_message_that_never_ends_is_not_waited_for(server):
    with connected(server.port) as client:
        client.sendall(b"\xff\xff" + bytes(1000))
        answers_still(server)
        server.ahead[0] += IDLE / 2
        client.sendall(b"\0")  # part of a message is no progress
        server.ahead[0] += IDLE / 2 + 1
        with pytest.raises((EOFError, ConnectionResetError)):
            read_exactly(client, 1)


def test_junk(server):
    lots = random.Random(7)
    right = question().to_wire()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        for size in (0, 1, 11, 12, 13, 100, 512, 9000, 65507):
            client.sendto(lots.randbytes(size), ("127.0.0.1", server.port))
        for _ in range(300):
            wire = bytearray(right)
            for _ in range(lots.randrange(1, 5)):
                wire[lots.randrange(len(wire))] = lots.randrange(256)
            client.sendto(wire, ("127.0.0.1", server.port))
    for data in (b"", b"\0", b"\0\0", b"GET / HTTP/1.1\r\n\r\n" * 10, lots.randbytes(70000)):
        with connected(server.port) as client:
            client.sendall(data)
            # the system resets what is closed with bytes unread
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    answers_still(server)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_get_an_answer_or_silence(wire, tcp):
    told = serve_authority(AUTHORITY, wire, tcp=tcp)
    assert told.reasons
    if len(wire) < 12 or wire[2] & 0x80:
        assert told.wire is None
    else:
        assert told.wire[:2] == wire[:2]
        assert told.wire[2] & 0x80


@given(st.data())
def test_a_question_with_some_bytes_changed(data):
    wire = bytearray(
        question("www.example.test", "A", use_edns=0, options=[dns.edns.CookieOption(b"12345678", b"")]).to_wire()
    )
    for _ in range(data.draw(st.integers(1, 4))):
        wire[data.draw(st.integers(0, len(wire) - 1))] = data.draw(st.integers(0, 255))
    told = serve_authority(AUTHORITY, bytes(wire), tcp=False)
    assert told.rcode != "SERVFAIL"
    assert (told.wire is None) == bool(wire[2] & 0x80)


def test_what_can_not_be_read_is_said_to_be_malformed():
    told = serve_authority(AUTHORITY, question().to_wire()[:-3], tcp=False)
    assert told.wire is not None
    response = dns.message.from_wire(told.wire)
    assert response.rcode() == dns.rcode.FORMERR
    assert [reason.rule for reason in told.reasons] == ["service.malformed"]


def test_a_port_that_is_taken():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        with pytest.raises(AccessError, match="is taken"):
            listen(["127.0.0.1"], other.getsockname()[1])


class TestTheMadeUpInternetMoved:
    def test_each_server_has_an_address_of_its_own(self):
        internet = MadeUpInternet()
        moved = loopback_addresses(internet)
        servers = {}
        for address, here in moved.items():
            servers.setdefault(here, set()).add(id(internet.servers[address]))
        assert all(len(found) == 1 for found in servers.values())
        assert len(servers) == len({id(server) for server in internet.servers.values()})
        assert all(here.startswith("127.53.") for here in servers)

    def test_only_servers_move(self):
        zone = read_zone(
            "$ORIGIN a.test.\n$TTL 9\n@ SOA n h 1 2 3 4 5\n@ NS n\n@ NS six\nn A 192.0.2.1\nn AAAA 2001:db8::1\n"
            "six AAAA 2001:db8::2\nwww A 192.0.2.7\nwww AAAA 2001:db8::7\n"
        )
        moved = moved_zone(zone, {"192.0.2.1": "127.53.0.1", "2001:db8::1": "127.53.0.1", "2001:db8::2": "127.53.0.2"})
        found = {
            (str(name), rrset.rdtype.name, *sorted(rdata.to_text() for rdata in rrset))
            for name, node in moved.nodes.items()
            for rrset in node.values()
            if rrset.rdtype.name in ("A", "AAAA")
        }
        assert found == {
            ("n.a.test.", "A", "127.53.0.1"),
            ("six.a.test.", "A", "127.53.0.2"),
            ("www.a.test.", "A", "192.0.2.7"),
            ("www.a.test.", "AAAA", "2001:db8::7"),
        }

    def test_every_zone_moves_and_no_server_is_left_where_nobody_answers(self):
        internet = MadeUpInternet()
        moved = loopback_addresses(internet)
        for name in internet.zones:
            zone = internet.zone(name)
            new = moved_zone(zone, moved)
            assert new.delegations == zone.delegations
            left = {
                rdata.to_text()
                for node in new.nodes.values()
                for rrset in node.values()
                if rrset.rdtype in (1, 28)
                for rdata in rrset
            }
            assert not left & set(moved)

    def test_faults_are_told(self):
        internet = LoopbackInternet(MadeUpInternet())
        silent = next(
            here
            for there, here in internet.addresses.items()
            if internet.internet.servers[there].name == "ns1.silent.test."
        )
        told = internet.serve(question("www.silent.test").to_wire(), silent, tcp=False)
        assert told.wire is None
        assert [reason.rule for reason in told.reasons] == ["made-up.silent"]
