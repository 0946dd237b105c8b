"""System calls as a script writes them: arguments, result, errno."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.script.language.scanner import Kind, Token
from netkit.internet.script.language.steps import ANYTHING, Call, Moment, Number, Structure, Value
from netkit.internet.script.language.symbols import ERRORS, SYMBOLS

if TYPE_CHECKING:
    from netkit.internet.script.language.cursor import Cursor

__all__ = ["read_call"]

DEEPEST = 8
"""Structures and lists within each other."""

MOST_ITEMS = 256


def read_call(cursor: Cursor, moment: Moment, start: Token, *, end: int | None) -> Call:
    """`name(arguments) = result [ERRNO (words)] [(words)]`."""
    name = cursor.need_kind(Kind.WORD, "a system call, a segment, a command or assertions").text
    cursor.need("(", "a system call has its arguments in parentheses")
    arguments: list[Value] = []
    if not cursor.sees(")"):
        arguments = _list(cursor, 0)
    cursor.need(")")
    cursor.need("=", "a script says what a system call gives back")
    result = _value(cursor, 0)
    error = ""
    if cursor.token.kind is Kind.WORD:
        token = cursor.take()
        error = token.text
        if error not in ERRORS:
            raise cursor.refuse(
                f"no error {error!r} is known", token, why="behind the result stands an errno, such as EAGAIN"
            )
        if error == "EWOULDBLOCK":
            error = "EAGAIN"
    if cursor.took("("):
        while not cursor.took(")"):
            if cursor.ended:
                raise cursor.refuse("a note that never ends", why=") ends it")
            cursor.take()
    return Call(
        line=start.line, moment=moment, text=cursor.since(start), name=name, arguments=tuple(arguments), result=result, error=error,
        end=end,
    )  # fmt: skip


def _list(cursor: Cursor, depth: int) -> list[Value]:
    found = [_value(cursor, depth)]
    while cursor.took(","):
        found.append(_value(cursor, depth))
        if len(found) > MOST_ITEMS:
            raise cursor.refuse("this list is too long", why=f"it may have {MOST_ITEMS} items")
    return found


def _value(cursor: Cursor, depth: int) -> Value:
    """A value, or several symbols joined by `|`."""
    first = _single(cursor, depth)
    if not cursor.sees("|"):
        return first
    value, text = 0, []
    part: Value = first
    while True:
        if not isinstance(part, Number):
            raise cursor.refuse("only numbers and symbols can be joined by |")
        value |= part.value
        text.append(part.text)
        if not cursor.took("|"):
            return Number(value, "|".join(text))
        part = _single(cursor, depth)


def _single(cursor: Cursor, depth: int) -> Value:
    token = cursor.token
    if depth > DEEPEST:
        raise cursor.refuse("this is nested too deeply", why=f"{DEEPEST} levels are the most")
    match token.kind:
        case Kind.ELLIPSIS:
            cursor.take()
            return ANYTHING
        case Kind.WHOLE | Kind.HEXADECIMAL:
            value = cursor.value(token)
            cursor.take()
            return Number(value, token.text)
        case Kind.TEXT:
            return _text(cursor)
        case Kind.WORD:
            return _symbol(cursor)
    if cursor.took("["):
        items = [] if cursor.sees("]") else _list(cursor, depth + 1)
        cursor.need("]")
        return tuple(items)
    if cursor.took("{"):
        return _structure(cursor, depth + 1)
    raise cursor.refuse(
        f"a value belongs here, and {token.text[:40]!r} stands here" if token.text else "a value is missing here"
    )


def _text(cursor: Cursor) -> Value:
    """A text, or several one behind the other; one with `...` behind it may go on."""
    parts = []
    while cursor.token.kind is Kind.TEXT:
        parts.append(cursor.take().text)
    if cursor.token.kind is Kind.ELLIPSIS:
        cursor.take()
    return "".join(parts)


def _symbol(cursor: Cursor) -> Value:
    """A symbol, or a function of an address or a port, whose argument is all that matters."""
    token = cursor.take()
    if token.text in ("htons", "inet_addr", "inet6_addr"):
        cursor.need("(")
        inner = _single(cursor, 1)
        cursor.need(")")
        return inner
    if token.text not in SYMBOLS:
        raise cursor.refuse(
            f"the symbol {token.text!r} is not known", token, why="netkit knows those of sockets and of TCP"
        )
    return Number(SYMBOLS[token.text], token.text)


def _structure(cursor: Cursor, depth: int) -> Structure:
    """`{name=value, …}`; a name may have its length behind it in parentheses (`msg_iov(1)=[…]`)."""
    fields: dict[str, Value] = {}
    while True:
        name = str(len(fields))
        if cursor.token.kind is Kind.WORD and cursor.following.text in ("=", "("):
            name = cursor.take().text
            if cursor.took("("):
                _single(cursor, depth)
                cursor.need(")")
            cursor.need("=")
        fields[name] = _value(cursor, depth)
        if len(fields) > MOST_ITEMS:
            raise cursor.refuse("this structure is too long", why=f"it may have {MOST_ITEMS} fields")
        if not cursor.took(","):
            break
    cursor.need("}")
    return Structure(fields)
