"""Labs: exercises on real traffic, judged at once, with an explanation from the bytes."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.lab.definition import Lab, Task, load
    from netkit.lab.draw import Draw
    from netkit.lab.grading.grade import grade
    from netkit.lab.packet import Packet
    from netkit.lab.question import Box, Case, Line, Part, Place, Question, Situation, Wrong
    from netkit.lab.traffic import Library, Traffic
    from netkit.lab.value import Value
    from netkit.lab.verdict import Verdict

__all__ = [
    "Box",
    "Case",
    "Draw",
    "Lab",
    "Library",
    "Line",
    "Packet",
    "Part",
    "Place",
    "Question",
    "Situation",
    "Task",
    "Traffic",
    "Value",
    "Verdict",
    "Wrong",
    "grade",
    "load",
]

_MODULES = MappingProxyType(
    {
        "definition": "Lab Task load",
        "draw": "Draw",
        "grading.grade": "grade",
        "question": "Box Case Line Part Place Question Situation Wrong",
        "packet": "Packet",
        "traffic": "Library Traffic",
        "value": "Value",
        "verdict": "Verdict",
    }
)
"""Where each name is that is imported when it is first asked for."""


def __getattr__(name: str) -> object:
    """Each name is loaded when it is first asked for: who looks for a lab's folder needs no packets."""
    for module, names in _MODULES.items():
        if name in names.split():
            return getattr(import_module(f"netkit.lab.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
