"""IEEE 802.2 Logical Link Control, which follows a frame's length, and SNAP, by which it carries what has an Ethernet type (RFC 1042).

Of the three formats, unnumbered frames (U) have a control field of one byte, and information (I) and supervisory (S) frames, which
number what was sent and acknowledge it as TCP does, one of two bytes, the lower first.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL, LITTLE_ENDIAN_HEXADECIMAL
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading, keep_trailer

__all__ = ["Llc", "LlcNumbered", "Snap", "SnapPadding", "SnapProtocol", "SnapType", "read_llc"]

SNAP = 0xAA

UNNUMBERED_INFORMATION = 0x03

SERVICES: Mapping[int, str] = MappingProxyType(
    {
        0x00: "none", 0x02: "LLC sublayer management", 0x06: "IP", 0x0E: "PROWAY", 0x42: "spanning tree", 0x4E: "manufacturing messages",
        0x7E: "X.25", 0x80: "XNS", 0x98: "ARP", 0xAA: "SNAP", 0xBC: "VINES", 0xE0: "NetWare", 0xF0: "NetBIOS", 0xF4: "LAN management",
        0xFE: "OSI", 0xFF: "everyone",
    }
)  # fmt: skip

COMMANDS: Mapping[int, str] = MappingProxyType(
    {
        0x00: "UI, information without a number", 0x0C: "DM, disconnected", 0x40: "DISC, disconnect", 0x60: "UA, acknowledged",
        0x6C: "SABME, a connection is asked for", 0x84: "FRMR, a frame was rejected", 0xAC: "XID, what each side can do",
        0xE0: "TEST, to be sent back",
    }
)  # fmt: skip
"""What an unnumbered frame is for, without the bit for poll or final."""

CISCO = 0x00000C
"""Under whose numbers CDP, VTP and DTP stand, which scapy reads."""

ENCAPSULATED_ETHERNET, CISCO_90, BRIDGED = 0x000000, 0x0000F8, 0x0080C2

ORGANIZATIONS: Mapping[int, str] = MappingProxyType(
    {
        0x000000: "an Ethernet type follows", 0x00000C: "Cisco", 0x000081: "Nortel", 0x0000F8: "Cisco, an Ethernet type",
        0x0001E8: "Force10", 0x00005E: "IANA", 0x001090: "Cimetrics", 0x0017F2: "Apple", 0x001958: "Bluetooth", 0x004096: "Cisco WLCCP",
        0x0080C2: "IEEE 802.1, a bridged frame", 0x00E02B: "Extreme", 0x00E052: "Foundry", 0x080007: "AppleTalk",
    }
)  # fmt: skip

BRIDGED_ETHERNET = 0x0007
"""A whole Ethernet frame without its check sequence, behind two bytes of padding (RFC 2684 §5.2)."""

TRANSPARENT_ETHERNET = 0x6558
"""The Ethernet type of a whole frame inside of another (RFC 1701)."""


def _destination(raw: int) -> str:
    return "a group" if raw & 1 and raw != 0xFF else ""


def _source(raw: int) -> str:
    return f"a response, from {SERVICES.get(raw & 0xFE, f'0x{raw & 0xFE:02x}')}" if raw & 1 else ""


def _unnumbered(raw: int) -> str:
    command = COMMANDS.get(raw & 0xEC, "unnumbered")
    return f"{command}; poll or final" if raw & 0x10 else command


_SUPERVISORY = ("RR, ready for more", "RNR, not ready", "REJ, to be sent again from here", "of an unknown kind")


def _numbered(raw: int) -> str:
    low, high = raw >> 8, raw & 0xFF
    kind = _SUPERVISORY[low >> 2 & 3] if low & 1 else f"information number {low >> 1}"
    return f"{kind}; number {high >> 1} is expected next{'; poll or final' if high & 1 else ''}"


class Llc(Header):
    """Which service on each side the frame is for, in an unnumbered frame."""

    key = "llc"
    title = "LLC"
    rfc = "IEEE 802.2 clause 3.2"

    destination_service_access_point: int = bits(
        8, "which protocol of the receiver the frame is for", key="llc.dsap", kind=HEXADECIMAL, names=SERVICES, note=_destination,
        label="Destination service access point",
    )  # fmt: skip
    source_service_access_point: int = bits(
        8, "which protocol of the sender it comes from", key="llc.ssap", kind=HEXADECIMAL, names=SERVICES, note=_source,
        label="Source service access point",
    )  # fmt: skip
    control: int = bits(
        8, "what kind of frame this is", key="llc.control", kind=HEXADECIMAL, note=_unnumbered,
        default=UNNUMBERED_INFORMATION, rfc="IEEE 802.2 clause 5.2",
    )  # fmt: skip


class LlcNumbered(Header):
    """The same in a frame of a connection: information that is numbered, or an acknowledgement of it."""

    key = "llc"
    title = "LLC, numbered"
    rfc = "IEEE 802.2 clause 3.2"
    rule = "llc.numbered"

    destination_service_access_point: int = bits(
        8, "which protocol of the receiver the frame is for", key="llc.dsap", kind=HEXADECIMAL, names=SERVICES, note=_destination,
    )  # fmt: skip
    source_service_access_point: int = bits(
        8, "which protocol of the sender it comes from", key="llc.ssap", kind=HEXADECIMAL, names=SERVICES, note=_source,
    )  # fmt: skip
    control: int = bits(
        16, "what kind of frame this is, its number, and the number that is expected from the other side", key="llc.control",
        kind=LITTLE_ENDIAN_HEXADECIMAL, note=_numbered, rfc="IEEE 802.2 clause 5.2",
    )  # fmt: skip


class Snap(Header):
    """Whose numbers say what follows."""

    key = "llc"
    title = "SNAP"
    rfc = "RFC 1042"

    organization_code: int = bits(
        24, "who gave the number that follows", key="llc.oui", kind=HEXADECIMAL, names=ORGANIZATIONS, default=0
    )


class SnapType(Header):
    """Which protocol follows, by its Ethernet type."""

    key = "llc"
    title = "SNAP type"
    rfc = "RFC 1042"

    type: int = bits(
        16, "which protocol the frame carries, numbered as in Ethernet II", key="llc.type", kind=HEXADECIMAL, names=ETHERTYPES
    )  # fmt: skip


def _protocol(field_key: str) -> type[Header]:
    """A table of the number that an organization gave a protocol of its own."""

    class Protocol(Header):
        key = "llc"
        title = "SNAP protocol"
        rfc = "IEEE 802 clause 9.5"

        protocol_identifier: int = bits(
            16, "which protocol follows, as the organization numbers them", key=field_key, kind=HEXADECIMAL
        )

    return Protocol


SnapProtocol = _protocol("llc.pid")

_PROTOCOLS: Mapping[int, type[Header]] = MappingProxyType(
    {
        0x00000C: _protocol("llc.cisco_pid"), 0x000081: _protocol("llc.nortel_pid"), 0x0001E8: _protocol("llc.force10_pid"),
        0x00005E: _protocol("llc.iana_pid"), 0x001090: _protocol("llc.cimetrics_pid"), 0x0017F2: _protocol("llc.apple_awdl_pid"),
        0x001958: _protocol("llc.bluetooth_pid"), 0x004096: _protocol("llc.wlccp_pid"), 0x00805F: _protocol("llc.hpteam_pid"),
        0x00E02B: _protocol("llc.extreme_pid"), 0x00E052: _protocol("llc.foundry_pid"), 0x080007: _protocol("llc.apple_atalk_pid"),
    }
)  # fmt: skip
"""Organizations for whose numbers Wireshark has a key of its own."""


class SnapPadding(Header):
    """What stands before a bridged frame."""

    key = "llc"
    title = "SNAP padding"
    rfc = "RFC 2684 §5.2"

    padding: bytes = bits(
        16, "fills up, so that the frame's data begin at a multiple of four bytes", key="llc.pad", kind=BYTES
    )


def read_llc(reading: Reading) -> Next:
    """Read the header in the format that its control field says; SNAP follows where both services are its."""
    reading.read_trailer = keep_trailer
    numbered = reading.left > 2 and reading.data[reading.position + 2] & 3 != 3
    llc = reading.open(LlcNumbered) if numbered else reading.open(Llc)
    information = llc.control == UNNUMBERED_INFORMATION or (numbered and not llc.control & 1)
    if llc.destination_service_access_point == llc.source_service_access_point == SNAP:
        return _read_snap(reading, information=information)
    return ("llc.dsap", (llc.destination_service_access_point,)) if information else None


def _read_snap(reading: Reading, *, information: bool) -> Next:
    """Read who numbers protocols here, and the number; it is followed only where the frame carries information."""
    organization = reading.read(Snap).organization_code
    if organization in (ENCAPSULATED_ETHERNET, CISCO_90):
        return ("eth.type", (reading.read(SnapType).type,)) if information else None
    (identifier,) = reading.read(_PROTOCOLS.get(organization, SnapProtocol)).raws
    if organization == BRIDGED and identifier == BRIDGED_ETHERNET and information:
        reading.read(SnapPadding)
        return "eth.type", (TRANSPARENT_ETHERNET,)
    return ("llc.cisco_pid", (identifier,)) if organization == CISCO and information else None
