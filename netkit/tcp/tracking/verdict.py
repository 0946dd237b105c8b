"""What the tracker says about one segment: what it is, why it was sent, how sure that is, and how its sender stood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from netkit.tcp.connection.states import State
from netkit.tcp.event import Trigger
from netkit.tcp.sending.phase import Phase

__all__ = ["Kind", "SenderState", "Verdict"]


class Kind(Enum):
    """What a segment is; the value is the word in JSON."""

    SYN = "syn"
    SYN_ACK = "syn_ack"
    DATA = "data"
    RETRANSMISSION = "retransmission"
    OVERTAKEN = "overtaken"
    DOUBLED = "doubled"
    FINISH = "fin"
    RESET = "reset"
    ACK = "ack"
    DUPLICATE_ACK = "duplicate_ack"
    REPEAT_REPORT = "dsack"
    WINDOW_UPDATE = "window_update"
    WINDOW_PROBE = "window_probe"
    KEEP_ALIVE = "keep_alive"
    ANSWER = "probe_answer"
    CHALLENGE = "challenge_ack"


@dataclass(frozen=True, slots=True)
class SenderState:
    """How the sender of a segment stood just after it; None is "can't be told from here".

    `outstanding` are bytes sent and not acknowledged, as far as the sender knew, `scoreboard` the stretches of them that it knew to have
    arrived (relative numbers; at most the first sixteen), `round_trip` and `timeout` in seconds (RFC 6298), `window` what the other side
    offers, in bytes.
    """

    connection: State | None
    phase: Phase | None
    outstanding: int
    scoreboard: tuple[tuple[int, int], ...]
    round_trip: float | None
    timeout: float | None
    window: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A segment explained.

    `number` counts the segments that the tracker was given, from 0; `side` is 0 or 1 as it was given, `time` too. `sequence` is relative,
    as Wireshark shows it, and so is `acknowledgment` (None without ACK); `length` counts bytes of data. `trigger` is what made the sender
    send it again, None where it did not or where that can't be told from here. `sure` says that the capture leaves no other explanation
    that the tracker knows of.
    """

    number: int
    time: float
    side: int
    kind: Kind
    sequence: int
    length: int
    trigger: Trigger | None
    sure: bool
    rule: str
    reason: str
    rfc: str
    state: SenderState
    acknowledgment: int | None = None
