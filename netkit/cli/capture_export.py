"""`netkit capture export`: fields of the packets as Parquet, JSON lines or CSV, for other engines."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

import click

from netkit.cli.capture_file import place_of
from netkit.cli.choosing import filter_option
from netkit.cli.field_key import fields_option
from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports, say, show
from netkit.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netkit.capture.export.columns import ExportColumn
    from netkit.capture.export.view import Exported

__all__ = ["export"]

ENDINGS = {".parquet": "parquet", ".pq": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv"}
PACKED = {".gz": "gzip", ".zst": "zstd"}


@click.command(
    "export",
    cls=Command,
    examples=[
        ("netkit capture export page-load-01.pcapng -o packets.parquet", "for DuckDB, Spark, Dask, pandas"),
        ("netkit capture export page-load-01.pcapng -e ip.src -e tcp.len -o sizes.csv", "these fields alone"),
        ("netkit capture export talk.pcapng -Y dns -o queries.jsonl.zst", "what a filter selects, packed"),
        ("netkit capture export monday.pcap tuesday.pcap -o week/ --format parquet", "a dataset of several captures"),
    ],
)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@filter_option("Export only what this display filter selects")
@fields_option("Export")
@click.option(
    "-o", "--output", "target", required=True, type=click.Path(), metavar="OUT", help="The file to write, or a folder/."
)
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["parquet", "jsonl", "csv"]),
    help="The format; else the ending of OUT says it.",
)
@click.option("--lists", is_flag=True, help="Keep every value of a field that a packet has several times, as a list.")
@click.pass_context
@reports
def export(
    ctx: click.Context,
    files: tuple[str, ...],
    text: str | None,
    keys: tuple[str, ...],
    target: str,
    wanted: str | None,
    *,
    lists: bool,
) -> None:
    """Any fields as Parquet, JSON lines or CSV.

    A row for each packet, a column for each key. FILE is a capture, or - for standard input; OUT is the file to be written, or - for
    standard output. Several captures go into a folder, each into capture=NAME/ in it. Of a field that a packet has several times, the
    first value is written, unless --lists asks for all. A file is there when all of it is written.

    docs/export.md says which columns there are without -e, and what their types are.
    """
    from netkit.capture.export.columns import DEFAULT_KEYS, columns_for  # noqa: PLC0415 - loads NumPy
    from netkit.capture.export.view import exported_view  # noqa: PLC0415

    folder = len(files) > 1 or target.endswith(("/", os.sep)) or Path(target).is_dir()
    kind, packed = _kind("" if folder else target, wanted)
    if unknown := [key for key in keys if key.startswith("scapy.")]:
        raise UsageError(
            f"{unknown[0]} can't be exported",
            why="only netkit's own fields have columns",
            hint="netkit packet explain shows it",
        )
    columns = columns_for(keys or DEFAULT_KEYS)
    written = []
    for source, place in _places(files, target, kind, folder=folder):
        written.append(_write(source, place, text, columns, kind, packed, lists=lists))
    document = exported_view(written, columns, format=kind, lists=lists)
    if target == "-" or form() is not Form.JSON:
        say(*document.blocks)
    else:
        show(document)
    if any(each.problems for each in written):
        ctx.exit(ExitCode.MALFORMED)


def _kind(name: str, wanted: str | None) -> tuple[str, str | None]:
    """The format, and how the file is packed, by its name."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122
    packed = PACKED.get(ending.lower())
    if packed:
        ending = os.path.splitext(stem)[1]  # noqa: PTH122
    kind = wanted or ENDINGS.get(ending.lower())
    if kind is None:
        raise UsageError(
            f"in which format is {name} to be?" if name and name != "-" else "in which format?",
            why="its ending says none: .parquet, .jsonl or .csv",
            hint="--format parquet",
        )
    if kind == "parquet" and packed:
        raise UsageError("a Parquet file is packed within", why="engines read parts of it", hint=f"-o {stem}")
    return kind, packed


def _places(files: Sequence[str], target: str, kind: str, *, folder: bool) -> list[tuple[str, str]]:
    """Which file each capture goes into; UsageError where two would go into one, or a capture would be written over."""
    if not folder:
        for each in files:
            if _same(each, target):
                raise UsageError(
                    f"{each} and {target} are the same file",
                    why="the capture would be lost",
                    hint="write to another name",
                )
        return [(files[0], target)]
    found: dict[str, str] = {}
    for each in files:
        name = quote(Path(each).name, safe=" .,+-_") if each != "-" else "stdin"
        place = str(Path(target) / f"capture={name}" / f"packets.{kind}")
        if place in found:
            raise UsageError(
                f"two captures are called {Path(each).name}",
                why="each goes into a folder of its name",
                hint="export them one by one",
            )
        found[place] = each
    for place in found:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
    return [(source, place) for place, source in found.items()]


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)  # noqa: PTH121
    except (OSError, ValueError):
        return False


def _write(
    source: str,
    target: str,
    text: str | None,
    columns: Sequence[ExportColumn],
    kind: str,
    packed: str | None,
    *,
    lists: bool,
) -> Exported:
    from netkit.capture.columnar.query import Selection  # noqa: PLC0415 - loads NumPy
    from netkit.capture.destination import destination  # noqa: PLC0415
    from netkit.capture.export.view import Exported  # noqa: PLC0415

    place: str | BinaryIO = _output() if target == "-" else target
    with (
        Selection(place_of(source), [each.key for each in columns], text) as selection,
        destination(place, packed) as pen,
    ):
        count = _writer(kind)(pen, selection, columns, lists=lists)
    return Exported(source, target, count, selection.reader.capture.problems)


def _writer(kind: str) -> Callable[..., int]:
    if kind == "parquet":
        from netkit.capture.export.parquet import write_parquet  # noqa: PLC0415

        return write_parquet
    if kind == "jsonl":
        from netkit.capture.export.json_lines import write_json_lines  # noqa: PLC0415

        return write_json_lines
    from netkit.capture.export.csv_rows import write_csv  # noqa: PLC0415

    return write_csv


def _output() -> BinaryIO:
    if sys.stdout is None:
        raise UsageError("standard output is closed", why="- writes to it", hint="give a file")
    return sys.stdout.buffer
