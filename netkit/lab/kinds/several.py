"""Several words: a set of them, their order, or a table with one a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netkit.lab.kinds.shape import Shape, UnfitError
from netkit.lab.kinds.words import one_of

__all__ = ["NOTHING", "order", "sequence", "several", "table"]

NOTHING = frozenset({"none", "nothing", "∅", "-", "{}"})
MOST = 64
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d|\s*=))")
"""A comma within a number, as netkit itself writes 47,335; behind the last three digits no row's name goes on."""


def several(text: str, shape: Shape) -> frozenset[str]:
    """A set of the words that there are, in any order; `none` is the set without any."""
    if text.strip().lower().rstrip(".") in NOTHING:
        return frozenset()
    return frozenset(_each(text, shape))


def order(text: str, shape: Shape) -> tuple[str, ...]:
    """All the words that there are, in an order: each once."""
    found = _each(text, shape)
    if sorted(found) != sorted(shape.choices):
        raise UnfitError(
            "wanted.order", "each of these is wanted, once, in your order: {choices}", choices=shape.told(shape.choices)
        )
    return found


def sequence(text: str, shape: Shape) -> tuple[str, ...]:
    """Some of the words that there are, in an order: none twice."""
    found = _each(text, shape)
    if len(set(found)) != len(found):
        raise UnfitError("wanted.once", "each is wanted once at most")
    return found


def table(text: str, shape: Shape) -> tuple[str, ...]:
    """A cell for each row: `row=cell` pairs in any order, or all cells in the rows' order. What is not said is left open.

    Cells are of the words that there are, or any text in lower case where there are none.
    """
    pairs = re.findall(r"([^\s=:,;][^=:,;]*?)\s*=\s*([^=,;\n]*?)\s*(?=[,;\n]|\s[^\s=]+\s*=|$)", THOUSANDS.sub("", text))
    if pairs:
        cells = {one_of(row, shape.rows, shape): _cell(cell, shape) for row, cell in pairs}
        return tuple(cells.get(row, "") for row in shape.rows)
    found = _split(text, shape)
    if len(found) != len(shape.rows):
        raise UnfitError(
            "wanted.table", "a value for each row is wanted, as {row}=VALUE …", row=shape.told(shape.rows[:1]) or "row"
        )
    return tuple(_cell(each, shape) for each in found)


def _each(text: str, shape: Shape) -> tuple[str, ...]:
    """The choices that the words of a list mean; UnfitError says which word means none."""
    found: list[str] = []
    for word in _split(text, shape):
        try:
            found.append(one_of(word, shape.choices, shape))
        except UnfitError as error:
            if error.id != "wanted.choice":
                raise
            raise UnfitError(
                "wanted.no-such-word",
                "{word} is none of these: {choices}",
                word=repr(word[:60]),
                choices=shape.told(shape.choices),
            ) from error
    return tuple(found)


def _cell(text: str, shape: Shape) -> str:
    return one_of(text, shape.choices, shape) if shape.choices else " ".join(text.lower().split())


def _split(text: str, shape: Shape) -> list[str]:
    """The words of a list: at commas and line ends; without any, words that stand one behind the other, or what lies between spaces."""
    cleaned = re.sub(r"\band\b|[{}()\[\]]", ",", text)
    whole = [shape.said.get(each, each) for each in shape.choices]
    words = [*whole, *shape.choices, *shape.also]
    if any(" " in each for each in words):
        if found := _one_behind_the_other(" ".join(text.split()), words):
            return found
        marks = r"[,;\n]+|→|->|>"
        pieces = re.split(marks if re.search(marks, cleaned) else r"\s+", cleaned)
    else:
        pieces = re.split(r"[,;\s]+|→|->|>", cleaned)
    found = [piece.strip() for piece in pieces if piece.strip()]
    if not found:
        raise UnfitError("wanted.set", "some of these are wanted: {choices}", choices=shape.told(shape.choices))
    if len(found) > MOST:
        raise UnfitError("wanted.fewer-words", "these are too many")
    return found


def _one_behind_the_other(text: str, words: Sequence[str]) -> list[str]:
    """The words that a text is made of with nothing but spaces between them; none where there is more in it."""
    longest_first = sorted(words, key=len, reverse=True)
    word = rf"(?>{'|'.join(map(re.escape, longest_first))})(?: |$)"
    if not re.fullmatch(rf"(?>{word})+", text, re.IGNORECASE):
        return []
    return [each.strip() for each in re.findall(word, text, re.IGNORECASE)]
