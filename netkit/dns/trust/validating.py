"""A walk that checks what it finds: the answer, and the verdict on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dns.rdatatype import RdataType

from netkit.dns.query import Question
from netkit.dns.result import Security
from netkit.dns.trust.answer import check_found
from netkit.dns.trust.budget import BudgetSpentError
from netkit.dns.walking.reasons import because
from netkit.dns.walking.resolving import Resolved, resolve

if TYPE_CHECKING:
    from netkit.dns.reason import Reason
    from netkit.dns.trust.chain import TrustChain
    from netkit.dns.trust.link import Checked, Link
    from netkit.dns.walking.walk import Errand, Talk

__all__ = ["Validated", "validated"]

_ORDER = (Security.BOGUS, Security.INDETERMINATE, Security.INSECURE, Security.SECURE)
"""The whole is worth what the worst of its parts is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated:
    """An answer and what it is worth: the verdict, why, the extended error's number, who can mend it.

    `refused` says that a resolver must not give the answer to anybody (RFC 4035 section 5.5).
    """

    resolved: Resolved
    security: Security
    reason: Reason
    error: int | None = None
    mend: str = ""
    refused: bool = False
    checked: Sequence[Checked] = ()
    links: Sequence[Link] = ()


def validated(chain: TrustChain, question: Question, errand: Errand) -> Talk[Validated]:
    """Find `question`, and check all that was found; what is bogus is asked of other servers, too (RFC 4035 section 4.7)."""
    first: Validated | None = None
    others = chain.walk.settings.limits.other_servers
    while True:
        resolved = yield from resolve(chain.walk, question, errand)
        worth = yield from _judge(chain, resolved)
        first = first or worth
        if worth.security is not Security.BOGUS:
            return first if resolved.failed else worth
        _distrust(chain, worth, going_on=others > 0)
        if not others:
            return first
        others -= 1


def _distrust(chain: TrustChain, worth: Validated, *, going_on: bool) -> None:
    """What does not hold is forgotten: all that the server said that brought it, or, where an earlier walk left it, the record sets."""
    broken = [each for each in worth.links if each.security is Security.BOGUS]
    steps = [each.keys_step or each.step for each in broken]
    steps += [each.step for each in worth.checked if each.security is Security.BOGUS]
    number = next((each for each in steps if each is not None), None)
    if number is not None:
        chain.distrust(number, going_on=going_on)
        return
    questions = [Question(each.zone, rdtype) for each in broken for rdtype in (RdataType.DS, RdataType.DNSKEY)]
    questions += [Question(each.name, each.type) for each in worth.checked if each.security is Security.BOGUS]
    chain.forget(questions)


def _judge(chain: TrustChain, resolved: Resolved) -> Talk[Validated]:
    checked: list[Checked] = []
    try:
        for asked, found in resolved.parts:
            if found.failure is None:
                checked += yield from check_found(chain, asked, found)
    except BudgetSpentError as spent:
        reason = because(spent.rule, count=spent.count)
        return Validated(
            resolved=resolved,
            security=Security.BOGUS,
            reason=reason,
            error=6,
            refused=True,
            checked=checked,
            links=tuple(chain.links),
        )
    if not checked:
        reason = resolved.reason or because("end.unfinished")
        return Validated(resolved=resolved, security=Security.INDETERMINATE, reason=reason, links=tuple(chain.links))
    worst = min(checked, key=lambda each: _ORDER.index(each.security))
    reason = worst.reason
    if worst.security is Security.SECURE:
        reason = because("trust.secure")
    error = worst.error or next((each.error for each in checked if each.error), None)
    return Validated(
        resolved=resolved, security=worst.security, reason=reason, error=error, mend=worst.mend, checked=checked,
        links=tuple(chain.links),
        refused=worst.security is Security.BOGUS or reason.rule == "anchor.too-old",
    )  # fmt: skip
