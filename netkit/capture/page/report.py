"""What `netkit capture view` did, as a view: which page was written, and what stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.capture.page.contents import SCHEMA, Contents
from netkit.capture.problem import Problem
from netkit.capture.view import problem_json, troubles
from netkit.view import Block, Document, Json, Paragraph, Sentence

__all__ = ["written"]


def written(path: str, contents: Contents, size: int, problems: Sequence[Problem]) -> Document:
    """The report on a page of `size` bytes at `path`."""
    data: dict[str, Json] = {
        "file": path,
        "bytes": size,
        "packets": contents.packets,
        "streams": contents.streams,
        "notices": list(contents.notices),
        "problems": [problem_json(problem) for problem in problems],
    }
    where = "standard output" if path == "-" else path
    streams = f"{contents.streams:,} TCP {'stream' if contents.streams == 1 else 'streams'}"
    kib = f"{max(1, round(size / 1024)):,} KiB"
    blocks: list[Block] = [Sentence(text=f"{where} · {contents.sentence}, {streams}, {kib}")]
    blocks += [Paragraph(text=notice) for notice in contents.notices]
    blocks += troubles(problems)
    if path != "-":
        blocks.append(Paragraph(text="Open it in any browser: it is one file, and loads nothing.", quiet=True))
    return Document(schema=SCHEMA, data=data, blocks=blocks)
