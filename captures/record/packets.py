"""Reading a recorded capture back through tshark, and the conditions that every capture has to meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .processes import run
from .topology import MTU

_ETHERNET_HEADER = 14

# tshark's word for a checksum that does not fit, and for a transport checksum that nobody filled in.
_BAD, _ABSENT = "0", "3"
_CHECKSUMS = ("ip", "tcp", "udp", "icmp", "icmpv6")

_FIELDS = (
    "frame.number", "frame.len", "frame.cap_len", "eth.src", "eth.dst", "arp.opcode", "arp.dst.proto_ipv4",
    "ip.src", "ip.dst", "ip.id", "ip.ttl", "ip.proto", "ip.flags.mf", "ip.frag_offset",
    "ipv6.src", "ipv6.dst", "ipv6.hlim",
    "icmp.type", "icmp.code", "icmpv6.type", "icmpv6.code", "icmpv6.nd.ns.target_address",
    "udp.srcport", "udp.dstport", "udp.checksum.status",
    "tcp.srcport", "tcp.dstport", "tcp.len", "tcp.hdr_len", "tcp.flags", "tcp.seq", "tcp.analysis.flags",
    "tcp.analysis.retransmission", "tcp.analysis.fast_retransmission",
    "ip.checksum.status", "tcp.checksum.status", "icmp.checksum.status", "icmpv6.checksum.status",
    "dns.id", "dns.flags.response", "dns.flags.truncated", "dns.flags.rcode", "dns.qry.name", "dns.qry.type",
    "dns.a", "dns.aaaa", "dns.cname", "_ws.malformed",
)  # fmt: skip

FIN, SYN, RST, PSH, ACK = 0x01, 0x02, 0x04, 0x08, 0x10


@dataclass(frozen=True)
class Packet:
    """What tshark says about one packet: the first value of each field, and an empty text where there is none."""

    fields: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.fields[key]

    def number(self, key: str) -> int:
        """A field as a number, and -1 where the packet does not have it."""
        return int(self.fields[key], 0) if self.fields[key] else -1

    def has(self, key: str) -> bool:
        """Whether the packet has the field."""
        return self.fields[key] != ""

    @property
    def source(self) -> str:
        """The IP source address of either version."""
        return self["ip.src"] or self["ipv6.src"]

    @property
    def destination(self) -> str:
        """The IP destination address of either version."""
        return self["ip.dst"] or self["ipv6.dst"]

    @property
    def time_to_live(self) -> int:
        """Time to live or hop limit."""
        return self.number("ip.ttl" if self.has("ip.ttl") else "ipv6.hlim")

    @property
    def is_query(self) -> bool:
        """Whether this is a DNS question."""
        return self["dns.flags.response"] == "0"

    @property
    def is_response(self) -> bool:
        """Whether this is a DNS answer."""
        return self["dns.flags.response"] == "1"

    def has_flags(self, flags: int) -> bool:
        """Whether these TCP flags, and of FIN, SYN, RST and ACK no others, are set."""
        return self.has("tcp.flags") and self.number("tcp.flags") & (FIN | SYN | RST | ACK) == flags


def read(path: Path) -> list[Packet]:
    """The packets of a capture that may still be growing, checksums verified."""
    validate = [f"-o{protocol}.check_checksum:TRUE" for protocol in ("ip", "tcp", "udp")]
    columns = [word for field in _FIELDS for word in ("-e", field)]
    # Status 2: the file ends inside a packet, because dumpcap is writing.
    shown = run(
        [
            "tshark",
            "-n",
            "-r",
            str(path),
            *validate,
            "-T",
            "fields",
            "-E",
            "occurrence=f",
            "-E",
            "separator=/t",
            *columns,
        ],
        expect=(0, 2),
    )
    rows = (line.split("\t") for line in shown.splitlines())
    # `tshark` writes booleans as 1 and 0 up to version 4.0 and as True and False after it.
    words = {"True": "1", "False": "0"}
    return [
        Packet({field: words.get(value, value) for field, value in zip(_FIELDS, row, strict=True)})
        for row in rows
        if len(row) == len(_FIELDS)
    ]


def general_faults(packets: Sequence[Packet], *, losses: bool) -> list[str]:
    """What breaks the rules for every capture: all that was on the wire, intact, and nothing sent twice by chance."""
    faults = []
    for packet in packets:
        where = f"packet {packet['frame.number']}"
        if packet.number("frame.len") > MTU + _ETHERNET_HEADER:
            faults.append(f"{where} is longer than the MTU")
        if packet["frame.len"] != packet["frame.cap_len"]:
            faults.append(f"{where} is cut short")
        if packet.has("_ws.malformed"):
            faults.append(f"{where} is malformed")
        faults += [
            f"{where} has a bad {protocol} checksum"
            for protocol in _CHECKSUMS
            if packet[f"{protocol}.checksum.status"] in (_BAD, _ABSENT)
        ]
        if packet.has("tcp.analysis.flags") and not losses:
            faults.append(f"{where} has a TCP expert remark, such as a retransmission")
    return faults


def dns_faults(packets: Sequence[Packet]) -> list[str]:
    """Every question has exactly one answer, at the port that it came from."""
    asked = sorted((p["dns.id"], p["udp.srcport"], p["tcp.srcport"]) for p in packets if p.is_query)
    answered = sorted((p["dns.id"], p["udp.dstport"], p["tcp.dstport"]) for p in packets if p.is_response)
    if not asked:
        return ["no DNS question"]
    return [] if asked == answered else ["the DNS questions and answers do not pair up"]
