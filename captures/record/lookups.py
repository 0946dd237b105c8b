"""DNS on the wire: every common type, the two ways of saying no, and an answer too large for UDP."""

from __future__ import annotations

from collections.abc import Sequence

from .packets import FIN, Packet, dns_faults
from .plan import Place
from .scene import Command, Scene, address_record, distance_faults
from .zones import ResourceRecord

_TYPES_PLACE = Place("192.0.2.166/27", "198.51.100.53/26", "203.0.113.44/26", 3, 3, 64, 128)
_TCP_PLACE = Place("203.0.113.205/28", "192.0.2.53/28", "198.51.100.44/28", 2, 2, 64, 64)

_ZONE = "kestrel.test"
_REVERSE = "44.113.0.203.in-addr.arpa"
_LARGE = "letters.heron.example"

_RECORDS = (
    address_record(_TYPES_PLACE, f"www.{_ZONE}"),
    ResourceRecord(f"www.{_ZONE}", "AAAA", "2001:db8:44::50"),
    address_record(_TYPES_PLACE, f"mail.{_ZONE}"),
    ResourceRecord(_ZONE, "MX", f"10 mail.{_ZONE}."),
    ResourceRecord(_ZONE, "MX", "20 mail.backup.example."),
    ResourceRecord(_ZONE, "TXT", '"v=spf1 mx -all"'),
    ResourceRecord(_REVERSE, "PTR", f"www.{_ZONE}."),
)

# Name, type, response code, whether there is an answer.
_QUESTIONS = (
    (f"www.{_ZONE}", "A", "NOERROR", True),
    (f"www.{_ZONE}", "AAAA", "NOERROR", True),
    (_ZONE, "NS", "NOERROR", True),
    (_ZONE, "MX", "NOERROR", True),
    (_ZONE, "SOA", "NOERROR", True),
    (_ZONE, "TXT", "NOERROR", True),
    (_REVERSE, "PTR", "NOERROR", True),
    (f"nowhere.{_ZONE}", "A", "NXDOMAIN", False),
    (f"mail.{_ZONE}", "AAAA", "NOERROR", False),
)
_RCODES = {"NOERROR": "0", "NXDOMAIN": "3"}

# Ten strings of two hundred letters are more than the 1232 bytes that dig takes over UDP.
_STRINGS, _STRING_BYTES = 10, 200


def _types_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """Each question has its response code, in order."""
    codes = [p["dns.flags.rcode"] for p in packets if p.is_response]
    faults = [] if codes == [_RCODES[rcode] for *_, rcode, _ in _QUESTIONS] else [f"response codes are {codes}"]
    return [*faults, *dns_faults(packets), *distance_faults(scene, packets, "resolver")]


def _tcp_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """A truncated answer over UDP, then a whole one over TCP, closed by both sides."""
    answers = [("TCP" if p.has("tcp.flags") else "UDP", p["dns.flags.truncated"]) for p in packets if p.is_response]
    faults = [] if answers == [("UDP", "1"), ("TCP", "0")] else [f"the answers are {answers}"]
    closing = [p.source for p in packets if p.has("tcp.flags") and p.number("tcp.flags") & FIN]
    if len(set(closing)) != 2 or packets[-1].number("tcp.flags") & FIN:
        faults.append("the connection does not close")
    return [*faults, *dns_faults(packets), *distance_faults(scene, packets, "resolver")]


def _types_scene() -> Scene:
    return Scene(
        name="dns-types",
        title="Nine questions: A, AAAA, NS, MX, SOA, TXT, PTR, then a name and a type that do not exist.",
        shows=("ARP", "DNS", "DNS types", "NXDOMAIN", "NODATA", "EDNS"),
        place=_TYPES_PLACE,
        commands=tuple(Command(("dig", "-r", name, kind)) for name, kind, *_ in _QUESTIONS),
        programs=("dig", "unbound", "nsd", "dumpcap"),
        faults=_types_faults,
        records=_RECORDS,
        facts={
            "questions": [f"{name} {kind}" for name, kind, *_ in _QUESTIONS],
            "rcodes": [rcode for *_, rcode, _ in _QUESTIONS],
            "nodata": [f"{name} {kind}" for name, kind, rcode, some in _QUESTIONS if rcode == "NOERROR" and not some],
        },
    )


def _tcp_scene() -> Scene:
    strings = " ".join(f'"{chr(ord("a") + number) * _STRING_BYTES}"' for number in range(_STRINGS))
    return Scene(
        name="dns-tcp",
        title="An answer too large for UDP comes truncated, and dig asks again over TCP.",
        shows=("ARP", "DNS", "truncation", "EDNS", "DNS over TCP"),
        place=_TCP_PLACE,
        commands=(Command(("dig", "-r", _LARGE, "TXT")),),
        programs=("dig", "unbound", "nsd", "dumpcap"),
        faults=_tcp_faults,
        records=(ResourceRecord(_LARGE, "TXT", strings),),
        facts={"name": _LARGE, "type": "TXT", "strings": _STRINGS, "string_bytes": _STRING_BYTES},
    )


def lookup_scenes() -> list[Scene]:
    """All scenes of this file."""
    return [_types_scene(), _tcp_scene()]
