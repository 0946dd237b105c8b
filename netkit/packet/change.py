"""A packet with one field changed, and not a bit else: what a router or a hand on the way makes of it."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.errors import BadFieldError
from netkit.packet.dissected import DissectedField
from netkit.packet.dissection import Dissection, dissect
from netkit.packet.kinds import FLAG, WORDS_OF_4

__all__ = ["changed", "fields_named", "raw_of"]

_WORDS = {"true": 1, "set": 1, "yes": 1, "false": 0, "not set": 0, "no": 0}


def fields_named(packet: Dissection, name: str) -> Iterator[DissectedField]:
    """The fields of a fixed number of bits with this Wireshark key (`ip.ttl`) or RFC name (`time_to_live`, `ip.time_to_live`)."""
    for layer in packet.layers:
        for field in layer.fields:
            rfc_name = field.field.name
            if field.field.width_bits and name in (field.key, rfc_name, f"{layer.key}.{rfc_name}"):
                yield field


def raw_of(field: DissectedField, text: str) -> int:
    """The bits that `text` means in a field: a number (0x… too), an address, a flag's `set`, hex; in the unit that Wireshark shows.

    BadFieldError says what the field can hold.
    """
    try:
        return int(field.field.kind.parse(_value_of(field, text.strip()), field.width_bits))
    except ValueError as problem:
        raise BadFieldError(field.key, text, str(problem)) from problem


def _value_of(field: DissectedField, text: str) -> object:
    kind = field.field.kind
    if kind is FLAG and text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if kind is WORDS_OF_4:
        words, rest = divmod(_whole(text), 4)
        if rest:
            raise ValueError("its unit is a word of 4 bytes")
        return words
    if kind.json_type == "integer" or kind is FLAG:
        return _whole(text)
    if isinstance(kind.attribute(0, field.width_bits), bytes):
        return bytes.fromhex(text.removeprefix("0x"))
    return text


def _whole(text: str) -> int:
    try:
        return int(text, 0)
    except ValueError:
        raise ValueError("a whole number is wanted, such as 63 or 0x3f") from None


def changed(packet: Dissection, field: DissectedField, raw: int) -> Dissection:
    """The same packet with other bits in one field."""
    size = len(packet.data) * 8
    shift = size - field.start_bit - field.width_bits
    number = int.from_bytes(packet.data)
    number ^= (number >> shift & (1 << field.width_bits) - 1 ^ raw) << shift
    return dissect(number.to_bytes(len(packet.data), "big"), packet.link_type, original_length=packet.original_length)
