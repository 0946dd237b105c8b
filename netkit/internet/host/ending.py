"""How a connection with another machine ended, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.ending import GIVING_UP
from netkit.tcp.connection.states import Cause

if TYPE_CHECKING:
    from netkit.tcp import Event

__all__ = ["LiveEnding", "LiveKind", "ending_of"]


class LiveKind(Enum):
    """How it ended; the value is the word in JSON."""

    CLOSED = "closed"
    REFUSED = "refused"
    RESET = "reset"
    GIVEN_UP = "given-up"
    UNREACHABLE = "unreachable"
    NOBODY = "nobody"
    PROGRAM = "program-ended"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class LiveEnding:
    """How it ended, the sentence without its full stop, and the rule that was followed ("" where there is none)."""

    kind: LiveKind
    text: str
    rfc: str = ""


CLOSED = LiveEnding(LiveKind.CLOSED, "both sides have closed the connection", "RFC 9293 §3.6")

ABRUPT = MappingProxyType(
    {
        **dict.fromkeys(GIVING_UP, LiveKind.GIVEN_UP),
        "reset.abort": LiveKind.GIVEN_UP,
        "reset.unreachable": LiveKind.UNREACHABLE,
    }
)
"""Events that end a connection, and how it has ended then."""

CLOSING = ("from CLOSING to CLOSED", "from LAST-ACK to CLOSED", "from TIME-WAIT to CLOSED")
"""Ways out of states in which both sides have closed."""

ORDERLY = (Cause.ACK_OF_FIN.value, Cause.QUIET.value)


def ending_of(events: Sequence[Event], *, connects: bool, delivered: bool) -> LiveEnding:
    """The ending of a connection that is at rest, by the last event that could have ended it.

    `delivered` says that the other side has acknowledged every byte. Where both have closed then, a reset takes nothing away: it answers a
    FIN that comes again to one who has forgotten the connection.
    """
    last = ""
    for event in reversed(events):
        if event.rule == "reset.received":
            return _reset(events, event, connects=connects, forgotten=delivered and last.endswith(CLOSING))
        if event.rule in ABRUPT:
            words = f"netkit gave up: {event.reason}" if event.rule in GIVING_UP else event.reason
            return LiveEnding(ABRUPT[event.rule], words, event.rfc)
        if event.rule == "state":
            last = event.reason
            if last.endswith("TIME-WAIT") or (last.startswith(ORDERLY) and last.endswith(CLOSING)):
                break
    return CLOSED


def _reset(events: Sequence[Event], event: Event, *, connects: bool, forgotten: bool) -> LiveEnding:
    stood = any(each.rule == "state" and each.reason.endswith("ESTABLISHED") for each in events)
    if connects and not stood:
        text = "the SYN was answered by RST: nobody listens at that port"
        return LiveEnding(LiveKind.REFUSED, text, "RFC 9293 §3.5.2")
    return CLOSED if forgotten else LiveEnding(LiveKind.RESET, event.reason, event.rfc)
