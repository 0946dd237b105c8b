"""Servers that would all fail at once: there is only one, they share an address, or a network."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import anded, names_told
from netkit.dns.name_text import zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

ONE_SERVER = Rule(
    rule="delegation.one-server",
    severity=Severity.REMARK,
    title="The zone has one server, or several names for one address",
    headline="{zone} hangs on one server",
    breaks="when that machine, or the way to it, fails, {zone} is gone, with its websites and its mail",
    mend="the owner of {zone} has a second server elsewhere serve the zone, names both in the zone's NS records, and through the registrar "
    "in the delegation",
    who=(Who.OWNER, Who.PARENT),
    rfc="RFC 1034 §4.1",
    example="sibling-host.test",
)
ONE_NETWORK = Rule(
    rule="delegation.one-network",
    severity=Severity.REMARK,
    title="All servers of the zone stand in one network",
    headline="all servers of {zone} stand in one network",
    breaks="when that network can't be reached, all of them are gone at once, and {zone} with them",
    mend="the owner of {zone} has one of the servers stand elsewhere, with another provider",
    who=(Who.OWNER,),
    rfc="RFC 2182 §3.1",
)
PREFIXES = {4: 24, 6: 48}
"""How many bits the addresses of one place usually share."""


def find(findings: Findings) -> Iterator[Fault]:
    """Whether one failure takes all servers."""
    if len(findings.zone) == 1 or not findings.name_servers:
        return
    zone = zone_text(findings.zone)
    names = [each.name for each in findings.name_servers]
    addresses = dict.fromkeys(address for each in findings.name_servers for address in each.addresses)
    if not addresses:
        return
    if len(names) == 1 or len(addresses) == 1:
        place = f"at {anded(list(addresses))}"
        seen = [
            f"the only server is {names_told(names)}, {place}"
            if len(names) == 1
            else f"{names_told(names)} are all {place}"
        ]
        yield ONE_SERVER.fault(seen, zone=zone)
        return
    networks = _networks(list(addresses))
    if len(networks) == 1:
        yield ONE_NETWORK.fault([f"{names_told(names)} all stand in {networks[0]}"], zone=zone)


def _networks(addresses: Sequence[str]) -> list[str]:
    """The networks that addresses lie in, where that says anything: those for documentation or at home are no places."""
    found = [ipaddress.ip_address(each) for each in addresses]
    if not all(each.is_global for each in found):
        return []
    nets = {ipaddress.ip_network((each, PREFIXES[each.version]), strict=False) for each in found}
    by_version = {version: [each for each in nets if each.version == version] for version in PREFIXES}
    if any(len(each) > 1 for each in by_version.values()):
        return []
    return [" and ".join(str(net) for version in PREFIXES for net in by_version[version])]


LOOK = Look(rules=(ONE_SERVER, ONE_NETWORK), find=find)
