"""A transfer as a document: one run, or several side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.internet.view.account import account, summary
from netkit.internet.view.events import events_blocks, turns_blocks
from netkit.internet.view.ladder import ladder
from netkit.internet.view.machine import SCHEMA, transfer_json
from netkit.internet.view.plots import compared_plot, sequence_plot, window_plot
from netkit.internet.view.words import counted, limits_of, span, triggers
from netkit.view import Document, Next, Paragraph, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.internet.transferring import Transfer
    from netkit.view import Block, Json

__all__ = ["Parts", "compared_view", "transfer_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is shown of a run; where nothing is chosen, the ladder and what changed its course."""

    ladder: bool = False
    events: bool = False
    window: bool = False
    everything: bool = False

    @property
    def chosen(self) -> bool:
        """Whether anything is."""
        return self.ladder or self.events or self.window


def transfer_view(
    run: Transfer, parts: Parts, *, title: str, next_commands: Sequence[tuple[str, str]] = ()
) -> Document:
    """One run: what it is, the parts, and what came of it."""
    blocks: list[Block] = [Sentence(text=headline(run, title))]
    if parts.ladder or not parts.chosen:
        blocks.append(ladder(run, everything=parts.everything))
    if parts.events:
        blocks += events_blocks(run, everything=parts.everything)
    elif not parts.chosen:
        blocks += turns_blocks(run, everything=parts.everything)
    if parts.window:
        blocks += [window_plot(run), sequence_plot(run)]
    blocks += [Paragraph(text=summary(run)), *_unused(run)]
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=transfer_json(run), blocks=blocks)


def headline(run: Transfer, title: str) -> str:
    """What is transferred, over which path, by which rules."""
    link, profile = run.plan.link, run.ends[0].block.profile
    path = [f"round trip {span(2 * link.delay)}", *limits_of(link)]
    size = counted(run.plan.payload.size, "byte")
    return f"{title} · {size} · {', '.join(path)} · profile {run.plan.profile}, {profile.congestion}"


def _unused(run: Transfer) -> list[Block]:
    """Packets that were to be lost and never came by."""
    if not run.unused:
        return []
    names = ", ".join(sorted(map(str, run.unused)))
    return [Paragraph(text=f"{names}: no such packet came by, so nothing was lost for it.")]


def compared_view(
    runs: Sequence[tuple[str, Transfer]], *, title: str, next_commands: Sequence[tuple[str, str]] = ()
) -> Document:
    """Runs of one plan that differ in one thing, side by side."""
    names = [name for name, _ in runs]
    blocks: list[Block] = [
        Sentence(text=f"{headline(runs[0][1], title).rpartition(' · ')[0]} · {' and '.join(names)} side by side")
    ]
    columns = [list(_figures(run)) for _, run in runs]
    labels = [label for label, _ in columns[0]]
    rows = [[label, *(column[place][1] for column in columns)] for place, label in enumerate(labels)]
    blocks.append(Table(columns=("", *names), rows=rows))
    blocks.append(compared_plot(runs))
    blocks += [Paragraph(text=f"{name}: {summary(run)}") for name, run in runs]
    blocks += _unused(runs[0][1])
    if next_commands:
        blocks.append(Next(commands=next_commands))
    data: dict[str, Json] = {"compared": names, "runs": [transfer_json(run) for _, run in runs]}
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _figures(run: Transfer) -> list[tuple[str, str]]:
    told = account(run)
    took = "never" if run.delivered_at is None else span(run.delivered_at)
    return [
        ("last byte came at", took),
        ("bytes a second", "" if told.rate is None else f"{told.rate / 8:,.0f}"),
        ("segments with data", f"{told.segments:,}"),
        ("lost", f"{told.lost.total():,}"),
        ("sent again", f"{len(told.again):,}"),
        ("sent again by", triggers(each.trigger for each in told.again) if told.again else ""),
        ("largest window", f"{told.largest_window:,} segments"),
        ("window at the end", f"{run.window[-1].window:,} segments"),
    ]
