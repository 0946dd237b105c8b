"""A build line, character by character: where one stands in it, what a value is, and how an error gets its place."""

from __future__ import annotations

import re
from typing import Any

from netkit.errors import BuildError
from netkit.packet.building.text.pointing import pointed
from netkit.packet.building.values import Text, Word, Wrong

__all__ = ["Cursor"]

DEEPEST = 40
"""Brackets within brackets; an honest packet has about five."""

_VALUE = re.compile(r"[^\s\[\]()\"']+")
_SPACE = re.compile(r"\s+")
_HEX = re.compile(r"[0-9a-fA-F:._-]*")
_QUOTED = re.compile(r"""(["'])((?:\\.|(?!\1)[^\\])*)\1""", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|(n)|(r)|(t)|([\\\"']))")


class Cursor:
    """A place in a line; `at` is the next character, `depth` how many brackets are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def value(self) -> Any:
        """A value: text in quotes, bytes in hex, `wrong(…)`, or a word."""
        start = self.at
        first = self.text[start : start + 1]
        if first in ('"', "'") and first:
            return self.quoted()
        if self.text.startswith("hex:", start):
            return self.hexadecimal()
        if self.text.startswith("wrong(", start):
            self.at += len("wrong(")
            self.enter(start + len("wrong"))
            self.space()
            value = self.value()
            self.close(")", start + len("wrong"))
            return Wrong(value)
        if first == "=":
            raise self.error("one = is enough", start - 1, start + 1, hint="name=value")
        word = self.match(_VALUE)
        if not word:
            raise self.error(
                "a value is missing behind =",
                max(start - 1, 0),
                start,
                why="no space stands around =",
                hint="name=value",
            )
        return Word(word)

    def quoted(self) -> Text:
        """A text in quotes, with its escapes resolved."""
        found = _QUOTED.match(self.text, self.at)
        if not found:
            raise self.error(
                "this quote is not closed", self.at, self.at + 1, why="a text ends with the quote that it begins with"
            )
        self.at = found.end()
        if self.at < len(self.text) and not (self.text[self.at].isspace() or self.text[self.at] in "/])"):
            raise self.error(
                "something stands right behind this text",
                found.start(),
                self.at + 1,
                hint="put a space behind the quote",
            )
        return _unescaped(found[2])

    def hexadecimal(self) -> bytes:
        """Bytes in hex behind `hex:`, in quotes or not."""
        start = self.at
        self.at += len("hex:")
        quoted = self.text[self.at : self.at + 1] in ('"', "'")
        digits = self.quoted() if quoted else self.match(_HEX)
        plain = re.sub(r"[\s:._-]", "", digits)
        if self.at < len(self.text) and not (self.text[self.at].isspace() or self.text[self.at] in "/])"):
            raise self.error(
                f"{self.text[self.at]!r} is no hex digit",
                self.at,
                self.at + 1,
                why="bytes are written as two hex digits each",
            )
        try:
            return bytes.fromhex(plain)
        except ValueError:
            why = "each byte is two hex digits" if len(plain) % 2 else "the digits are 0 to 9 and a to f"
            raise self.error("these are no bytes in hex", start, self.at, why=why) from None

    def match(self, pattern: re.Pattern[str]) -> str:
        """What the pattern takes from here on."""
        found = pattern.match(self.text, self.at)
        if not found:
            return ""
        self.at = found.end()
        return found[0]

    def space(self) -> None:
        """Pass over spaces."""
        self.match(_SPACE)

    def enter(self, opened: int) -> None:
        """Go into a bracket, unless too many are open."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"more than {DEEPEST} brackets lie in one another here", opened, opened + 1)

    def close(self, bracket: str, opened: int) -> None:
        """Go out of a bracket, which must be closed here."""
        self.space()
        if not self.text.startswith(bracket, self.at):
            if self.at < len(self.text):
                self.unexpected(wanted=bracket)
            why = "a bracket that is opened is closed, behind what belongs into it"
            raise self.error(f"this bracket is not closed: {bracket} is missing", opened, opened + 1, why=why)
        self.at += 1
        self.depth -= 1

    def unexpected(self, wanted: str = "") -> None:
        """Raise the error of a character that can't stand here."""
        found = self.text[self.at]
        hint = ""
        if found == "=":
            hint = "no space stands around =: name=value"
        elif found in ")]" and not wanted:
            hint = "no bracket is open here that it could close"
        elif found == "(":
            hint = "a value stands behind =, as in ttl=3; only wrong(…), whole(…), quoted(…) and cut(…) have round brackets"
        raise self.error(
            f"{found} can't stand here", self.at, self.at + 1, why=f"{wanted} is wanted" if wanted else "", hint=hint
        )

    def error(self, what: str, start: int, end: int, *, why: str = "", hint: str = "") -> BuildError:
        """An error about these characters."""
        return self.located(BuildError(what, why=why, hint=hint), start, end)

    def located(self, error: BuildError, start: int, end: int) -> BuildError:
        """The error with the place in the line that it is about, unless it has one already."""
        if not error.where:
            error.where = pointed(self.text, start, end)
        return error


def _unescaped(written: str) -> Text:
    text: list[str] = []
    data = bytearray()
    at = 0
    for found in _ESCAPE.finditer(written):
        plain = written[at : found.start()]
        at = found.end()
        byte, newline, carriage, tab, itself = found.groups()
        meant = chr(int(byte, 16)) if byte else "\n" if newline else "\r" if carriage else "\t" if tab else itself
        text += [plain, meant]
        data += plain.encode("utf-8", "surrogateescape")
        data += meant.encode("latin-1")
    text.append(written[at:])
    data += written[at:].encode("utf-8", "surrogateescape")
    return Text("".join(text), bytes(data))
