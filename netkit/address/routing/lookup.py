"""The longest match, with its reasons: which routes hold the destination, which is chosen and why, and where the others part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netkit.address.address import Address
from netkit.address.routing.route import Route
from netkit.address.routing.trie import Step, Trie

__all__ = ["Lookup", "Table", "common_bits", "look_up"]


class Table:
    """A routing table: its routes in the order of writing, and a trie for each IP version."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self.routes = tuple(routes)
        self._tries = {4: Trie(4), 6: Trie(6)}
        for route in self.routes:
            self._tries[route.prefix.version].insert(route)

    def trie(self, version: int) -> Trie:
        """The trie of one IP version."""
        return self._tries[version]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What a table says about one destination.

    `matches` are the routes that hold it, the longest prefix first, of equal ones the lowest metric. `chosen` are those that count: one,
    or several of the same prefix and metric; none if nothing matches. `tie` says how a tie of prefixes was decided: `metric`, `equal` or
    empty.
    """

    destination: Address
    matches: Sequence[Route]
    chosen: Sequence[Route]
    tie: str
    steps: Sequence[Step]

    @property
    def route(self) -> Route | None:
        """The route that is used; of several that count the first."""
        return self.chosen[0] if self.chosen else None


def look_up(table: Table, destination: Address) -> Lookup:
    """The routes of `table` for `destination` by the longest match: the route with the most leading bits in common wins.

    The order of the table does not count, and neither does the metric, except between routes of the very same prefix (RFC 1812 §5.2.4.3).
    """
    steps = list(table.trie(destination.version).walk(destination))
    found = [route for step in steps for route in step.routes]
    matches = sorted(found, key=lambda route: (-route.prefix.length, route.metric or 0, route.order))
    if not matches:
        return Lookup(destination=destination, matches=(), chosen=(), tie="", steps=steps)
    longest = [route for route in matches if route.prefix.length == matches[0].prefix.length]
    chosen = [route for route in longest if (route.metric or 0) == (longest[0].metric or 0)]
    tie = "" if len(longest) == 1 else "equal" if len(chosen) > 1 else "metric"
    return Lookup(destination=destination, matches=matches, chosen=chosen, tie=tie, steps=steps)


def common_bits(route: Route, destination: Address) -> int:
    """How many of the prefix's bits the destination shares from the left, at most all of them: the first other one is where they part."""
    width = destination.width
    parted = (route.prefix.number ^ destination.number) >> (width - route.prefix.length)
    return route.prefix.length - parted.bit_length()
