"""Vectors: a length, and then as many bytes of items as it says (RFC 8446 §3.4). Most of TLS is vectors within vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from netkit.errors import TruncatedError
from netkit.packet.field import as_found
from netkit.packet.header import Header
from netkit.packet.reading import Reading

__all__ = ["Body", "HandshakeData", "Item", "Told", "item", "missing", "read_vector", "table", "vector"]

Item = Callable[[Reading, str], object]
"""Reads one item of a vector, in a group."""


@dataclass(slots=True)
class Told:
    """What the messages of one segment have said so far, as far as it tells how those behind them are to be read."""

    version: int = 0
    """The version that the server chose, or else that of the record."""
    whole: bool = True
    """Whether all of the present record is there."""
    message: int = 0
    """The type of the present handshake message."""
    offered: list[int] = field(default_factory=list)
    """The versions that the client's supported_versions has."""
    begun: bytes = b""
    """The first bytes, up to four, of a message that goes on in the next record."""
    seen: int = 0
    """How many bytes of that message were in the records so far."""
    retry: bool = False
    """Whether the present server hello asks for another client hello."""
    encrypted: bool = False
    """Whether a server hello of this segment chose TLS 1.3, after which everything else is encrypted."""


class HandshakeData(Header):
    """Bytes of a handshake message that are kept whole."""

    key = "tls"
    title = "TLS handshake data"
    rfc = "RFC 8446 §4"

    data: bytes = as_found("bytes of the message that are not taken apart", key="tls.handshake.data")


def item(table: type[Header]) -> Item:
    """An item that is one table."""

    def read(reading: Reading, group: str) -> None:
        reading.read(table, group)

    return read


def missing(reading: Reading, title: str, size: int) -> TruncatedError:
    """The error of a length that says more than there is."""
    return TruncatedError(
        title, start=reading.position, needed=size, available=reading.left, limited_by=reading.limited_by
    )


def read_vector(reading: Reading, head: type[Header], read_item: Item, group: str = "") -> None:
    """Read a length, the last field of `head`, and the items behind it; TruncatedError where it says more than there is.

    What is left behind the last whole item is kept as it is, with the problem, so that one lie does not hide what follows. Where the
    bytes are only a part, the items that are there are read.
    """
    header = reading.read(head, group)
    length = head.fields[-1]
    size = getattr(header, length.name)
    stop = reading.position + size
    short = missing(reading, head.title, size) if stop > reading.end else None
    if short and reading.complete:
        raise short
    outer = reading.narrow(stop, length.key)
    try:
        while reading.left:
            read_item(reading, group)
    except TruncatedError as error:
        if not reading.complete:
            raise
        text = f"the list is {size} bytes long, and its last entry does not fit: {error.what}"
        reading.report("tls.vector.truncated", header, length.name, text, rfc="RFC 8446 §3.4")
        reading.take(HandshakeData, group=group)
    finally:
        reading.widen(outer)
    if short:
        raise short


Body = Callable[[Reading, str, Told], None]
"""Reads what one extension says, in a group."""


def vector(head: type[Header], read_item: Item) -> Body:
    """The body of an extension that is one vector."""

    def read(reading: Reading, group: str, told: Told) -> None:  # noqa: ARG001 - the same in every message
        read_vector(reading, head, read_item, group)

    return read


def table(body: type[Header]) -> Body:
    """The body of an extension that is one table."""

    def read(reading: Reading, group: str, told: Told) -> None:  # noqa: ARG001
        reading.read(body, group)

    return read
