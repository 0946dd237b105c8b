"""The options of DHCP over IPv4, one after the other, in whichever place they stand (RFC 2132 §2, RFC 2131 §4.1)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.application.dhcp.codes4 import OPTIONS
from netkit.packet.application.dhcp.identifier4 import IDENTIFIERS
from netkit.packet.application.dhcp.lease4 import LEASE
from netkit.packet.application.dhcp.names4 import NAMES
from netkit.packet.application.dhcp.option import Inside, OptionFamily, read_option
from netkit.packet.application.dhcp.option4 import DhcpEnd, DhcpOption, DhcpOptionRest, DhcpPad, DhcpUnknownOption
from netkit.packet.application.dhcp.relay4 import RelayAgentInformation
from netkit.packet.application.dhcp.routes4 import ROUTES
from netkit.packet.application.dhcp.settings4 import SETTINGS
from netkit.packet.application.dhcp.vendor4 import VENDORS
from netkit.packet.reading import Reading

__all__ = ["DHCP_OPTIONS", "overload_of", "read_options", "split_codes"]

PAD, END, OVERLOAD, MOST_OVERLOAD = 0, 255, 52, 3

LISTS_OF_NAMES = frozenset({119, 120})
"""Options whose parts make no sense each by itself, where they are spread over several (RFC 3396 §5)."""

DHCP_OPTIONS = OptionFamily(
    rule="dhcp.option",
    rfc="RFC 2132 §2",
    head=DhcpOption,
    length_key="dhcp.option.length",
    names=OPTIONS,
    tables=MappingProxyType(
        {**SETTINGS, **LEASE, **IDENTIFIERS, **NAMES, **ROUTES, **VENDORS, 82: RelayAgentInformation}
    ),
    unknown=DhcpUnknownOption,
    rest=DhcpOptionRest.fields[0],
)


def read_options(reading: Reading, split: frozenset[int], place: str = "") -> bool:
    """Read the options up to the present end, and what stands behind their own end; tells whether something ended them."""
    inside = Inside(DHCP_OPTIONS, place, split=split)
    data = reading.data
    while reading.left:
        code = data[reading.position]
        if code == PAD:
            reading.run(DhcpPad.fields[0], _zeros(data, reading.position, reading.end))
        elif code == END:
            reading.read(DhcpEnd)
            if reading.left:
                reading.run(DhcpPad.fields[0], reading.left)
            return True
        else:
            broken = read_option(reading, inside) is None
            if broken:
                return True
    return False


def _zeros(data: bytes, start: int, end: int) -> int:
    """How many bytes from `start` on are zero."""
    stretch = data[start:end]
    return len(stretch) - len(stretch.lstrip(b"\0"))


def overload_of(data: bytes, start: int, end: int) -> int:
    """What the options say of fields that hold options too, in two bits; 0 if they say nothing that can be."""
    said = 0
    for code, at, length in _walk(data, start, end):
        if code == OVERLOAD and length:
            said = data[at]
    return said if said <= MOST_OVERLOAD else 0


def split_codes(data: bytes, start: int, end: int) -> frozenset[int]:
    """The codes of lists of names that are spread over several options."""
    codes = [code for code, _, _ in _walk(data, start, end) if code in LISTS_OF_NAMES]
    return frozenset(code for code in codes if codes.count(code) > 1)


def _walk(data: bytes, start: int, end: int) -> list[tuple[int, int, int]]:
    """The options that are whole, as (code, first byte of the data, bytes of data)."""
    found = []
    while start + 2 <= end and data[start] != END:
        if data[start] == PAD:
            start += 1
            continue
        code, length = data[start], data[start + 1]
        if start + 2 + length > end:
            break
        found.append((code, start + 2, length))
        start += 2 + length
    return found
