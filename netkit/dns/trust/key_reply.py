"""The reply to a question for a zone's keys: are there any, and is one of them the one that is meant?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import zone_text
from netkit.dns.result import Security
from netkit.dns.trust.anchors import is_shipped
from netkit.dns.trust.keys import KeysJudged, judge_keys, unmatched
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name
    import dns.rdata

    from netkit.dns.trust.budget import Budget
    from netkit.dns.trust.link import PointerKind
    from netkit.dns.walking.found import Found

__all__ = ["judge_reply"]

DNSKEY = dns.rdatatype.DNSKEY
DNSKEY_MISSING = 9
"""Extended error (RFC 8914 section 4.10)."""


def judge_reply(
    zone: dns.name.Name,
    pointers: Sequence[dns.rdata.Rdata],
    found: Found,
    *,
    now: float,
    budget: Budget,
    algorithms: frozenset[int],
    kind: PointerKind,
    parent: dns.name.Name | None,
) -> KeysJudged:
    """What the reply comes to; `parent` is the zone that vouches, None where an anchor does. BudgetSpentError as `judge_keys`."""
    keys = next((each for each in found.records if each.rdtype == DNSKEY and each.name == zone), None)
    if keys is None:
        by = because("keys.by-anchor") if parent is None else because("keys.by-parent", parent=zone_text(parent))
        reason = because("keys.none", zone=zone_text(zone), by=by.text)
        if found.failure is not None:
            reason = because("keys.failed", zone=zone_text(zone), detail=found.failure.text)
        mend = because("mend.servers", zone=zone_text(zone)).text
        told = unmatched(list(pointers)[: budget.limits.pointers], algorithms, kind)
        return KeysJudged(security=Security.BOGUS, reason=reason, pointers=told, error=DNSKEY_MISSING, mend=mend)
    signatures = list(found.signatures.get((zone, int(DNSKEY)), ()))
    judged = judge_keys(
        zone, pointers, keys, signatures, now=now, budget=budget, algorithms=algorithms, kind=kind
    )  # fmt: skip
    if judged.reason.rule != "keys.none-meant" or not all(map(is_shipped, pointers)):
        return judged
    reason = because("anchor.too-old", tags=judged.reason.parameters["tags"])
    return replace(judged, security=Security.INDETERMINATE, reason=reason, mend="")
