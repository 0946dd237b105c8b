"""When a walk fails: who is at fault, and what they would have to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import dns.rcode

from netkit.dns.name_text import name_text
from netkit.dns.result import Security
from netkit.dns.step import Outcome
from netkit.dns.trust.link import Link
from netkit.dns.view.stage import BAD
from netkit.view import Trouble

if TYPE_CHECKING:
    from netkit.dns.result import Result
    from netkit.dns.step import Step
    from netkit.dns.trust.link import Checked

__all__ = ["blamed"]

_SERVERS = "those who run {server} have to load the zone {zone} there, or the zone's owner has to take the server out of the delegation"
_NETWORK = "either the server {server} is down, or the way to it is closed: its owner has to bring it back; from here nothing can be done"

CURES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.LAME: _SERVERS,
        Outcome.REFUSED: _SERVERS,
        Outcome.SERVFAIL: "those who run {server} have to look into their logs: it is named for {zone} but can't load it",
        Outcome.FORMERR: "those who run {server} have to replace software that does not understand an ordinary question",
        Outcome.OTHER_ERROR: "those who run {server} have to make it answer for {zone}",
        Outcome.TIMEOUT: _NETWORK,
        Outcome.UNREACHABLE: _NETWORK,
        Outcome.MALFORMED: "those who run {server} have to replace software that writes no proper messages",
        Outcome.MISMATCH: "somebody between here and {server} answers in its place, or it mixes up its questions",
    }
)
"""What has to change, by what came of the last question."""

RULES: Mapping[str, str] = MappingProxyType(
    {
        "servers.circular": "the owner of {zone} has to give one of its servers a name inside of {zone}, with glue",
        "address.waiting": "the owner of {zone} has to give one of its servers a name that can be found without {zone}",
        "servers.no-address": "the owner of {zone} has to name servers that exist, or give those it names an address",
        "glue.missing": "the owner of {zone} has to hand the addresses of its servers to the zone above",
        "alias.loop": "the owner of one of the aliases has to let it lead to a name that has an address",
        "limit.aliases": "the owner of the aliases has to let the first lead straight to the last name",
        "failure.not-in-capture": "the capture ends here, or was taken elsewhere: only a longer one can tell what would have come",
        "truncated.tcp": "those who run {server} have to replace software that cuts answers over TCP",
    }
)
"""What has to change, by the rule of the last conclusion."""


def blamed(result: Result, steps: Sequence[Step]) -> Trouble | None:
    """Who is at fault for a walk that came to nothing; None for one that came to an answer, or to a sound denial."""
    if not result.finished or result.rcode in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return None
    if result.security is Security.BOGUS:
        return _bogus(result)
    last = next((each for each in reversed(steps) if each.outcome in BAD), None)
    reason = result.reason
    text = reason.text if reason is not None else "the walk came to nothing"
    details = []
    rule = reason.rule if reason is not None else ""
    concluded = last.concluded[0].rule if last is not None and last.concluded else ""
    cure = RULES.get(rule) or RULES.get(concluded) or (CURES.get(last.outcome) if last is not None else None)
    if cure is not None:
        zone = reason.parameters.get("zone") if reason is not None else None
        server = str(last.server) if last is not None and last.server is not None else "its server"
        details.append(
            cure.format(server=server, zone=zone or (name_text(last.zone) if last is not None else "the zone"))
        )
    return Trouble(
        text=f"{dns.rcode.to_text(result.rcode)}: {text}",
        place=f"step {last.number}" if last is not None else "",
        source=reason.rfc if reason is not None else "",
        details=details,
    )


def _bogus(result: Result) -> Trouble:
    """An answer came, and is not to be trusted: where the chain breaks, and who can mend it."""
    judged: list[Link | Checked] = [*result.links, *result.checked]
    broken = next((each for each in judged if each.security is Security.BOGUS), None)
    numbers: list[int | None] = []
    if isinstance(broken, Link):
        numbers = [broken.keys_step, broken.step]
    elif broken is not None:
        numbers = [broken.step]
    step = next((each for each in numbers if each is not None), None)
    return Trouble(
        text=f"{dns.rcode.to_text(result.rcode)}: bogus: "
        + (result.reason.text if result.reason is not None else "the chain of trust is broken"),
        place=f"step {step}" if step is not None else "",
        source=result.reason.rfc if result.reason is not None else "",
        details=[result.mend] if result.mend else [],
    )
