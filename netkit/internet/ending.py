"""How a transfer ended, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.tcp.connection.states import State

if TYPE_CHECKING:
    from netkit.tcp import Endpoint, Event

__all__ = ["Ending", "Kind", "ending_of"]


class Kind(Enum):
    """How it ended; the value is the word in JSON."""

    CLOSED = "closed"
    GIVEN_UP = "given-up"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class Ending:
    """How it ended, the sentence without its full stop, and the rule that was followed ("" where there is none)."""

    kind: Kind
    text: str
    rfc: str = ""


GIVING_UP = frozenset({"reset.retries", "reset.user-timeout", "reset.keep-alive", "reset.window"})
"""Why a side ends a connection for good. What reaches one that is closed already is refused, too, and ends nothing."""

AT_REST = frozenset({State.CLOSED, State.TIME_WAIT})


def ending_of(
    ends: tuple[Endpoint, Endpoint], events: Sequence[Event], sides: Sequence[int], *, gave_up: float | None
) -> Ending:
    """The ending of a run in which nothing is left to happen; `gave_up` is after how many seconds the application lost its patience."""
    if gave_up is not None:
        return Ending(
            Kind.GIVEN_UP,
            f"nothing got through for {gave_up:,g} s: the user timeout ends the connection",
            "RFC 9293 §3.8.3",
        )
    for event, side in zip(events, sides, strict=True):
        if event.rule in GIVING_UP:
            return Ending(Kind.GIVEN_UP, f"the {Side(side).word} gave up: {event.reason}", event.rfc)
    if all(end.state in AT_REST for end in ends):
        return Ending(Kind.CLOSED, "both sides have closed the connection", "RFC 9293 §3.6")
    states = " and ".join(f"the {Side(place).word} is in {end.state.value}" for place, end in enumerate(ends))
    return Ending(Kind.STALLED, f"nothing more can happen: {states}, and no timer runs")
