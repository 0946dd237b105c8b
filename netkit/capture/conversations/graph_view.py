"""Packets and bytes over time as a view: bars, with their numbers beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.capture.conversations.timeline import Timeline, fit
from netkit.capture.view import seconds_text
from netkit.view import Bar, Bars, Block, Heading, Json, Paragraph

__all__ = ["Graph", "graph_blocks", "graph_json"]

MOST_ROWS = 40
"""Of a drawing."""

SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Graph:
    """Timelines of one width, each with the filter whose packets it counts (None: all that are selected)."""

    lines: Sequence[tuple[str | None, Timeline]]

    def fit(self) -> None:
        """Choose a width that suits the capture, where none was given; before the graph is shown."""
        timelines = [line for _, line in self.lines]
        if not timelines[0].given:
            fit(timelines, MOST_ROWS)


def graph_blocks(graph: Graph) -> list[Block]:
    """A drawing for each filter; where there are more intervals than rows, a row is several of them."""
    first = min((line.span[0] for _, line in graph.lines if line.span[1] >= line.span[0]), default=0)
    last = max((line.span[1] for _, line in graph.lines if line.span[1] >= line.span[0]), default=-1)
    if last < first:
        return [Paragraph(text="There are no packets with a time to draw.")]
    several = -(-(last - first + 1) // MOST_ROWS)
    width = graph.lines[0][1].width
    blocks: list[Block] = []
    for text, line in graph.lines:
        told = f"Bytes each {_seconds(width * several)} s" + ("" if text is None else f", of {text}")
        blocks += [Heading(text=told), Bars(rows=_rows(line, first, last, several))]
    untimed = graph.lines[0][1].untimed
    if untimed:
        blocks.append(Paragraph(text=f"{untimed:,} packets have no time, and are in no interval."))
    return blocks


def _rows(line: Timeline, first: int, last: int, several: int) -> list[Bar]:
    sums = [[0, 0] for _ in range((last - first) // several + 1)]
    for each in line.intervals():
        row = sums[(each.start // line.width - first) // several]
        row[0] += each.packets
        row[1] += each.bytes
    return [
        Bar(
            label=f"{_seconds((first + number * several) * line.width)} s",
            value=size,
            note=f"{size:,} bytes, {packets:,} {'packet' if packets == 1 else 'packets'}" if packets else "nothing",
        )
        for number, (packets, size) in enumerate(sums)
    ]


def _seconds(nanoseconds: int) -> str:
    """Seconds without zeros at the end."""
    text = seconds_text(nanoseconds) or ""
    return text.rstrip("0").rstrip(".")


def graph_json(graph: Graph) -> Json:
    """The intervals with packets in them, of each filter; the others are empty."""
    return {
        "interval": seconds_text(graph.lines[0][1].width),
        "untimed_packets": graph.lines[0][1].untimed,
        "series": [
            {
                "filter": text,
                "intervals": [
                    {"start": seconds_text(each.start), "packets": each.packets, "bytes": each.bytes}
                    for each in line.intervals()
                ],
            }
            for text, line in graph.lines
        ],
    }
