"""`netkit capture view`: a capture as a web page of one file."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from netkit.cli.capture_convert import Packets
from netkit.cli.capture_file import title_of
from netkit.cli.capture_selected import selection_of
from netkit.cli.choosing import filter_option
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show
from netkit.errors import CaptureError, ExitCode, NetkitError, UsageError

if TYPE_CHECKING:
    from netkit.capture import Problem
    from netkit.capture.page.contents import Contents
    from netkit.capture.selection import Selection

__all__ = ["view"]

MOST = 10_000
"""Packets of a page, unless more are asked for."""


@click.command(
    cls=Command,
    examples=[
        ("netkit capture view page-load-01.pcapng", "writes page-load-01.html beside you"),
        ("netkit capture view talk.pcapng -o lesson.html", "under another name"),
        ("netkit capture view talk.pcapng -Y 'tcp.stream == 0'", "only the packets that a filter selects"),
        ("netkit capture view talk.pcapng --packets 1-50,72", "only these packets"),
    ],
)
@click.argument("file", type=click.Path())
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="PAGE",
    help="Where to write the page; else beside you, named as the capture. - is standard output.",
)
@filter_option("Take only what this display filter selects")
@click.option("--packets", "numbers", type=Packets(), metavar="LIST", help="Take only these packets: 1-100,205,1000-.")
@click.option(
    "-n",
    "--most",
    type=click.IntRange(1),
    default=MOST,
    metavar="N",
    help=f"Take at most N packets ({MOST:,}).",
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_context
@reports
def view(
    ctx: click.Context,
    file: str,
    output: str | None,
    text: str | None,
    numbers: Selection | None,
    most: int,
    *,
    force: bool,
) -> None:
    """A capture as a web page of one file.

    The page has the packets, the fields and bytes of each, and what both sides of each stream said. It needs no network and loads nothing,
    so it can be mailed, or put beside the notes of a course. FILE is a capture, or - for standard input.
    """
    target = output if output is not None else _named(file)
    place = _place(target, force=force)
    contents, problems = _contents(file, text, numbers, most)
    if not contents.packets:
        raise _nothing(file, text, numbers)
    from netkit.capture.destination import destination  # noqa: PLC0415
    from netkit.capture.page.document import html  # noqa: PLC0415 - loads the templates
    from netkit.capture.page.report import written  # noqa: PLC0415

    page = html(contents).encode("utf-8", "backslashreplace")
    with destination(place, None) as pen:
        pen.write(page)
    document = written(target, contents, len(page), problems)
    if target == "-" or form() is not Form.JSON:
        say(*document.blocks)
    else:
        show(document)
    if problems:
        ctx.exit(ExitCode.MALFORMED)


def _contents(
    file: str, text: str | None, numbers: Selection | None, most: int
) -> tuple[Contents, tuple[Problem, ...]]:
    """What stands in the page, and the problems of the capture file."""
    from netkit.capture.page.choice import choose  # noqa: PLC0415 - loads NumPy, and every table
    from netkit.capture.page.contents import TRACKED_KEYS, contents  # noqa: PLC0415

    with selection_of(file, TRACKED_KEYS, text) as selection:
        chosen, left_out = choose(selection, numbers, most=most)
        problems = selection.reader.capture.problems
        notices = []
        if text is not None:
            notices.append(
                f"These are the packets that the filter {text} selects; they keep the numbers that they have in the capture."
            )
        if left_out:
            notices.append(
                f"{left_out} netkit capture view … -Y FILTER takes those that you choose, --most N more of them."
            )
        made = contents(
            chosen,
            title=title_of(file),
            path=shlex.quote(file),
            first_time=selection.first_time,
            problems=problems,
            notices=notices,
        )
    return made, problems


def _named(file: str) -> str:
    """The page's name beside the user: that of the capture, without what says its form."""
    name = "capture" if file == "-" else Path(file).name
    for ending in (".gz", ".zst", ".pcapng", ".pcap", ".cap"):
        name = name.removesuffix(ending)
    return f"{name or 'capture'}.html"


def _place(target: str, *, force: bool) -> str | BinaryIO:
    """Where the page is written; UsageError where something is there already, or where nothing can be."""
    if target == "-":
        if sys.stdout is None or sys.stdout.isatty():
            raise UsageError(
                "a page is no text for a screen",
                why="- writes it to standard output",
                hint="give a file: netkit capture view FILE -o page.html",
            )
        return sys.stdout.buffer
    place = Path(target)
    try:
        if place.is_dir():
            raise UsageError(f"{target} is a directory", why="a page is one file", hint=f"{target}/capture.html")
        there = place.is_file()
    except ValueError as error:
        raise UsageError(
            f"{target!r} can't be the name of a file", where=str(error), why="the system refused"
        ) from error
    if there and not force:
        raise UsageError(
            f"{target} is there already",
            why="netkit writes over a file only when it is told to",
            hint="add --force, or give another name with -o",
        )
    return target


def _nothing(file: str, text: str | None, numbers: Selection | None) -> NetkitError:
    name = "standard input" if file == "-" else file
    if text is None and numbers is None:
        return CaptureError(f"{name} holds no packet", why="a page shows packets, and there is none to show")
    return UsageError(
        f"no packet of {name} is selected",
        why="a page shows packets, and there is none to show",
        hint=f"netkit capture show {shlex.quote(file)} lists the packets",
    )
