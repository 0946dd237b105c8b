"""Kinds of value that DHCP has and few others: text up to a zero, times since an epoch, hundredths of seconds, identifiers of machines."""

from __future__ import annotations

from typing import Any

from netkit.packet.kinds import Kind
from netkit.packet.moment import MOMENT, seconds_of

__all__ = ["HUNDREDTHS", "SECONDS_SINCE_1900", "SECONDS_SINCE_2000", "TEXT", "UUID"]

SINCE_1900, SINCE_2036, SINCE_2000 = -2_208_988_800, 2_085_978_496, 946_684_800
"""Where counts of seconds begin, counted from 1970; the one from 1900 ran over in 2036 and began anew (RFC 5905 §6)."""


class _Text(Kind):
    """Characters up to the first zero byte; a byte that is not ASCII becomes U+FFFD, as in Wireshark."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:
        return self.attribute(raw, width).partition(b"\0")[0].decode("ascii", "replace")

    def attribute(self, raw: Any, width: int) -> bytes:
        return bytes(raw.to_bytes(width // 8, "big") if isinstance(raw, int) else raw)

    def raw_json(self, raw: Any, width: int) -> str:
        return self.attribute(raw, width).hex()

    def digits(self, raw: Any, width: int) -> str:
        return self.value(raw, width) or "empty"

    def parse(self, value: object, width: int) -> Any:
        if isinstance(value, str):
            value = value.encode()
        if not isinstance(value, bytes):
            raise ValueError(f"text or bytes are wanted, not {type(value).__name__}")
        if not width:
            return value
        if len(value) * 8 > width:
            raise ValueError(f"there is room for {width // 8} bytes")
        return int.from_bytes(value.ljust(width // 8, b"\0"), "big")


class _Since(Kind):
    """Seconds since the start of 1900 or 2000, as the moment that they make."""

    json_type = "string"
    counts = False
    plain = False

    def __init__(self, low: int, high: int) -> None:
        self.epochs = (low, high)

    def value(self, raw: Any, width: int) -> str:
        return MOMENT.value(raw + self.epochs[raw >> (width - 1)], width)

    def digits(self, raw: Any, width: int) -> str:
        return MOMENT.digits(raw + self.epochs[raw >> (width - 1)], width)

    def parse(self, value: object, width: int) -> int:
        if not isinstance(value, str):
            return int(super().parse(value, width))
        seconds = seconds_of(value)
        low, high = self.epochs
        return int(super().parse(seconds - (high if seconds < low else low), width))


class _Hundredths(Kind):
    """Hundredths of a second; Wireshark prints thousandths."""

    plain = False

    def value(self, raw: Any, width: int) -> int:  # noqa: ARG002
        return int(raw) * 10

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return f"{raw / 100:.2f} s"


class _Uuid(Kind):
    """A number that no two machines share; its first three parts have their lowest byte first (RFC 4578 §2.3)."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:
        given = self.attribute(raw, width)
        parts = (given[3::-1], given[5:3:-1], given[7:5:-1], given[8:10], given[10:])
        return "-".join(part.hex() for part in parts)

    def attribute(self, raw: Any, width: int) -> bytes:
        return bytes(raw.to_bytes(width // 8, "big"))

    def raw_json(self, raw: Any, width: int) -> str:
        return f"{raw:0{width // 4}x}"

    def parse(self, value: object, width: int) -> Any:
        if not isinstance(value, bytes) or len(value) * 8 != width:
            raise ValueError(f"{width // 8} bytes are wanted")
        return int.from_bytes(value, "big")


TEXT = _Text()
SECONDS_SINCE_1900 = _Since(SINCE_2036, SINCE_1900)
SECONDS_SINCE_2000 = _Since(SINCE_2000, SINCE_2000)
HUNDREDTHS = _Hundredths()
UUID = _Uuid()
