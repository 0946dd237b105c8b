"""A class that got its files, as a view."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from netkit.view import Block, Document, Fact, Facts, Json, Next, Sentence

if TYPE_CHECKING:
    from netkit.lab.course.handout import Handed
    from netkit.lab.definition import Lab

__all__ = ["MAKE_SCHEMA", "handed_out"]

MAKE_SCHEMA = "netkit.capture.make/1"
_MOST_SHOWN = 12


def handed_out(lab: Lab, handed: Sequence[Handed], out: str, *, column: str, keys: str) -> Document:
    """What `netkit capture make` did: how many, where, and the first of them."""
    made = sum(each.made for each in handed)
    students: list[Json] = [
        {"student": each.student, "folder": each.folder, "files": list(each.files), "made": each.made}
        for each in handed
    ]
    data: dict[str, Json] = {
        "lab": lab.slug, "version": lab.version, "folder": out, "column": column or None, "keys": keys or None, "students": students,
    }  # fmt: skip
    there = f", {len(handed) - made:,} were there" if made < len(handed) else ""
    whose = f" · ids from the column {column}" if column else ""
    count = f"{len(handed):,} student{'' if len(handed) == 1 else 's'}"
    rows = [Fact(label=each.student, value=f"{each.folder}: {', '.join(each.files)}") for each in handed[:_MOST_SHOWN]]
    if len(handed) > _MOST_SHOWN:
        rows.append(Fact(label="…", value=f"{len(handed) - _MOST_SHOWN:,} more"))
    blocks: list[Block] = [
        Sentence(text=f"{lab.slug} {lab.version} · {count} in {out}: {made:,} made{there}{whose}"),
        Facts(rows=rows),
    ]
    if keys:
        blocks.append(Sentence(text=f"The answer keys are in {keys}: for you, and for nobody else."))
    first = next((f"{out}/{each.folder}/{name}" for each in handed for name in each.files if "." in name), "")
    if first.endswith((".pcapng", ".pcap")):
        blocks.append(Next(commands=[(f"netkit capture show {shlex.quote(first)}", "what the first of them sees")]))
    return Document(schema=MAKE_SCHEMA, data=data, blocks=blocks)
