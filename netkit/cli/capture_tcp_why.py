"""`netkit capture tcp --why`: why each segment was sent, as far as the capture tells."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from netkit.capture.view import problem_json, troubles
from netkit.cli.capture_file import title_of
from netkit.cli.output import show
from netkit.cli.tracked_streams import tracked, tracked_stream
from netkit.tcp.tracking.why_view import stories_view, why_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.capture import Problem

__all__ = ["tell_why"]


def tell_why(file: str, stream: int | None, *, everything: bool) -> Sequence[Problem]:
    """Show the reasons of one stream, or of all a line each; gives what was wrong with the file."""
    words = f"netkit capture tcp {shlex.quote(file)}"
    if stream is None:
        found = tracked(file, None)
        most = max(found.stories, key=lambda each: (each.again.total(), each.count), default=None)
        commands = [] if most is None else [(f"{words} {most.number} --why", "segment by segment")]
        document = stories_view(
            found.stories,
            title=title_of(file),
            troubles=troubles(found.problems),
            problems=[problem_json(each) for each in found.problems],
            next_commands=commands,
        )
        show(document)
        return found.problems
    story, problems = tracked_stream(file, stream, command="netkit capture tcp")
    document = why_view(
        story,
        title=title_of(file),
        troubles=troubles(problems),
        problems=[problem_json(each) for each in problems],
        everything=everything,
        next_commands=[
            (f"{words} {stream} --ladder", "the segments as a picture"),
            (f"netkit tcp states --capture {shlex.quote(file)} {stream}", "the states that both sides went through"),
        ],
    )
    show(document)
    return problems
