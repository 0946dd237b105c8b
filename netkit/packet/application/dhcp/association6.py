"""Identity associations: a number that the client gives an interface, with the addresses or prefixes lent for it (RFC 8415 §12)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.codes6 import STATUS
from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option6 import Dhcpv6Option, read_inner_options
from netkit.packet.field import bits, variable
from netkit.packet.kinds import ADDRESS_IPV6, BYTES, SECONDS
from netkit.packet.reading import Reading

__all__ = ["ASSOCIATIONS", "IaAddress", "IaNonTemporary", "IaPrefix", "IaPrefixDelegation", "IaTemporary", "StatusCode"]

FOREVER = MappingProxyType({0xFFFFFFFF: "for ever"})
T1 = MappingProxyType({0: "as the client likes", 0xFFFFFFFF: "never"})


class IaNonTemporary(Dhcpv6Option):
    """Addresses for one of the client's interfaces."""

    title = "DHCPv6 IA_NA"
    rfc = "RFC 8415 §21.4"

    iaid: bytes = bits(32, "which of the client's interfaces", key="dhcpv6.iaid", kind=BYTES, label="IAID")
    t1: int = bits(
        32,
        "after this long the client asks its server for more time",
        key="dhcpv6.iaid.t1",
        kind=SECONDS,
        names=T1,
        label="T1, renew",
    )
    t2: int = bits(
        32,
        "after this long, still without an answer, it asks any server",
        key="dhcpv6.iaid.t2",
        kind=SECONDS,
        names=T1,
        label="T2, rebind",
    )

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the options inside: the addresses, or why there are none."""
        read_inner_options(reading, inside, self.group)


class IaPrefixDelegation(IaNonTemporary):
    """Prefixes for the networks behind a router."""

    title = "DHCPv6 IA_PD"
    rfc = "RFC 8415 §21.21"


class IaTemporary(Dhcpv6Option):
    """Addresses that the client wants for a short time only."""

    title = "DHCPv6 IA_TA"
    rfc = "RFC 8415 §21.5"

    iaid: bytes = bits(32, "which of the client's interfaces", key="dhcpv6.iata", kind=BYTES, label="IAID")

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the options inside: the addresses, or why there are none."""
        read_inner_options(reading, inside, self.group)


class IaAddress(Dhcpv6Option):
    """One address that is lent."""

    title = "DHCPv6 IA address"
    rfc = "RFC 8415 §21.6"

    address: str = bits(128, "the address that is lent", key="dhcpv6.iaaddr.ip", kind=ADDRESS_IPV6)
    preferred_lifetime: int = bits(
        32, "how long it may begin conversations", key="dhcpv6.iaaddr.pref_lifetime", kind=SECONDS, names=FOREVER
    )
    valid_lifetime: int = bits(
        32, "how long it may be used at all", key="dhcpv6.iaaddr.valid_lifetime", kind=SECONDS, names=FOREVER
    )

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the options inside."""
        read_inner_options(reading, inside, self.group)


class IaPrefix(Dhcpv6Option):
    """One prefix that is lent."""

    title = "DHCPv6 IA prefix"
    rfc = "RFC 8415 §21.22"

    preferred_lifetime: int = bits(
        32,
        "how long its addresses may begin conversations",
        key="dhcpv6.iaprefix.pref_lifetime",
        kind=SECONDS,
        names=FOREVER,
    )
    valid_lifetime: int = bits(
        32, "how long it may be used at all", key="dhcpv6.iaprefix.valid_lifetime", kind=SECONDS, names=FOREVER
    )
    prefix_length: int = bits(8, "how many bits of the prefix count", key="dhcpv6.iaprefix.pref_len")
    prefix: str = bits(128, "the prefix that is lent", key="dhcpv6.iaprefix.pref_addr", kind=ADDRESS_IPV6)

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the options inside."""
        read_inner_options(reading, inside, self.group)


class StatusCode(Dhcpv6Option):
    """How it went: of the message, or of the association or address that this stands in."""

    title = "DHCPv6 status code"
    rfc = "RFC 8415 §21.13"

    status: int = bits(16, "how it went", key="dhcpv6.status_code", names=STATUS)
    message: str = variable(
        "the same for people", key="dhcpv6.status_msg", size=lambda option: option.length - 2, kind=TEXT
    )


class ExcludedPrefix(Dhcpv6Option):
    """A part of a prefix that the delegating router keeps for the link between both."""

    title = "DHCPv6 excluded prefix"
    rfc = "RFC 6603 §4.2"

    prefix_length: int = bits(8, "how many bits of the excluded prefix count", key="dhcpv6.pd_exclude.pref_len")
    subnet: bytes = variable(
        "its bits behind those of the prefix around it",
        key="dhcpv6.pd_exclude.subnet_id",
        size=lambda option: option.length - 1,
    )

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """The subnet has between one byte and sixteen."""
        return 2 <= length <= 17


ASSOCIATIONS: Mapping[int, type[Dhcpv6Option]] = MappingProxyType(
    {
        3: IaNonTemporary, 4: IaTemporary, 5: IaAddress, 13: StatusCode, 25: IaPrefixDelegation, 26: IaPrefix, 67: ExcludedPrefix,
    }
)  # fmt: skip
"""The tables of these options by code."""
