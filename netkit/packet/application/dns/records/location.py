"""Records of places on Earth: LOC (RFC 1876) and GPOS (RFC 1712)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.packet.application.dns.records.kinds import CHARACTERS
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH, Kind
from netkit.packet.reading import Reading

__all__ = ["LOCATIONS"]

EQUATOR = 1 << 31
"""The number that stands for 0 degrees."""

SEA_LEVEL = 10_000_000
"""Centimetres from the lowest altitude that can be written up to the sea."""


class _Extent(Kind):
    """Centimetres as one digit and a number of zeros."""

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return _metres((raw >> 4) * 10 ** (raw & 15))


class _Angle(Kind):
    """Thousandths of a second of arc from the equator or from Greenwich."""

    def __init__(self, above: str, below: str) -> None:
        self.above = above
        self.below = below

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        side = self.above if raw >= EQUATOR else self.below
        minutes, thousandths = divmod(abs(raw - EQUATOR), 60_000)
        return f"{minutes // 60}° {minutes % 60}′ {thousandths / 1000:.3f}″ {side}"


class _Altitude(Kind):
    """Centimetres from 100 km below the sea."""

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return f"{_metres(raw - SEA_LEVEL)} above the sea" if raw >= SEA_LEVEL else f"{_metres(SEA_LEVEL - raw)} below the sea"  # fmt: skip


def _metres(centimetres: int) -> str:
    return f"{centimetres // 100} m" if centimetres % 100 == 0 else f"{centimetres / 100:.2f} m"


class LocationVersion(Header):
    """LOC: which form the rest has."""

    key = "dns"
    title = "DNS LOC record data"
    rfc = "RFC 1876 §2"

    version: int = bits(8, "the form of what follows: 0", key="dns.loc.version", default=0, minor=True)


class Location(Header):
    """LOC: where on Earth something is, and how exactly that is known."""

    key = "dns"
    title = "DNS LOC record data"
    rfc = "RFC 1876 §2"

    size: int = bits(8, "how large it is: a digit and how many zeros, in cm", key="dns.loc.size", kind=_Extent())
    horizontal_precision: int = bits(8, "how exact the place is", key="dns.loc.horizontal_precision", kind=_Extent())
    vertical_precision: int = bits(8, "how exact the height is", key="dns.loc.vertical_precision", kind=_Extent())
    latitude: int = bits(32, "how far north", key="dns.loc.latitude", kind=_Angle("north", "south"))
    longitude: int = bits(32, "how far east", key="dns.loc.longitude", kind=_Angle("east", "west"))
    altitude: int = bits(32, "how high, in cm from 100 km below the sea", key="dns.loc.altitude", kind=_Altitude())


class LocationData(Header):
    """LOC of an unknown version."""

    key = "dns"
    title = "DNS LOC record data"
    rfc = "RFC 1876 §2"

    data: bytes = as_found("a place in an unknown form", key="dns.loc.data")


def _read_location(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    version = reading.read(LocationVersion, group).version
    if version == 0:
        reading.read(Location, group)
    elif reading.left:
        reading.take(LocationData, group=group)


class Longitude(Header):
    """GPOS: how far east, in text."""

    key = "dns"
    title = "DNS GPOS record data"
    rfc = "RFC 1712 §3"

    longitude_length: int = bits(
        8, "bytes of the text that follows", key="dns.gpos.longitude_length", kind=LENGTH, minor=True
    )
    longitude: bytes = variable(
        "how far east, in degrees",
        key="dns.gpos.longitude",
        size=lambda header: header.longitude_length,
        kind=CHARACTERS,
    )


class Latitude(Header):
    """GPOS: how far north, in text."""

    key = "dns"
    title = "DNS GPOS record data"
    rfc = "RFC 1712 §3"

    latitude_length: int = bits(
        8, "bytes of the text that follows", key="dns.gpos.latitude_length", kind=LENGTH, minor=True
    )
    latitude: bytes = variable(
        "how far north, in degrees", key="dns.gpos.latitude", size=lambda header: header.latitude_length, kind=CHARACTERS
    )  # fmt: skip


class Altitude(Header):
    """GPOS: how high, in text."""

    key = "dns"
    title = "DNS GPOS record data"
    rfc = "RFC 1712 §3"

    altitude_length: int = bits(
        8, "bytes of the text that follows", key="dns.gpos.altitude_length", kind=LENGTH, minor=True
    )
    altitude: bytes = variable(
        "how high, in metres", key="dns.gpos.altitude", size=lambda header: header.altitude_length, kind=CHARACTERS
    )


LOCATIONS: Mapping[int, ReadData] = MappingProxyType({27: in_order(Longitude, Latitude, Altitude), 29: _read_location})
