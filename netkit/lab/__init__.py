"""Labs: exercises on real traffic, judged at once, with an explanation from the bytes."""

from netkit.lab.definition import Lab, Task, load
from netkit.lab.draw import Draw
from netkit.lab.grading.grade import grade
from netkit.lab.question import Case, Line, Part, Place, Question, Situation, Wrong
from netkit.lab.traffic import Library, Packet, Traffic
from netkit.lab.value import Value
from netkit.lab.verdict import Verdict

__all__ = [
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
