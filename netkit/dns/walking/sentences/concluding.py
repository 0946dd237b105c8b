"""What a reply comes to.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "answer.authoritative": (
            "{name} has what was asked for, and the server has authority for it",
            "RFC 1034 §4.3.2",
        ),
        "answer.not-authoritative": (
            "the server has an answer, but does not claim authority for it",
            "RFC 2181 §5.4.1",
        ),
        "answer.minimised": ("{name} is no zone of its own: one label more", "RFC 9156 §2"),
        "alias.cname": ("{name} is another name of {target}: look for that", "RFC 1034 §3.6.2"),
        "alias.dname": (
            "everything below {owner} has another name below {target}, so {name} is {alias}",
            "RFC 6672 §3.1",
        ),
        "nodata": ("{name} exists, but has no {type}", "RFC 2308 §2.2"),
        "nodata.no-soa": ("{name} has no {type}; without SOA nobody may keep that", "RFC 2308 §5"),
        "nxdomain": ("{name} does not exist", "RFC 2308 §2.1"),
        "nxdomain.no-soa": ("{name} does not exist; without SOA nobody may keep that", "RFC 2308 §5"),
        "nxdomain.too-long": (
            "the name that the DNAME at {owner} makes of {name} would be longer than 255 bytes",
            "RFC 6672 §2.2",
        ),
        "referral": ("ask the servers of {zone}: {servers}", "RFC 1034 §4.3.2"),
        "referral.glueless": (
            "no address of them came with it: first find out where one of them is",
            "RFC 1034 §5.3.3",
        ),
        "servers.disagree": (
            "{zone} and its parent disagree: the zone alone names {child}, the parent alone {parent}; the zone is believed",
            "RFC 1034 §4.2.2",
        ),
        "kept": ("may be kept for {time}", "RFC 1035 §3.2.1"),
        "kept.negative": ("that may be kept for {time}", "RFC 2308 §5"),
    }
)
