"""Domain names as they stand in a message: labels with their lengths before them, and pointers to earlier names (RFC 1035 §4.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from netkit.errors import PacketError, TruncatedError
from netkit.packet.field import as_found
from netkit.packet.kinds import Kind

__all__ = ["LONGEST_NAME", "NAME", "BadNameError", "DomainName", "name_field", "read_name", "text_of"]

LONGEST_NAME = 255
"""Bytes of a name, lengths and the root's zero included (RFC 1035 §2.3.4)."""

MOST_POINTERS = 126
"""A name of 255 bytes has at most 127 labels, so no honest chain of pointers is longer."""

_PLAIN = bytes(byte for byte in range(0x21, 0x7F) if byte not in b'."\\@$();')


class BadNameError(PacketError):
    """A name that can't be read: `offset` is the byte of the packet that breaks it, `rule` the id of what it breaks."""

    def __init__(self, rule: str, offset: int, what: str, rfc: str) -> None:
        super().__init__(what, why=rfc)
        self.rule = rule
        self.offset = offset


@dataclass(slots=True, unsafe_hash=True)
class DomainName:
    """A name in place: its own bytes, its text, and the stretches elsewhere that pointers led to, as (first byte, bytes)."""

    wire: bytes
    text: str
    pointed_at: tuple[tuple[int, int], ...] = ()

    def __len__(self) -> int:
        """Bytes in place."""
        return len(self.wire)

    def __bytes__(self) -> bytes:
        """The bytes in place."""
        return self.wire


class _NameKind(Kind):
    """A domain name; its raw value is a `DomainName`."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return str(raw.text)

    def raw_json(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return str(raw.wire.hex())

    def text(self, raw: Any, width: int, names: object) -> str:  # noqa: ARG002
        return f"{raw.text} (the root)" if raw.text == "." else str(raw.text)


NAME = _NameKind()


def name_field(meaning: str, *, key: str, **more: Any) -> Any:
    """The table entry of a domain name."""
    return as_found(meaning, key=key, kind=NAME, **more)


def read_name(data: bytes, start: int, end: int, origin: int) -> DomainName:
    """The name at byte `start`, in a message that begins at `origin` and ends at `end`.

    A pointer counts from the message's start and may only lead back, before the place where this name, or the stretch that led to the
    pointer, began. TruncatedError where the bytes end inside the name, BadNameError where they can't be a name.
    """
    usual = _usual_name(data, start, end, origin)
    if usual is not None:
        return usual
    labels: list[bytes] = []
    stretches: list[tuple[int, int]] = []
    position = stretch = start
    in_place = 0
    total = 1
    while True:
        if position >= end:
            raise TruncatedError("a domain name", start=position, needed=1, available=0)
        size = data[position]
        if size >= 0xC0:
            if position + 2 > end:
                raise TruncatedError("a pointer in a domain name", start=position, needed=2, available=end - position)
            target = origin + ((size & 0x3F) << 8 | data[position + 1])
            stretches.append((stretch, position + 2 - stretch))
            in_place = in_place or position + 2 - start
            if target >= stretch or len(stretches) > MOST_POINTERS:
                text = f"the pointer at byte {position} leads to byte {target}, which is not before the name that it belongs to"
                raise BadNameError("dns.name.pointer.forward", position, text, "RFC 1035 §4.1.4")
            position = stretch = target
            continue
        if size > 63:
            text = f"the byte 0x{size:02x} at byte {position} is neither a label's length (up to 63) nor a pointer"
            raise BadNameError("dns.name.label.type", position, text, "RFC 1035 §4.1.4")
        if position + 1 + size > end:
            raise TruncatedError("a label of a domain name", start=position, needed=1 + size, available=end - position)
        total += 1 + size if size else 0
        if total > LONGEST_NAME:
            text = f"the name is longer than {LONGEST_NAME} bytes"
            raise BadNameError("dns.name.long", position, text, "RFC 1035 §2.3.4")
        position += 1 + size
        if not size:
            break
        labels.append(data[position - size : position])
    stretches.append((stretch, position - stretch))
    in_place = in_place or position - start
    return DomainName(data[start : start + in_place], text_of(labels), tuple(stretches[1:]))


def _usual_name(data: bytes, start: int, end: int, origin: int) -> DomainName | None:
    """The name, if it stands whole in its place or is one pointer to a name that does, as nearly all are; else None."""
    at = start
    if data[start : start + 1] >= b"\xc0":
        at = origin + (int.from_bytes(data[start : start + 2], "big") & 0x3FFF)
        if at >= start or start + 2 > end:
            return None
    root = data.find(0, at, min(end, at + LONGEST_NAME))
    if root < 0 or (text := _plain_text(data[at:root])) is None:
        return None
    if at == start:
        return DomainName(data[start : root + 1], text)
    return DomainName(data[start : start + 2], text, ((at, root + 1 - at),))


@lru_cache(maxsize=512)
def _plain_text(labels: bytes) -> str | None:
    """The text of a name that stands whole in one place, given its bytes up to the root's zero; None of any other, which takes longer."""
    found, position = [], 0
    while position < len(labels):
        size = labels[position]
        position += 1 + size
        if size > 63 or position > len(labels):
            return None
        found.append(labels[position - size : position])
    return text_of(found)


def text_of(labels: Sequence[bytes]) -> str:
    r"""The name for people: bytes that are no plain characters as \DDD (RFC 1035 §5.1), no dot at the end but for the root."""
    if not labels:
        return "."
    return ".".join([_label(label) for label in labels])


def _label(label: bytes) -> str:
    if not label.translate(None, _PLAIN):
        return label.decode("ascii")
    return "".join(map(_character, label))


def _character(byte: int) -> str:
    if byte in _PLAIN:
        return chr(byte)
    return "\\" + chr(byte) if 0x21 <= byte < 0x7F else f"\\{byte:03d}"
