"""Where in a build line something is wrong: the words with carets under them."""

from __future__ import annotations

from netkit.errors import BuildError
from netkit.packet.building.draft import Draft
from netkit.packet.building.naming.names import fields_of

__all__ = ["place_in", "pointed"]


def pointed(text: str, start: int, end: int) -> str:
    """The part of a line around a place, with carets under it."""
    first, last = max(0, start - 32), min(len(text), max(min(end, start + 40), start + 1) + 24)
    shown = "".join(character if character.isprintable() else "?" for character in text[first:last])
    before = "…" if first else ""
    behind = "…" if last < len(text) else ""
    width = max(1, min(end, last) - start)
    return f"{before}{shown}{behind}\n{' ' * (len(before) + start - first)}{'^' * width}"


def place_in(line: str, error: BuildError) -> BuildError:
    """The error with the words of the line that it is about, if they are known."""
    draft = error.draft
    if error.where or not line or not isinstance(draft, Draft) or draft.spans is None:
        return error
    start, end = draft.spans[""]
    names, flags = fields_of(draft.table)
    for name, span in draft.spans.items():
        meant = names.get(name) if "=" in line[slice(*span)] else flags.get(name)
        if meant is not None and any(field.name.rstrip("_") == error.field for field in meant.fields):
            start, end = span
    error.where = pointed(line, start, end)
    return error
