"""A script becomes tokens, each with its place.

Written by hand, and not in lark's grammar, for three reasons: the language tells its words apart by length alone (`1001`, `1e4` and
`0x1f` are three kinds of word), a full stop is a flag, the beginning of a number or a third of an ellipsis, and an error is to name the
rule that was broken and not the tokens that a table would have allowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from netkit.errors import UsageError

__all__ = ["LARGEST", "Kind", "Token", "refused", "tokens_of"]

LARGEST = 1 << 18
"""Characters of a script at most."""


class Kind(Enum):
    """What a token is; the value is its name in an error."""

    OPTION = "an option"
    COMMAND = "a command"
    CODE = "assertions"
    TEXT = "a text"
    ELLIPSIS = "..."
    DECIMAL = "a number with a point"
    HEXADECIMAL = "a hexadecimal number"
    WHOLE = "a number"
    WORD = "a word"
    SIGN = "a sign"
    END = "the end"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` as it stands in the script, without its quotes; `line` and `column` count from 1, `start` and `end` in characters from 0."""

    kind: Kind
    text: str
    line: int
    column: int
    start: int
    end: int


_SKIPPED = re.compile(r"[ \t\r\n\f\v]+|//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
_FORMS = (
    (Kind.OPTION, re.compile(r'--[A-Za-z0-9_]+(?:=(?:"[^"\n]*"|[^\s"`]*(?:"[^"\n]*"|`[^`]*`)?))?')),
    (Kind.COMMAND, re.compile(r"`(?:\\.|[^`\\])*`", re.DOTALL)),
    (Kind.CODE, re.compile(r"%\{.*?\}%", re.DOTALL)),
    (Kind.TEXT, re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL)),
    (Kind.ELLIPSIS, re.compile(r"\.\.\.")),
    (Kind.DECIMAL, re.compile(r"-?[0-9]*\.[0-9]+")),
    (Kind.HEXADECIMAL, re.compile(r"0x[0-9a-fA-F]+")),
    (Kind.WHOLE, re.compile(r"-?[0-9]+")),
    (Kind.WORD, re.compile(r"[A-Za-z0-9_]+")),
    (Kind.SIGN, re.compile(r"[^\s]")),
)
_UNENDED = (("/*", "a comment", "*/"), ("`", "a command", "`"), ("%{", "assertions", "}%"), ('"', "a text", '"'))
_QUOTES = {Kind.COMMAND: 1, Kind.TEXT: 1, Kind.CODE: 2}


def refused(what: str, *, line: int, column: int = 0, name: str = "", why: str = "", hint: str = "") -> UsageError:
    """An error about a place in a script."""
    place = f"{name or 'the script'}, line {line}" + (f", column {column}" if column else "")
    return UsageError(what, where=place, why=why, hint=hint)


def tokens_of(text: str, *, name: str = "") -> list[Token]:
    """The tokens of a script, the last of which is its end. UsageError for what never ends, and for a script that is too long."""
    if len(text) > LARGEST:
        raise UsageError(
            "this script is too long",
            where=name,
            why=f"it has {len(text):,} characters, and {LARGEST:,} are the most",
        )
    found: list[Token] = []
    at, line, line_start = 0, 1, 0

    def pass_over(end: int) -> None:
        nonlocal at, line, line_start
        breaks = text.count("\n", at, end)
        if breaks:
            line, line_start = line + breaks, text.rfind("\n", at, end) + 1
        at = end

    while at < len(text):
        if skipped := _SKIPPED.match(text, at):
            pass_over(skipped.end())
            continue
        kind, end = _longest(text, at)
        for mark, what, closing in _UNENDED:
            if kind is Kind.SIGN and text.startswith(mark, at):
                raise refused(
                    f"{what} that never ends",
                    line=line,
                    column=at - line_start + 1,
                    name=name,
                    why=f"{closing} ends it",
                )
        quotes = _QUOTES.get(kind, 0)
        found.append(Token(kind, text[at + quotes : end - quotes], line, at - line_start + 1, at, end))
        pass_over(end)
    found.append(Token(Kind.END, "", line, at - line_start + 1, at, at))
    return found


def _longest(text: str, at: int) -> tuple[Kind, int]:
    """Of all that may stand here the longest; of two alike the first in the list."""
    best, end = Kind.SIGN, at
    for kind, form in _FORMS:
        match = form.match(text, at)
        if match is not None and match.end() > end:
            best, end = kind, match.end()
    return best, end
