"""A DHCPv6 message: a short header, then options, of which some hold messages and options again (RFC 8415 §8)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.application.dhcp.association6 import ASSOCIATIONS
from netkit.packet.application.dhcp.codes6 import OPTIONS
from netkit.packet.application.dhcp.header6 import Dhcpv6, table_of
from netkit.packet.application.dhcp.identifier6 import IDENTIFIERS
from netkit.packet.application.dhcp.option import Inside, OptionFamily, read_option
from netkit.packet.application.dhcp.option6 import Dhcpv6Option, Dhcpv6OptionRest, Dhcpv6UnknownOption
from netkit.packet.application.dhcp.relay6 import RELAYS
from netkit.packet.application.dhcp.settings6 import SETTINGS
from netkit.packet.application.dhcp.vendor6 import VENDORS
from netkit.packet.data import Data
from netkit.packet.reading import Next, Reading

__all__ = ["DHCPV6_OPTIONS", "read_dhcpv6"]

DHCPV6_OPTIONS = OptionFamily(
    rule="dhcpv6.option",
    rfc="RFC 8415 §21.1",
    head=Dhcpv6Option,
    length_key="dhcpv6.option.length",
    names=OPTIONS,
    tables=MappingProxyType({**IDENTIFIERS, **ASSOCIATIONS, **SETTINGS, **RELAYS, **VENDORS}),
    unknown=Dhcpv6UnknownOption,
    rest=Dhcpv6OptionRest.fields[0],
)


def read_dhcpv6(reading: Reading) -> Next:
    """Read one message, up to the present end."""
    reading.begin(Dhcpv6, rest=Data)
    header = reading.read(table_of(reading))
    inside = Inside(DHCPV6_OPTIONS, message_type=header.message_type)
    while reading.left:
        read_option(reading, inside)
    return None
