"""Several words: a set of them, their order, or a table with one a row."""

from __future__ import annotations

import re

from netkit.lab.kinds.shape import Shape
from netkit.lab.kinds.words import one_of

__all__ = ["NOTHING", "order", "sequence", "several", "table"]

NOTHING = frozenset({"none", "nothing", "∅", "-", "{}"})
MOST = 64


def several(text: str, shape: Shape) -> frozenset[str]:
    """A set of the words that there are, in any order; `none` is the set without any."""
    if text.strip().lower().rstrip(".") in NOTHING:
        return frozenset()
    return frozenset(one_of(each, shape.choices) for each in _split(text, shape.choices))


def order(text: str, shape: Shape) -> tuple[str, ...]:
    """All the words that there are, in an order: each once."""
    found = tuple(one_of(each, shape.choices) for each in _split(text, shape.choices))
    if sorted(found) != sorted(shape.choices):
        raise ValueError(f"each of these is wanted, once, in your order: {', '.join(shape.choices)}")
    return found


def sequence(text: str, shape: Shape) -> tuple[str, ...]:
    """Some of the words that there are, in an order: none twice."""
    found = tuple(one_of(each, shape.choices) for each in _split(text, shape.choices))
    if len(set(found)) != len(found):
        raise ValueError("each is wanted once at most")
    return found


def table(text: str, shape: Shape) -> tuple[str, ...]:
    """A cell for each row: `row=cell` pairs in any order, or all cells in the rows' order. What is not said is left open.

    Cells are of the words that there are, or any text in lower case where there are none.
    """
    pairs = re.findall(r"([^\s=:,;][^=:,;]*?)\s*=\s*([^=,;\n]*?)\s*(?=[,;\n]|\s[^\s=]+\s*=|$)", text)
    if pairs:
        cells = {one_of(row, shape.rows): _cell(cell, shape) for row, cell in pairs}
        return tuple(cells.get(row, "") for row in shape.rows)
    found = _split(text, shape.choices)
    if len(found) != len(shape.rows):
        raise ValueError(f"a value for each row is wanted, as {shape.rows[0] if shape.rows else 'row'}=VALUE …")
    return tuple(_cell(each, shape) for each in found)


def _cell(text: str, shape: Shape) -> str:
    return one_of(text, shape.choices) if shape.choices else " ".join(text.lower().split())


def _split(text: str, choices: tuple[str, ...]) -> list[str]:
    """The words of a list: at commas and line ends; without any, choices that stand one behind the other, or what lies between spaces."""
    cleaned = re.sub(r"\band\b|[{}()\[\]]", ",", text)
    spaced = any(" " in choice for choice in choices)
    if spaced and (found := _one_behind_the_other(" ".join(text.split()), choices)):
        return found
    pattern = r"[,;\n]+" if spaced and re.search(r"[,;\n]", cleaned) else r"[,;\s]+|→|->|>"
    found = [each.strip() for each in re.split(pattern, cleaned) if each and each.strip()]
    if not found:
        raise ValueError(f"some of these are wanted: {', '.join(choices)}")
    if len(found) > MOST:
        raise ValueError("these are too many")
    return found


def _one_behind_the_other(text: str, choices: tuple[str, ...]) -> list[str]:
    """The choices that a text is made of with nothing but spaces between them; none where there is more in it."""
    longest_first = sorted(choices, key=len, reverse=True)
    word = rf"(?>{'|'.join(map(re.escape, longest_first))})(?: |$)"
    if not re.fullmatch(rf"(?>{word})+", text, re.IGNORECASE):
        return []
    return [each.strip() for each in re.findall(word, text, re.IGNORECASE)]
