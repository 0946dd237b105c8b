"""Every fault that a check knows, a file for each kind: a pure function from what was found out to what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.dns.checking.faults import (
    apex,
    delegation,
    denial,
    differences,
    extensions,
    glue,
    lame,
    letters,
    names,
    redundancy,
    silence,
    transport,
    trust,
)
from netkit.dns.checking.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault, Look, Rule

__all__ = ["LOOKS", "RULES", "faults_in"]

LOOKS: Sequence[Look] = tuple(
    each.LOOK
    for each in (
        names,
        glue,
        lame,
        silence,
        trust,
        denial,
        apex,
        delegation,
        transport,
        extensions,
        letters,
        differences,
        redundancy,
    )
)
"""All looks at the findings, in the order in which their faults are told."""

RULES: Sequence[Rule] = tuple(rule for look in LOOKS for rule in look.rules)
"""Every rule."""

ORDER = tuple(Severity)


def faults_in(findings: Findings) -> list[Fault]:
    """All that is wrong, the worst first."""
    found = [fault for look in LOOKS for fault in look.find(findings)]
    return sorted(found, key=lambda each: ORDER.index(each.rule.severity))
