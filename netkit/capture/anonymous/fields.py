"""What stands in a field's place: another address, another name, the same number, or nothing of what was there.

Only what is known to say nothing stays: numbers of headers, and kinds of text that are protocol. Everything else is changed,
also what netkit knows no table for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from netkit.capture.anonymous.addresses import Addresses
from netkit.capture.anonymous.words import Words
from netkit.capture.rewriting.keyed import Keyed
from netkit.capture.rewriting.natures import (
    MOMENTS_AND_SETS,
    ROUTE,
    TEXTS,
    as_network,
    is_network,
    is_no_address,
)
from netkit.packet.application.dns.edns_options import ReportChannel
from netkit.packet.application.dns.name import NAME
from netkit.packet.application.dns.records.kinds import EUI64, IPV4_PREFIX, IPV6_PREFIX
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC

if TYPE_CHECKING:
    from netkit.packet.field import Field

__all__ = ["StandIns"]

_PAYLOADS = frozenset(
    {
        "data.data",
        "esp.encrypted_data",
        "http.chunk_data",
        "http.encoded_data",
        "http.file_data",
        "tcp.payload",
        "tls.app_data",
        "tls.segment.data",
        "udp.payload",
        "wg.encrypted_packet",
    }
)
"""What protocols carry: the content."""

_POSITIONS = frozenset({"dns.loc.latitude", "dns.loc.longitude", "dns.loc.altitude"})
_MIDDLE = b"\x80\0\0\0"
"""The equator, and Greenwich (RFC 1876 §2)."""

_NUMBERS = ("integer", "boolean")

_COUNTS = {
    "http.content_length_header": re.compile(rb"content-length:[ \t]*[0-9]{1,15}[ \t]*\r?\n?", re.IGNORECASE),
    "smtp.req.parameter": re.compile(rb"[0-9]{1,15}( +last)?", re.IGNORECASE),
}
"""Texts that say how many bytes follow, without which the rest can't be found."""

_HELLO_RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random number of a ServerHello that is none (RFC 8446 §4.1.3)."""
_BLANKS = re.compile(rb"[\0\t\r\n :]*")
_REPORT_NAME = ReportChannel.fields[-1].kind
"""A name as bytes (RFC 9567 §6.1)."""


Change = Callable[[bytes, int, int], bytes]
"""The new bytes for old ones, given what fills content, and what fills other bytes that are not understood."""


class StandIns:
    """What takes the place of each field's bytes, under one key."""

    def __init__(self, keyed: Keyed) -> None:
        self.addresses = Addresses(keyed)
        self.words = Words(keyed)
        self._changes: dict[Field, Change] = {}

    def of(self, field: Field, old: bytes, *, payload: int, other: int) -> bytes:
        """The bytes for a field that has `old`, as many of them; `payload` fills content, and `other` what else is not understood."""
        change = self._changes.get(field)
        if change is None:
            change = self._changes[field] = self._change(field)
        return change(old, payload, other)

    def _change(self, field: Field) -> Change:
        """What is done with every value of a field, as its key and its kind say."""
        kind, key = field.kind, field.key
        rules = (
            (key in _PAYLOADS, _emptied),
            (key in _POSITIONS, _nowhere),
            (kind in (ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC), self._address_under(key)),
            (kind is EUI64, self._eui64),
            (kind is IPV4_PREFIX, self._prefix_of(4)),
            (kind is IPV6_PREFIX, self._prefix_of(16)),
            (kind.json_type in _NUMBERS or isinstance(kind, MOMENTS_AND_SETS), _kept),
            (kind in (NAME, _REPORT_NAME), self._name),
            (isinstance(kind, TEXTS), self._text_under(key)),
            (key == ROUTE, self._route),
        )
        return next((change for applies, change in rules if applies), _masked)

    def _name(self, old: bytes, *_: int) -> bytes:
        return self.words.wire(old)

    def _text_under(self, key: str) -> Change:
        numbers = _COUNTS.get(key)

        def change(old: bytes, *_: int) -> bytes:
            return old if numbers is not None and numbers.fullmatch(old) else self.words.text(old)

        return change

    def _address_under(self, key: str) -> Change:
        network = is_network(key)

        def change(old: bytes, *_: int) -> bytes:
            if is_no_address(key, old):
                return old
            return as_network(old, self._number(old)) if network else self._number(old)

        return change

    def _number(self, old: bytes) -> bytes:
        """The stand-in of an address, whose length tells its kind."""
        find = {4: self.addresses.ipv4, 6: self.addresses.mac, 16: self.addresses.ipv6}[len(old)]
        return find(int.from_bytes(old, "big")).to_bytes(len(old), "big")

    def _eui64(self, old: bytes, *_: int) -> bytes:
        return self.addresses.eui64(int.from_bytes(old, "big")).to_bytes(8, "big")

    def _prefix_of(self, size: int) -> Change:
        """The stand-in of an address of which only the first bytes are there."""

        def change(old: bytes, *_: int) -> bytes:
            if len(old) > size:
                return bytes(len(old))
            return as_network(old, self._number(old.ljust(size, b"\0"))[: len(old)])

        return change

    def _route(self, old: bytes, *_: int) -> bytes:
        """A network, of which as many bytes are there as its length before it needs, and the router to it."""
        return old[:1] + self._prefix_of(4)(old[1:-4], 0, 0) + self._number(old[-4:])


def _kept(old: bytes, *_: int) -> bytes:
    return old


def _nowhere(old: bytes, *_: int) -> bytes:
    return _MIDDLE[: len(old)]


def _emptied(old: bytes, payload: int, _: int) -> bytes:
    return bytes((payload,)) * len(old)


def _masked(old: bytes, _: int, other: int) -> bytes:
    """Bytes that tell no more than where there were zeros; blanks, line ends, and what the protocol wants there stay."""
    if old == _HELLO_RETRY or _BLANKS.fullmatch(old):
        return old
    return bytes(byte and other for byte in old)
