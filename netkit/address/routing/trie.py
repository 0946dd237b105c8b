"""A binary trie of prefixes: at each bit of an address the walk goes left (0) or right (1), past the prefixes that end on its way."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from netkit.address.address import WIDTHS, Address
from netkit.address.routing.route import Route

__all__ = ["Step", "Trie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a walk: after `depth` bits, the routes that end here, the next `bit` (None: no more), whether a way `goes_on` there."""

    depth: int
    routes: tuple[Route, ...]
    bit: int | None
    goes_on: bool


class Trie:
    """The routes of one IP version by their prefixes' bits.

    `insert` takes as many steps as the prefix has bits, `walk` as many as the longest prefix on the address's way, however many routes
    there are.
    """

    def __init__(self, version: int) -> None:
        self.version = version
        # a node is a number; the two arrays hold where its 0 and its 1 lead (0: nowhere, for nothing leads back to the root)
        self._zero = array("q", [0])
        self._one = array("q", [0])
        self._routes: dict[int, tuple[Route, ...]] = {}

    def insert(self, route: Route) -> None:
        """Add a route; others with the same prefix stay."""
        node = 0
        for depth in range(route.prefix.length):
            side = self._side(_bit(route.prefix.number, depth, self.version))
            if not side[node]:
                self._zero.append(0)
                self._one.append(0)
                side[node] = len(self._zero) - 1
            node = side[node]
        self._routes[node] = (*self._routes.get(node, ()), route)

    def walk(self, address: Address) -> Iterator[Step]:
        """Each step on the way that the bits of `address` lead, until no branch goes on."""
        node = 0
        width = WIDTHS[self.version]
        for depth in range(width + 1):
            bit = _bit(address.number, depth, self.version) if depth < width else None
            following = self._side(bit)[node] if bit is not None else 0
            yield Step(depth=depth, routes=self._routes.get(node, ()), bit=bit, goes_on=bool(following))
            if not following:
                return
            node = following

    def _side(self, bit: int) -> array[int]:
        return self._one if bit else self._zero


def _bit(number: int, depth: int, version: int) -> int:
    return number >> (WIDTHS[version] - 1 - depth) & 1
