"""The map of IPv6: IANA's Internet Protocol Version 6 Address Space, whose twenty blocks tile all of it (RFC 4291 §2.4)."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.address.prefix_text import parse_prefix
from netkit.address.special.range import Range

__all__ = ["SPACE_IPV6"]

_RESERVED = "not given out by IANA; only what the special-purpose registry lists of it is in use"

_BLOCKS: Sequence[tuple[str, str, str, str]] = (
    ("::/8", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("100::/8", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("200::/7", "Reserved by IETF", "RFC 4048", "once for OSI addresses, deprecated in 2004"),
    ("400::/6", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("800::/5", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("1000::/4", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("2000::/3", "Global Unicast", "RFC 4291", "what the Internet routes"),
    ("4000::/3", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("6000::/3", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("8000::/3", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("a000::/3", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("c000::/3", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("e000::/4", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("f000::/5", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("f800::/6", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("fc00::/7", "Unique Local Unicast", "RFC 4193", "for networks of one's own"),
    ("fe00::/9", "Reserved by IETF", "RFC 4291", _RESERVED),
    ("fe80::/10", "Link-Scoped Unicast", "RFC 4291", "good on one link only"),
    (
        "fec0::/10",
        "Reserved by IETF",
        "RFC 3879",
        "once site-local addresses, deprecated in 2004; RFC 4193 has their successors",
    ),
    ("ff00::/8", "Multicast", "RFC 4291 §2.7", "a group of interfaces, which join and leave it; never a source"),
)


def _read() -> tuple[Range, ...]:
    prefixes = [parse_prefix(text) for text, *_ in _BLOCKS]
    return tuple(
        Range(version=6, first=prefix.number, last=prefix.last, name=name, rfc=rfc, meaning=meaning, registry="space")
        for prefix, (_, name, rfc, meaning) in zip(prefixes, _BLOCKS, strict=True)
    )


SPACE_IPV6 = _read()
"""The twenty blocks, in order; each address lies in exactly one."""
