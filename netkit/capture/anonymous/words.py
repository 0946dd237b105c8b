"""Words for words of the same length, the same each time: labels of names, words of a text.

Letters become letters, digits digits, and what stands between words stays. Numbers up to 255 stay such numbers, because they
may be parts of an address; a number keeps its count of digits. The words of protocols stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from netkit.capture.rewriting.keyed import Keyed
from netkit.capture.rewriting.vocabulary import VOCABULARY

__all__ = ["Words"]

_REMEMBERED = 1 << 15
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_BOTH = _DIGITS + _LETTERS
_LONGEST = 40
"""Characters that are changed as one word; a longer one is changed in pieces."""

_WORD = re.compile(rb"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*|_[A-Za-z0-9-]+")
_RUN = re.compile(rb"[A-Za-z0-9]+")
_SPECIAL = re.compile(rb"HTTP/[0-9]\.[0-9]|h[23]|http/1\.[01]")
_OTHER_BYTES = bytes(
    byte if byte in b"\0\t\r\n" or 0x20 <= byte < 0x7F else (0x01 if byte < 0x20 else 0x78) for byte in range(256)
)
"""Bytes that are no ASCII text hide nothing: all of them become one of two."""


class Words:
    """The stand-ins of words under one key."""

    def __init__(self, keyed: Keyed) -> None:
        self._keyed = keyed
        self._plain: Callable[[str], str] = lru_cache(_REMEMBERED)(self._plainly)

    def text(self, text: bytes) -> bytes:
        """Every word of a text."""
        if _SPECIAL.fullmatch(text):
            return text
        return _WORD.sub(lambda found: self._compound(found[0]), text.translate(_OTHER_BYTES))

    def label(self, label: bytes) -> bytes:
        """A label of a domain name; it may hold any bytes."""
        return self._compound(label) if _WORD.fullmatch(label) else self.text(label)

    def wire(self, name: bytes) -> bytes:
        """The labels of a domain name as it stands in a message, up to its zero or to its pointer, which stay."""
        pieces, position = [], 0
        while position < len(name):
            size = name[position]
            if not size or size > 63:
                pieces.append(name[position:])
                break
            pieces += [name[position : position + 1], self.label(name[position + 1 : position + 1 + size])]
            position += 1 + size
        return b"".join(pieces)

    def _compound(self, word: bytes) -> bytes:
        """A word, or several with hyphens between them; one of a protocol's stays."""
        if word.decode("ascii").lower() in VOCABULARY:
            return word
        return _RUN.sub(lambda found: self._run(found[0]), word)

    def _run(self, run: bytes) -> bytes:
        text = run.decode("ascii")
        if text.lower() in VOCABULARY:
            return run
        changed = self._plain(text.lower())
        # a capital stays a capital, so that what differs in nothing else differs in nothing else afterwards
        return "".join(new.upper() if old.isupper() else new for old, new in zip(text, changed, strict=True)).encode()

    def _plainly(self, word: str) -> str:
        """The stand-in of a word of small letters and digits."""
        if len(word) > _LONGEST:
            return self._plain(word[:_LONGEST]) + self._plain(word[_LONGEST:])
        if word.isdigit():
            return self._number(word)
        letters = sum(character.isalpha() for character in word)
        alphabet = _LETTERS if letters == len(word) else _BOTH
        while True:
            word = self._spelled(word, alphabet)
            mixed = any(map(str.isdigit, word)) and any(map(str.isalpha, word))
            if word not in VOCABULARY and (mixed or alphabet is _LETTERS):
                return word

    def _spelled(self, word: str, alphabet: str) -> str:
        """Another word in the same alphabet."""
        base, value = len(alphabet), 0
        for character in word:
            value = value * base + alphabet.index(character)
        value = self._keyed.permuted("word", value, base ** len(word))
        found = []
        for _ in word:
            value, digit = divmod(value, base)
            found.append(alphabet[digit])
        return "".join(reversed(found))

    def _number(self, word: str) -> str:
        """A number with as many digits; leading zeros stay, and one that fits into a byte fits afterwards."""
        rest = word.lstrip("0")
        if not rest:
            return word
        low, high = 10 ** (len(rest) - 1), 10 ** len(rest)
        value = int(rest)
        if len(rest) == 3:
            low, high = (100, 256) if value < 256 else (256, 1000)
        return word[: len(word) - len(rest)] + str(low + self._keyed.permuted("number", value - low, high - low))
