"""The states of a connection and what leads from one to the next: a table, which also draws itself (RFC 9293 section 3.3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = ["TRANSITIONS", "Cause", "State", "Transition", "after"]


class State(Enum):
    """The states, by their names in the RFC."""

    CLOSED = "CLOSED"
    LISTEN = "LISTEN"
    SYN_SENT = "SYN-SENT"
    SYN_RECEIVED = "SYN-RECEIVED"
    ESTABLISHED = "ESTABLISHED"
    FIN_WAIT_1 = "FIN-WAIT-1"
    FIN_WAIT_2 = "FIN-WAIT-2"
    CLOSE_WAIT = "CLOSE-WAIT"
    CLOSING = "CLOSING"
    LAST_ACK = "LAST-ACK"
    TIME_WAIT = "TIME-WAIT"


class Cause(Enum):
    """What leads from one state to another, in words."""

    CONNECT = "the application connects"
    LISTEN = "the application listens"
    CLOSE = "the application closes"
    SYN = "SYN comes"
    SYN_ACK = "SYN and ACK come"
    ACK_OF_SYN = "the SYN is acknowledged"
    FIN = "FIN comes"
    ACK_OF_FIN = "the FIN is acknowledged"
    FIN_AND_ACK = "FIN comes, and acknowledges ours"
    RST = "RST comes"
    RST_OF_SYN = "RST comes, and this side had listened"
    NEW_SYN = "SYN comes, for a new connection"
    OLD_SYN = "RST comes, and the SYN was an old one"
    ABORT = "the application aborts"
    GIVE_UP = "nothing gets through"
    QUIET = "twice the lifetime of a segment has passed"


@dataclass(frozen=True, slots=True)
class Transition:
    """From one state to another: what causes it, and which flags are sent with it ("" where none are)."""

    before: State
    cause: Cause
    after: State
    sends: str = ""


def _every(cause: Cause, *states: State, to: State, sends: str = "") -> tuple[Transition, ...]:
    return tuple(Transition(each, cause, to, sends) for each in states)


_S = State
_OPEN = (
    _S.SYN_SENT, _S.SYN_RECEIVED, _S.ESTABLISHED, _S.FIN_WAIT_1, _S.FIN_WAIT_2, _S.CLOSE_WAIT, _S.CLOSING, _S.LAST_ACK,
)  # fmt: skip
_RESETTING = (_S.SYN_RECEIVED, _S.ESTABLISHED, _S.FIN_WAIT_1, _S.FIN_WAIT_2, _S.CLOSE_WAIT)

TRANSITIONS: Sequence[Transition] = (
    Transition(_S.CLOSED, Cause.LISTEN, _S.LISTEN),
    Transition(_S.CLOSED, Cause.CONNECT, _S.SYN_SENT, "SYN"),
    Transition(_S.LISTEN, Cause.CONNECT, _S.SYN_SENT, "SYN"),
    Transition(_S.LISTEN, Cause.SYN, _S.SYN_RECEIVED, "SYN, ACK"),
    Transition(_S.LISTEN, Cause.CLOSE, _S.CLOSED),
    Transition(_S.SYN_SENT, Cause.SYN_ACK, _S.ESTABLISHED, "ACK"),
    Transition(_S.SYN_SENT, Cause.SYN, _S.SYN_RECEIVED, "SYN, ACK"),
    Transition(_S.SYN_SENT, Cause.CLOSE, _S.CLOSED),
    Transition(_S.SYN_RECEIVED, Cause.ACK_OF_SYN, _S.ESTABLISHED),
    Transition(_S.SYN_RECEIVED, Cause.CLOSE, _S.FIN_WAIT_1, "FIN"),
    Transition(_S.SYN_RECEIVED, Cause.RST_OF_SYN, _S.LISTEN),
    Transition(_S.ESTABLISHED, Cause.CLOSE, _S.FIN_WAIT_1, "FIN"),
    Transition(_S.ESTABLISHED, Cause.FIN, _S.CLOSE_WAIT, "ACK"),
    Transition(_S.FIN_WAIT_1, Cause.ACK_OF_FIN, _S.FIN_WAIT_2),
    Transition(_S.FIN_WAIT_1, Cause.FIN, _S.CLOSING, "ACK"),
    Transition(_S.FIN_WAIT_1, Cause.FIN_AND_ACK, _S.TIME_WAIT, "ACK"),
    Transition(_S.FIN_WAIT_2, Cause.FIN, _S.TIME_WAIT, "ACK"),
    Transition(_S.CLOSE_WAIT, Cause.CLOSE, _S.LAST_ACK, "FIN"),
    Transition(_S.CLOSING, Cause.ACK_OF_FIN, _S.TIME_WAIT),
    Transition(_S.LAST_ACK, Cause.ACK_OF_FIN, _S.CLOSED),
    Transition(_S.TIME_WAIT, Cause.QUIET, _S.CLOSED),
    Transition(_S.TIME_WAIT, Cause.RST, _S.CLOSED),
    Transition(_S.TIME_WAIT, Cause.NEW_SYN, _S.SYN_RECEIVED, "SYN, ACK"),
    Transition(_S.SYN_RECEIVED, Cause.OLD_SYN, _S.TIME_WAIT),
    *_every(Cause.RST, *_OPEN, to=_S.CLOSED),
    *_every(Cause.ABORT, *_RESETTING, to=_S.CLOSED, sends="RST"),
    *_every(Cause.ABORT, _S.LISTEN, _S.SYN_SENT, _S.CLOSING, _S.LAST_ACK, _S.TIME_WAIT, to=_S.CLOSED),
    *_every(Cause.GIVE_UP, *_OPEN, to=_S.CLOSED),
)
"""Every way from one state to another (RFC 9293 figure 5 and section 3.10)."""

_TABLE = {(each.before, each.cause): each for each in TRANSITIONS}


def after(before: State, cause: Cause) -> Transition | None:
    """The transition of a cause in a state; None where it changes nothing."""
    return _TABLE.get((before, cause))
