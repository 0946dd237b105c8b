"""The state of one walk: its settings, its steps, its limits, and the numbers it draws."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import dns.flags
import dns.message
import dns.name
import dns.rdataclass
import dns.rdatatype

from netkit.dns.durations import seconds_text
from netkit.dns.query import Purpose, Query, Question, Server
from netkit.dns.step import Outcome, Step
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    from netkit.dns.cache import Cache
    from netkit.dns.limits import Limits
    from netkit.dns.reason import Reason

__all__ = ["Errand", "Job", "LimitReachedError", "Reply", "Settings", "Talk", "Walk"]


class LimitReachedError(Exception):
    """A limit of the whole walk was reached; `reason` says which."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.text)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a walk goes about it; see `Walker`."""

    hints: Sequence[tuple[dns.name.Name, str]]
    stubs: Mapping[dns.name.Name, Sequence[str]]
    qmin: bool
    qmin_type: dns.rdatatype.RdataType
    ipv4: bool
    ipv6: bool
    allow_loopback: bool
    mixed_case: bool
    want_dnssec: bool
    refuse_bogus: bool
    limits: Limits


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a query: a message, or why there is none."""

    message: dns.message.Message | None
    why: str = ""


@dataclass(slots=True, eq=False)
class Job:
    """A part of the walk that goes on beside the others; whoever yields it goes on when it is `done`, and finds its `value`.

    `value` is None where the job was stopped by a limit.
    """

    talk: Talk[object]
    done: bool = False
    value: object = None
    waiting: list[Job] = field(default_factory=list)


Result = TypeVar("Result")
Talk = Generator[Query | Job, Reply, Result]
"""A part of the walk that asks: it yields queries and is sent what came of each; a job that it yields is waited for."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What a question is for, and which look-ups wait for it."""

    purpose: Purpose
    waiting: frozenset[Question] = field(default_factory=frozenset)

    def below(self, purpose: Purpose, question: Question) -> Errand:
        """The errand of a look-up that this one has to wait for."""
        return Errand(purpose, self.waiting | {question})


class Walk:
    """What all parts of a walk share.

    `distrusted` are servers of zones, by address, whose signatures did not hold: others are asked, if there are any. `to_start` are jobs
    that shall go on beside the one that made them; `reached` is called with each zone of which a server is about to be asked for the
    walk's own sake.
    """

    def __init__(self, settings: Settings, cache: Cache, *, seed: bytes, now: float) -> None:
        self.settings = settings
        self.cache = cache
        self.now = self.started = now
        self.steps: list[Step] = []
        self.queries = 0
        cache.walks += 1
        self.number = cache.walks
        self.to_start: list[Job] = []
        self.distrusted: set[tuple[dns.name.Name, str]] = set()
        self.reached: Callable[[dns.name.Name], None] | None = None
        self._seed = seed

    def start(self, talk: Talk[Result]) -> Job:
        """Let a part of the walk go on beside the others."""
        job = Job(talk)
        self.to_start.append(job)
        return job

    def draw(self, *words: object) -> int:
        """A number below 2**32 that the seed and the words decide, so that nothing else changes it."""
        text = "\x00".join(str(each) for each in words)
        return int.from_bytes(hmac.digest(self._seed, text.encode(), hashlib.sha256)[:4], "big")

    def step(self, zone: dns.name.Name, question: Question, errand: Errand) -> Step:
        """A new step."""
        made = Step(number=len(self.steps) + 1, zone=zone, question=question, purpose=errand.purpose, asked_at=self.now)
        self.steps.append(made)
        return made

    def query(self, step: Step, server: Server, *, tcp: bool, edns: bool, timeout: float) -> Query:
        """The question of a step, ready to be sent; LimitReachedError if the walk has had its share."""
        limits = self.settings.limits
        step.server, step.transport = server, "tcp" if tcp else "udp"
        self.queries += 1
        name = step.question.name
        if self.settings.mixed_case:
            name = _mixed(name, self.draw("case", self.queries, server.address))
        message = dns.message.make_query(
            name,
            step.question.type,
            use_edns=0 if edns else False,
            want_dnssec=edns and self.settings.want_dnssec,
            payload=limits.udp_payload if edns else None,
            id=self.draw("id", self.queries, server.address) & 0xFFFF,
            flags=0,
        )
        step.query = message
        return Query(message=message, server=server.address, tcp=tcp, timeout=timeout, zone=step.zone, step=step)

    def check(self) -> None:
        """LimitReachedError if no further question may be asked."""
        limits = self.settings.limits
        if self.queries >= limits.queries:
            raise LimitReachedError(because("limit.queries", count=limits.queries))
        if self.now - self.started >= limits.seconds:
            raise LimitReachedError(because("limit.time", time=seconds_text(limits.seconds)))

    def limit(self, zone: dns.name.Name, question: Question, errand: Errand, reason: Reason) -> Step:
        """A step that says which limit was reached."""
        step = self.step(zone, question, errand)
        step.outcome = Outcome.LIMIT
        step.ended_at = self.now
        step.concluded.append(reason)
        return step


def _mixed(name: dns.name.Name, number: int) -> dns.name.Name:
    """The name with capital and small letters by the bits of a number (draft-vixie-dnsext-dns0x20)."""
    labels, bits = [], number | number << 32 | number << 64 | number << 96 | number << 128 | number << 160
    for label in name.labels:
        mixed = bytearray(label)
        for place, byte in enumerate(mixed):
            if 65 <= byte & 0xDF <= 90:
                mixed[place] = byte & 0xDF if bits & 1 else byte | 0x20
                bits >>= 1
        labels.append(bytes(mixed))
    return dns.name.Name(labels)
