"""A transfer for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.internet.states import states_of
from netkit.internet.view.account import account
from netkit.internet.view.event_json import ending_json, event_json, retransmission_json
from netkit.internet.view.words import flags_text, time_json

if TYPE_CHECKING:
    from netkit.internet.transferring import Transfer
    from netkit.view import Json

__all__ = ["SCHEMA", "transfer_json"]

SCHEMA = "netkit.tcp.transfer/1"


def transfer_json(run: Transfer) -> dict[str, Json]:
    """Times are seconds from the first segment on as text, numbers relative (SYN 0, first byte 1), lengths bytes of data.

    `retransmissions` are those of the sender; the receiver's (of its SYN and FIN) are among the events.
    """
    told = account(run)
    profile = run.ends[0].block.profile
    return {
        "profile": run.plan.profile,
        "congestion": profile.congestion,
        "seed": run.plan.seed,
        "mss": run.plan.announced,
        "size": run.plan.payload.size,
        "segments": told.segments,
        "events": [event_json(event, Side(side).word) for event, side in zip(run.events, run.sides, strict=True)],
        "retransmissions": [retransmission_json(each.event) for each in told.again],
        "window": [
            {"time": time_json(each.time), "cwnd": each.window, "ssthresh": each.threshold} for each in run.window
        ],
        "lost": [
            {
                "time": time_json(each.met),
                "side": each.side.word,
                "sequence": each.sequence,
                "length": each.length,
                "flags": flags_text(each.header.flags).lower().split(),
                "why": each.lost,
            }
            for each in run.crossings
            if each.lost
        ],
        "states": {side.word: [each.value for each in states_of(run, side)] for side in Side},
        "delivered": run.delivered,
        "intact": run.intact,
        "ended": time_json(run.ended_at),
        "ending": ending_json(run.ending),
    }
