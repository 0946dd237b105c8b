"""The chain of trust: where it breaks on the way to the zone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.delegated import proven_without_ds
from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.name_text import zone_text
from netkit.dns.result import Security

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

BROKEN = Rule(
    rule="trust.broken",
    severity=Severity.FAULT,
    title="The chain of trust (DNSSEC) is broken at the zone, or above it",
    headline="the chain of trust breaks at {where}",
    breaks="resolvers that validate (most of the large ones do) answer SERVFAIL for {zone} and all below it, as if it did not exist; "
    "for all others it works",
    mend="{mend}",
    who=(Who.OWNER, Who.PARENT),
    rfc="RFC 4035 §5",
    example="expired.test",
)
IN_VAIN = Rule(
    rule="trust.missing-ds",
    severity=Severity.REMARK,
    title="The zone is signed, and the zone above has no DS record for it",
    headline="{zone} is signed, but {parent} has no DS record for it",
    breaks="nothing; but nobody can tell the zone's keys from a forger's, so its signatures protect nobody",
    mend="the owner of {zone} hands the DS record of its key-signing key to the registrar, who has the registry of {parent} publish it",
    who=(Who.PARENT,),
    rfc="RFC 4035 §5.2",
    example="missing-ds.test",
)
USUAL = (
    "the zone's owner has the zone signed anew with the key that the DS record means; or, through the registrar, has the DS record "
    "replaced by one for the zone's key"
)


def find(findings: Findings) -> Iterator[Fault]:
    """The first link that does not hold, or else the first record set."""
    zone = zone_text(findings.zone)
    for link in findings.links:
        if link.security is Security.BOGUS:
            yield BROKEN.fault(
                [_cited(link.reason.text, link.reason.rfc)],
                zone=zone,
                where=zone_text(link.zone),
                mend=link.mend or USUAL,
            )
            return
    for checked in findings.checked:
        if checked.security is Security.BOGUS:
            where = zone_text(checked.name)
            seen = [_cited(checked.reason.text, checked.reason.rfc)]
            yield BROKEN.fault(seen, zone=zone, where=where, mend=checked.mend or USUAL)
            return
    yield from _in_vain(findings)


def _in_vain(findings: Findings) -> Iterator[Fault]:
    """Keys that nobody above points at."""
    keys = (findings.told(each, findings.zone, dns.rdatatype.DNSKEY) for each in findings.servers)
    count = max((len(each) for each in keys if each is not None), default=0)
    if count and findings.parent is not None and proven_without_ds(findings):
        zone, parent = zone_text(findings.zone), zone_text(findings.parent)
        seen = [
            f"the servers of {zone} have {count} key{'' if count == 1 else 's'} (DNSKEY)",
            f"the servers of {parent} have no DS record for {zone}",
        ]
        yield IN_VAIN.fault(seen, zone=zone, parent=parent)


def _cited(text: str, rfc: str) -> str:
    return f"{text} ({rfc})" if rfc else text


LOOK = Look(rules=(BROKEN, IN_VAIN), find=find)
