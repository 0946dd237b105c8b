"""A conversion as a view: what was written, and what could not be kept."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from netkit.capture.converting import Outcome
from netkit.capture.form import Form
from netkit.capture.problem import Problem
from netkit.capture.view import problem_json, troubles
from netkit.view import Block, Document, Fact, Facts, Json, Next, Paragraph, Sentence

__all__ = ["CONVERT_SCHEMA", "converted"]

CONVERT_SCHEMA = "netkit.capture.convert/1"


def converted(path: str, form: Form, outcome: Outcome, problems: Sequence[Problem], *, advice: str = "") -> Document:
    """What `netkit capture convert` did; `advice` is a sentence on what it was asked for."""
    lost: list[Json] = [{"what": what, "count": count} for what, count in outcome.losses.items()]
    data: dict[str, Json] = {
        "file": path,
        "format": form.format,
        "compression": form.packed,
        "records": outcome.records,
        "lost": lost,
        "problems": [problem_json(problem) for problem in problems],
    }
    where = "standard output" if path == "-" else path
    count = f"{outcome.records:,} {'packet' if outcome.records == 1 else 'packets'}"
    packed = f", packed with {form.packed}" if form.packed else ""
    blocks: list[Block] = [Sentence(text=f"{where} · {count}, {form.format}{packed}")]
    if outcome.losses:
        blocks += [
            Paragraph(text="Not kept:"),
            Facts(rows=[Fact(label=f"{number:,}", value=what) for what, number in outcome.losses.items()]),
        ]
    if advice:
        blocks.append(Paragraph(text=advice))
    blocks += troubles(problems)
    if path != "-":
        blocks.append(Next(commands=[(f"netkit capture info {shlex.quote(path)}", "")]))
    return Document(schema=CONVERT_SCHEMA, data=data, blocks=blocks)
