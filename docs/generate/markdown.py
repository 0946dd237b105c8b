"""Markdown as GitHub reads it: headings with their anchors, tables, code, and the RFCs as links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

__all__ = ["Page", "anchor_of", "code", "first_paragraph", "prose", "sentence"]

CONTENTS_FROM = 7
"""From so many headings on a page begins with a list of them."""

CONTENTS_OF_ALL = 40
"""With more headings than these the list has only those of the second level."""

_RFC = re.compile(r"RFC (\d+)(?: §(\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)| appendix ([A-Z](?:\.\d+)*))?")
_PAGE = "https://www.rfc-editor.org/rfc/rfc{}"


class Page:
    """A page while it is written: lines, with the sources that they name, which become links at its end."""

    def __init__(self, title: str, note: str) -> None:
        self._lines: list[str] = []
        self._headings: list[tuple[int, str, str]] = []
        self._contents: int | None = None
        self.heading(1, title)
        self.paragraph(f"<!-- {note} -->")

    def heading(self, level: int, text: str) -> None:
        """A heading, which a link reaches by an anchor of its own."""
        name = anchor_of(text)
        before = sum(anchor_of(other) == name for _, other, _ in self._headings)
        self._headings.append((level, text, f"{name}-{before}" if before else name))
        self._lines += [f"{'#' * level} {text}", ""]

    def contents(self) -> None:
        """Here stands a list of the headings below, if there are many."""
        self._contents = len(self._lines)

    def paragraph(self, text: str) -> None:
        """Running text, already Markdown."""
        self._lines += [text, ""]

    def bullets(self, texts: Iterable[str]) -> None:
        """A list; nothing for no texts."""
        if lines := [f"- {text}" for text in texts]:
            self._lines += [*lines, ""]

    def block(self, lines: Iterable[str], language: str = "text") -> None:
        """Text that is shown as it is."""
        self._lines += [f"```{language}", *(line.rstrip() for line in lines), "```", ""]

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table, of cells that are Markdown already."""
        self._lines.append(_row(head))
        self._lines.append("|" + "---|" * len(head))
        self._lines += [_row(cells) for cells in rows]
        self._lines.append("")

    def text(self) -> str:
        """The whole page; what looks like an RFC outside of code is a link, which the last lines resolve."""
        lines = list(self._lines)
        if self._contents is not None and len(self._headings) > CONTENTS_FROM:
            deepest = 2 if len(self._headings) > CONTENTS_OF_ALL else 3
            shown = [each for each in self._headings[1:] if each[0] <= deepest]
            entries = [f"{'  ' * (level - 2)}- [{text}](#{name})" for level, text, name in shown]
            lines[self._contents : self._contents] = ["On this page:", "", *entries, ""]
        linked = _linked(lines)
        body = "\n".join(linked).rstrip("\n") + "\n"
        links = sorted({match[0] for match in re.finditer(r"(?<=\[)RFC [^\]]+(?=\])", body)}, key=_by_number)
        return body + ("\n" + "".join(f"[{name}]: {_address(name)}\n" for name in links) if links else "")


def anchor_of(heading: str) -> str:
    """What GitHub makes of a heading: small letters, digits, hyphens and underscores."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def code(text: str) -> str:
    """Text in code's own letters; it must hold no backtick."""
    return f"`{text}`"


def prose(text: str) -> str:
    """Text that says the same as Markdown: signs that would be markup stand for themselves."""
    return re.sub(r"([*<\[\]])", r"\\\1", " ".join(text.split()))


def sentence(text: str) -> str:
    """Prose with a capital at its beginning and a full stop at its end."""
    text = prose(text)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")


def first_paragraph(documentation: str | None) -> str:
    """The first paragraph of a docstring, as one line."""
    return " ".join((documentation or "").strip().partition("\n\n")[0].split())


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _linked(lines: Sequence[str]) -> list[str]:
    """The lines with their RFCs in brackets: not in blocks of code, in spans of code, in headings, and where they are a link already."""
    found, inside = [], False
    for line in lines:
        inside ^= line.startswith("```")
        if inside or line.startswith("#"):
            found.append(line)
            continue
        parts = re.split(r"(`[^`]*`|\[[^\]]*\]\([^)]*\))", line)
        found.append("".join(part if at % 2 else _RFC.sub(r"[\g<0>]", part) for at, part in enumerate(parts)))
    return found


def _by_number(name: str) -> tuple[int, str]:
    found = _RFC.fullmatch(name)
    return (int(found[1]), name) if found else (0, name)


def _address(name: str) -> str:
    found = _RFC.fullmatch(name)
    if not found:
        raise ValueError(f"{name} is no RFC")
    page = _PAGE.format(found[1])
    if found[2]:
        return f"{page}#{'section' if found[2][0].isdigit() else 'appendix'}-{found[2]}"
    return f"{page}#appendix-{found[3]}" if found[3] else page
