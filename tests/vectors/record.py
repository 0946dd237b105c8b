"""Writes the vectors: real packets with each field's value and place as tshark says them. netkit has no part in this.

    python -m tests.vectors.record messages.pcap

from the checkout, with the corpus beside it; `messages.pcap` is what messages.sh recorded. The vectors are not made again for a change
of netkit: they are what netkit has to agree with. What tshark does not show is taken from the bytes by hand, as the RFC draws them.
"""

import re
import subprocess
import sys
from pathlib import Path

from tests.oracle import tshark

ROOT = Path(__file__).parents[2]
CAPTURES = ROOT / "captures"
CORPUS = ROOT.parent / "shared" / "corpus"
MESSAGES = Path("messages.pcap")

ETHERNET = ("eth.dst", "eth.src", "eth.type", "eth.len", "eth.padding", "eth.trailer")
ARP = (
    "arp.hw.type", "arp.proto.type", "arp.hw.size", "arp.proto.size", "arp.opcode",
    "arp.src.hw_mac", "arp.src.proto_ipv4", "arp.dst.hw_mac", "arp.dst.proto_ipv4",
)  # fmt: skip
IPV4 = (
    "ip.version", "ip.hdr_len", "ip.dsfield.dscp", "ip.dsfield.ecn", "ip.len", "ip.id", "ip.flags.rb", "ip.flags.df", "ip.flags.mf",
    "ip.frag_offset", "ip.ttl", "ip.proto", "ip.checksum", "ip.src", "ip.dst",
)  # fmt: skip
IPV6 = (
    "ipv6.version", "ipv6.tclass.dscp", "ipv6.tclass.ecn", "ipv6.flow", "ipv6.plen", "ipv6.nxt", "ipv6.hlim", "ipv6.src", "ipv6.dst",
)  # fmt: skip
ICMP = (
    "icmp.type", "icmp.code", "icmp.checksum", "icmp.ident", "icmp.seq", "icmp.unused", "icmp.mtu", "icmp.redir_gw", "icmp.pointer",
    "icmp.originate_timestamp", "icmp.receive_timestamp", "icmp.transmit_timestamp",
)  # fmt: skip
ICMPV6 = (
    "icmpv6.type", "icmpv6.code", "icmpv6.checksum", "icmpv6.echo.identifier", "icmpv6.echo.sequence_number", "icmpv6.reserved",
    "icmpv6.mtu", "icmpv6.pointer", "icmpv6.nd.ns.target_address", "icmpv6.nd.na.flag.r", "icmpv6.nd.na.flag.s",
    "icmpv6.nd.na.flag.o", "icmpv6.nd.na.flag.rsv", "icmpv6.nd.na.target_address", "icmpv6.nd.ra.cur_hop_limit",
    "icmpv6.nd.ra.flag.m", "icmpv6.nd.ra.flag.o", "icmpv6.nd.ra.flag.h", "icmpv6.nd.ra.flag.prf", "icmpv6.nd.ra.flag.p",
    "icmpv6.nd.ra.flag.rsv", "icmpv6.nd.ra.router_lifetime", "icmpv6.nd.ra.reachable_time", "icmpv6.nd.ra.retrans_timer",
)  # fmt: skip
UDP = ("udp.srcport", "udp.dstport", "udp.length", "udp.checksum")
TCP = (
    "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.hdr_len", "tcp.flags.res", "tcp.flags.ae", "tcp.flags.cwr",
    "tcp.flags.ece", "tcp.flags.urg", "tcp.flags.ack", "tcp.flags.push", "tcp.flags.reset", "tcp.flags.syn", "tcp.flags.fin",
    "tcp.window_size_value", "tcp.checksum", "tcp.urgent_pointer", "tcp.options",
)  # fmt: skip
DNS = (
    "dns.length", "dns.id", "dns.flags.response", "dns.flags.opcode", "dns.flags.authoritative", "dns.flags.truncated",
    "dns.flags.recdesired", "dns.flags.recavail", "dns.flags.z", "dns.flags.authenticated", "dns.flags.checkdisable",
    "dns.flags.rcode", "dns.count.queries", "dns.count.answers", "dns.count.auth_rr", "dns.count.add_rr", "dns.qry.name",
    "dns.qry.type", "dns.qry.class", "dns.resp.name", "dns.resp.type", "dns.resp.class", "dns.resp.ttl", "dns.resp.len", "dns.a",
    "dns.aaaa", "dns.ns", "dns.cname", "dns.ptr.domain_name", "dns.mx.preference", "dns.mx.mail_exchange", "dns.soa.mname",
    "dns.soa.rname", "dns.soa.serial_number", "dns.soa.refresh_interval", "dns.soa.retry_interval", "dns.soa.expire_limit",
    "dns.soa.minimum_ttl", "dns.txt.length", "dns.txt", "dns.rr.udp_payload_size", "dns.resp.ext_rcode", "dns.resp.edns0_version",
    "dns.resp.z.do", "dns.resp.z.reserved",
)  # fmt: skip
KEYS = frozenset(ETHERNET + ARP + IPV4 + IPV6 + ICMP + ICMPV6 + UDP + TCP + DNS)

