"""A place between two tokens of a script, and what may be taken from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.script.language.scanner import Kind, Token, refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.errors import UsageError

__all__ = ["Cursor"]

SHOWN = 40
"""Characters of a token that an error shows."""


class Cursor:
    """Goes through tokens once; every refusal names the line and the column."""

    def __init__(self, text: str, tokens: Sequence[Token], name: str) -> None:
        self.text, self.name = text, name
        self._tokens = tokens
        self._at = 0

    @property
    def token(self) -> Token:
        """The token that is next."""
        return self._tokens[self._at]

    @property
    def following(self) -> Token:
        """The token behind the next one; at the end the end."""
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        return self.token.kind is Kind.END

    def take(self) -> Token:
        """Go over the next token."""
        token = self.token
        if token.kind is not Kind.END:
            self._at += 1
        return token

    def sees(self, *texts: str) -> bool:
        """Whether the next token is a word or a sign that reads so."""
        return self.token.kind in (Kind.WORD, Kind.SIGN) and self.token.text in texts

    def took(self, text: str) -> bool:
        """Go over a word or a sign if it is next; whether it was."""
        if not self.sees(text):
            return False
        self._at += 1
        return True

    def need(self, text: str, why: str = "") -> Token:
        """Go over a word or a sign that has to be next."""
        if not self.sees(text):
            raise self.refuse(f"{text!r} belongs here, and {self._seen()} stands here", why=why)
        return self.take()

    def need_kind(self, kind: Kind, what: str, why: str = "") -> Token:
        """Go over a token of a kind that has to be next."""
        if self.token.kind is not kind:
            raise self.refuse(f"{what} belongs here, and {self._seen()} stands here", why=why)
        return self.take()

    def number(self, what: str, *, largest: int) -> int:
        """Go over a number from 0 to `largest`."""
        token = self.token
        if token.kind not in (Kind.WHOLE, Kind.HEXADECIMAL):
            raise self.refuse(
                f"{what} belongs here, and {self._seen()} stands here", why=f"it is a number up to {largest:,}"
            )
        value = self.value(token)
        if not 0 <= value <= largest:
            raise self.refuse(f"{what} can't be {token.text[:SHOWN]}", why=f"it lies between 0 and {largest:,}")
        self._at += 1
        return value

    def value(self, token: Token) -> int:
        """The number that a token stands for."""
        if len(token.text) > SHOWN:
            raise self.refuse("this number is too long", token, why=f"it has {len(token.text):,} digits")
        return int(token.text, 16 if token.kind is Kind.HEXADECIMAL else 10)

    def refuse(self, what: str, token: Token | None = None, *, why: str = "", hint: str = "") -> UsageError:
        """An error at a token, the next one if none is named."""
        token = self.token if token is None else token
        return refused(what, line=token.line, column=token.column, name=self.name, why=why, hint=hint)

    def since(self, start: Token) -> str:
        """The text from a token up to the one before the next, in one line."""
        end = self._tokens[self._at - 1].end if self._at else start.end
        return " ".join(self.text[start.start : end].split())

    def _seen(self) -> str:
        token = self.token
        return "the end" if token.kind is Kind.END else repr(token.text[:SHOWN])
