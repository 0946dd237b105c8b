"""Where the text of an IPv6 address differs from the one that RFC 5952 recommends, and which of its rules says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from netkit.address.embedded import WELL_KNOWN_TRANSLATION
from netkit.address.ipv6_text import Group, Written, read_ipv6
from netkit.address.text import format_ipv4, longest_zero_run

__all__ = ["Departure", "departures"]


@dataclass(frozen=True, slots=True)
class Departure:
    """A rule of RFC 5952 that a text doesn't keep: where in the text (in characters), and what to write instead."""

    rule: str
    start: int
    length: int
    text: str


def departures(text: str) -> list[Departure]:
    """The rules of RFC 5952 that `text`, an IPv6 address without zone, doesn't keep; none if it is the form that the RFC recommends.

    AddressError if `text` is no IPv6 address.
    """
    written = read_ipv6(text)
    found = [*_of_groups(written), *_of_gap(written), *_of_dots(written)]
    return sorted(found, key=lambda departure: (departure.start, departure.rule))


def _of_groups(written: Written) -> Iterator[Departure]:
    for group in (*written.before, *written.after):
        if group.dotted:
            continue
        short = group.text.lstrip("0") or "0"
        if short != group.text:
            zeros = len(group.text) - len(short)
            told = f"leading zeros are left out: {group.text} is written {short.lower()}"
            yield Departure("RFC 5952 §4.1", group.start, zeros, told)
        if group.text != group.text.lower():
            told = f"hex digits are lower case: {group.text} is written {short.lower()}"
            yield Departure("RFC 5952 §4.3", group.start, len(group.text), told)


def _of_gap(written: Written) -> Iterator[Departure]:
    """What is wrong with the `::`, or with its absence."""
    number = written.number
    groups = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    if number >> 32 == 0xFFFF or any(group.dotted for group in (*written.before, *written.after)):
        groups = [*groups[:6], 1, 1]  # the dotted end is no place for a gap
    at, length = longest_zero_run(groups)
    gap_at, gap_length = (
        sum(2 if group.dotted else 1 for group in written.before),
        written.missing if written.gap >= 0 else 0,
    )
    if written.gap < 0:
        if length > 1:
            start, end = _span(written, at, length)
            yield Departure("RFC 5952 §4.2.1", start, end - start, f"{length} groups of zeros in a row are written ::")
        return
    place = (written.gap, 2)
    run_at, run_length = _run_around(groups, gap_at, gap_length)
    if gap_length == 1 and run_length == 1:
        yield Departure("RFC 5952 §4.2.2", *place, "one group of zeros alone is written 0, and not ::")
        if length > 1:
            yield Departure("RFC 5952 §4.2.3", *place, f"the :: belongs where {length} groups of zeros stand in a row")
        return
    if run_length > gap_length:
        told = f"the :: takes in all {run_length} groups of zeros that stand there, not just {gap_length}"
        yield Departure("RFC 5952 §4.2.1", *place, told)
    if run_length < length:
        yield Departure(
            "RFC 5952 §4.2.3",
            *place,
            f"the :: stands for the longest run of zeros, which has {length} groups, not for one of {run_length}",
        )
    elif run_at != at:
        yield Departure("RFC 5952 §4.2.3", *place, f"of two runs of {length} groups of zeros the first is written ::")


def _run_around(groups: list[int], at: int, length: int) -> tuple[int, int]:
    """The whole run of zero groups that holds the `length` from `at` on."""
    start, end = at, at + length
    while start > 0 and groups[start - 1] == 0:
        start -= 1
    while end < 8 and groups[end] == 0:
        end += 1
    return start, end - start


def _span(written: Written, at: int, length: int) -> tuple[int, int]:
    """The characters of the groups `at` to `at + length` of a text without `::`."""
    groups: list[Group] = list(written.before)
    last = groups[at + length - 1]
    return groups[at].start, last.start + len(last.text)


def _of_dots(written: Written) -> Iterator[Departure]:
    """Whether the last 32 bits are dotted where they should be, and only there."""
    number = written.number
    last = [*written.before, *written.after][-1:]
    dotted = bool(last) and last[0].dotted
    mapped = number >> 32 == 0xFFFF
    if mapped and not dotted:
        told = f"the end of an IPv4-mapped address is written as IPv4: ::ffff:{format_ipv4(number & 0xFFFFFFFF)}"
        yield Departure("RFC 5952 §5", 0, len(written.text), told)
    elif dotted and not mapped:
        start, length = last[0].start, len(last[0].text)
        if number >> 32 == WELL_KNOWN_TRANSLATION >> 32:
            told = "the end may be written as IPv4 here (RFC 6052 §2.4), but most programs write it in hex"
        else:
            told = "the end is written as IPv4 only where a well-known prefix says that an IPv4 address is in it"
        yield Departure("RFC 5952 §5", start, length, told)
