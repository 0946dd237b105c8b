"""Domain names for domain names: label for label, each as long as it was, the same wherever it stands.

The last label stays, and so do labels that say what a host is for (`www`, `ns1`) or what a protocol wants (`_tcp`); the one before the last
always changes. Words become words, and what else a label is made of (digits, hyphens) stays, unless there is nothing but that. Names
of addresses (`34.113.0.203.in-addr.arpa`) follow the addresses (RFC 1035 §3.5, RFC 3596 §2.5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from netkit.capture.anew.words import WORDS
from netkit.capture.rewriting.vocabulary import VOCABULARY as SPOKEN

if TYPE_CHECKING:
    from netkit.capture.rewriting.keyed import Keyed

__all__ = ["Labels", "Names", "address_of", "labels_of"]

Labels = tuple[bytes, ...]
"""A name's labels in small letters, without the root's empty one."""

_STAY = frozenset(
    b"""com net org edu gov mil int info biz arpa test example invalid localhost local onion home internal lan in-addr ip6 e164 uri
    www mail ftp smtp imap pop pop3 ns ns1 ns2 ns3 ns4 mx mx1 mx2 api cdn static host router server client gateway resolver
    b lb dr db r""".split()
)
"""Labels that say what something is for, and nothing of whose it is."""

VOCABULARY = frozenset(word.encode() for word in SPOKEN)
"""Words of protocols, which are no names where they stand alone in a text."""

_REGISTRIES = frozenset(b"com net org edu gov mil ac co ne or go".split())
"""Second labels from the end under which countries register names."""

_IPV4, _IPV6 = (b"in-addr", b"arpa"), (b"ip6", b"arpa")
_RUN = re.compile(rb"[a-z]+")
_LETTERS, _DIGITS = b"abcdefghijklmnopqrstuvwxyz", b"0123456789"
_CONSONANTS, _VOWELS = b"bdfgklmnprstv", b"aeiou"
_SHORTEST_WORD = 3
_WORDS_TRIED = 12
_ATTEMPTS = 200


def labels_of(text: str) -> Labels:
    """The labels of a name as text."""
    return tuple(text.rstrip(".").lower().encode("utf-8", "replace").split(b"."))


def address_of(labels: Labels) -> tuple[int, int, int] | None:
    """The address that a name of the reverse tree begins: a number, how many bits of it are there, and all bits of its kind."""
    if labels[-2:] == _IPV4 and 3 <= len(labels) <= 6:
        parts = labels[-3::-1]
        if all(part.isdigit() and int(part) < 256 and len(part) < 4 for part in parts):
            number = int.from_bytes(bytes(map(int, parts)), "big")
            return number << 32 - 8 * len(parts), 8 * len(parts), 32
    if labels[-2:] == _IPV6 and 3 <= len(labels) <= 34:
        parts = labels[-3::-1]
        if all(len(part) == 1 and part in b"0123456789abcdef" for part in parts):
            return int(b"".join(parts), 16) << 128 - 4 * len(parts), 4 * len(parts), 128
    return None


class Names:
    """The images of names; `seen` are all that there are, and `ipv4` and `ipv6` the images of addresses, whole or the first bits of one."""

    def __init__(
        self, keyed: Keyed, seen: Collection[Labels], ipv4: Callable[[int, int], int], ipv6: Callable[[int, int], int]
    ) -> None:
        self._keyed = keyed
        self._ipv4 = ipv4
        self._ipv6 = ipv6
        self._labels: dict[bytes, bytes] = {}
        self._zones: set[Labels] = set()
        self.alone: set[bytes] = set()
        """Labels that say whose names these are also where they stand alone in a text."""
        forced, others = set(), set()
        ends = {labels[-1] for labels in seen if len(labels) > 1}
        for labels in seen:
            if address_of(labels) is not None or not labels[-1]:
                continue
            if len(labels) > 1:
                place = _registered(labels)
                forced.add(labels[place])
                self._zones.add(labels[place:])
                others |= set(labels[:-1])
            elif labels[0] not in ends:
                others.add(labels[0])
                self.alone.add(labels[0])
        old = forced | others | ends
        taken: set[bytes] = set(old)
        for label in sorted(forced | {each for each in others if _changes(each)}):
            image = self._drawn(label, taken)
            taken.add(image)
            self._labels[label] = image
        self.alone = {
            label for label in self.alone | forced if len(label) > _SHORTEST_WORD and label not in _STAY | VOCABULARY
        }

    def mentions(self, labels: Labels) -> bool:
        """Whether a word of a text, of several labels, is a name: one that ends in a name that was seen."""
        return labels[_registered(labels) :] in self._zones or labels[-1:] == _IPV4[-1:]

    def __call__(self, labels: Sequence[bytes]) -> tuple[bytes, ...]:
        """The labels that stand for others; capital letters stay where they stand."""
        small = tuple(label.lower() for label in labels)
        found = address_of(small)
        if found is not None:
            return self._reverse(small, *found)
        ends = len(labels) - 1
        return tuple(
            label if place == ends and ends else _with_capitals(label, self._labels.get(low, low))
            for place, (label, low) in enumerate(zip(labels, small, strict=True))
        )

    def _reverse(self, labels: Labels, number: int, bits: int, size: int) -> Labels:
        image = (self._ipv4 if size == 32 else self._ipv6)(number, bits)
        if size == 32:
            parts = [str(byte).encode() for byte in image.to_bytes(4, "big")[: bits // 8]]
        else:
            parts = [bytes((digit,)) for digit in b"%032x" % image][: bits // 4]
        found = (*reversed(parts), *labels[-2:])
        return found if [*map(len, found)] == [*map(len, labels)] else labels

    def _drawn(self, label: bytes, taken: Collection[bytes]) -> bytes:
        """A label that nobody has, for another."""
        image = label
        for attempt in range(_ATTEMPTS):
            image = self._other(label, attempt)
            if image not in taken and image not in _STAY:
                return image
        return label

    def _other(self, label: bytes, attempt: int) -> bytes:
        runs = [found for found in _RUN.finditer(label) if len(found[0]) >= _SHORTEST_WORD and found[0] not in _STAY]
        if runs:
            image = bytearray(label)
            for found in runs:
                image[found.start() : found.end()] = self._word(found[0], attempt)
            return bytes(image)
        return bytes(self._character(label, place, attempt) for place in range(len(label)))

    def _word(self, word: bytes, attempt: int) -> bytes:
        choices = WORDS.get(len(word), ())
        number = self._keyed.number(b"word %d/%s" % (attempt, word), 64)
        if choices and attempt < _WORDS_TRIED:
            return choices[number % len(choices)].encode()
        digits = [self._keyed.number(b"letter %d/%d/%s" % (attempt, place, word), 32) for place in range(len(word))]
        turn = number & 1
        return bytes(
            (_VOWELS if place + turn & 1 else _CONSONANTS)[digit % (5 if place + turn & 1 else 13)]
            for place, digit in enumerate(digits)
        )

    def _character(self, label: bytes, place: int, attempt: int) -> int:
        old = label[place]
        alphabet = _LETTERS if old in _LETTERS else _DIGITS if old in _DIGITS else b""
        if not alphabet or (alphabet is _DIGITS and _RUN.search(label)):
            return old
        return alphabet[self._keyed.number(b"character %d/%d/%s" % (attempt, place, label), 32) % len(alphabet)]


def _registered(labels: Labels) -> int:
    """Where the part of a name begins that somebody registered: before the last label, or before two that a country has."""
    last = len(labels) - 2
    return last - 1 if last > 0 and labels[last] in _REGISTRIES and len(labels[-1]) == 2 else max(last, 0)


def _changes(label: bytes) -> bool:
    return not (label in _STAY or label[:1] in (b"_", b"*") or len(label) < _SHORTEST_WORD or label.isdigit())


def _with_capitals(old: bytes, new: bytes) -> bytes:
    if old.islower() or len(old) != len(new):
        return new
    return bytes(b - 32 if 0x41 <= a <= 0x5A and 0x61 <= b <= 0x7A else b for a, b in zip(old, new, strict=True))
