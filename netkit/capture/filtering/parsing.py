"""A filter's text becomes a tree, by the grammar in `grammar.lark`."""

from __future__ import annotations

from functools import cache
from importlib import resources

from lark import Lark, Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from netkit.capture.filtering.building import TreeBuilder
from netkit.capture.filtering.pointing import refused
from netkit.capture.filtering.tree import Place, Test

__all__ = ["parse"]

_MOST_TEXT = 100_000
"""Characters of a filter: far more than anybody types."""
_MOST_DEPTH = 100
"""Brackets within brackets."""

_SYMBOLS = {
    "=": ("one = is no comparison", "== is the comparison of Wireshark's language", "write ==, or eq"),
    "|": ("one | is no operator", "|| is or; of single bits only & is asked", "write || or or"),
    "^": ("^ is no operator here", "there is and, or, not", "(a or b) and not (a and b) is true where exactly one is"),
    ";": ("a filter is one line without a ; at its end", "", "leave the ; out"),
}
_OPENERS = {"'": "a character", '"': "a text", "[": "a slice"}


@cache
def _grammar() -> Lark:
    text = resources.files("netkit.capture.filtering").joinpath("grammar.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer="contextual", maybe_placeholders=False)


def parse(text: str) -> Test:
    """The tree that a filter's text means, its names not looked at yet; UsageError where it means none."""
    if len(text) > _MOST_TEXT:
        raise refused(
            "this filter is too long", text, (0, len(text)), why=f"a filter has at most {_MOST_TEXT:,} characters"
        )
    _not_too_deep(text)
    try:
        parsed = _grammar().parse(text)
    except UnexpectedCharacters as error:
        raise _unreadable(text, error.pos_in_stream or 0) from None
    except UnexpectedToken as error:
        raise _unexpected(text, error.token) from None
    except UnexpectedInput as error:
        raise _unreadable(text, error.pos_in_stream or 0) from None
    return TreeBuilder(text).whole(parsed)


def _not_too_deep(text: str) -> None:
    depth = 0
    quoted = ""
    skip = False
    for position, sign in enumerate(text):
        if skip:
            skip = False
        elif quoted:
            skip = sign == "\\"
            quoted = "" if sign == quoted else quoted
        elif sign in "\"'":
            quoted = sign
        elif sign in "({":
            depth += 1
        elif sign in ")}":
            depth -= 1
        if depth > _MOST_DEPTH:
            raise refused(
                "too many brackets within brackets",
                text,
                (position, position + 1),
                why=f"a filter is nested at most {_MOST_DEPTH} deep",
                hint="most brackets can go: and binds tighter than or, a comparison tighter than both",
            )


def _unreadable(text: str, position: int) -> Exception:
    """No word of the language begins here."""
    sign = text[position]
    at = (position, position + 1)
    if sign in _OPENERS:
        return refused(
            f"{_OPENERS[sign]} begins here and does not end",
            text,
            (position, len(text)),
            why=f"what begins with {sign} ends with {']' if sign == '[' else sign}",
        )
    if sign in _SYMBOLS:
        what, why, hint = _SYMBOLS[sign]
        return refused(what, text, at, why=why, hint=hint)
    if sign == "#":
        return refused(
            "# wants the number of a layer", text, at, why="ip.src#1 is the source in the first, outer IP header"
        )
    return refused(
        f"{sign!r} can't stand here",
        text,
        at,
        why="outside of quotes a filter has names, numbers, addresses and operators",
        hint='put a text in double quotes: http.host == "www.harbour.test"',
    )


def _unexpected(text: str, token: Token) -> Exception:
    """A word of the language that does not go on from what stands before it."""
    start = token.start_pos if token.start_pos is not None else len(text)
    at: Place = (start, token.end_pos if token.end_pos is not None else start)
    if token.type == "$END":
        return refused(
            "the filter ends too early",
            text,
            (len(text), len(text)),
            why="something has to follow: a value, a field or a closing bracket",
            hint="for example tcp.port == 80 && ip.ttl < 64",
        )
    word, before = str(token), text[:start].split()
    if word.lower() in ("and", "or", "not", "eq", "ne", "contains", "matches", "in") and not word.islower():
        return refused(
            f"{word} is not known", text, at, why="operators are written small", hint=f"write {word.lower()}"
        )
    if before and before[-1].lower() in ("host", "port", "net", "src", "dst", "proto", "portrange", "and not", "not"):
        return refused(
            "this is tcpdump's language, not Wireshark's",
            text,
            at,
            why="a capture filter says host 192.0.2.1 and port 80, a display filter names fields and compares them",
            hint="ip.addr == 192.0.2.1 && tcp.port == 80",
        )
    if word == "}" and text[:start].rstrip().endswith("{"):
        return refused(
            "this set is empty",
            text,
            at,
            why="a set has at least one value",
            hint="for example tcp.port in {80, 443, 8000..8099}",
        )
    if (before and before[-1] == "in") or (before and "{" in text[:start] and token.type in ("WORD", "STRING", "CIDR")):
        return refused(
            f"{word!r} can't stand here",
            text,
            at,
            why="a set stands in braces, with commas between its values and .. in a range",
            hint="for example tcp.port in {80, 443, 8000..8099}",
        )
    return refused(
        f"{word!r} can't stand here",
        text,
        at,
        why="two tests are joined by and or or, and a field is compared by ==, !=, <, contains, matches, in",
        hint="for example tcp.port == 80 and not ip.ttl < 64",
    )
