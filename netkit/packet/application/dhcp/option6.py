"""What every option of DHCPv6 begins with, and how tables of simple options are made (RFC 8415 §21.1)."""

from __future__ import annotations

from functools import partial

from netkit.packet.application.dhcp.codes6 import OPTIONS
from netkit.packet.application.dhcp.names import put_partial_names
from netkit.packet.application.dhcp.option import DEEPEST, Inside, Option, read_option
from netkit.packet.application.dhcp.simple_options import number_option, text_option
from netkit.packet.application.dns.name import name_field
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV6, LENGTH
from netkit.packet.reading import Reading

__all__ = [
    "Dhcpv6Option", "Dhcpv6OptionRest", "Dhcpv6UnknownOption", "addresses", "is_too_deep", "name_item", "names", "number",
    "read_inner_options", "text",
]  # fmt: skip


class Dhcpv6Option(Option):
    """What every option begins with."""

    key = "dhcpv6"
    title = "DHCPv6 option"
    rfc = "RFC 8415 §21.1"

    code: int = bits(16, "which option this is", key="dhcpv6.option.type", names=OPTIONS)
    length: int = bits(16, "bytes of data that follow", key="dhcpv6.option.length", kind=LENGTH, minor=True)


class Dhcpv6UnknownOption(Dhcpv6Option):
    """An option that is not taken apart: its data are kept whole."""

    title = "DHCPv6 option, kept whole"

    data: bytes = variable("what the option says", key="dhcpv6.option.data", size=lambda option: option.length)


class Dhcpv6OptionRest(Header):
    """Bytes of an option that its table does not take."""

    key = "dhcpv6"
    title = "DHCPv6 option, what is left"
    rfc = "RFC 8415 §21.1"

    rest: bytes = variable("bytes that fit no field of the option", key="dhcpv6.option.rest", size=lambda _: 0)


def is_too_deep(reading: Reading, inside: Inside, group: str) -> bool:
    """Whether what an option holds is not taken apart any more, because of how many others are around it; says so if it is not."""
    if inside.depth < DEEPEST:
        return False
    text = f"{inside.depth} options lie around this one; what is inside of so many is not taken apart"
    reading.report_bytes("dhcpv6.nesting.deep", reading.position, reading.left, text, rfc="RFC 8415 §7.6")
    reading.take(Dhcpv6OptionRest, group=group)
    return True


def read_inner_options(reading: Reading, inside: Inside, group: str) -> None:
    """Read the options that an option holds."""
    if not reading.left or is_too_deep(reading, inside, group):
        return
    within = inside.deeper(group)
    while reading.left:
        read_option(reading, within)


def addresses(label: str, meaning: str, field_key: str, section: str) -> type[Dhcpv6Option]:
    """The table of an option that lists IPv6 addresses."""

    class Address(Header):
        key = "dhcpv6"
        title = f"DHCPv6 {label}"
        rfc = section
        address: str = bits(128, meaning, key=field_key, kind=ADDRESS_IPV6, label=label)

    class Addresses(Dhcpv6Option):
        title = f"DHCPv6 {label}"
        rfc = section
        item = Address
        whole = True

    return Addresses


def name_item(label: str, meaning: str, field_key: str, section: str) -> type[Header]:
    """A table of one domain name."""

    class Name(Header):
        key = "dhcpv6"
        title = f"DHCPv6 {label}"
        rfc = section
        name: str = name_field(meaning, key=field_key, label=label)

    return Name


def names(label: str, meaning: str, field_key: str, section: str) -> type[Dhcpv6Option]:
    """The table of an option that lists domain names."""
    item_of_list = name_item(label, meaning, field_key, section)

    class Names(Dhcpv6Option):
        title = f"DHCPv6 {label}"
        rfc = section

        def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
            put_partial_names(reading, item_of_list.fields[0], self.group, dot=True)

    return Names


text = partial(text_option, Dhcpv6Option)
number = partial(number_option, Dhcpv6Option)
"""Tables of options that are a text or one number."""
