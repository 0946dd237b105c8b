"""Options by which clients are told apart, and what vendors say (RFC 2132 §8.4 and §9.13, RFC 3004, RFC 3925, RFC 4578)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option4 import DhcpOption
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = ["VENDORS", "UserClass", "VendorClass", "VendorInformation"]

_ARCHITECTURES = MappingProxyType(
    {
        0: "x86 BIOS", 1: "NEC PC98", 2: "EFI Itanium", 3: "DEC Alpha", 4: "Arc x86", 5: "Intel Lean Client", 6: "EFI x86",
        7: "EFI x64", 8: "EFI XScale", 9: "EFI byte code, or x64", 10: "EFI ARM 32", 11: "EFI ARM 64", 15: "EFI x86, HTTP",
        16: "EFI x64, HTTP", 18: "EFI ARM 32, HTTP", 19: "EFI ARM 64, HTTP", 25: "EFI RISC-V 32", 27: "EFI RISC-V 64",
    }
)  # fmt: skip
_INTERFACES = MappingProxyType({1: "UNDI"})


class VendorClass(DhcpOption):
    """What kind of client this is; the vendor-specific information depends on it."""

    title = "DHCP vendor class"
    rfc = "RFC 2132 §9.13"

    vendor_class: str = variable(
        "what kind of client this is, in its maker's words",
        key="dhcp.option.vendor_class_id",
        size=lambda option: option.length,
        kind=TEXT,
    )


class VendorInformation(DhcpOption):
    """What only the maker of this kind of client understands."""

    title = "DHCP vendor-specific information"
    rfc = "RFC 2132 §8.4"

    information: bytes = variable(
        "what only the client's maker understands", key="dhcp.option.vendor.value", size=lambda option: option.length
    )


class UserClassInstance(Header):
    """A class that the client belongs to."""

    key = "dhcp"
    title = "DHCP user class"
    rfc = "RFC 3004 §4"

    class_length: int = bits(
        8,
        "bytes of the class that follow",
        key="dhcp.option.user_class.length",
        kind=LENGTH,
        minor=True,
        label="Length",
    )
    user_class: bytes = variable(
        "a class that the client belongs to",
        key="dhcp.option.user_class.data",
        size=lambda header: header.class_length,
    )


class UserClass(DhcpOption):
    """The classes that the client's user or administrator put it in."""

    title = "DHCP user class"
    rfc = "RFC 3004 §4"

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the classes; iPXE and Microsoft's RRAS send a text without the lengths, and so do clients whose lengths can't be."""
        while reading.left:
            size = reading.data[reading.position]
            if size >= reading.left:
                reading.run(UserClassText.fields[0], reading.left, self.group)
                return
            instance = reading.read(UserClassInstance, self.group)
            if not instance.class_length:
                return

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """The shortest class has its length and one byte."""
        return length >= 2


class UserClassText(Header):
    """A class without its length."""

    key = "dhcp"
    title = "DHCP user class, as text"
    rfc = "RFC 3004 §4"

    text: bytes = as_found(
        "a class that the client belongs to, written without its length",
        key="dhcp.option.user_class.text",
        kind=TEXT,
        label="User class",
    )


class Architecture(Header):
    """What kind of machine starts from the network."""

    key = "dhcp"
    title = "DHCP client architecture"
    rfc = "RFC 4578 §2.1"

    architecture: int = bits(
        16,
        "the machine for which a boot file is wanted",
        key="dhcp.option.client_system_architecture",
        names=_ARCHITECTURES,
    )


class Architectures(DhcpOption):
    """What kinds of boot file the machine can start."""

    title = "DHCP client system architecture"
    rfc = "RFC 4578 §2.1"
    item = Architecture


class NetworkInterface(DhcpOption):
    """Which programming interface the client's network card has."""

    title = "DHCP client network interface"
    rfc = "RFC 4578 §2.2"

    type: int = bits(8, "the kind of interface", key="dhcp.client_network_id_type", names=_INTERFACES)

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the version of the one kind that there is."""
        if self.type == 1:
            reading.read(InterfaceVersion, self.group)


class InterfaceVersion(Header):
    """The version of the network card's programming interface."""

    key = "dhcp"
    title = "DHCP client network interface, version"
    rfc = "RFC 4578 §2.2"

    major: int = bits(8, "its version, before the dot", key="dhcp.client_network_id_major")
    minor_version: int = bits(8, "its version, behind the dot", key="dhcp.client_network_id_minor")


class EnterpriseClass(Header):
    """What kind of client this is in one maker's words."""

    key = "dhcp"
    title = "DHCP vendor-identifying class"
    rfc = "RFC 3925 §3"

    enterprise: int = bits(32, "whose words follow, by number at IANA", key="dhcp.option.vi_class.enterprise")
    class_length: int = bits(
        8, "bytes of them", key="dhcp.option.vi_class.length", kind=LENGTH, minor=True, label="Length"
    )
    vendor_class: str = variable(
        "what kind of client this is",
        key="dhcp.option.vi_class.data",
        size=lambda header: header.class_length,
        kind=TEXT,
    )


class EnterpriseClasses(DhcpOption):
    """What kind of client this is, in the words of several makers."""

    title = "DHCP vendor-identifying classes"
    rfc = "RFC 3925 §3"
    item = EnterpriseClass


class EnterpriseInformation(Header):
    """What one vendor says."""

    key = "dhcp"
    title = "DHCP vendor-identifying information"
    rfc = "RFC 3925 §4"

    enterprise: int = bits(32, "whose information it is, by number at IANA", key="dhcp.option.vi.enterprise")
    information_length: int = bits(
        8, "bytes of it that follow", key="dhcp.option.vi.length", kind=LENGTH, minor=True, label="Length"
    )


class EnterpriseSuboption(Header):
    """One thing that a vendor says."""

    key = "dhcp"
    title = "DHCP vendor's suboption"
    rfc = "RFC 3925 §4"

    code: int = bits(8, "which of the vendor's options this is", key="dhcp.vendor.suboption")
    data_length: int = bits(
        8, "bytes of data that follow", key="dhcp.option.suboption_length", kind=LENGTH, minor=True, label="Length"
    )
    data: bytes = variable("what the vendor says", key="dhcp.vendor.data", size=lambda header: header.data_length)


class EnterpriseOption(DhcpOption):
    """What vendors say, each with its number."""

    title = "DHCP vendor-identifying information"
    rfc = "RFC 3925 §4"

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read each vendor's options."""
        while reading.left:
            vendor = reading.read(EnterpriseInformation, self.group)
            end = min(reading.position + vendor.information_length, reading.end)
            outer = reading.narrow(end, "dhcp.option.vi.length")
            try:
                while reading.left:
                    reading.read(EnterpriseSuboption, self.group)
            finally:
                reading.widen(outer)


VENDORS: Mapping[int, type[DhcpOption]] = MappingProxyType(
    {
        43: VendorInformation, 60: VendorClass, 77: UserClass, 93: Architectures, 94: NetworkInterface, 124: EnterpriseClasses,
        125: EnterpriseOption,
    }
)  # fmt: skip
"""The tables of these options by code."""
