"""What has just happened, for somebody who looks on."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from netkit.internet.crossing import Crossing
    from netkit.tcp import Event

__all__ = ["News", "NewsKind"]


class NewsKind(Enum):
    """What kind of thing: a segment of netkit's left, one of the other side's came (or its copy, or never), or something else was."""

    SENT = auto()
    CAME = auto()
    CAME_TWICE = auto()
    LOST = auto()
    TOO_BIG = auto()
    HAPPENED = auto()
    NOTE = auto()


class News(NamedTuple):
    """One thing at `time`, in seconds; `crossing` is the segment that it is about, `events` why it was sent or what it made happen.

    `reason` and `rfc` are of what is no event of the connection.
    """

    kind: NewsKind
    time: float
    crossing: Crossing | None
    events: tuple[Event, ...]
    reason: str = ""
    rfc: str = ""
