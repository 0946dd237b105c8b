"""`netkit capture conversations`: who talked to whom, how much and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from netkit.cli.capture_file import place_of, title_of
from netkit.cli.choosing import filter_option, most_option
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, show
from netkit.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from netkit.capture.columnar.batch import Rows
    from netkit.capture.columnar.query import Selection
    from netkit.capture.columnar.quick import QuickBatch
    from netkit.capture.conversations.graph_view import Graph
    from netkit.capture.conversations.timeline import Timeline
    from netkit.capture.conversations.view import Report
    from netkit.capture.filtering import Filter

    Lines = list[tuple[Filter | None, Timeline]]

__all__ = ["conversations"]

KINDS = ("eth", "ip", "ipv6", "tcp", "udp")

MOST_LINES = 10
"""Conversations of each kind that are listed for a person before one has to ask for more."""

_UNITS = {"ns": 1, "us": 10**3, "µs": 10**3, "ms": 10**6, "s": 10**9, "min": 60 * 10**9, "h": 3600 * 10**9}
_INTERVAL = re.compile(r"(\d{1,12})(?:\.(\d{1,9}))?(ns|us|µs|ms|s|min|h)")


class Duration(click.ParamType[int]):
    """A time such as 1s, 100ms or 0.5s, in nanoseconds."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """The time in nanoseconds; UsageError says what is wrong with it."""
        if isinstance(value, int):
            return value
        found = _INTERVAL.fullmatch(str(value))
        nanoseconds = 0
        if found is not None:
            whole, part, unit = found.groups()
            nanoseconds = int(whole) * _UNITS[unit] + int((part or "0").ljust(9, "0")) * _UNITS[unit] // 10**9
        if not 0 < nanoseconds <= 1 << 61:
            raise UsageError(
                f"{value!r} is no interval",
                why="an interval is a number with its unit: ns, us, ms, s, min or h, and not nothing",
                hint="--interval 100ms",
            )
        return nanoseconds


@click.command(
    "conversations",
    cls=Command,
    examples=[
        ("netkit capture conversations page-load-01.pcapng", "who talked to whom, by protocol"),
        ("netkit capture conversations page-load-01.pcapng --kind tcp --endpoints", "TCP alone, and each end's sums"),
        (
            "netkit capture conversations page-load-01.pcapng -Y 'tcp.port == 80'",
            "only the packets that a filter selects",
        ),
        ("netkit capture conversations page-load-01.pcapng --graph --part tcp --part udp", "bytes over time, in bars"),
    ],
)
@click.argument("file", type=click.Path())
@filter_option("Count only what this display filter selects")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Count this kind (repeatable; else all)."
)
@click.option("--endpoints", is_flag=True, help="Show what each end sent and received, too.")
@click.option("--graph", is_flag=True, help="Show packets and bytes over time.")
@click.option(
    "--part", "parts", multiple=True, metavar="FILTER", help="With --graph: show these packets by themselves, too."
)
@click.option(
    "--interval", type=Duration(), metavar="TIME", help="With --graph: 1s, 100ms …; else as suits the capture."
)
@most_option(MOST_LINES, "Show at most N of a kind.")
@click.pass_context
@reports
def conversations(
    ctx: click.Context,
    file: str,
    text: str | None,
    kinds: tuple[str, ...],
    parts: tuple[str, ...],
    interval: int | None,
    most: int,
    *,
    endpoints: bool,
    graph: bool,
) -> None:
    """Who talked to whom, how much and when.

    For each pair of ends: packets and bytes each way, when it began and how long it went on, bits a second, and the number of the stream.
    FILE is a capture, or - for standard input. The largest come first; --json has all. Bytes are those of whole frames on the wire.
    docs/conversations.md says what counts.
    """
    from netkit.capture.conversations.view import conversations_view  # noqa: PLC0415 - loads NumPy

    if not graph and (parts or interval is not None):
        raise UsageError(
            f"{'--part' if parts else '--interval'} is for --graph",
            why="it says what is drawn over time",
            hint="add --graph",
        )
    lines = _lines(parts, interval) if graph else []
    listed = list(dict.fromkeys(kinds) or reversed(KINDS))
    report = _report(file, text, lines, listed, most=None if form() is Form.JSON else most, endpoints=endpoints)
    show(conversations_view(report, most=most))
    if report.problems:
        ctx.exit(ExitCode.MALFORMED)


def _report(
    file: str, text: str | None, lines: Lines, kinds: Sequence[str], *, most: int | None, endpoints: bool
) -> Report:
    """One pass over the packets of a capture; what is drawn of them are `lines`, and of each kind `most` are listed (None: all)."""
    from netkit.capture.conversations.counting import Counting  # noqa: PLC0415 - loads NumPy
    from netkit.capture.conversations.view import Found, Report  # noqa: PLC0415

    counting = Counting()
    packets = size = 0
    with _selection(file, text, [each for each, _ in lines if each is not None]) as selection:
        for batch, rows in selection.marked():
            counting.take(batch, rows)
            packets += int(rows.sum())
            size += int(batch.frames.original[rows].sum())
            for part, line in lines:
                _draw(line, batch, rows if part is None else rows & part.rows(batch), selection.first_time)
    return Report(
        path=file,
        title=title_of(file),
        filter=text,
        first_time=selection.first_time,
        packets=packets,
        bytes=size,
        kinds=[
            Found(
                kind,
                counting.count(kind),
                counting.conversations(kind, most),
                counting.endpoints(kind) if endpoints else (),
                counting.left_out[kind],
            )
            for kind in kinds
        ],
        with_endpoints=endpoints,
        graph=_graph(lines),
        problems=selection.reader.capture.problems,
    )


def _graph(lines: Lines) -> Graph | None:
    """What was drawn; None where nothing was to be."""
    from netkit.capture.conversations.graph_view import Graph  # noqa: PLC0415 - loads NumPy

    if not lines:
        return None
    drawn = Graph([(None if part is None else part.text, line) for part, line in lines])
    drawn.fit()
    return drawn


def _lines(parts: Sequence[str], interval: int | None) -> Lines:
    """A line for all packets, and one for each part of them."""
    from netkit.capture.conversations.timeline import Timeline  # noqa: PLC0415 - loads NumPy
    from netkit.capture.filtering import compile_filter  # noqa: PLC0415

    filters = [None, *(compile_filter(each) for each in dict.fromkeys(parts))]
    return [(each, Timeline(interval)) for each in filters]


def _selection(file: str, text: str | None, parts: Sequence[Filter]) -> Selection:
    from netkit.capture.columnar.query import Selection  # noqa: PLC0415 - loads NumPy
    from netkit.capture.columnar.tracked import TRACKED  # noqa: PLC0415

    return Selection(place_of(file), sorted({key for each in parts for key in each.keys if key in TRACKED}), text)


def _draw(line: Timeline, batch: QuickBatch, rows: Rows, first: int | None) -> None:
    """Add the chosen packets of a batch to a timeline."""
    frames = batch.frames
    timed = rows if frames.timed is None else rows & frames.timed
    line.untimed += int(rows.sum() - timed.sum())
    if first is not None:
        line.add(frames.time[timed], frames.original[timed], first)
