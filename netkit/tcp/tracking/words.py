"""Kinds, triggers, places and states of a tracked stream in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.tcp.event import Trigger
from netkit.tcp.sending.phase import Phase
from netkit.tcp.tracking.reach import Place
from netkit.tcp.tracking.story import SIDES
from netkit.tcp.tracking.verdict import Kind

if TYPE_CHECKING:
    from netkit.tcp.tracking.story import Story
    from netkit.tcp.tracking.verdict import Verdict

__all__ = ["KINDS", "TRIGGERS", "again_in_words", "place_in_words", "state_in_words", "time_text", "what"]

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SYN: "SYN",
        Kind.SYN_ACK: "SYN and ACK",
        Kind.DATA: "new data",
        Kind.RETRANSMISSION: "sent again",
        Kind.OVERTAKEN: "overtaken",
        Kind.DOUBLED: "doubled",
        Kind.FINISH: "FIN",
        Kind.RESET: "reset",
        Kind.ACK: "ACK",
        Kind.DUPLICATE_ACK: "duplicate ACK",
        Kind.REPEAT_REPORT: "D-SACK",
        Kind.WINDOW_UPDATE: "window update",
        Kind.WINDOW_PROBE: "window probe",
        Kind.KEEP_ALIVE: "keep-alive",
        Kind.ANSWER: "answer",
        Kind.CHALLENGE: "challenge ACK",
    }
)

TRIGGERS: Mapping[Trigger | None, str] = MappingProxyType(
    {
        Trigger.TIMER: "the timer",
        Trigger.FAST: "fast retransmit",
        Trigger.PARTIAL_ACK: "partial ACK",
        Trigger.SACK: "SACK",
        Trigger.PROBE: "tail loss probe",
        None: "can't be told",
    }
)

PHASES: Mapping[Phase, str] = MappingProxyType(
    {
        Phase.OPEN: "no loss in sight",
        Phase.DISORDER: "something is out of order",
        Phase.REDUCING: "slowing down",
        Phase.RECOVERY: "recovering from a loss",
        Phase.LOSS: "after the timer",
    }
)


DOUBTED = frozenset({Kind.OVERTAKEN, Kind.DOUBLED, Kind.KEEP_ALIVE, Kind.WINDOW_PROBE, Kind.CHALLENGE, Kind.RESET})
DOUBTFUL = frozenset({"send.late", "send.new-or-probe", "send.first-seen", "send.beyond-gap"})
"""Where a question mark stands if it is not sure: an ACK is one in any case, whyever it was sent."""


def what(verdict: Verdict) -> str:
    """`sent again: SACK`, `new data`; with a question mark where it is not sure."""
    text = KINDS[verdict.kind]
    if verdict.kind is Kind.RETRANSMISSION:
        text += f": {TRIGGERS[verdict.trigger]}"
        return text if verdict.sure or verdict.trigger is None else f"{text}?"
    return f"{text}?" if (verdict.kind in DOUBTED and not verdict.sure) or verdict.rule in DOUBTFUL else text


def again_in_words(counts: Counter[Trigger | None]) -> str:
    """`7 by SACK, 1 by the timer, of 2 it can't be told`; empty where nothing was sent again."""
    parts = [f"{counts[each]:,} by {TRIGGERS[each]}" for each in Trigger if counts[each]]
    if counts[None]:
        parts.append(f"of {counts[None]:,} it can't be told")
    return ", ".join(parts)


def time_text(seconds: float | None) -> str:
    """`20.4 ms`; empty for None."""
    return "" if seconds is None else f"{max(seconds, 0.0) * 1000:,.3g} ms" if seconds < 1 else f"{seconds:,.4g} s"


AT_ONCE = 1e-6
"""Seconds; what is less can't be measured."""


def place_in_words(story: Story) -> str:
    """From where the capture was made, and how that is known."""
    tracker = story.tracker
    reaches = tracker.reaches
    where = {
        Place.FIRST: "near the client",
        Place.SECOND: "near the server",
        Place.BETWEEN: "between the two",
        Place.BOTH: "near both",
        Place.UNKNOWN: "can't be told",
    }[tracker.place]
    known = [
        f"the {SIDES[side]} answers {'at once' if reach < AT_ONCE else f'within {time_text(reach)}'}"
        for side, reach in enumerate(reaches)
        if reach is not None
    ]
    return f"{where}: {', '.join(known)}" if known else where


def state_in_words(verdict: Verdict) -> str:
    """`recovering from a loss, 43,440 bytes under way, round trip 27.5 ms, timer 228 ms`."""
    state = verdict.state
    parts = [] if state.phase is None else [PHASES[state.phase]]
    parts.append(f"{state.outstanding:,} bytes under way")
    if state.scoreboard:
        held = sum(end - start for start, end in state.scoreboard)
        parts.append(f"{held:,} of them known to have arrived")
    if state.round_trip is not None and state.timeout is not None:
        parts.append(f"round trip {time_text(state.round_trip)}, timeout {time_text(state.timeout)}")
    return ", ".join(parts)
