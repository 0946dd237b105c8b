"""Options by which clients are told apart over IPv6, what vendors say, and servers of the time (RFC 8415 §21.15, RFC 5908)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.names import put_partial_names
from netkit.packet.application.dhcp.option import Inside, Option, OptionFamily, read_option
from netkit.packet.application.dhcp.option6 import Dhcpv6Option, Dhcpv6OptionRest, name_item
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, LENGTH
from netkit.packet.reading import Reading

__all__ = ["VENDORS", "NtpServers", "UserClass", "VendorClass", "VendorOptions"]

_TIME_SOURCES = MappingProxyType({1: "server address", 2: "multicast address", 3: "server name"})


class UserClassInstance(Header):
    """A class that the client belongs to."""

    key = "dhcpv6"
    title = "DHCPv6 user class"
    rfc = "RFC 8415 §21.15"

    class_length: int = bits(
        16, "bytes of the class that follow", key="dhcpv6.userclass.length", kind=LENGTH, minor=True, label="Length"
    )
    user_class: bytes = variable(
        "a class that the client belongs to",
        key="dhcpv6.userclass.opaque_data",
        size=lambda header: header.class_length,
    )


class UserClass(Dhcpv6Option):
    """The classes that the client's user or administrator put it in."""

    title = "DHCPv6 user class"
    rfc = "RFC 8415 §21.15"
    item = UserClassInstance


class VendorClassInstance(Header):
    """What kind of client this is, in its maker's words."""

    key = "dhcpv6"
    title = "DHCPv6 vendor class"
    rfc = "RFC 8415 §21.16"

    class_length: int = bits(
        16, "bytes of the class that follow", key="dhcpv6.vendorclass.length", kind=LENGTH, minor=True, label="Length"
    )
    vendor_class: str = variable(
        "what kind of client this is", key="dhcpv6.vendorclass.data", size=lambda header: header.class_length, kind=TEXT
    )


class VendorClass(Dhcpv6Option):
    """What kind of client this is."""

    title = "DHCPv6 vendor class"
    rfc = "RFC 8415 §21.16"
    item = VendorClassInstance

    enterprise: int = bits(32, "whose words follow, by number at IANA", key="dhcpv6.vendorclass.enterprise")


class VendorOption(Option):
    """What every option of a vendor begins with."""

    key = "dhcpv6"
    title = "DHCPv6 vendor's option"
    rfc = "RFC 8415 §21.17"

    code: int = bits(16, "which of the vendor's options this is", key="dhcpv6.vendoropts.enterprise.option_code")
    length: int = bits(
        16, "bytes of data that follow", key="dhcpv6.vendoropts.enterprise.option_length", kind=LENGTH, minor=True
    )


class VendorOptionData(VendorOption):
    """An option that only the vendor understands."""

    title = "DHCPv6 vendor's option"

    data: bytes = variable(
        "what the vendor says", key="dhcpv6.vendoropts.enterprise.option_data", size=lambda option: option.length
    )


VENDOR_OPTIONS = OptionFamily(
    rule="dhcpv6.vendor_option",
    rfc="RFC 8415 §21.17",
    head=VendorOption,
    length_key="dhcpv6.vendoropts.enterprise.option_length",
    names=MappingProxyType({}),
    tables=MappingProxyType({}),
    unknown=VendorOptionData,
    rest=Dhcpv6OptionRest.fields[0],
    called="vendor's option",
    inner=True,
)


class VendorOptions(Dhcpv6Option):
    """What a vendor's clients and servers say to each other."""

    title = "DHCPv6 vendor-specific information"
    rfc = "RFC 8415 §21.17"

    enterprise: int = bits(32, "whose options follow, by number at IANA", key="dhcpv6.vendoropts.enterprise")

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the vendor's options."""
        within = inside.deeper(self.group, VENDOR_OPTIONS)
        while reading.left:
            read_option(reading, within)


class NtpSuboption(Option):
    """What every way to name a server of the time begins with."""

    key = "dhcpv6"
    title = "DHCPv6 NTP suboption"
    rfc = "RFC 5908 §4"

    code: int = bits(16, "how the server is named", key="dhcpv6.ntpserver.option.type", names=_TIME_SOURCES)
    length: int = bits(16, "bytes of data that follow", key="dhcpv6.ntpserver.option.length", kind=LENGTH, minor=True)


class UnknownNtpSuboption(NtpSuboption):
    """Another way to name a server."""

    title = "DHCPv6 NTP suboption, kept whole"

    data: bytes = variable("the server", key="dhcpv6.ntpserver.option.data", size=lambda option: option.length)


class NtpAddress(NtpSuboption):
    """A server by its address."""

    title = "DHCPv6 NTP server address"
    rfc = "RFC 5908 §4.1"

    address: str = bits(128, "a server to set the clock by", key="dhcpv6.ntpserver.addr", kind=ADDRESS_IPV6)


class NtpMulticast(NtpSuboption):
    """A group in which servers tell the time."""

    title = "DHCPv6 NTP multicast address"
    rfc = "RFC 5908 §4.2"

    address: str = bits(
        128, "a group in which servers tell the time", key="dhcpv6.ntpserver.mc_addr", kind=ADDRESS_IPV6
    )


class NtpName(NtpSuboption):
    """A server by its name."""

    title = "DHCPv6 NTP server name"
    rfc = "RFC 5908 §4.3"

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the name."""
        put_partial_names(reading, NtpServerName.fields[0], self.group, dot=True)


NtpServerName = name_item("NTP server", "a server to set the clock by", "dhcpv6.ntpserver.fqdn", "RFC 5908 §4.3")

NTP_SUBOPTIONS = OptionFamily(
    rule="dhcpv6.ntp_suboption",
    rfc="RFC 5908 §4",
    head=NtpSuboption,
    length_key="dhcpv6.ntpserver.option.length",
    names=_TIME_SOURCES,
    tables=MappingProxyType({1: NtpAddress, 2: NtpMulticast, 3: NtpName}),
    unknown=UnknownNtpSuboption,
    rest=Dhcpv6OptionRest.fields[0],
    called="suboption",
    inner=True,
)


class NtpServers(Dhcpv6Option):
    """Where to learn the time."""

    title = "DHCPv6 NTP servers"
    rfc = "RFC 5908 §4"

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the suboptions, each with a server."""
        within = inside.deeper(self.group, NTP_SUBOPTIONS)
        while reading.left:
            read_option(reading, within)


VENDORS: Mapping[int, type[Dhcpv6Option]] = MappingProxyType(
    {15: UserClass, 16: VendorClass, 17: VendorOptions, 56: NtpServers}
)
"""The tables of these options by code."""
