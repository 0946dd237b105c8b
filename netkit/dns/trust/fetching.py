"""The questions of a validation: for keys, beside the walk, and for DS records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import zone_text
from netkit.dns.query import Purpose, PurposeKind, Question
from netkit.dns.step import Outcome
from netkit.dns.walking.finding import find
from netkit.dns.walking.found import Found
from netkit.dns.walking.reasons import because
from netkit.dns.walking.resolving import server_addresses
from netkit.dns.walking.walk import Errand

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.walking.walk import Job, Talk, Walk

__all__ = ["Fetching"]


class Fetching:
    """What a validation asks; the keys of each zone once."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._jobs: dict[dns.name.Name, Job] = {}

    def begun(self, zone: dns.name.Name) -> bool:
        """Whether the keys of `zone` were asked for."""
        return zone in self._jobs

    def begin(self, zone: dns.name.Name) -> Job:
        """Ask for the keys of `zone`, beside whatever goes on."""
        talk = self.ask(Question(zone, dns.rdatatype.DNSKEY), "question.keys", zone=zone_text(zone))
        job = self._jobs[zone] = self._walk.start(talk)
        return job

    def forget(self, zone: dns.name.Name) -> None:
        """The keys of `zone` are to be asked for again."""
        self._jobs.pop(zone, None)

    def keys(self, zone: dns.name.Name) -> Talk[Found]:
        """What a question for the keys of `zone` brought, or brings; LimitReachedError if no more may be asked."""
        job = self._jobs.get(zone) or self.begin(zone)
        if not job.done:
            yield job
        if isinstance(job.value, Found):
            return job.value
        self._walk.check()
        reason = because("servers.none", zone=zone_text(zone))
        return Found(outcome=Outcome.GAVE_UP, target=zone, failure=reason)

    def ask(self, question: Question, rule: str, **words: str) -> Talk[Found]:
        """One question, and why it is asked."""
        steps = self._walk.steps
        purpose = Purpose(PurposeKind.KEYS, question, None, steps[-1].number if steps else None)
        return find(self._walk, question, Errand(purpose), server_addresses, asked_for=because(rule, **words))
