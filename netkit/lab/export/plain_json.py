"""Everything as one JSON document, in the form of `netkit grade --json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.lab.export.gradebook import Gradebook

__all__ = ["SCHEMA", "plain_json"]

SCHEMA = "netkit.grade.export/1"


def plain_json(gradebook: Gradebook) -> dict[str, bytes]:
    """One file."""
    document = {
        "schema": SCHEMA,
        "course": gradebook.course,
        "time": gradebook.time,
        "grades": [each.json() for each in gradebook.graded],
    }
    return {"grades.json": json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"}
