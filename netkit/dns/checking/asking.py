"""How a check asks: rounds of questions, and walks for the addresses of servers, each a part that is driven by itself."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.cache import Cache
from netkit.dns.checking.delegated import ADDRESSES, MOST_NAMES
from netkit.dns.checking.heard import Heard, heard_of
from netkit.dns.checking.looking_up import looked_up
from netkit.dns.driven import Together
from netkit.dns.query import Question, Server
from netkit.dns.round import Round
from netkit.dns.walker import Walker
from netkit.dns.walking.delegation import unusable

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.checking.findings import NameFound
    from netkit.dns.driven import Driven

__all__ = ["MOST_SERVERS", "Asking"]

MOST_SERVERS = 32
"""Addresses of a zone that are asked."""


class Asking:
    """Makes the parts of a check, and reads what came of them; `now` is the time, `unusable` what could not be asked, with the reason."""

    def __init__(
        self,
        hints: Sequence[tuple[dns.name.Name, str]],
        *,
        now: float,
        seed: int | str,
        ipv4: bool,
        ipv6: bool,
        allow_loopback: bool,
    ) -> None:
        self.now = now
        self.unusable: dict[str, str] = {}
        self._hints, self._seed, self._loopback = hints, seed, allow_loopback
        self._ipv4, self._ipv6 = ipv4, ipv6
        self._cache = Cache()
        self._rounds = 0

    def as_they_can(
        self, asked: Sequence[tuple[Server, Question]], zone: dns.name.Name, heard: Sequence[Heard]
    ) -> Generator[Driven, None, list[Heard]]:
        """Ask with EDNS those that can speak it, the others without."""
        able = {each.server for each in heard if each.edns and each.answer(zone, dns.rdatatype.SOA) is not None}
        with_edns = [each for each in asked if each[0] in able]
        without = [each for each in asked if each[0] not in able]
        first = yield from self.round(with_edns, zone, (False, True))
        return [*first, *(yield from self.round(without, zone, (False, False)))]

    def round(
        self, asked: Sequence[tuple[Server, Question]], zone: dns.name.Name, *ways: tuple[bool, bool]
    ) -> Generator[Driven, None, list[Heard]]:
        """Ask all this in each way (over TCP, with EDNS)."""
        self._rounds += 1
        rounds = [
            (
                Round(
                    [(zone, *each) for each in asked],
                    now=self.now,
                    seed=f"{self._seed} {self._rounds} {tcp} {edns}",
                    tcp=tcp,
                    edns=edns,
                    dnssec=edns,
                ),
                tcp,
                edns,
            )
            for tcp, edns in ways or ((False, True),)
        ]
        yield Together([each for each, _, _ in rounds])
        heard = [heard_of(step, tcp=tcp, edns=edns) for each, tcp, edns in rounds for step in each.steps]
        return [each for each in heard if each is not None]

    def looked_up(
        self, names: Iterable[dns.name.Name], zone: dns.name.Name
    ) -> Generator[Driven, None, dict[dns.name.Name, NameFound]]:
        """The addresses of servers of a zone, by a walk for each name and kind of address."""
        wanted = list(dict.fromkeys(names))[:MOST_NAMES]
        kinds = [kind for kind, on in zip(ADDRESSES, (self._ipv4, self._ipv6), strict=True) if on]
        walkers = {(name, kind): self.walker(name, kind, self._cache) for name in wanted for kind in kinds}
        yield Together(list(walkers.values()))
        return {name: looked_up([walkers[name, kind] for kind in kinds], zone) for name in wanted}

    def walker(
        self, name: dns.name.Name, kind: dns.rdatatype.RdataType, cache: Cache, anchors: Sequence[str] = ()
    ) -> Walker:
        """A walk that begins where all do."""
        return Walker(
            (name, kind),
            hints=self._hints,
            trust_anchors=anchors,
            now=self.now,
            seed=f"{self._seed} {name} {kind}",
            cache=cache,
            ipv4=self._ipv4,
            ipv6=self._ipv6,
            allow_loopback=self._loopback,
        )

    def usable(self, servers: Iterable[Server]) -> list[Server]:
        """Each address once, without those at which nobody can be asked."""
        found: dict[str, Server] = {}
        for each in servers:
            why = unusable(each.address, ipv4=True, ipv6=True, allow_loopback=self._loopback)
            if why:
                self.unusable[each.address] = why
            elif self._ipv6 if ":" in each.address else self._ipv4:
                found.setdefault(each.address, each)
        return list(found.values())[:MOST_SERVERS]
