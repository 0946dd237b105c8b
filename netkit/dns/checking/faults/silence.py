"""A server that says nothing, or nothing that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.standing import Standing, standing
from netkit.dns.checking.telling import agreed, told_by
from netkit.dns.name_text import zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

SILENT = Rule(
    rule="server.silent",
    severity=Severity.FAULT,
    title="A server of the zone does not answer at all",
    headline="nothing comes back from {servers}",
    breaks="resolvers wait for an answer, a second or more each time, before they ask another server; if no server answers, {zone} is gone",
    mend="those who run {servers} get name service going there again, or open the way to it (UDP and TCP, port 53); or the zone's "
    "owner takes {servers} out of the zone's NS records and, through the registrar, out of the delegation",
    who=(Who.OPERATOR, Who.OWNER, Who.PARENT),
    rfc="RFC 2182 §4",
    example="half-silent.test",
)
MALFORMED = Rule(
    rule="server.malformed",
    severity=Severity.FAULT,
    title="What a server of the zone sends back can't be read, or belongs to no question",
    headline="what {servers} {send} is no answer",
    breaks="no resolver can use it: it counts as no answer, and another server has to be asked",
    mend="those who run {servers} replace the server's software, or whatever stands before it and changes its messages",
    who=(Who.OPERATOR,),
    rfc="RFC 1035 §4.1",
)
UNUSABLE = Rule(
    rule="server.address-unusable",
    severity=Severity.FAULT,
    title="A server's address is one at which nobody can be asked (this machine itself, a group, or no host at all)",
    headline="{addresses} can be no server's address",
    breaks="who picks this address reaches nobody, or asks themselves",
    mend="the zone's owner writes the server's real address into its A or AAAA record and, through the registrar, into the glue",
    who=(Who.OWNER, Who.PARENT),
    rfc="RFC 6890 §2.2.2",
)


def find(findings: Findings) -> Iterator[Fault]:
    """Servers that are silent or can't be understood."""
    zone = zone_text(findings.zone)
    states = {server: standing(findings.at_zone, findings.zone, server) for server in findings.servers}
    reachable = [each for each in states if (6 if ":" in each.address else 4) not in findings.no_way]
    silent = [each for each in reachable if states[each] is Standing.SILENT]
    if silent:
        said = []
        for server in silent:
            tries = list(findings.of(server))
            over = " and TCP" if any(each.tcp for each in tries) else ""
            why = next((each.failure for each in tries if "no way" in each.failure or "takes no" in each.failure), "")
            said.append(
                (server, f"gave no answer to {len(tries)} questions over UDP{over}" + (f": {why}" if why else ""))
            )
        yield SILENT.fault(told_by(said), silent, zone=zone)
    broken = [each for each in states if states[each] is Standing.BROKEN]
    if broken:
        failures = {
            server: next((each.failure for each in findings.of(server) if each.failure), "") for server in broken
        }
        seen = told_by(
            (server, f"sent something that is no answer{': ' * bool(why)}{why}") for server, why in failures.items()
        )
        send = agreed(broken, "sends", "send")
        yield MALFORMED.fault(seen, broken, send=send)
    given = [(each, address) for each in findings.name_servers for address in each.addresses]
    bad = [(each, address) for each, address in given if address in findings.unusable]
    if bad:
        seen = [
            f"{zone_text(each.name)} is said to be at {address}: {findings.unusable[address]}" for each, address in bad
        ]
        yield UNUSABLE.fault(seen, addresses=", ".join(dict.fromkeys(address for _, address in bad)))


LOOK = Look(rules=(SILENT, MALFORMED, UNUSABLE), find=find)
