"""What came of a transfer, in numbers and in one sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.internet.ending import Kind
from netkit.internet.view.words import LOST, clock, counted, span, triggers
from netkit.tcp import PROFILES
from netkit.tcp.event import Trigger

if TYPE_CHECKING:
    from netkit.internet.transferring import Again, Transfer

__all__ = ["Account", "account", "summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Counts of a run: `segments` with data (each once), `sent` with every copy, `lost` by why (the sender's), `lost_acks` of the receiver.

    `again` is what the sender sent again, `rate` in bits a second from the first segment to the last byte (None where nothing came).
    """

    segments: int
    sent: int
    lost: Counter[str]
    lost_acks: int
    again: list[Again]
    doubled: int
    largest_window: int
    rate: float | None


def account(run: Transfer) -> Account:
    """Count."""
    lost: Counter[str] = Counter()
    segments = sent = lost_acks = doubled = 0
    for each in run.crossings:
        ours = each.side is Side.SENDER
        doubled += len(each.arrivals) > 1
        if ours and each.length:
            sent += 1
            segments += not each.again
        if each.lost:
            if ours:
                lost[each.lost] += 1
            else:
                lost_acks += 1
    took = run.delivered_at
    return Account(
        segments=segments,
        sent=sent,
        lost=lost,
        lost_acks=lost_acks,
        again=[each for each in run.again if each.side is Side.SENDER],
        doubled=doubled,
        largest_window=max(each.window for each in run.window),
        rate=run.delivered * 8 / took if took else None,
    )


def summary(run: Transfer) -> str:
    """What was lost, what was sent again by which trigger, what came, and what the timer would have cost or did."""
    told = account(run)
    parts = [counted(told.segments, "segment")]
    count = told.lost.total()
    if count:
        causes = {LOST[why] for why in told.lost}
        parts.append(f"{count:,} lost" + (f" ({', '.join(sorted(causes))})" if causes != {LOST["chosen"]} else ""))
    if told.lost_acks:
        parts.append(f"{counted(told.lost_acks, 'segment')} of the receiver lost")
    if told.again:
        parts.append(f"{len(told.again):,} sent again ({triggers(each.trigger for each in told.again)})")
    size = run.plan.payload.size
    came = f"{run.delivered:,} bytes" if run.delivered == size else f"{run.delivered:,} of {size:,} bytes"
    parts.append(came if run.intact else f"{came}, which are not those that were sent")
    if not count and not told.again and not told.lost_acks:
        parts.append("nothing lost")
    ended = run.ending
    first = f"{', '.join(parts)}."
    if ended is not None and ended.kind is not Kind.CLOSED:
        first = f"It did not end well: {ended.text}" + (f" ({ended.rfc})" if ended.rfc else "") + f". {first}"
    return f"{first} {_timer(told)}".strip()


def _timer(told: Account) -> str:
    """What the retransmission timer cost, or would have."""
    timed = [each for each in told.again if each.trigger is Trigger.TIMER]
    quicker = [each for each in told.again if each.timer_at is not None and each.timer_at > each.time]
    least = "RFC 6298: at least {:g} s; Linux: {:g} s".format(
        *(PROFILES[each].minimum_timeout for each in ("rfc", "linux"))
    )
    if quicker and not timed:
        at = quicker[0].timer_at or 0.0
        which = "it" if len(quicker) == 1 else "the first"
        return f"Without {which} the timer would have waited until about {float(clock(at)):,.0f} ms ({least})."
    if timed:
        moments = sorted({each.time for each in timed})
        times = "once" if len(moments) == 1 else f"{len(moments):,} times"
        return f"The timer was needed {times}, first at {span(moments[0])} ({least})."
    return ""
