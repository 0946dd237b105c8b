"""Lines of styled spans, and how text is measured and wrapped into them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum, auto

__all__ = ["Line", "Span", "Style", "beside", "chopped", "flatten", "indented", "measure", "padded", "wrap"]


class Style(Enum):
    """What a span is, from which an output chooses how it looks."""

    TEXT = auto()
    SENTENCE = auto()
    HEADING = auto()
    COLUMN = auto()
    LABEL = auto()
    VALUE = auto()
    PLACE = auto()
    SOURCE = auto()
    QUIET = auto()
    COMMAND = auto()
    RIGHT = auto()
    PARTIAL = auto()
    WRONG = auto()
    TROUBLE = auto()
    MARK_1 = auto()
    MARK_2 = auto()
    MARK_3 = auto()
    MARK_4 = auto()


Span = tuple[str, Style]
Line = Sequence[Span]


def measure(text: str) -> int:
    """The columns that `text` takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def flatten(line: Line) -> str:
    """The text of a line without its styles, and without spaces at its end."""
    return "".join(text for text, _ in line).rstrip(" ")


def padded(line: Line, width: int) -> list[Span]:
    """`line` with spaces up to `width`."""
    gap = width - sum(measure(text) for text, _ in line)
    return [*line, (" " * gap, Style.TEXT)] if gap > 0 else list(line)


def indented(lines: Iterable[Line], columns: int, first: Line | None = None) -> Iterator[Line]:
    """`lines` moved right by `columns`; `first` stands in the room thus made before the first line."""
    for number, line in enumerate(lines):
        lead = padded(first, columns) if first is not None and number == 0 else [(" " * columns, Style.TEXT)]
        yield [*lead, *line] if line or number == 0 else []


def beside(left: Sequence[Line], right: Sequence[Line], column: int) -> Iterator[Line]:
    """Two stacks of lines side by side, the second from `column` on."""
    for number in range(max(len(left), len(right))):
        a = left[number] if number < len(left) else []
        b = right[number] if number < len(right) else []
        yield [*padded(a, column), *b] if b else a


def wrap(spans: Iterable[Span], width: int, *, hang: int = 0) -> list[Line]:
    """`spans` broken at spaces into lines of `width`, all but the first indented by `hang`; long words stay whole."""
    lines: list[Line] = []
    line: list[Span] = []
    used = 0
    for word in _words(spans):
        length = sum(measure(text) for text, _ in word)
        if line and used + 1 + length > width:
            lines.append(line)
            line, used = ([(" " * hang, Style.TEXT)] if hang else []), hang
            line.extend(word)
        else:
            if line:
                line.append((" ", word[0][1] if word[0][1] is line[-1][1] else Style.TEXT))
                used += 1
            line.extend(word)
        used += length
    return [*lines, line] if line or not lines else lines


def _words(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The runs between spaces; a run may cross from one span to the next."""
    word: list[Span] = []
    for text, style in spans:
        for number, piece in enumerate(text.split(" ")):
            if number and word:
                yield word
                word = []
            if piece:
                word.append((piece, style))
    if word:
        yield word


def chopped(text: str, width: int) -> str:
    """`text` with a space inside of each word that is wider than `width`, so that wrapping never goes beyond it."""
    if measure(text) <= width:
        return text
    pieces: list[str] = []
    used = 0
    for char in text:
        columns = measure(char)
        if char != " " and used + columns > width and used:
            pieces.append(" ")
            used = 0
        pieces.append(char)
        used = 0 if char == " " else used + columns
    return "".join(pieces)
