"""Captures of one traffic at several places: who was seen in any of them becomes the same in all, on both sides of a NAT, too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from netkit.capture.anew.numbers import Course
from netkit.capture.anew.seen import Seen
from netkit.tcp.sequence import MODULUS, ahead

if TYPE_CHECKING:
    from netkit.capture.streams.numbers import Key

__all__ = ["together"]

T = TypeVar("T")


def together(each: Sequence[Seen]) -> list[Seen]:
    """For each capture what was seen in it, with the addresses, names, ports and courses that were seen in any.

    What was said, and what was put together from fragments, stays each capture's own, for its packets have numbers of their own.
    """
    if len(each) == 1:
        return list(each)
    courses = _courses(seen.courses for seen in each)
    times = [seen.first_time for seen in each if seen.first_time is not None]
    whole = Seen(
        ipv4=_union(seen.ipv4 for seen in each),
        ipv6=_union(seen.ipv6 for seen in each),
        macs=_union(seen.macs for seen in each),
        broadcasts=_union(seen.broadcasts for seen in each),
        mentioned=_union(seen.mentioned for seen in each),
        names=_union(seen.names for seen in each),
        clients=_union(seen.clients for seen in each),
        asked=_union(seen.asked for seen in each),
        ports=_union(seen.ports for seen in each),
        courses=courses,
        first_time=min(times, default=None),
        same=_same(courses),
    )
    return [replace(whole, speeches=seen.speeches, wholes=seen.wholes) for seen in each]


def _union(sets: Iterable[set[T]]) -> set[T]:
    return set().union(*sets)


def _courses(each: Iterable[Mapping[Key, Course]]) -> dict[Key, Course]:
    """The course of every direction, from the earliest number that any capture has to the latest."""
    found: dict[Key, Course] = {}
    for courses in each:
        for key, course in courses.items():
            found[key] = _joined(found[key], course) if key in found else replace(course)
    return found


def _joined(one: Course, other: Course) -> Course:
    if ahead(other.first, one.first) >= MODULUS // 2:
        one, other = other, one
    length = max(one.length, ahead(other.first, one.first) + other.length)
    return Course(one.first, length, one.zero and other.zero)


def _same(courses: Mapping[Key, Course]) -> dict[Key, Key]:
    """Directions that are one: a NAT changes the addresses and ports of a connection, and leaves the first numbers of both sides."""
    firsts: dict[tuple[int, int], Key] = {}
    found: dict[Key, Key] = {}
    for key in sorted(courses):
        source, destination, source_port, destination_port = key
        back = courses.get((destination, source, destination_port, source_port))
        if back is not None and not courses[key].zero and not back.zero:
            found[key] = firsts.setdefault((courses[key].first, back.first), key)
    return found
