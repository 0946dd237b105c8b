"""The exchange as a ladder: who sends what, from SYN to FIN."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.tcp.segmentation.exchange import Exchange, Sent
from netkit.view import Gap, Ladder, Rung, Side

__all__ = ["ladder"]

MOST_RUNGS = 24
AT_THE_END = 8
"""Rungs behind what is left out: the last data, and the closing."""

RULES = {"SYN": "RFC 9293 §3.5", "SYN ACK": "RFC 9293 §3.5", "FIN ACK": "RFC 9293 §3.6"}


def ladder(exchange: Exchange, packets: Sequence[Sent]) -> Ladder:
    """Every packet, or of many those at the beginning and at the end."""
    numbered = list(enumerate(packets, 1))
    rows: list[Rung | Gap]
    if len(numbered) <= MOST_RUNGS:
        rows = [_rung(number, sent) for number, sent in numbered]
    else:
        first, last = numbered[: MOST_RUNGS - AT_THE_END], numbered[-AT_THE_END:]
        rows = [_rung(number, sent) for number, sent in first]
        rows.append(Gap(text=f"{len(numbered) - MOST_RUNGS:,} packets more, data and their acknowledgments"))
        rows += [_rung(number, sent) for number, sent in last]
    sides = [Side(name=f"sender {exchange.ends[0]}", clock="ms", unit="ms"), Side(name=f"receiver {exchange.ends[1]}")]
    return Ladder(sides=sides, rows=rows, caption="The connection; its times are made up, for a link of 100 Mbit/s")


def _rung(number: int, sent: Sent) -> Rung:
    if sent.portion is not None:
        label = f"{sent.sequence:,}–{sent.sequence + sent.portion.length - 1:,}"
        remark = "PSH" if sent.portion.push else ""
    else:
        label = sent.flags if sent.acknowledgment is None else f"{sent.flags} {sent.acknowledgment:,}"
        remark = "" if sent.flags == "ACK" else sent.remark
    return Rung(
        label=label,
        source=0 if sent.ours else 1,
        target=1 if sent.ours else 0,
        left_time=f"{sent.time / 1_000_000:.3f}",
        remark=remark,
        rule=RULES.get(sent.flags, "") if sent.portion is None else "",
        packet=number,
    )
