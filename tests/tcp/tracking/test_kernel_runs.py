"""Runs of a real kernel, given as times: the tracker tells the same triggers from them as their README does.

The folder is `$NETKIT_KERNEL_RUNS`, or `../shared/kernel-runs` beside the checkout.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from netkit.tcp import Flag, Segment, Tracker
from netkit.tcp.event import Trigger
from netkit.tcp.tracking.verdict import Kind

FOLDER = Path(os.environ.get("NETKIT_KERNEL_RUNS") or Path(__file__).parents[4] / "shared" / "kernel-runs")
RUNS = sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []
TIMER = 200.0
BY_ACKS = {Trigger.FAST, Trigger.PARTIAL_ACK, Trigger.SACK}


def followed(run):
    """Each data segment that was sent again: (what it was by the README's rule, the verdict)."""
    sack = not any("tcp_sack=0" in each for each in run["sysctls"])
    tracker, progress = Tracker(), 0.0
    acknowledged = sent = 0
    for at, way, flags, number, length, last, *_ in run["events"]:
        opening = bool(flags & Flag.SYN)
        side = 0 if way == ">" else 1
        options = {"flags": Flag(flags), "sack_permitted": sack and opening}
        if side == 0:
            segment = Segment(sequence=number, acknowledgment=sent, payload=bytes(length), window=500, **options)
        else:
            sent = 1
            blocks = tuple(map(tuple, last))
            segment = Segment(
                sequence=0 if opening else 1, acknowledgment=number, window=60_000, sack=blocks, **options
            )
        verdict = tracker.take(at / 1000, side, segment)
        if side == 1 and number > acknowledged:
            acknowledged, progress = number, at
        elif side == 0 and length and last:
            yield at - progress - run["delay_ms"] >= TIMER, verdict


@pytest.mark.skipif(not RUNS, reason=f"no kernel runs: {FOLDER} is not there (NETKIT_KERNEL_RUNS names another folder)")
@pytest.mark.parametrize("path", RUNS, ids=lambda each: each.stem)
def test_it_tells_what_the_times_tell(path):
    run = json.loads(path.read_text())
    found = list(followed(run))
    assert bool(found) == bool(run["drops"])
    for timer, verdict in found:
        assert verdict.kind is Kind.RETRANSMISSION
        assert verdict.trigger is Trigger.TIMER if timer else verdict.trigger in BY_ACKS | {Trigger.TIMER}
