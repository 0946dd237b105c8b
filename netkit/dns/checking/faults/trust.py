"""The chain of trust: where it breaks on the way to the zone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.name_text import name_text, zone_text
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
            where = f"a record of {name_text(checked.name)}"
            seen = [_cited(checked.reason.text, checked.reason.rfc)]
            yield BROKEN.fault(seen, zone=zone, where=where, mend=checked.mend or USUAL)
            return


def _cited(text: str, rfc: str) -> str:
    return f"{text} ({rfc})" if rfc else text


LOOK = Look(rules=(BROKEN,), find=find)
