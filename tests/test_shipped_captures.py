"""What ships as a capture is what was on the wire, and shows what the catalogue says: hashes, sizes, sums, and every recorded fact."""

import functools
import hashlib
import ipaddress
import itertools
import tomllib
from pathlib import Path

import pytest

import netkit.capture
from netkit.packet import dissect
from tests.journeys import FACTS_OF_JOURNEYS
from tests.packet.making import over_udp

CAPTURES = Path(__file__).parents[1] / "captures"
CATALOGUE = tomllib.loads((CAPTURES / "catalogue.toml").read_text(encoding="utf-8"))["capture"]
MTU = 1500

DOCUMENTATION = [
    ipaddress.ip_network(text)
    for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "fe80::/10", "ff02::/16")
]
PRIVATE = [ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")]

every_capture = pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry["file"])


@functools.lru_cache(maxsize=60)
def records(file):
    with netkit.capture.open(CAPTURES / file) as capture:
        found = list(capture)
    assert capture.problems == ()
    return found


@functools.lru_cache(maxsize=60)
def packets(file):
    return [dissect(record.data, record.link_type, original_length=record.original_length) for record in records(file)]


def test_each_file_is_in_the_catalogue_and_each_entry_has_its_file():
    assert sorted(entry["file"] for entry in CATALOGUE) == sorted(path.name for path in CAPTURES.glob("*.pcap*"))


