"""The states that each side of a transfer went through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.connection.states import State
from netkit.tcp.event import EventKind

if TYPE_CHECKING:
    from netkit.internet.crossing import Side
    from netkit.internet.transferring import Transfer

__all__ = ["states_of"]


def states_of(run: Transfer, side: Side) -> list[State]:
    """The states of one side in order, CLOSED first; an event of the kind `state` ends with the name of the new one."""
    found = [State.CLOSED]
    for event, at in zip(run.events, run.sides, strict=True):
        if at == side and event.kind is EventKind.STATE:
            found.append(State(event.reason.rpartition(" ")[2]))
    return found
