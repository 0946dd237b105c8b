"""What an endpoint did, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Event", "EventKind", "Trigger"]


class EventKind(Enum):
    """What happened; the value is the word in JSON."""

    STATE = "state"
    SEND = "send"
    RETRANSMIT = "retransmit"
    ACKNOWLEDGE = "acknowledge"
    PROBE = "probe"
    RECEIVE = "receive"
    DUPLICATE = "duplicate"
    OUT_OF_ORDER = "out-of-order"
    DISCARD = "discard"
    ACKNOWLEDGED = "acknowledged"
    DUPLICATE_ACK = "duplicate-ack"
    LOSS = "loss"
    RECOVERED = "recovered"
    TIMEOUT = "timeout"
    UNDO = "undo"
    WINDOW = "window"
    WAIT = "wait"
    URGENT = "urgent"
    RESET = "reset"
    ERROR = "network-error"


class Trigger(Enum):
    """What made a sender send something again; the value is the word in JSON."""

    TIMER = "timer"
    FAST = "fast"
    PARTIAL_ACK = "partial_ack"
    SACK = "sack"
    PROBE = "probe"
    TOO_BIG = "too_big"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened at one endpoint.

    `time` is in seconds; `sequence` is relative to the sender's first number, as Wireshark shows it (SYN 0, first byte 1), `length` is
    in bytes. `rule` is the id of the reason, `reason` the sentence without its full stop, `rfc` where the rule is laid down ("" where no
    RFC does). `trigger` is set for what is sent again.
    """

    time: float
    kind: EventKind
    rule: str
    reason: str
    rfc: str = ""
    sequence: int = 0
    length: int = 0
    trigger: Trigger | None = None
