"""A walk over the real network: the walker's questions go out, and what comes back goes to the walker, which judges it."""

from __future__ import annotations

import selectors
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from netkit.dns.wire import read_message
from netkit.live.dns.exchange import End, Exchange
from netkit.live.dns.tcp import TcpQuestion, failure_told
from netkit.live.dns.udp import UdpQuestion

if TYPE_CHECKING:
    from netkit.dns.driven import Driven
    from netkit.dns.query import Query
    from netkit.live.dns.way import Begin, Out

__all__ = ["drive", "few_sockets", "wall_clock"]

DNS_PORT = 53


def wall_clock() -> Callable[[], float]:
    """A clock that gives seconds since 1970 and never jumps: the time now, and from then on what has passed."""
    offset = time.time() - time.monotonic()
    return lambda: offset + time.monotonic()


def drive(
    walker: Driven,
    *,
    port: int = DNS_PORT,
    ports: Mapping[str, int] | None = None,
    ends: Mapping[str, End] | None = None,
    ways: Mapping[str, Begin] | None = None,
    clock: Callable[[], float] | None = None,
    before: Callable[[Query], object] | None = None,
) -> list[Exchange]:
    """Let `walker` come to its end over sockets, and give what really went over the network, in the order of the questions.

    Servers are asked at `port`, those in `ports` at theirs; `ends` sends the questions for an address to another address and port.
    `ways` says how those in it are asked, over TLS or HTTPS, whatever the walker thinks of; others over UDP, and over TCP where it wants.
    `clock` gives seconds on the scale of the walker's `now` (by default seconds since 1970). `before` is called with each question
    before it goes out. No OSError leaves this function: the walker is told of every failure, and decides.
    """
    with _Driver(walker, port, ports or {}, ends or {}, ways or {}, clock or wall_clock()) as driver:
        while not walker.done:
            while (query := walker.next_query()) is not None:
                if before is not None:
                    before(query)
                driver.send(query)
            if not driver.out:
                break
            driver.wait()
        return driver.exchanges


@dataclass(slots=True, eq=False)
class _Out:
    """A question that is out."""

    query: Query
    question: Out
    exchange: Exchange
    deadline: float
    events: int


class _Driver:
    def __init__(
        self,
        walker: Driven,
        port: int,
        ports: Mapping[str, int],
        ends: Mapping[str, End],
        ways: Mapping[str, Begin],
        clock: Callable[[], float],
    ) -> None:
        self.walker, self.port, self.ports, self.ends, self.ways, self.clock = walker, port, ports, ends, ways, clock
        self.selector = few_sockets()
        self.out: list[_Out] = []
        self.exchanges: list[Exchange] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self.out:
            each.question.close()
        self.selector.close()

    def send(self, query: Query) -> None:
        """Send one question; the walker is told at once where that can't be."""
        remote = self.ends.get(query.server) or (query.server, self.ports.get(query.server, self.port))
        wire = query.message.to_wire()
        now = self.clock()
        exchange = Exchange(time=now, remote=remote, transport="tcp" if query.tcp else "udp", sent=wire)
        self.exchanges.append(exchange)
        try:
            begin: Begin = self.ways.get(query.server) or (TcpQuestion if query.tcp else UdpQuestion)
            question = begin(wire, *remote)
        except OSError as error:
            exchange.failure, exchange.ended = failure_told(error), now
            self.walker.failed(query, exchange.failure, now=now)
            return
        exchange.local, exchange.transport = question.local, question.transport
        out = _Out(query, question, exchange, now + query.timeout, question.events)
        self.selector.register(question.socket, out.events, out)
        self.out.append(out)

    def wait(self) -> None:
        """Wait until something comes, or the first question's time is up."""
        soonest = min(each.deadline for each in self.out)
        for key, _ in self.selector.select(max(0.0, soonest - self.clock())):
            self._advance(key.data)
        now = self.clock()
        for each in [each for each in self.out if each.deadline <= now]:
            self._over(each, now, "timeout")
            self.walker.failed(each.query, "timeout", now=now)

    def _advance(self, out: _Out) -> None:
        """One step: a flood from one server keeps neither the others nor the deadline waiting."""
        try:
            wire = out.question.advance()
        except OSError as error:
            now, why = self.clock(), failure_told(error)
            self._over(out, now, why)
            self.walker.failed(out.query, why, now=now)
            return
        if wire is None:
            if out.question.events != out.events:
                out.events = out.question.events
                self.selector.modify(out.question.socket, out.events, out)
            return
        now = self.clock()
        out.exchange.local = out.question.local
        out.exchange.received.append((now, wire))
        if out.question.transport == "udp":
            if self.walker.datagram(wire, out.query, out.query.server, now=now):
                self._over(out, now, "")
            return
        message, fault = read_message(wire)
        self._over(out, now, "" if message is not None else f"malformed: {fault}")
        if message is None:
            self.walker.failed(out.query, f"malformed: {fault}", now=now)
        else:
            self.walker.receive(message, query=out.query, now=now)

    def _over(self, out: _Out, now: float, failure: str) -> None:
        out.exchange.ended, out.exchange.failure, out.exchange.local = now, failure, out.question.local
        self.selector.unregister(out.question.socket)
        out.question.close()
        self.out.remove(out)


def few_sockets() -> selectors.BaseSelector:
    """A selector for the few sockets of a walk: one that is quick to set up, where the default one is made for thousands."""
    few: type[selectors.BaseSelector] = getattr(selectors, "PollSelector", selectors.SelectSelector)
    return few()
