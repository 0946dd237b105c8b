"""Addresses that are given together as one text: a prefix, a single address, or a range `192.0.2.10 - 192.0.2.20`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netkit.address.address import parse_address
from netkit.address.pointing import pointed, shortened, within
from netkit.address.prefix import Prefix
from netkit.address.prefix_text import parse_prefix
from netkit.address.summary import prefixes_between
from netkit.errors import AddressError

__all__ = ["Span", "parse_span", "parse_spans"]

_BETWEEN = re.compile(r"\s*(?:-|–|\.\.\.?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A text with the prefixes that it stands for: one, or for a range the fewest that cover just it."""

    text: str
    version: int
    prefixes: Sequence[Prefix]


def parse_spans(words: Iterable[str]) -> list[Span]:
    """The spans of a command line, on which the two ends of a range may stand as three words: `192.0.2.10 - 192.0.2.20`."""
    joined: list[str] = []
    pending = False
    for word in words:
        dash = word in ("-", "–", "..", "...")
        if (dash and joined) or pending:
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
        pending = dash
    return [parse_span(text) for text in joined]


def parse_span(text: str) -> Span:
    """The span that `text` means; AddressError points at what is wrong."""
    parts = _BETWEEN.split(text.strip(), maxsplit=1)
    if len(parts) == 1:
        prefix = parse_prefix(text.strip())
        return Span(text=text.strip(), version=prefix.version, prefixes=(prefix,))
    what = f"{shortened(text)} is no range"
    ends = []
    for part, offset in ((parts[0], 0), (parts[1], len(text.rstrip()) - len(parts[1]))):
        try:
            ends.append(parse_address(part))
        except AddressError as error:
            raise within(what, text, offset, error) from None
    first, last = ends
    if first.version != last.version:
        raise pointed(what, text, 0, len(text), found="IPv4 and IPv6", why="both ends of a range are of one version")
    if last.number < first.number:
        why = "a range begins with its lower address"
        raise pointed(what, text, 0, len(text), found="backwards", why=why, hint=f"{last} - {first}")
    return Span(
        text=f"{first} – {last}",
        version=first.version,
        prefixes=tuple(prefixes_between(first.version, first.number, last.number)),
    )
