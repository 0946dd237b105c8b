"""What a host does with fragments as they come in: it keeps them for a while, within bounds, and passes packets on once they are whole."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from netkit.packet.dissection import Dissection
from netkit.packet.fragments.arrival import Fragment, Identity, fragment_of
from netkit.packet.fragments.datagram import Datagram
from netkit.packet.fragments.events import Cause, Completed, Event, GivenUp, Held, Ignored
from netkit.packet.fragments.limits import RFC, Limits, WhenFull
from netkit.packet.fragments.peers import Peers
from netkit.packet.fragments.reassembly import chosen_policy
from netkit.packet.fragments.result import Reassembled
from netkit.packet.fragments.rules import refused_by_itself
from netkit.packet.overlap import IP_POLICIES, policy_named

__all__ = ["Defragmenter"]

SECOND = 10**9

MESSAGES = {
    4: "ICMP time exceeded, code 1 (RFC 792)",
    6: "ICMPv6 time exceeded, code 1 (RFC 4443 §3.3)",
}


@dataclass(slots=True)
class _Waiting:
    """A packet that waits for its fragments; `numbers` are those that came, `dropped` says that all that still come are to be ignored."""

    datagram: Datagram
    deadline: int | None
    numbers: list[int]
    mark: int = 0
    dropped: bool = False
    cost: int = 0


class Defragmenter:
    """Packets go in, whole packets come out, in the order in which they became whole.

    `policy` says who wins where fragments overlap, by default the usual one of each version (see `reassemble`); `limits` are a host's.
    Time is told with each packet, in nanoseconds, and may be unknown. What is held stays within the limits whatever comes in, and a packet
    is given out as soon as it is whole: what comes later with the same numbers is the next packet's.
    """

    def __init__(self, policy: str | None = None, limits: Limits = RFC) -> None:
        if policy is not None:
            policy_named(policy, IP_POLICIES)
        self.policy = policy
        self.limits = limits
        self._waiting: dict[int, OrderedDict[Identity, _Waiting]] = {4: OrderedDict(), 6: OrderedDict()}
        self._memory = {4: 0, 6: 0}
        self._peers = Peers()

    def receive(self, packet: Dissection, number: int, *, now: int | None = None) -> list[Event]:
        """Take in a packet with its number, at a time in nanoseconds; gives what happens, first of all to those that waited too long."""
        events: list[Event] = list(self.tick(now=now)) if now is not None else []
        fragment = fragment_of(packet, number)
        if fragment is None:
            events.append(Completed(numbers=(number,), packet=packet))
        elif (refusal := refused_by_itself(fragment)) is not None:
            events.append(
                Ignored(
                    number=number, identity=fragment.identity, cause=Cause.RULE, why=f"{refusal.text} ({refusal.rfc})"
                )
            )
        elif fragment.atomic:
            datagram = Datagram(chosen_policy(self.policy, fragment.identity.version), lean=True)
            datagram.add(fragment)
            events += self._finished(datagram, [number])
        else:
            events += self._take_in(fragment, now)
        return events

    def tick(self, *, now: int) -> list[GivenUp]:
        """Give up what has waited too long at this time."""
        events = []
        for version, waiting in self._waiting.items():
            while waiting:
                identity, oldest = next(iter(waiting.items()))
                seconds = self.limits.seconds[version]
                if oldest.deadline is None:  # it came when nobody knew the time
                    oldest.deadline = now + seconds * SECOND
                if oldest.deadline > now:
                    break
                self._forget(identity)
                if not oldest.dropped:
                    why = f"{seconds} seconds have passed, and {oldest.datagram.lacks}"
                    message = MESSAGES[version] if oldest.datagram.has_first else ""
                    events.append(
                        GivenUp(
                            numbers=tuple(oldest.numbers), identity=identity, cause=Cause.TIME, why=why, message=message
                        )
                    )
        return events

    def finish(self) -> list[GivenUp]:
        """Give up everything that still waits: nothing will come any more."""
        events = []
        for waiting in self._waiting.values():
            for identity, each in list(waiting.items()):
                self._forget(identity)
                if not each.dropped:
                    why = f"nothing came after that, and {each.datagram.lacks}"
                    events.append(GivenUp(numbers=tuple(each.numbers), identity=identity, cause=Cause.END, why=why))
        return events

    @property
    def memory(self) -> int:
        """What is held, in bytes as the limits count them, of both versions."""
        return sum(self._memory.values())

    @property
    def waiting(self) -> int:
        """Packets that wait for fragments."""
        return sum(len(waiting) for waiting in self._waiting.values())

    def _take_in(self, fragment: Fragment, now: int | None) -> list[Event]:
        """A fragment that is not the whole of its packet."""
        identity, version = fragment.identity, fragment.identity.version
        if self.limits.when_full is WhenFull.REFUSE_NEW and self._memory[version] > self.limits.memory:
            why = f"{self.limits.memory:,} bytes are held, as many as this host allows"
            return [Ignored(number=fragment.number, identity=identity, cause=Cause.MEMORY, why=why)]
        each = self._waiting[version].get(identity) or self._begin(identity, now)
        events: list[Event] = []
        if (too_far := self._too_far(identity, each)) is not None:
            events.append(too_far)
            each = self._begin(identity, now)
        if each.dropped:
            why = f"its packet was dropped ({each.datagram.policy.name}: {each.datagram.policy.rule})"
            return [Ignored(number=fragment.number, identity=identity, cause=Cause.RULE, why=why)]
        each.numbers.append(fragment.number)
        each.datagram.add(fragment)
        self._weigh(each, version)
        return events + self._after(fragment, each)

    def _after(self, fragment: Fragment, each: _Waiting) -> list[Event]:
        """What comes of a packet that has one fragment more."""
        identity, datagram = fragment.identity, each.datagram
        if datagram.refusal is not None:
            why = f"{datagram.refusal.text} ({datagram.refusal.rfc})"
            given_up = GivenUp(numbers=tuple(each.numbers), identity=identity, cause=Cause.RULE, why=why)
            self._drop(identity, each)
            return [given_up]
        if datagram.whole_with is not None:
            self._forget(identity)
            return self._finished(datagram, each.numbers)
        if len(each.numbers) >= self.limits.fragments:
            self._forget(identity)
            why = f"{len(each.numbers):,} fragments came, as many as this host allows, and {datagram.lacks}"
            return [GivenUp(numbers=tuple(each.numbers), identity=identity, cause=Cause.NUMBER, why=why)]
        held = Held(
            number=fragment.number,
            identity=identity,
            start=fragment.start,
            length=fragment.length,
            held=datagram.held,
            size=datagram.size,
        )
        return [held, *self._make_room(identity.version)]

    def _begin(self, identity: Identity, now: int | None) -> _Waiting:
        seconds = self.limits.seconds[identity.version]
        deadline = None if now is None else now + seconds * SECOND
        each = _Waiting(Datagram(chosen_policy(self.policy, identity.version), lean=True), deadline, [])
        self._waiting[identity.version][identity] = each
        self._peers.begin(identity.source)
        return each

    def _finished(self, datagram: Datagram, numbers: list[int]) -> list[Event]:
        """A packet that is whole; or, once its real header counts, too large after all."""
        result = datagram.result()
        identity = datagram.fragments[0].identity
        if isinstance(result, Reassembled):
            return [Completed(numbers=tuple(numbers), packet=result.dissect(), whole=result)]
        return [
            GivenUp(numbers=tuple(numbers), identity=identity, cause=Cause.RULE, why=f"{result.reason} ({result.rfc})")
        ]

    def _too_far(self, identity: Identity, each: _Waiting) -> GivenUp | None:
        """Count a fragment of a source; gives up what waits for its packet, if the source has sent too many others since."""
        seen = self._peers.count(identity.source)
        since, each.mark = seen - each.mark, seen
        if self.limits.distance is None or identity.version != 4 or not each.numbers or since <= self.limits.distance:
            return None
        self._forget(identity)
        why = f"their source sent {since} fragments since the last of them, so this one is taken for another packet's"
        return GivenUp(numbers=tuple(each.numbers), identity=identity, cause=Cause.DISTANCE, why=why)

    def _make_room(self, version: int) -> list[Event]:
        """Give up the oldest packets, until the memory suffices."""
        events: list[Event] = []
        while self.limits.when_full is WhenFull.EVICT_OLDEST and self._memory[version] > self.limits.memory:
            identity, oldest = next(iter(self._waiting[version].items()))
            self._forget(identity)
            if not oldest.dropped:
                why = f"more than {self.limits.memory:,} bytes are held, and these have waited longest"
                events.append(GivenUp(numbers=tuple(oldest.numbers), identity=identity, cause=Cause.MEMORY, why=why))
        return events

    def _weigh(self, each: _Waiting, version: int) -> None:
        """Count what a packet's fragments take up now."""
        cost = self.limits.datagram_cost
        if not each.dropped:
            cost += each.datagram.packet_bytes + self.limits.fragment_cost * len(each.datagram.fragments)
        self._memory[version] += cost - each.cost
        each.cost = cost

    def _drop(self, identity: Identity, each: _Waiting) -> None:
        """Throw a packet's fragments away; where the policy wants that, remember to ignore what still comes of it."""
        policy = each.datagram.policy
        if each.datagram.overlapped and policy.for_good:
            each.dropped = True
            each.datagram = Datagram(policy, lean=True)
            each.numbers.clear()
            self._weigh(each, identity.version)
        else:
            self._forget(identity)

    def _forget(self, identity: Identity) -> None:
        each = self._waiting[identity.version].pop(identity)
        self._memory[identity.version] -= each.cost
        self._peers.end(identity.source)
