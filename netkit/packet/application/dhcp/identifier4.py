"""The options by which a client says who it is: an interface's address, an identifier of the machine, or a text (RFC 2132 §9.14)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.duid4 import ETHERNETS, read_duid
from netkit.packet.application.dhcp.kinds import TEXT, UUID
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option4 import DhcpOption
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_MAC, BYTES, HEXADECIMAL
from netkit.packet.numbers import ARP_HARDWARE
from netkit.packet.reading import Reading

__all__ = ["IDENTIFIERS", "ClientIdentifier", "MachineIdentifier"]

_TYPES: Mapping[int, str] = MappingProxyType(
    {**ARP_HARDWARE, 0: "no address of an interface", 255: "identifier of the machine (RFC 4361)"}
)


class HardwareClient(Header):
    """The address of one of the client's interfaces."""

    key = "dhcp"
    title = "DHCP client identifier, Ethernet address"
    rfc = "RFC 2132 §9.14"

    hardware_type: int = bits(8, "the kind of interface", key="dhcp.hw.type", kind=HEXADECIMAL, names=ARP_HARDWARE)
    hardware_address: str = bits(48, "the address of its interface", key="dhcp.hw.mac_addr", kind=ADDRESS_MAC)


class OtherHardwareClient(Header):
    """The address of an interface that is no Ethernet."""

    key = "dhcp"
    title = "DHCP client identifier, hardware address"
    rfc = "RFC 2132 §9.14"

    hardware_type: int = bits(8, "the kind of interface", key="dhcp.hw.type", kind=HEXADECIMAL, names=ARP_HARDWARE)
    hardware_address: bytes = bits(48, "the address of its interface", key="dhcp.client_hardware_address", kind=BYTES)


class ClientType(Header):
    """What kind of identifier follows."""

    key = "dhcp"
    title = "DHCP client identifier"
    rfc = "RFC 2132 §9.14"

    type: int = bits(8, "the kind of identifier", key="dhcp.client_id.type", names=_TYPES)


class ClientUuid(Header):
    """A number that no two machines share."""

    key = "dhcp"
    title = "DHCP client UUID"
    rfc = "RFC 4578 §2.3"

    uuid: bytes = bits(128, "a number that no other machine has", key="dhcp.client_id.uuid", kind=UUID, label="UUID")


class ClientWords(Header):
    """An identifier that is neither an address nor a number with parts."""

    key = "dhcp"
    title = "DHCP client identifier"
    rfc = "RFC 2132 §9.14"

    text: bytes = as_found("the identifier, as text", key="dhcp.client_id.undef", kind=TEXT, label="Identifier")
    opaque: bytes = as_found("the identifier", key="dhcp.client_id.opaque", label="Identifier")


class ClientIdentifier(DhcpOption):
    """What the server knows the client by."""

    title = "DHCP client identifier"
    rfc = "RFC 2132 §9.14"

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the kind of identifier by its type and its length."""
        if not reading.left:
            return
        kind = reading.data[reading.position]
        if _read_hardware(reading, self.group) or _read_uuid(reading, self.group):
            return
        reading.read(ClientType, self.group)
        if kind == 255:
            read_duid(reading, self.group)
        elif reading.left:
            reading.run(ClientWords.fields[1 if kind else 0], reading.left, self.group)

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """An identifier has at least its type (RFC 2132 §9.14 asks for two bytes, and clients send one)."""
        return length > 0


class MachineIdentifier(DhcpOption):
    """What a machine that starts from the network is known by."""

    title = "DHCP client machine identifier"
    rfc = "RFC 4578 §2.3"

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the identifier, a UUID as a rule."""
        if _read_hardware(reading, self.group) or _read_uuid(reading, self.group) or not reading.left:
            return
        reading.read(ClientType, self.group)
        if reading.left:
            reading.run(ClientWords.fields[1], reading.left, self.group)

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """An identifier has at least its type."""
        return length > 0


def _read_hardware(reading: Reading, group: str) -> bool:
    """Read seven bytes that begin with the number of a kind of hardware."""
    kind = reading.data[reading.position] if reading.left == 7 else 0
    if not 0 < kind < 48:
        return False
    reading.read(HardwareClient if kind in ETHERNETS else OtherHardwareClient, group)
    return True


def _read_uuid(reading: Reading, group: str) -> bool:
    """Read seventeen bytes that begin with zero."""
    if reading.left != 17 or reading.data[reading.position]:
        return False
    reading.read(ClientType, group)
    reading.read(ClientUuid, group)
    return True


IDENTIFIERS: Mapping[int, type[DhcpOption]] = MappingProxyType({61: ClientIdentifier, 97: MachineIdentifier})
"""The tables of these options by code."""
