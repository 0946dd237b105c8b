"""How a signed zone proves that a name is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.name_text import zone_text
from netkit.dns.result import Security

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

BROKEN = Rule(
    rule="trust.denial-broken",
    severity=Severity.FAULT,
    title="The zone is signed, and does not prove that a name is not there",
    headline="{zone} does not prove which names are not there",
    breaks="resolvers that validate answer SERVFAIL where there is no such name, or no such record: programs that try both A and AAAA "
    "wait, and mail servers try again for days",
    mend="{mend}",
    who=(Who.OWNER, Who.OPERATOR),
    rfc="RFC 4035 §5.4",
    example="missing-denial.test",
)
ITERATIONS = Rule(
    rule="trust.too-many-iterations",
    severity=Severity.WEAKNESS,
    title="Names have to be hashed too often to follow the zone's denials (NSEC3), so nobody follows them",
    headline="the denials of {zone} need so much work that resolvers do not follow them",
    breaks="a forged no is believed as a real one: the zone is signed, but protects nobody there",
    mend="the owner of {zone} has it signed anew with no additional iterations and no salt",
    who=(Who.OWNER,),
    rfc="RFC 9276 §3.1",
    example="too-many-iterations.test",
)
UNSUPPORTED_ITERATIONS = 27
"""The extended error (RFC 8914, registered by RFC 9276)."""


def find(findings: Findings) -> Iterator[Fault]:
    """Denials that do not hold."""
    zone = zone_text(findings.zone)
    for denial in findings.denials:
        seen = [f"{denial.reason.text} ({denial.reason.rfc})" if denial.reason.rfc else denial.reason.text]
        if denial.security is Security.BOGUS:
            yield BROKEN.fault(
                seen, zone=zone, mend=denial.mend or f"the owner of {zone} has it signed anew, with its denials"
            )
            return
        if denial.error == UNSUPPORTED_ITERATIONS:
            yield ITERATIONS.fault(seen, zone=zone)
            return


LOOK = Look(rules=(BROKEN, ITERATIONS), find=find)
