"""`netkit capture show`: the packets of a capture, or those that a filter selects, a line each, or any fields of them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import click

from netkit.capture import Problem
from netkit.capture.view import SHOW_SCHEMA, packets, troubles
from netkit.cli.capture_rows import columns_of, row_cells, row_json
from netkit.cli.capture_selected import Selected, selected, selection_of
from netkit.cli.choosing import filter_option
from netkit.cli.field_key import fields_option
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show, show_stream
from netkit.errors import ExitCode
from netkit.view import Block, Document, Json, Paragraph

if TYPE_CHECKING:
    from netkit.capture.columnar.query import Selection

__all__ = ["show_packets"]

MOST_LINES = 1000
"""Packets that are listed for a person before one has to ask for more."""


@click.command(
    "show",
    cls=Command,
    examples=[
        ("netkit capture show page-load-01.pcapng", "a line for each packet"),
        ("netkit capture show page-load-01.pcapng -Y 'tcp.port == 80'", "only the packets that a filter selects"),
        ("netkit capture show page-load-01.pcapng -e ip.src -e ip.ttl", "these fields of each packet"),
        ("netkit capture show page-load-01.pcapng -Y dns -e dns.qry.name --json", "the same as JSON lines"),
    ],
)
@click.argument("file", type=click.Path())
@filter_option("Show only what this display filter selects")
@fields_option("Show")
@click.option(
    "-n", "--most", type=click.IntRange(1), metavar="N", help=f"Show at most N packets ({MOST_LINES:,} on a screen)."
)
@click.pass_context
@reports
def show_packets(ctx: click.Context, file: str, text: str | None, keys: tuple[str, ...], most: int | None) -> None:
    """The packets, a line each, or any fields of them.

    FILE is a capture, or - for standard input. With a filter, packets keep the numbers that they have in the capture. A list for a
    screen ends after 1,000 packets, unless told otherwise.
    """
    with selection_of(file, keys, text) as selection:
        found = selected(selection, keys)
        if form() is Form.JSON:
            count = _show_json(islice(found, most), keys)
            problems = selection.reader.capture.problems
            for problem in problems:
                say(Paragraph(text=f"{problem.text} (byte {problem.offset:,} of the file)"))
            if text is not None and not count:
                say(_nothing(file, text))
        else:
            rows, more = _rows(found, selection, keys, most or MOST_LINES)
            problems = selection.reader.capture.problems
            _show_table(_Asked(file, text, keys), rows, problems, more=more)
    if problems:
        ctx.exit(ExitCode.MALFORMED)


def _show_json(found: Iterator[Selected], keys: Sequence[str]) -> int:
    """The packets as lines; gives how many there were."""
    count = 0

    def rows() -> Iterator[dict[str, Json]]:
        nonlocal count
        for each in found:
            yield row_json(each, keys)
            count += 1

    show_stream(SHOW_SCHEMA, rows())
    return count


def _rows(
    found: Iterator[Selected], selection: Selection, keys: Sequence[str], most: int
) -> tuple[list[list[str]], bool]:
    """The rows of a table for a person, and whether there are more; times are counted from the capture's first packet."""
    rows: list[list[str]] = []
    for each in found:
        if len(rows) >= most:
            return rows, True
        rows.append(row_cells(each, keys, selection.first_time))
    return rows, False


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for."""

    file: str
    filter: str | None
    keys: Sequence[str]


def _show_table(asked: _Asked, rows: list[list[str]], problems: Sequence[Problem], *, more: bool) -> None:
    filtered = "" if asked.filter is None else f" -Y {shlex.quote(asked.filter)}"
    told = (
        f"the first {len(rows):,} packets; netkit capture show {asked.file}{filtered} --most N shows more"
        if more
        else ""
    )
    if asked.filter is None or rows:
        blocks = packets(columns_of(asked.keys), rows, path=asked.file, problems=problems, more=told)
    else:
        blocks = [_nothing(asked.file, asked.filter), *troubles(problems)]
    show(Document(schema=SHOW_SCHEMA, data={}, blocks=blocks))


def _nothing(file: str, text: str) -> Block:
    return Paragraph(text=f"{text} selects no packet of {'standard input' if file == '-' else file}.")