@every_capture
def test_the_file_is_the_one_in_the_catalogue(entry):
    assert hashlib.sha256((CAPTURES / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
    assert len(records(entry["file"])) == entry["records"]
    assert {record.link_type for record in records(entry["file"])} == {entry["link_type"]}
    assert entry["title"]
    assert entry["shows"]


@every_capture
def test_it_is_what_was_on_the_wire(entry):
    times = [record.time for record in records(entry["file"])]
    assert times == sorted(times)
    for record, packet in zip(records(entry["file"]), packets(entry["file"]), strict=True):
        assert len(record.data) == record.original_length <= 14 + MTU
        assert packet.problems == []
        # Each checksum that there is was looked at, but for those over several fragments and those of quoted packets.
        fragment = packet.value("ip.flags.mf") or packet.value("ip.frag_offset")
        for layer in packet.layers:
            for field in layer.fields:
                if (
                    field.key.endswith(".checksum")
                    and not layer.quoted
                    and not (fragment and field.key != "ip.checksum")
                ):
                    assert field.note == "right", (entry["file"], record.number, field)
        for key in ("ip.len", "ipv6.plen"):
            assert all(value <= MTU for value in packet.values(key))


@every_capture
def test_no_address_is_anybodys(entry):
    networks = [*DOCUMENTATION, *(PRIVATE if entry["facts"].get("side") == "inside" else [])]
    for packet in packets(entry["file"]):
        for key in ("ip.src", "ip.dst", "ipv6.src", "ipv6.dst"):
            for value in packet.values(key):
                address = ipaddress.ip_address(value)
                assert any(address in network for network in networks if network.version == address.version), value
        for key in ("eth.src", "eth.dst"):
            assert int(packet.value(key)[:2], 16) & 3, "neither locally administered nor to a group"
        for name in (*packet.values("dns.qry.name"), *packet.values("dns.resp.name")):
            assert name == "." or name.endswith((".test", ".example", ".arpa"))


# The facts, each with how a packet shows it


class Seen:
    """What the packets of one capture say."""

    def __init__(self, entry):
        self.packets = packets(entry["file"])
        self.facts = entry["facts"]
        self.client = {self.facts[key] for key in ("client_ipv4", "client_ipv6") if key in self.facts}

    def source(self, packet):
        return packet.value("ip.src") or packet.value("ipv6.src")

    def destination(self, packet):
        return packet.value("ip.dst") or packet.value("ipv6.dst")

    def ttl(self, packet):
        return packet.value("ip.ttl") or packet.value("ipv6.hlim")

    def sent(self):
        """Packets of the client."""
        return [packet for packet in self.packets if self.source(packet) in self.client]

    def from_(self, address):
        return [packet for packet in self.packets if self.source(packet) == address]

    def values(self, key):
        return [value for packet in self.packets for value in packet.values(key)]

    def answers(self):
        return [packet for packet in self.packets if packet.value("dns.flags.response")]

    def questions(self):
        return [packet for packet in self.packets if packet.value("dns.flags.response") is False]

    def echoes(self):
        return [
            packet for packet in self.packets if {packet.value("icmp.type"), packet.value("icmpv6.type")} & {8, 128}
        ]

    def stream(self, server):
        """The bytes that a server sent over TCP, each byte once, by their sequence numbers."""
        segments = [packet for packet in self.from_(server) if packet.value("tcp.srcport")]
        first = next(packet.value("tcp.seq_raw") for packet in segments if packet.value("tcp.flags.syn")) + 1
        held = {}
        for packet in segments:
            payload = bytes.fromhex(packet.value("tcp.payload") or "")
            for at, byte in enumerate(payload):
                offset = (packet.value("tcp.seq_raw") - first + at) % (1 << 32)
                assert held.setdefault(offset, byte) == byte
        assert sorted(held) == list(range(len(held)))
        return bytes(held[at] for at in range(len(held)))


TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28}
RCODES = {"NOERROR": 0, "FORMERR": 1, "SERVFAIL": 2, "NXDOMAIN": 3}


def client_address(seen, address):
    assert seen.sent()
    assert all(address in (seen.source(packet), seen.destination(packet)) or "ff02:" in seen.destination(packet)
               for packet in seen.packets if seen.source(packet))  # fmt: skip


def client_mac(seen, mac):
    assert {packet.value("eth.src") for packet in seen.sent()} == {mac}


def router_mac(seen, mac):
    away = [
        p
        for p in seen.sent()
        if seen.destination(p) != seen.facts["router"] and not seen.destination(p).startswith("ff")
    ]
    assert {packet.value("eth.dst") for packet in away} == {mac}


def router(seen, address):
    asked = set(seen.values("arp.dst.proto_ipv4")) | set(seen.values("icmpv6.nd.ns.target_address"))
    pairs = {(p.value("arp.src.proto_ipv4"), p.value("eth.src")) for p in seen.packets if p.value("arp.opcode") == 2}
    pairs |= {
        (p.value("icmpv6.nd.na.target_address"), p.value("eth.src"))
        for p in seen.packets
        if p.value("icmpv6.type") == 136
    }
    assert not asked or address in asked
    assert not asked or (address, seen.facts["router_mac"]) in pairs


def client_ttl(seen, ttl):
    ordinary = [p for p in seen.sent() if not {p.value("icmpv6.type")} & {135, 136}]
    if "hops" not in seen.facts:
        assert {seen.ttl(packet) for packet in ordinary} == {ttl}


def web_server(seen, address):
    assert seen.from_(address)
    assert address in {seen.destination(packet) for packet in seen.sent()}


def server_ttl(seen, ttl):
    address = seen.facts.get("web_server") or seen.facts["address"]
    assert {seen.ttl(packet) for packet in seen.from_(address)} == {ttl - seen.facts["routers"]}


def resolver(seen, address):
    assert (
        {seen.destination(packet) for packet in seen.questions()}
        == {address}
        == {seen.source(p) for p in seen.answers()}
    )


def resolver_ttl(seen, ttl):
    assert {seen.ttl(packet) for packet in seen.from_(seen.facts["resolver"])} == {ttl - seen.facts["resolver_routers"]}


def name(seen, text):
    assert set(seen.values("dns.qry.name")) == {text}


def questions(seen, wanted):
    asked = [(packet.value("dns.qry.name"), packet.value("dns.qry.type")) for packet in seen.questions()]
    pairs = [text.split() if " " in text else (seen.facts["name"], text) for text in wanted]
    assert asked == [(of, TYPES[kind]) for of, kind in pairs]


def rcodes(seen, wanted):
    assert [packet.value("dns.flags.rcode") for packet in seen.answers()] == [RCODES[text] for text in wanted]


def nodata(seen, wanted):
    empty = [
        (packet.value("dns.qry.name"), packet.value("dns.qry.type"))
        for packet in seen.answers()
        if not packet.value("dns.flags.rcode") and not packet.value("dns.count.answers")
    ]
    assert empty == [(text.split()[0], TYPES[text.split()[1]]) for text in wanted]


def aliases(seen, wanted):
    answer = next(p for p in seen.answers() if seen.facts["web_server"] in (*p.values("dns.a"), *p.values("dns.aaaa")))
    assert answer.values("dns.cname") == wanted
    chain = [seen.facts["name"], *wanted]
    assert answer.values("dns.resp.name")[: len(chain)] == chain


def address(seen, text):
    assert seen.values("dns.a") == [text]


def kind(seen, text):
    assert set(seen.values("dns.qry.type")) == {TYPES[text]}


def port(seen, number):
    assert {packet.value("tcp.dstport") for packet in seen.sent()} - {None} == {number}


def path(seen, text):
    request = b"".join(bytes.fromhex(packet.value("tcp.payload") or "") for packet in seen.sent())
    assert request.startswith(f"GET {text} HTTP/1.1\r\n".encode())
    assert f"\r\nHost: {host(seen)}\r\n".encode() in request


def host(seen):
    """The name, with its port where that is not the usual one (RFC 9110 §7.2)."""
    return seen.facts["name"] if seen.facts["port"] == 80 else f"{seen.facts['name']}:{seen.facts['port']}"


def url(seen, text):
    assert text == f"http://{host(seen)}{seen.facts['path']}"


def page_bytes(seen, count):
    head, _, body = seen.stream(seen.facts["web_server"]).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert f"\r\nContent-Length: {count}".encode() in head
    assert len(body) == count


def advertised_mss(seen, size):
    syn = next(packet for packet in seen.sent() if packet.value("tcp.flags.syn"))
    assert syn.value("tcp.options.mss_val") == size
    sizes = [len(packet.value("tcp.payload") or "") // 2 for packet in seen.from_(seen.facts["web_server"])]
    assert max(sizes) <= size - 12  # the timestamps' option takes 12 bytes of each segment


def lost_segment(seen, number):
    """A segment that comes to the client once, after those behind it: the first copy was lost before it came here."""
    data = [
        packet.value("tcp.seq_raw") for packet in seen.from_(seen.facts["web_server"]) if packet.value("tcp.payload")
    ]
    in_order = sorted(data)
    late = [sequence for before, sequence in itertools.pairwise(data) if sequence < before]
    assert [in_order.index(sequence) + 1 for sequence in late] == [number]
    syn = next(p for p in seen.from_(seen.facts["web_server"]) if p.value("tcp.flags.syn"))
    assert [sequence - syn.value("tcp.seq_raw") for sequence in late] == [seen.facts["lost_sequence"]]


def hops(seen, wanted):
    exceeded = [p for p in seen.packets if p.value("icmp.type") == 11 or p.value("icmpv6.type") == 3]
    told = list(dict.fromkeys(seen.source(packet) for packet in exceeded))
    assert told == wanted
    assert len(wanted) == seen.facts["routers"]
    last = seen.from_(seen.facts["web_server"])
    assert {(p.value("icmp.type"), p.value("icmp.code")) for p in last} <= {(3, 3), (None, None)}
    assert {(p.value("icmpv6.type"), p.value("icmpv6.code")) for p in last} <= {(1, 4), (None, None)}


def pings(seen, count):
    sequence = [
        value
        for key in ("icmp.seq", "icmpv6.echo.sequence_number")
        for packet in seen.echoes()
        for value in packet.values(key)
    ]
    assert sequence == list(range(1, count + 1))


def ping_bytes(seen, count):
    fragments = [packet for packet in seen.sent() if packet.value("ip.flags.mf") or packet.value("ip.frag_offset")]
    if fragments:
        for one in {packet.value("ip.id") for packet in fragments}:
            last = next(p for p in fragments if p.value("ip.id") == one and not p.value("ip.flags.mf"))
            assert last.value("ip.frag_offset") * 8 + last.value("ip.len") - 20 == count + 8
    else:
        assert {len(packet.value("data.data")) // 2 for packet in seen.echoes()} == {count}


def ping_identifier(seen, number):
    assert set(seen.values("icmp.ident")) | set(seen.values("icmpv6.echo.identifier")) == {number}


def ping_text(seen, text):
    for packet in [p for p in seen.packets if p.value("icmp.type") in (0, 8)]:
        assert bytes.fromhex(packet.value("data.data")).decode("ascii") == text


def strings(seen, count):
    stream = seen.stream(seen.facts["resolver"])
    assert int.from_bytes(stream[:2], "big") == len(stream) - 2  # RFC 1035 §4.2.2
    answer = dissect(over_udp(stream[2:]), 101)
    assert answer.values("dns.txt.length") == [seen.facts["string_bytes"]] * count
    assert {len(value) for value in answer.values("dns.txt")} == {seen.facts["string_bytes"]}


def tcp_port(seen, number):
    reset = next(packet for packet in seen.packets if packet.value("tcp.flags.reset"))
    assert reset.value("tcp.srcport") == number


def udp_port(seen, number):
    error = next(packet for packet in seen.packets if packet.value("icmp.type") == 3)
    assert (error.value("icmp.code"), error.value("udp.dstport")) == (3, number)


def shown_elsewhere(seen, _):
    """Part of another fact's check."""


FACTS = {
    "client_ipv4": client_address, "client_ipv6": client_address, "client_mac": client_mac, "router_mac": router_mac, "router": router,
    "client_ttl": client_ttl, "web_server": web_server, "routers": shown_elsewhere, "server_ttl": server_ttl, "resolver": resolver,
    "resolver_routers": shown_elsewhere, "resolver_ttl": resolver_ttl, "name": name, "questions": questions, "rcodes": rcodes,
    "nodata": nodata, "aliases": aliases, "address": address, "type": kind, "port": port, "path": path, "url": url,
    "page_bytes": page_bytes, "advertised_mss": advertised_mss, "lost_segment": lost_segment, "lost_sequence": shown_elsewhere,
    "hops": hops, "pings": pings, "ping_bytes": ping_bytes, "ping_identifier": ping_identifier, "ping_text": ping_text,
    "strings": strings, "string_bytes": shown_elsewhere, "tcp_port": tcp_port, "udp_port": udp_port,
}  # fmt: skip


@every_capture
def test_the_facts_are_in_the_packets(entry):
    seen = Seen(entry)
    assert entry["facts"]
    known = FACTS_OF_JOURNEYS if "site" in entry["facts"] else FACTS
    for key, value in entry["facts"].items():
        assert key in known, f"nothing here says how packets show the fact {key!r}"
        known[key](seen, value)
