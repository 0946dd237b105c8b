"""What a person means by several packets on the command line: `capture.pcapng:3-5,7`, all of a capture, or hex, a word each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netkit import capture
from netkit.capture.dissecting import dissected
from netkit.cli.capture_file import exists, located, place_of
from netkit.cli.packet_source import read_packet
from netkit.errors import CaptureError, UsageError
from netkit.packet import Dissection

__all__ = ["Given", "path_of", "read_packets"]

MOST = 10_000
"""Packets that are taken together; more would be no packet's fragments."""

_NUMBERED = re.compile(r"(?P<path>.+):(?P<numbers>\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*)")


@dataclass(frozen=True, slots=True)
class Given:
    """A packet, its number in its capture, what it is called (`packet 3`), and when it came, in nanoseconds, if that is known."""

    packet: Dissection
    number: int
    name: str
    time: int | None = None


def read_packets(words: Sequence[str], link_type: int | None) -> list[Given]:
    """The packets that the words mean, in their order; NetkitError says what is wrong with them otherwise."""
    found: list[Given] = []
    for number, word in enumerate(words, 1):
        numbered = _NUMBERED.fullmatch(word)
        if numbered and not exists(word) and exists(located(numbered["path"])):
            found += _numbered(numbered["path"], numbered["numbers"])
        elif word == "-" or exists(located(word)):
            found += _all(word)
        else:
            found.append(Given(read_packet([word], link_type).packet, number, ""))
    if len(found) > MOST:
        raise UsageError(f"these are {len(found):,} packets", why=f"at most {MOST:,} can be put together at once")
    return found


def path_of(word: str) -> str:
    """The capture that a word names, with or without numbers; nothing for standard input."""
    numbered = _NUMBERED.fullmatch(word)
    return "" if word == "-" else numbered["path"] if numbered and not exists(word) else word


def _all(word: str) -> list[Given]:
    """Every packet of a capture, up to as many as can be taken."""
    found: list[Given] = []
    with capture.open(place_of(word)) as records:
        for record in records:
            if len(found) == MOST:
                raise UsageError(
                    f"{word} has more than {MOST:,} packets",
                    why="that many can't be put together at once",
                    hint=f"name some: {word}:1-{MOST}",
                )
            packet = dissected(record)
            found.append(Given(packet, record.number, f"packet {record.number}", record.time))
    if not found:
        raise CaptureError(f"{word} holds no packet", why="it is a capture, but an empty one")
    return found


def _numbered(path: str, numbers: str) -> list[Given]:
    """The packets with these numbers, in the order in which they are named."""
    wanted = [number for part in numbers.split(",") for number in _range(path, part)]
    if len(wanted) > MOST:
        raise UsageError(
            f"{numbers} names {len(wanted):,} packets", why=f"at most {MOST:,} can be put together at once"
        )
    there: dict[int, Given] = {}
    known, greatest, last = set(wanted), max(wanted), 0
    with capture.open(located(path)) as records:
        for record in records:
            last = record.number
            if last in known:
                packet = dissected(record)
                there[last] = Given(packet, last, f"packet {last}", record.time)
            if last >= greatest:
                break
    if missing := [number for number in wanted if number not in there]:
        raise UsageError(
            f"{path} has no packet {missing[0]}",
            why=f"its packets are numbered from 1 to {last}" if last else "it holds no packet",
            hint=f"netkit capture show {path}",
        )
    return [there[number] for number in wanted]


def _range(path: str, part: str) -> range:
    """`7` or `3-5`, also backwards: `5-3`."""
    first, _, last = part.partition("-")
    start, end = int(first), int(last or first)
    if abs(end - start) >= MOST:
        raise UsageError(
            f"{path}:{part} names {abs(end - start) + 1:,} packets", why=f"at most {MOST:,} can be put together at once"
        )
    return range(start, end + 1) if start <= end else range(start, end - 1, -1)
