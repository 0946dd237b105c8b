"""The streams of a capture, each followed by a tracker."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit import capture as captures
from netkit.capture.streams.passing import passing
from netkit.cli.capture_file import place_of, title_of
from netkit.errors import UsageError
from netkit.tcp import Flag
from netkit.tcp.tracking.story import Story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.capture import Problem
    from netkit.capture.streams.end import End

__all__ = ["Tracked", "tracked", "tracked_stream"]


@dataclass(frozen=True, slots=True)
class Tracked:
    """The streams by number, how many there are in the capture, and what was wrong with the file."""

    stories: Sequence[Story]
    count: int
    problems: Sequence[Problem]


def tracked(file: str, number: int | None) -> Tracked:
    """Follow all streams of a capture, or the one of this number. Raises what `netkit.capture.open` raises."""
    stories: dict[int, tuple[Story, End]] = {}
    count = 0
    with captures.open(place_of(file)) as records:
        for each in passing(records):
            count = max(count, each.stream + 1)
            if number not in (None, each.stream):
                continue
            if each.stream not in stories:
                accepts = each.segment.flags & (Flag.SYN | Flag.ACK) == Flag.SYN | Flag.ACK
                client, server = (each.destination, each.source) if accepts else (each.source, each.destination)
                stories[each.stream] = Story(each.stream, client.text, server.text), client
            story, client = stories[each.stream]
            story.take(each.packet, each.time, 0 if each.source == client else 1, each.segment)
        problems = list(records.problems)
    return Tracked([story for story, _ in stories.values()], count, problems)


def tracked_stream(file: str, number: int, *, command: str) -> tuple[Story, Sequence[Problem]]:
    """Follow one stream; UsageError where there is none of this number. `command` lists them."""
    found = tracked(file, number)
    if not found.stories:
        there = f"its streams have the numbers 0 to {found.count - 1:,}" if found.count else "there is no TCP in it"
        raise UsageError(
            f"no TCP stream {number} in {title_of(file)}", why=there, hint=f"{command} {shlex.quote(file)} lists them"
        )
    return found.stories[0], found.problems
