"""The walker: iterative resolution as a state machine. Messages and the time go in, questions and steps come out.

>>> walker = Walker(("www.example.test", "A"), hints=[("a.root.test", "198.51.100.4")], now=0.0)
>>> while (query := walker.next_query()) is not None:  # doctest: +SKIP
...     walker.receive(exchange(query.message, query.server, query.tcp), query=query, now=clock())
>>> print(walker.result.to_message())  # doctest: +SKIP

It does no I/O, reads no clock and draws no lots but those that `seed` decides; who drives it decides what it talks to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import dns.name
import dns.rcode
import dns.rdatatype

from netkit.dns.cache import Cache
from netkit.dns.ending import conclude
from netkit.dns.limits import Limits
from netkit.dns.query import Purpose, PurposeKind, Question
from netkit.dns.result import Result, Security
from netkit.dns.step import Ignored, Outcome
from netkit.dns.trust.algorithms import SUPPORTED
from netkit.dns.trust.anchors import anchors_of
from netkit.dns.trust.budget import Budget
from netkit.dns.trust.chain import TrustChain
from netkit.dns.trust.validating import Validated, validated
from netkit.dns.walking.acceptance import stray
from netkit.dns.walking.reasons import because
from netkit.dns.walking.resolving import Resolved, resolve
from netkit.dns.walking.schedule import Schedule
from netkit.dns.walking.walk import Errand, Reply, Settings, Walk
from netkit.dns.wire import read_message

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.query import Query
    from netkit.dns.reason import Reason
    from netkit.dns.step import Step
    from netkit.dns.walking.walk import Talk

__all__ = ["Walker"]


class Walker:
    """One walk from the root, a stub or the cache to the answer of `question`, a name and a type (texts, or dnspython's).

    `hints` are the names and addresses of the root's servers, `stubs` addresses of the servers of zones that are known beforehand.
    `now` is the time in seconds, the same clock as in every later call. `seed` decides every lot: message numbers, servers that are
    equal otherwise. `cache` may be shared with other walks. `qmin` is QNAME minimisation (RFC 9156) with questions of type `qmin_type`;
    `mixed_case` asks in capital and small letters that the reply has to repeat; `ipv4` and `ipv6` say which addresses can be reached;
    `allow_loopback` lets servers lie on this machine.

    With `trust_anchors` (DS or DNSKEY records as text; UsageError for others) the answer is checked by DNSSEC, and `now` has to be seconds
    since 1970; zones in `insecure` are not checked, `algorithms` says which can be, and with `cd` a bogus answer is given all the same.

    `next_query()` gives what to ask now, `receive()`, `datagram()` and `failed()` take what came of it. `steps` tell the walk so far, and
    `result` what it came to; `done` is True at the end.
    """

    def __init__(
        self,
        question: tuple[dns.name.Name | str, dns.rdatatype.RdataType | int | str],
        *,
        hints: Iterable[tuple[dns.name.Name | str, str]] = (),
        trust_anchors: Sequence[str] = (),
        now: float,
        seed: int | str | bytes = 0,
        cache: Cache | None = None,
        stubs: Mapping[dns.name.Name, Sequence[str]] | None = None,
        insecure: Sequence[dns.name.Name] = (),
        qmin: bool = True,
        qmin_type: str | int = "A",
        ipv4: bool = True,
        ipv6: bool = True,
        cd: bool = False,
        algorithms: Iterable[int] | None = None,
        allow_loopback: bool = False,
        mixed_case: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.question = Question(_name(question[0]), _type(question[1]))
        self.cache = Cache() if cache is None else cache
        self.trust_anchors, self.cd = trust_anchors, cd
        settings = Settings(
            hints=[(_name(name), str(address)) for name, address in hints],
            stubs={_name(zone): list(addresses) for zone, addresses in (stubs or {}).items()},
            qmin=qmin,
            qmin_type=_type(qmin_type),
            ipv4=ipv4,
            ipv6=ipv6,
            allow_loopback=allow_loopback,
            mixed_case=mixed_case,
            want_dnssec=bool(trust_anchors),
            refuse_bogus=bool(trust_anchors) and not cd,
            limits=Limits() if limits is None else limits,
        )
        self._walk = Walk(settings, self.cache, seed=seed if isinstance(seed, bytes) else str(seed).encode(), now=now)
        self._awaited: list[Query] = []
        self._result = Result(question=self.question, reason=because("end.unfinished"))
        errand = Errand(Purpose(PurposeKind.ANSWER, self.question))
        self._errand = errand
        self._chain: TrustChain | None = None
        talk: Talk[object] = resolve(self._walk, self.question, errand)
        if trust_anchors:
            self._chain = TrustChain(
                self._walk,
                anchors_of(trust_anchors),
                insecure=[_name(each) for each in insecure],
                algorithms=SUPPORTED if algorithms is None else frozenset(int(each) for each in algorithms),
                budget=Budget(settings.limits),
            )
            self._walk.reached = self._chain.reached
            talk = validated(self._chain, self.question, errand)
        self._schedule = Schedule(self._walk, talk)
        self._look()

    @property
    def steps(self) -> Sequence[Step]:
        """What happened so far."""
        return self._walk.steps

    @property
    def done(self) -> bool:
        """Whether the walk is at its end."""
        return self._result.finished

    @property
    def result(self) -> Result:
        """What the walk came to; SERVFAIL while it is under way."""
        self._result.queries = self._walk.queries
        return self._result

    def _repr_html_(self) -> str:
        """What a notebook's cell shows: the zones of the walk so far as a picture, and each step with its reason."""
        from netkit.dns.picture import walk_picture  # noqa: PLC0415
        from netkit.dns.view.trace import trace_view  # noqa: PLC0415 - only a notebook asks for it
        from netkit.render.html import blocks_html  # noqa: PLC0415

        where = "the walk" if self.done else "the walk so far"
        told = trace_view(self.result, self.steps, where=where).blocks
        return blocks_html([*told[:1], walk_picture(self.result, self.steps), *told[1:]])

    def next_query(self) -> Query | None:
        """The next question that should go out now; None while answers are awaited, and at the end."""
        if self.done or not self._schedule.outbox:
            return None
        query = self._schedule.outbox.popleft()
        self._awaited.append(query)
        return query

    def receive(self, message: dns.message.Message, query: Query | None = None, *, now: float) -> None:
        """A message came, as the reply to `query`, or to whichever awaited question it fits.

        What does not fit is ignored, and told in the step; where `query` says that nothing else will come, that question has failed.
        """
        self._walk.now = max(self._walk.now, now)
        candidates = list(self._awaited) if query is None else [query]
        reasons: list[tuple[Query, Reason]] = []
        for each in candidates:
            reason = stray(message, each, mixed_case=self._walk.settings.mixed_case)
            if reason is None:
                self._settle(each, Reply(message))
                return
            reasons.append((each, reason))
        for each, reason in reasons:
            each.step.ignored.append(Ignored("a message", reason))
        if query is not None:
            self._settle(query, Reply(None, f"mismatch: {reasons[0][1].text}"))

    def datagram(self, wire: bytes, query: Query, source: str, *, now: float) -> bool:
        """A datagram came from the address `source` while `query` is out; True if it settled the question.

        A datagram that is no reply to it (RFC 5452 section 9.1) is told in the step, and the wait goes on; after too many of them the
        question is asked again over TCP.
        """
        self._walk.now = max(self._walk.now, now)
        reason: Reason | None = None
        message, fault = (None, "") if len(wire) < 12 or source != query.server else read_message(wire)
        if source != query.server:
            reason = because("ignored.source", found=source)
        elif len(wire) < 12:
            reason = because("ignored.short", found=len(wire))
        elif message is None:
            if wire[:2] == query.message.id.to_bytes(2, "big"):
                self._settle(query, Reply(None, f"malformed: {fault}"))
                return True
            reason = because(
                "ignored.identification", found=f"0x{wire[:2].hex()}", expected=f"0x{query.message.id:04x}"
            )
        else:
            reason = stray(message, query, mixed_case=self._walk.settings.mixed_case)
        if reason is None and message is not None:
            self._settle(query, Reply(message))
            return True
        query.strays += 1
        if reason is not None and query.strays <= self._walk.settings.limits.strays:
            query.step.ignored.append(Ignored(f"a datagram of {len(wire):,} bytes from {source}", reason))
            return False
        self._settle(query, Reply(None, "strays"))
        return True

    def failed(self, query: Query, why: str, *, now: float) -> None:
        """Nothing usable came back: `timeout`, `unreachable`, `malformed`, or any other words."""
        self._walk.now = max(self._walk.now, now)
        self._settle(query, Reply(None, why))

    def _settle(self, query: Query, reply: Reply) -> None:
        if self.done or query not in self._awaited:
            return
        self._awaited.remove(query)
        self._schedule.settle(query, reply)
        self._look()

    def _look(self) -> None:
        """Whether the walk is at its end, and what it came to."""
        schedule, walk = self._schedule, self._walk
        if not schedule.done:
            return
        value = schedule.value
        resolved = value.resolved if isinstance(value, Validated) else value
        if not isinstance(resolved, Resolved):
            reason = schedule.stopped or because("end.unfinished")
            zone = walk.steps[-1].zone if walk.steps else dns.name.root
            walk.limit(zone, self.question, self._errand, reason)
            resolved = Resolved(rcode=dns.rcode.SERVFAIL, reason=reason, failed=True)
        result = self._result
        conclude(result, resolved, value if isinstance(value, Validated) else None, cd=self.cd)
        self._remember_failure(result)
        for step in walk.steps:
            if step.outcome is Outcome.PENDING:
                step.ended_at = walk.now
                step.concluded.append(because("question.unneeded"))

    def _remember_failure(self, result: Result) -> None:
        """What failed, or is bogus, is not asked again at once (RFC 9520 section 3.2, RFC 4035 section 4.7)."""
        if result.rcode != dns.rcode.SERVFAIL or result.reason is None or result.reason.rule == "cache.failure":
            return
        failed, code, bogus = [self.question], 13, result.security is Security.BOGUS
        if bogus:
            failed += [Question(each.name, each.type) for each in result.checked if each.security is Security.BOGUS]
            code = result.extended_errors[0].code
        for each in failed:
            self.cache.put_failure(
                each.name, each.type, result.reason.text, now=self._walk.now, seconds=5, error=code, bogus=bogus
            )


def _name(name: dns.name.Name | str) -> dns.name.Name:
    made = dns.name.from_text(name) if isinstance(name, str) else name
    return made if made.is_absolute() else made.derelativize(dns.name.root)


def _type(rdtype: dns.rdatatype.RdataType | int | str) -> dns.rdatatype.RdataType:
    return dns.rdatatype.RdataType.make(rdtype)
