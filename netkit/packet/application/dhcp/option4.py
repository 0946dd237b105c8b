"""What every option of DHCP over IPv4 begins with, and how tables of simple options are made (RFC 2132 §2)."""

from __future__ import annotations

from functools import partial

from netkit.packet.application.dhcp.codes4 import OPTIONS
from netkit.packet.application.dhcp.option import Option
from netkit.packet.application.dhcp.simple_options import number_option, text_option
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, LENGTH

__all__ = [
    "DhcpEnd", "DhcpOption", "DhcpOptionRest", "DhcpPad", "DhcpUnknownOption", "address_item", "addresses", "number",
    "text",
]  # fmt: skip


class DhcpOption(Option):
    """What every option begins with."""

    key = "dhcp"
    title = "DHCP option"
    rfc = "RFC 2132 §2"

    code: int = bits(8, "which option this is", key="dhcp.option.type", names=OPTIONS)
    length: int = bits(8, "bytes of data that follow", key="dhcp.option.length", kind=LENGTH, minor=True)


class DhcpUnknownOption(DhcpOption):
    """An option that is not taken apart: its data are kept whole."""

    title = "DHCP option, kept whole"

    data: bytes = variable("what the option says", key="dhcp.option.value", size=lambda option: option.length)


class DhcpEnd(Header):
    """The end of the options."""

    key = "dhcp"
    title = "DHCP end option"
    rfc = "RFC 2132 §3.2"

    code: int = bits(8, "no option follows", key="dhcp.option.end", names=OPTIONS, default=255, label="End")


class DhcpPad(Header):
    """Zeros that fill up: between options, so that the next lies well, or behind the last."""

    key = "dhcp"
    title = "DHCP padding"
    rfc = "RFC 2132 §3.1"

    padding: bytes = variable("fills up and says nothing", key="dhcp.option.padding", size=lambda _: 0, minor=True)


class DhcpOptionRest(Header):
    """Bytes of an option that its table does not take."""

    key = "dhcp"
    title = "DHCP option, what is left"
    rfc = "RFC 2132 §2"

    rest: bytes = variable("bytes that fit no field of the option", key="dhcp.option.rest", size=lambda _: 0)


def address_item(label: str, meaning: str, field_key: str, section: str) -> type[Header]:
    """A table of one IPv4 address of a list."""

    class Address(Header):
        key = "dhcp"
        title = "DHCP address"
        rfc = section
        address: str = bits(32, meaning, key=field_key, kind=ADDRESS_IPV4, label=label)

    return Address


def addresses(label: str, meaning: str, field_key: str, section: str) -> type[DhcpOption]:
    """The table of an option that lists IPv4 addresses."""

    class Addresses(DhcpOption):
        title = f"DHCP {label}"
        rfc = section
        item = address_item(label, meaning, field_key, section)

    return Addresses


text = partial(text_option, DhcpOption)
number = partial(number_option, DhcpOption)
"""Tables of options that are a text or one number."""
