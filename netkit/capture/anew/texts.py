"""Names and addresses inside texts: lines of HTTP and mail, pages, and whatever bytes no table explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from netkit.address import format_ipv6, parse_ipv4, parse_ipv6
from netkit.capture.anew.moments import DATE
from netkit.errors import NetkitError

if TYPE_CHECKING:
    from netkit.capture.anew.renaming import Renaming
    from netkit.capture.anew.seen import Seen

__all__ = ["MENTIONED", "TOKEN", "Edit", "Texts", "ipv4_of", "ipv6_of"]

TOKEN = re.compile(rb"[0-9A-Za-z_-]+(?:\.[0-9A-Za-z_-]+)*")
"""A word, a name, or an IPv4 address."""
_MAC = re.compile(rb"(?<![0-9A-Za-z:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![0-9A-Za-z:-])")
_IPV6 = re.compile(rb"(?<![0-9A-Za-z:.])(?:[0-9A-Fa-f]{1,4}|:):[0-9A-Fa-f:]*[0-9A-Fa-f:](?![0-9A-Za-z:.])")
MENTIONED = re.compile(
    rb"(?:([A-Za-z][A-Za-z0-9_-]{2,})?@|://|[Hh]ost: |(?:EHLO|HELO|ehlo|helo) |from )"
    rb"((?:[A-Za-z0-9][A-Za-z0-9_-]*\.)+[A-Za-z]{2,})(?![A-Za-z0-9-])"
)
"""A name where a text says that it is one, and before it perhaps whose mail it is."""

_SHORTEST_QUAD, _LONGEST_TOKEN = 7, 255


class Edit(NamedTuple):
    """New bytes for the old from `start` on."""

    start: int
    old: bytes
    new: bytes


def ipv4_of(token: bytes) -> int | None:
    """The address that a word is, or None."""
    if len(token) < _SHORTEST_QUAD or token.count(b".") != 3 or not token.replace(b".", b"").isdigit():
        return None
    try:
        return parse_ipv4(token.decode("ascii"))
    except NetkitError:
        return None


def ipv6_of(token: bytes) -> int | None:
    """The address that a word is, or None."""
    try:
        return parse_ipv6(token.decode("ascii"))
    except NetkitError:
        return None


class Texts:
    """Finds in texts what a `renaming` has an image for, of all that was `seen`."""

    def __init__(self, renaming: Renaming, seen: Seen) -> None:
        self._renaming = renaming
        self._seen = seen
        self.kept: list[bytes] = []
        """Addresses whose images are written with another number of characters."""

    def replaced(self, text: bytes) -> bytes:
        """The text with every name and address replaced; as long as it was."""
        changed = bytearray(text)
        for start, old, new in self.edits(text):
            changed[start : start + len(old)] = new
        return bytes(changed)

    def edits(self, text: bytes) -> list[Edit]:
        """What has to be replaced in a text, in the order of its bytes."""
        found = [*self._words(text), *self._groups(text), *self._dates(text)]
        return sorted(found) if found else found

    def _words(self, text: bytes) -> Iterator[Edit]:
        names, addresses = self._renaming.names, self._seen.ipv4
        for found in TOKEN.finditer(text):
            token = found[0]
            if b"." not in token:
                if token.lower() in names.alone:
                    yield from _edit(found.start(), token, names((token,))[0])
            elif (address := ipv4_of(token)) is not None:
                if address in addresses:
                    yield from self._address(found.start(), token, self._renaming.ipv4_text(address))
            elif len(token) <= _LONGEST_TOKEN and names.mentions(tuple(token.lower().split(b"."))):
                yield from _edit(found.start(), token, b".".join(names(token.split(b"."))))

    def _groups(self, text: bytes) -> Iterator[Edit]:
        if b":" not in text and b"-" not in text:
            return
        for found in _MAC.finditer(text):
            token = found[0]
            number = int(token.replace(b":", b"").replace(b"-", b""), 16)
            if number in self._seen.macs:
                between = token[2:3]
                new = between.join(b"%02x" % byte for byte in self._renaming.mac(number).to_bytes(6, "big"))
                yield from _edit(found.start(), token, new.upper() if token.upper() == token else new)
        for found in _IPV6.finditer(text):
            token = found[0]
            address = ipv6_of(token)
            if address is not None and address in self._seen.ipv6:
                new = format_ipv6(self._renaming.ipv6(address)).encode()
                yield from self._address(found.start(), token, new.upper() if token.upper() == token else new)

    def _address(self, start: int, old: bytes, new: bytes) -> Iterator[Edit]:
        if len(old) != len(new):
            self.kept.append(old)
        else:
            yield from _edit(start, old, new)

    def _dates(self, text: bytes) -> Iterator[Edit]:
        for found in DATE.finditer(text):
            yield from _edit(found.start(), found[0], self._renaming.moments.date(found))


def _edit(start: int, old: bytes, new: bytes) -> Iterator[Edit]:
    if len(old) == len(new) and old != new:
        yield Edit(start, old, new)
