"""The tags of PPPoE discovery (RFC 2516 §5 and appendix A): what is asked for or offered, each as type, length and value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL, LENGTH, TEXT, Kind
from netkit.packet.reading import Reading

__all__ = ["PppoeTag", "read_tags"]

TAGS: Mapping[int, str] = MappingProxyType(
    {
        0x0000: "end of the list", 0x0101: "service name", 0x0102: "access concentrator's name", 0x0103: "host's mark",
        0x0104: "access concentrator's cookie", 0x0105: "vendor's own", 0x0110: "relay's session", 0x0120: "largest payload",
        0x0201: "error: no such service", 0x0202: "error of the access concentrator", 0x0203: "error",
    }
)  # fmt: skip


class PppoeTag(Header):
    """What is asked for or offered, and how many bytes say it."""

    key = "pppoed"
    title = "PPPoE tag"
    rfc = "RFC 2516 §5"

    type: int = bits(16, "what this tag says", key="pppoed.tags.type", kind=HEXADECIMAL, names=TAGS)
    value_length: int = bits(16, "bytes of its value", key="pppoed.tags.length", kind=LENGTH, label="Length")


def _value(field_key: str, meaning: str, kind: Kind = BYTES) -> type[Header]:
    """A table of the value of one kind of tag."""

    class Value(Header):
        key = "pppoed"
        title = "PPPoE tag"
        rfc = "RFC 2516 appendix A"

        tag_value: bytes = variable(meaning, key=field_key, kind=kind, size=lambda _: 0, label="Value")

    return Value


_UNKNOWN = _value("pppoed.tags.unknown", "a value that netkit does not know")

_VALUES: Mapping[int, type[Header]] = MappingProxyType(
    {
        0x0101: _value("pppoed.tags.service_name", "the service that is asked for or offered; nothing means any", TEXT),
        0x0102: _value("pppoed.tags.ac_name", "which of the provider's machines offers it", TEXT),
        0x0103: _value(
            "pppoed.tags.host_uniq", "bytes that come back with the answer, so that the host knows its own question"
        ),
        0x0104: _value(
            "pppoed.tags.ac_cookie", "bytes that the host has to send back, which proves that it got the offer"
        ),
        0x0110: _value("pppoed.tags.relay_session_id", "bytes by which a relay on the way knows the session"),
        0x0120: _value("pppoed.tags.max_payload", "the most bytes that a frame may carry (RFC 4638)"),
        0x0201: _value("pppoed.tags.service_name_error", "why there is no such service", TEXT),
        0x0202: _value("pppoed.tags.ac_system_error", "what went wrong at the provider", TEXT),
        0x0203: _value("pppoed.tags.generic_error", "what went wrong", TEXT),
    }
)


def read_tags(reading: Reading) -> None:
    """Read the tags, as many as there are bytes for."""
    number = 0
    while reading.left:
        number += 1
        tag = reading.read(PppoeTag, f"tag {number}")
        reading.take_exactly(_VALUES.get(tag.type, _UNKNOWN), tag.value_length, f"tag {number}")
