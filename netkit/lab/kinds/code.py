"""A function of the student's: the text of its file."""

from __future__ import annotations

from netkit.lab.kinds.shape import Shape, UnfitError

__all__ = ["LARGEST", "code"]

LARGEST = 65_536
"""Characters of a file."""


def code(text: str, _: Shape) -> str:
    """A Python text, as it is."""
    if not text.strip():
        raise UnfitError("wanted.code", "a Python file is wanted: netkit lab answer TASK FILE.py")
    if len(text) > LARGEST:
        raise UnfitError(
            "wanted.shorter-code",
            "the file has {count} characters; the most is {most}",
            count=f"{len(text):,}",
            most=f"{LARGEST:,}",
        )
    if "\n" not in text.strip() and "def " not in text:
        raise UnfitError("wanted.function", "a Python file with a function is wanted: netkit lab answer TASK FILE.py")
    return text
