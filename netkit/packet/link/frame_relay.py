"""Frame Relay (ITU-T Q.922), and how it carries packets (RFC 2427): an address of two to four bytes, and what follows it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading

__all__ = [
    "FrameRelay", "FrameRelayControl", "FrameRelayLast", "FrameRelayProtocol", "FrameRelaySnap", "FrameRelaySnapProtocol",
    "FrameRelaySnapType", "FrameRelayThird", "FrameRelayType", "read_frame_relay",
]  # fmt: skip

RFC, ADDRESS = "RFC 2427 §3", "ITU-T Q.922 §3.3"

UNNUMBERED_INFORMATION = 0x03

PADDING, SNAP = 0x00, 0x80

ETHERNET = 0x6558

BRIDGED, BRIDGED_ETHERNET = 0x0080C2, (0x0001, 0x0007)

PROTOCOLS: Mapping[int, str] = MappingProxyType(
    {
        0x00: "padding", 0x08: "Q.933", 0x09: "LMI", 0x80: "SNAP", 0x81: "CLNP", 0x82: "ES-IS", 0x83: "IS-IS", 0x8E: "IPv6",
        0xB1: "fragments", 0xCC: "IPv4", 0xCF: "PPP",
    }
)  # fmt: skip

_MORE = "the address ends here"


class FrameRelay(Header):
    """The first two bytes of the address, and whether there is too much traffic on the way."""

    key = "fr"
    title = "Frame Relay"
    rfc = ADDRESS
    rule = "frame_relay"

    upper_connection: int = bits(6, "the upper bits of the connection's number", key="fr.upper_dlci", kind=HEXADECIMAL)
    command: bool = flag("a command, or else its answer", key="fr.cr", minor=True)
    first_is_last: bool = flag(_MORE, key="fr.ea", label="Address ends", minor=True)
    second_connection: int = bits(4, "more of the connection's number", key="fr.second_dlci", kind=HEXADECIMAL)
    forward_congestion: bool = flag("there is too much traffic the way of this frame", key="fr.fecn")
    backward_congestion: bool = flag("there is too much traffic the other way", key="fr.becn")
    discard_eligible: bool = flag("this frame is dropped before others where there is too much", key="fr.de")
    second_is_last: bool = flag(_MORE, key="fr.ea", label="Address ends", default=True, minor=True)


class FrameRelayThird(Header):
    """A third byte of an address of four."""

    key = "fr"
    title = "Frame Relay, third of the address"
    rfc = ADDRESS

    third_connection: int = bits(7, "more of the connection's number", key="fr.third_dlci", kind=HEXADECIMAL)
    third_is_last: bool = flag(_MORE, key="fr.ea", label="Address ends", minor=True)


class FrameRelayLast(Header):
    """The last byte of a longer address."""

    key = "fr"
    title = "Frame Relay, last of the address"
    rfc = ADDRESS

    lower_connection: int = bits(6, "the lowest bits of the connection's number", key="fr.lower_dlci", kind=HEXADECIMAL)
    control: bool = flag("the bits are no number, but say something to the network", key="fr.dc", minor=True)
    last: bool = flag(_MORE, key="fr.ea", label="Address ends", default=True, minor=True)


class FrameRelayControl(Header):
    """What kind of frame this is."""

    key = "fr"
    title = "Frame Relay control"
    rfc = RFC

    control: int = bits(
        8, "3: information without a number", key="fr.control", kind=HEXADECIMAL, default=UNNUMBERED_INFORMATION, minor=True
    )  # fmt: skip


class FrameRelayProtocol(Header):
    """Which protocol follows, by the number that OSI gave it."""

    key = "fr"
    title = "Frame Relay protocol"
    rfc = RFC

    protocol: int = bits(8, "which protocol follows", key="fr.nlpid", kind=HEXADECIMAL, names=PROTOCOLS, repeats=True)


class FrameRelaySnap(Header):
    """Whose numbers say what follows."""

    key = "fr"
    title = "Frame Relay SNAP"
    rfc = RFC

    organization_code: int = bits(
        24, "who gave the number that follows", key="fr.snap.oui", kind=HEXADECIMAL, default=0
    )


class FrameRelaySnapType(Header):
    """Which protocol follows, by its Ethernet type."""

    key = "fr"
    title = "Frame Relay SNAP type"
    rfc = RFC

    type: int = bits(
        16, "which protocol follows, numbered as in Ethernet II", key="fr.snaptype", kind=HEXADECIMAL, names=ETHERTYPES
    )


class FrameRelaySnapProtocol(Header):
    """Which protocol follows, by another's number."""

    key = "fr"
    title = "Frame Relay SNAP protocol"
    rfc = RFC

    protocol_identifier: int = bits(
        16, "which protocol follows, as the organization numbers them", key="fr.snap.pid", kind=HEXADECIMAL
    )


class FrameRelayType(Header):
    """What follows in Cisco's form: an Ethernet type."""

    key = "fr"
    title = "Frame Relay, Cisco's type"
    rfc = "RFC 1547 §4.3.1"

    type: int = bits(
        16,
        "which protocol follows, numbered as in Ethernet II",
        key="fr.chdlctype",
        kind=HEXADECIMAL,
        names=ETHERTYPES,
        repeats=True,
    )


def read_frame_relay(reading: Reading) -> Next:
    """Read the address, and behind it the kind of frame and the protocol's number, or Cisco's type."""
    if too_deep(reading):
        return None
    frame = reading.open(FrameRelay)
    if frame.first_is_last:
        return None
    if not frame.second_is_last:
        if reading.left and not reading.data[reading.position] & 1:
            reading.read(FrameRelayThird)
        if not reading.read(FrameRelayLast).last:
            return None
    return _read_kind(reading)


def _read_kind(reading: Reading) -> Next:
    """Read what stands behind the address; frames of a connection, which are numbered, have nothing that netkit reads."""
    start = reading.position
    if reading.left > 1 and int.from_bytes(reading.data[start : start + 2], "big") in ETHERTYPES:
        return "eth.type", (reading.read(FrameRelayType).type,)
    if reading.left and reading.data[start] != UNNUMBERED_INFORMATION:
        return None
    reading.read(FrameRelayControl)
    protocol = reading.read(FrameRelayProtocol).protocol
    if protocol == PADDING and reading.left:
        protocol = reading.read(FrameRelayProtocol).protocol
    return _read_snap(reading) if protocol == SNAP else ("fr.nlpid", (protocol,))


def _read_snap(reading: Reading) -> Next:
    organization = reading.read(FrameRelaySnap).organization_code
    if not organization:
        return "eth.type", (reading.read(FrameRelaySnapType).type,)
    identifier = reading.read(FrameRelaySnapProtocol).protocol_identifier
    return ("eth.type", (ETHERNET,)) if organization == BRIDGED and identifier in BRIDGED_ETHERNET else None
