"""`netkit capture convert`: a capture in another form."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

import click

from netkit import capture as captures
from netkit.capture.convert_view import converted
from netkit.capture.converting import convert as convert_capture
from netkit.capture.form import form_for
from netkit.capture.selection import Selection, parse_selection
from netkit.cli.capture_file import place_of
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show
from netkit.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from netkit.capture.anonymous import Anonymiser

__all__ = ["convert"]

_DRAWN = "The key was drawn and is forgotten: the next file gets other addresses and names. --key TEXT makes several files agree."
_UNITS = {"nanoseconds": 10**9, "microseconds": 10**6}


class Packets(click.ParamType[Selection]):
    """Numbers of packets and ranges of them."""

    name = "packets"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Selection:  # noqa: ARG002
        """The selection that was typed; UsageError says what is wrong with it."""
        return value if isinstance(value, Selection) else parse_selection(str(value))


@click.command(
    cls=Command,
    examples=[
        ("netkit capture convert talk.pcapng talk.pcap", "for programs that know only pcap"),
        ("netkit capture convert talk.pcap talk.pcapng.zst", "into pcapng, packed"),
        ("netkit capture convert talk.pcapng part.pcapng --packets 1-100,205", "these packets alone"),
        ("netkit capture convert talk.pcapng share.pcapng --anonymise", "other addresses and names, no content"),
        ("tcpdump -w - | netkit capture convert - talk.pcapng.zst", "from a pipe"),
    ],
)
@click.argument("source", metavar="IN", type=click.Path())
@click.argument("target", metavar="OUT", type=click.Path())
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["pcap", "pcapng"]),
    help="The format of OUT; else its ending says it, and with no ending it is pcapng.",
)
@click.option(
    "--packed",
    type=click.Choice(["gzip", "zstd", "none"]),
    help="How OUT is packed; else .gz or .zst at its end says it.",
)
@click.option("--nanoseconds", "unit", flag_value="nanoseconds", default=None, help="Write every time in nanoseconds.")
@click.option("--microseconds", "unit", flag_value="microseconds", help="Write every time in microseconds.")
@click.option("--packets", type=Packets(), metavar="LIST", help="Keep these packets only: 1-100,205,1000-.")
@click.option(
    "--anonymise",
    "--anonymize",
    is_flag=True,
    help="Replace addresses and names, consistently, and empty the payloads: for captures that are to be shared.",
)
@click.option(
    "--key",
    metavar="TEXT",
    envvar="NETKIT_ANONYMISE_KEY",
    help="With --anonymise: the same key replaces alike in several files. Keep it secret; else one is drawn and forgotten.",
)
@click.pass_context
@reports
def convert(
    ctx: click.Context,
    source: str,
    target: str,
    wanted: str | None,
    packed: str | None,
    unit: str | None,
    packets: Selection | None,
    anonymise: bool,  # noqa: FBT001  click calls it so
    key: str | None,
) -> None:
    """A capture in another form: pcap or pcapng, packed or not.

    IN is a capture, OUT the file to be written; - is standard input and standard output. What the form can hold is kept, block by
    block: comments, interfaces, names, secrets, and blocks that netkit does not know. What it can't hold is said on standard error.
    OUT is there when all of it is written, and never half of it. A file that is cut or damaged is converted as far as it is whole; the
    exit code is then 3.

    --anonymise keeps times, lengths, ports and flags, and who spoke with whom; docs/captures.md says what it changes, and how.
    """
    _differ(source, target)
    if not anonymise and ctx.get_parameter_source("key") is click.core.ParameterSource.COMMANDLINE:
        raise UsageError(
            "--key is for --anonymise",
            why="it says which addresses and names stand in for others",
            hint="add --anonymise",
        )
    told = form_for("" if target == "-" else target, format=wanted, packed=packed)
    place: str | BinaryIO = _output() if target == "-" else target
    change = _anonymiser(key) if anonymise else None
    with captures.open(place_of(source)) as records:
        outcome = convert_capture(
            records, place, told, resolution=_UNITS.get(unit or ""), packets=packets, change=change
        )
    if change is not None:
        outcome = replace(outcome, losses={**change.losses.counts, **outcome.losses})
    advice = _DRAWN if anonymise and key is None else ""
    document = converted(target, told, outcome, records.problems, advice=advice)
    if target == "-" or form() is not Form.JSON:
        say(*document.blocks)
    else:
        show(document)
    if records.problems:
        ctx.exit(ExitCode.MALFORMED)


def _anonymiser(key: str | None) -> Anonymiser:
    """What changes a capture for sharing, under the key that was given, or under one that nobody will know again."""
    from netkit.capture.anonymous import Anonymiser  # noqa: PLC0415  it takes every protocol's tables along

    return Anonymiser(os.urandom(32) if key is None else key.encode("utf-8", "surrogateescape"))


def _differ(source: str, target: str) -> None:
    """UsageError where IN and OUT are one file: a conversion that loses something must not take the only copy with it."""
    try:
        same = os.path.samefile(source, target)  # noqa: PTH121
    except (OSError, ValueError):
        return
    if same:
        raise UsageError(
            f"{source} and {target} are the same file",
            why="what the form can't hold, and what was not asked for, would be lost for good",
            hint="write to another name",
        )


def _output() -> BinaryIO:
    if sys.stdout is None or sys.stdout.isatty():
        raise UsageError(
            "a capture is no text for a screen",
            why="- writes its bytes to standard output",
            hint="give a file, or a pipe: netkit capture convert IN - | …",
        )
    return sys.stdout.buffer