BYTES = frozenset({"eth.padding", "eth.trailer", "tcp.options", "icmp.unused", "icmpv6.reserved"})
BOOLEAN = "FT_BOOLEAN"

UNMASKED = {
    "ip.version": 0xF0, "ip.hdr_len": 0x0F, "ipv6.version": 0xF0, "tcp.hdr_len": 0xF0, "dns.rr.udp_payload_size": 0,
}  # fmt: skip
"""Masks that Wireshark does not state, or states otherwise than RFC 791 §3.1, RFC 8200 §3, RFC 9293 §3.1 and RFC 6891 §6.1.2."""

PICKS = {
    "ethernet": [
        ("an ARP request to everyone", CAPTURES / "ping.pcapng", 1, ["Ethernet"]),
        ("a padded frame", CORPUS / "tcpdump" / "arp-oobr.pcap", 1, ["Ethernet", "EthernetPadding"]),
        ("a padded frame with an IPv4 packet", CORPUS / "tcpdump" / "dns_tcp.pcap", 2, ["Ethernet", "EthernetPadding"]),
    ],
    "ieee8023": [
        ("spanning tree", CORPUS / "tcpdump" / "802.1D_spanning_tree.pcap", 1, ["Ieee8023", "EthernetPadding"]),
        ("Cisco discovery, no padding", CORPUS / "tcpdump" / "3560_CDP.pcap", 1, ["Ieee8023"]),
    ],
    "arp": [
        ("a request", CAPTURES / "ping.pcapng", 1, ["Arp", "ArpAddresses"]),
        ("a reply", CAPTURES / "ping.pcapng", 2, ["Arp", "ArpAddresses"]),
    ],
    "ipv4": [
        ("the smallest header", CAPTURES / "page-load-01.pcapng", 5, ["Ipv4"]),
        ("a first fragment", CAPTURES / "fragments.pcapng", 3, ["Ipv4"]),
        ("a middle fragment", CAPTURES / "fragments.pcapng", 4, ["Ipv4"]),
        ("a last fragment", CAPTURES / "fragments.pcapng", 5, ["Ipv4"]),
        ("record route", MESSAGES, "icmp.type == 8 and ip.hdr_len > 20", ["Ipv4"]),
        ("record route, filled in", MESSAGES, "icmp.type == 0 and ip.hdr_len > 20", ["Ipv4"]),
        ("router alert, padded frame", CORPUS / "tcpdump" / "igmpv3-queries.pcap", 1, ["Ipv4"]),
    ],
    "ipv6": [
        ("a question to a resolver", CAPTURES / "page-load-ipv6-01.pcapng", 3, ["Ipv6"]),
        ("an unknown next header", MESSAGES, "ipv6.nxt == 253 and not icmpv6", ["Ipv6"]),
    ],
    "icmp": [
        ("echo request", CAPTURES / "ping.pcapng", 3, ["Icmp", "IcmpEcho"]),
        ("echo reply", CAPTURES / "ping.pcapng", 4, ["Icmp", "IcmpEcho"]),
        ("port unreachable, with its quote", CAPTURES / "closed-port.pcapng", 6, ["Icmp", "IcmpUnused", "Udp"]),
        ("time exceeded, with its quote", CAPTURES / "traceroute.pcapng", 4, ["Icmp", "IcmpUnused", "Udp"]),
        ("fragmentation needed", MESSAGES, "icmp.type == 3", ["Icmp", "IcmpUnreachable", "IcmpEcho"]),
        ("redirect", MESSAGES, "icmp.type == 5", ["Icmp", "IcmpGateway", "IcmpEcho"]),
        ("parameter problem in an option", MESSAGES, "icmp.type == 12", ["Icmp", "IcmpPointer", "Udp"]),
        ("timestamp request", MESSAGES, "icmp.type == 13", ["Icmp", "IcmpTimestamps"]),
        ("timestamp reply", MESSAGES, "icmp.type == 14", ["Icmp", "IcmpTimestamps"]),
    ],
    "icmpv6": [
        ("echo request", CAPTURES / "ping-ipv6.pcapng", 3, ["Icmpv6", "Icmpv6Echo"]),
        ("echo reply", CAPTURES / "ping-ipv6.pcapng", 4, ["Icmpv6", "Icmpv6Echo"]),
        ("neighbor solicitation", CAPTURES / "ping-ipv6.pcapng", 1, ["Icmpv6", "NeighborSolicitation", "NeighborDiscoveryOptions"]),
        ("neighbor advertisement", CAPTURES / "ping-ipv6.pcapng", 2, ["Icmpv6", "NeighborAdvertisement", "NeighborDiscoveryOptions"]),
        (
            "router advertisement", CORPUS / "tcpdump" / "icmpv6-ra-pref64.pcap", 1,
            ["Icmpv6", "RouterAdvertisement", "NeighborDiscoveryOptions"],
        ),
        ("packet too big, with its quote", MESSAGES, "icmpv6.type == 2", ["Icmpv6", "Icmpv6Mtu", "Icmpv6Echo"]),
        ("time exceeded, with its quote", CAPTURES / "traceroute-ipv6.pcapng", 4, ["Icmpv6", "Icmpv6Unused", "Udp"]),
        ("parameter problem", MESSAGES, "icmpv6.type == 4", ["Icmpv6", "Icmpv6Pointer"]),
    ],
    "udp": [
        ("over IPv4", CAPTURES / "traceroute.pcapng", 3, ["Udp"]),
        ("over IPv6", CAPTURES / "traceroute-ipv6.pcapng", 3, ["Udp"]),
        ("without data, behind an option", MESSAGES, "udp and not icmp", ["Udp"]),
        ("without a checksum", CORPUS / "tcpdump" / "bcm-li.pcap", 2, ["Udp"]),
    ],
    "tcp": [
        ("SYN with options", CAPTURES / "page-load-01.pcapng", 5, ["Tcp"]),
        ("SYN-ACK with options", CAPTURES / "page-load-01.pcapng", 6, ["Tcp"]),
        ("ACK", CAPTURES / "page-load-01.pcapng", 7, ["Tcp"]),
        ("data", CAPTURES / "page-load-01.pcapng", 8, ["Tcp"]),
        ("reset without options", CAPTURES / "closed-port.pcapng", 4, ["Tcp"]),
        ("urgent data", MESSAGES, "tcp.flags.urg == 1", ["Tcp"]),
        ("ECE and CWR in a SYN", MESSAGES, "tcp.flags.cwr == 1", ["Tcp"]),
        ("over IPv6", CAPTURES / "page-load-ipv6-01.pcapng", 7, ["Tcp"]),
    ],
    "dns": [
        ("a question", CAPTURES / "page-load-01.pcapng", 3, ["Dns", "Question"]),
        ("a question with EDNS", CAPTURES / "dns-types.pcapng", 3, ["Dns", "Question", "Opt", "RecordData"]),
        ("CNAME and A", CAPTURES / "page-load-01.pcapng", 4, ["Dns", "Question", "ResourceRecord", "Ipv4Address"]),
        ("AAAA", CAPTURES / "dns-types.pcapng", 6, ["Dns", "ResourceRecord", "Ipv6Address", "Opt"]),
        ("NS", CAPTURES / "dns-types.pcapng", 8, ["Dns", "ResourceRecord", "Opt"]),
        ("MX", CAPTURES / "dns-types.pcapng", 10, ["Dns", "ResourceRecord", "MailPreference", "Opt"]),
        ("SOA", CAPTURES / "dns-types.pcapng", 12, ["Dns", "ResourceRecord", "StartOfAuthority", "Opt"]),
        ("TXT", CAPTURES / "dns-types.pcapng", 14, ["Dns", "ResourceRecord", "CharacterString", "Opt"]),
        ("PTR", CAPTURES / "dns-types.pcapng", 16, ["Dns", "ResourceRecord", "Opt"]),
        ("no such name", CAPTURES / "dns-types.pcapng", 18, ["Dns", "ResourceRecord", "StartOfAuthority", "Opt"]),
        ("no such type", CAPTURES / "dns-types.pcapng", 20, ["Dns", "ResourceRecord", "StartOfAuthority", "Opt"]),
        ("cut, ask again over TCP", CAPTURES / "dns-tcp.pcapng", 4, ["Dns", "Question"]),
        ("over TCP", CAPTURES / "dns-tcp.pcapng", 8, ["DnsLength", "Dns", "Question", "Opt"]),
        ("delegation over TCP, compressed", CORPUS / "tcpdump" / "dns_tcp.pcap", 6, ["DnsLength", "Dns", "ResourceRecord"]),
    ],
}  # fmt: skip


