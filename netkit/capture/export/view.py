"""What was exported, as a view."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from netkit.capture.export.columns import ExportColumn
from netkit.capture.problem import Problem
from netkit.capture.view import problem_json, troubles
from netkit.view import Block, Document, Json, Next, Sentence

__all__ = ["SCHEMA", "Exported", "exported_view"]

SCHEMA = "netkit.capture.export/1"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: from which capture, how many packets, and what was wrong with the capture."""

    source: str
    target: str
    packets: int
    problems: Sequence[Problem]


def exported_view(files: Sequence[Exported], columns: Sequence[ExportColumn], *, format: str, lists: bool) -> Document:  # noqa: A002
    """The files with their packets; `format` is `parquet`, `jsonl` or `csv`."""
    blocks: list[Block] = []
    for each in files:
        noun = "packet" if each.packets == 1 else "packets"
        blocks.append(Sentence(text=f"{each.target} is written: {each.packets:,} {noun}, {len(columns):,} columns"))
        blocks += troubles(each.problems)
    if files and files[0].target != "-":
        blocks.append(Next(commands=[(_query(files, format), "")]))
    data: dict[str, Json] = {
        "format": format,
        "lists": lists,
        "columns": [{"key": each.key, "type": each.type_name} for each in columns],
        "files": [
            {
                "source": each.source,
                "target": each.target,
                "packets": each.packets,
                "problems": [problem_json(problem) for problem in each.problems],
            }
            for each in files
        ],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _query(files: Sequence[Exported], format: str) -> str:  # noqa: A002
    place = files[0].target if len(files) == 1 else f"{files[0].target.rpartition('/capture=')[0]}/*/*"
    reader = {"parquet": "read_parquet", "jsonl": "read_json", "csv": "read_csv"}[format]
    quoted = place.replace("'", "''")
    query = f"SELECT count(*) FROM {reader}('{quoted}')"  # noqa: S608 - shown to a person
    return f"duckdb -c {shlex.quote(query)}"