def frame(path, number):
    """The packet's bytes."""
    command = [tshark.program(), "-n", "-r", str(path), "-Y", f"frame.number=={number}", "-T", "json", "-x"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return bytes.fromhex(re.search(r'"frame_raw": \[\s*"([0-9a-f]*)"', text)[1])


def numbered(path, which):
    """The number of the first packet that a display filter lets through."""
    command = [tshark.program(), "-n", "-r", str(path), "-Y", which, "-T", "fields", "-e", "frame.number"]
    return int(subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()[0])


def masks():
    """For each key Wireshark's type of field and its mask in the word that it lies in."""
    listing = subprocess.run([tshark.program(), "-G", "fields"], capture_output=True, check=True, text=True).stdout
    rows = (line.split("\t") for line in listing.splitlines() if line.startswith("F\t"))
    found = {row[2]: (int(row[6], 16) if row[6] else 0, row[3]) for row in rows if row[2] in KEYS}
    return found | {key: (mask, found[key][1]) for key, mask in UNMASKED.items()}


def fields(data, packet, known):
    """(first bit, width, key, value, raw) of each field that tshark shows."""
    for entry in packet.fields:
        if entry.name not in KEYS or not entry.size or (entry.name == "ip.version" and data[entry.start] >> 4 == 6):
            continue
        mask, kind = known[entry.name]
        bits = (
            entry.size * 8 if mask.bit_length() <= entry.size * 8 else 16
        )  # the mask of tcp.flags.res is that of both bytes
        start, width = entry.start * 8, entry.size * 8
        if mask:
            start, width = start + bits - mask.bit_length(), mask.bit_count()
        yield start, width, entry.name, value_of(entry, kind), raw_of(data, start, width, entry, kind)


def value_of(entry, kind):
    if kind == BOOLEAN:
        return entry.show in ("1", "True")
    if entry.name in BYTES:
        return entry.show.replace(":", "")
    if re.fullmatch(r"0x[0-9a-f]+|[0-9]+", entry.show) and entry.name != "dns.txt":
        return int(entry.show, 0)
    return "." if entry.show == "<Root>" else entry.show


def raw_of(data, start, width, entry, kind):
    """The number in the bits; bytes, addresses and names in hex."""
    first, end = start // 8, -(-(start + width) // 8)
    number = int.from_bytes(data[first:end], "big") >> (end * 8 - start - width) & (1 << width) - 1
    return number if kind == BOOLEAN or isinstance(value_of(entry, kind), int) else f"{number:0{width // 4}x}"


def by_hand(data, shown):
    """What tshark does not show, from the bytes."""
    have = {(key, start) for start, _, key, _, _ in shown}
    starts = {}
    for start, _, key, _, _ in shown:
        starts.setdefault(key, []).append(start)
    for start in starts.get("dns.id", ()):  # RFC 1035 §4.1.1: QR opcode AA TC RD RA Z AD CD rcode
        flags = int.from_bytes(data[start // 8 + 2 : start // 8 + 4], "big")
        for key, at in (("dns.flags.authoritative", 5), ("dns.flags.recavail", 8), ("dns.flags.authenticated", 10)):
            if (key, start + 16 + at) not in have:
                yield start + 16 + at, 1, key, bool(flags >> 15 - at & 1), flags >> 15 - at & 1
        if ("dns.flags.rcode", start + 28) not in have:
            yield start + 28, 4, "dns.flags.rcode", flags & 15, flags & 15
    for start in starts.get("ip.dst", ()):  # RFC 791 §3.1: the options stand behind the destination address
        if size := (data[start // 8 - 16] & 15) * 4 - 20:
            yield whole("ip.options", data, start // 8 + 4, size)
    for start in starts.get("icmpv6.type", ()):  # RFC 4861 §4.1 to §4.4: the bytes of the fixed parts
        if fixed := {133: 8, 134: 16, 135: 24, 136: 24}.get(data[start // 8]):
            yield whole("icmpv6.options", data, start // 8 + fixed, len(data) - start // 8 - fixed)
    for start in starts.get("dns.resp.len", ()):  # RFC 6891 §6.1.2: the options of EDNS are its data
        size = int.from_bytes(data[start // 8 : start // 8 + 2], "big")
        if data[start // 8 - 8 : start // 8 - 6] == b"\0\x29" and size:
            yield whole("dns.data", data, start // 8 + 2, size)


def whole(key, data, first, size):
    text = data[first : first + size].hex()
    return first * 8, size * 8, key, text, text


def literal(value):
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(messages):
    folder, known = Path(__file__).parent, masks()
    for protocol, picks in PICKS.items():
        lines = [
            "# Written by tests/vectors/record.py: real packets, and what tshark says of them. Do not edit by hand.",
            "",
        ]
        for title, given, which, tables in picks:
            path = messages if given is MESSAGES else given
            number = numbered(path, which) if given is MESSAGES else which
            data = frame(path, number)
            packet = list(tshark.packets(path.read_bytes()))[number - 1]
            shown = list(fields(data, packet, known))
            shown += by_hand(data, shown)
            source = (
                f"messages.sh, {which}" if given is MESSAGES else f"{given.parent.name}/{given.name}, packet {number}"
            )
            lines += ["[[packet]]", f'title = "{title}"', f'source = "{source}"']
            lines += [f"tables = [{', '.join(map(literal, tables))}]", f'hex = "{data.hex()}"', "fields = ["]
            for start, width, key, value, raw in sorted(shown, key=lambda row: (row[0], row[1])):
                values = f"value = {literal(value)}, raw = {literal(raw)}"
                lines.append(f'    {{ key = "{key}", {values}, start_bit = {start}, width_bits = {width} }},')
            lines += ["]", ""]
        (folder / f"{protocol}.toml").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
