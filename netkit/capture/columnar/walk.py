"""The walk: many packets taken apart at once, protocol by protocol, as far as they are what packets usually are.

Each step reads one protocol's headers in all packets that have come to it, and says what comes next. A packet that is anything but
usual there (cut short, a length that can't be, a fragment, a protocol that no step knows) leaves the walk, and is taken apart by itself
like any packet that `netkit packet explain` shows. So the walk need not know everything, and is never wrong: what it gives is what the
plain loop gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import count

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.composed import composed_fields
from netkit.capture.columnar.either import names_of
from netkit.capture.columnar.gather import Headers, domain_of_field
from netkit.capture.columnar.group import Group
from netkit.packet.carriers import CARRIERS
from netkit.packet.header import Header
from netkit.packet.reading import Read

__all__ = ["MOST_STEPS", "Step", "Walk"]

MOST_STEPS = 24
"""Headers that are walked through before a packet leaves: enough for a tunnel in a tunnel."""

DEEP, FEW = 6, 8
"""Headers behind which so few packets of one way are quicker taken apart one by one: hostile ones can all have ways of their own."""

MANY_NUMBERS = 8
"""Different numbers in one name space that are looked up one by one."""

Step = Callable[["Walk", Group], None]

Carrying = Callable[["Walk", str, Array, Array, Group], None]
"""Who has those packets leave that carry a message with keys asked for: from the walk, the ports' name space, both ports, and the group."""


class Walk:
    """One pass over the packets of a buffer for the fields `keys` and for who has the `protocols`.

    `deep_keys` are those that no step gives, and `deep` their protocols (what stands before the first dot): a packet that may have such a
    field leaves; `carrying` tells which do of those that carry a message of some application. Afterwards `found` has for each key the
    rows and values of every visit, in the order of the headers, `visited` the rows of each protocol, and `left` tells which packets left.

    `cut` tells of which packets the capture kept only the beginning. With `room`, the buffer has only the first bytes of each packet, so
    many, one packet behind the other: then `short` tells for which that was not enough, and who are to be walked through anew with all of
    theirs.
    """

    def __init__(
        self,
        octets: Array,
        room: int,
        cut: Array,
        keys: frozenset[str],
        protocols: frozenset[str],
        deep_keys: frozenset[str],
        steps: Mapping[Read, Step],
        carrying: Carrying,
    ) -> None:
        self.octets = octets
        self.room = room
        self.cut = cut
        self.keys = keys
        self.protocols = protocols
        self.deep_keys = deep_keys
        self.deep = frozenset(key.partition(".")[0] for key in deep_keys)
        self.left = np.zeros(len(cut), bool)
        self.short = np.zeros(len(cut), bool)
        self.found: dict[str, list[tuple[Array, Array]]] = {key: [] for key in keys}
        self.visited: dict[str, list[Array]] = {}
        self._steps = steps
        self._carrying = carrying
        self._waiting: list[tuple[Step, Group]] = []

    def run(self, space: str, numbers: Array, group: Group) -> None:
        """Take the packets apart from a name space and their numbers in it on."""
        self.go(space, numbers, group)
        while self._waiting:
            step, group = self._waiting.pop(0)
            step(self, group)

    def leave(self, group: Group, chosen: Array | None = None) -> None:
        """Let packets leave: all of a group, or those for which `chosen` is true."""
        self.left[group.rows if chosen is None else group.rows[chosen]] = True

    def keep(self, group: Group, usual: Array) -> tuple[Group, bool]:
        """The packets that are usual, the others having left; and whether that is all of them."""
        if usual.all():
            return group, True
        self.leave(group, ~usual)
        return group.where(usual), False

    def sift(
        self, headers: Headers, group: Group, usual: Array, *others: Array
    ) -> tuple[Headers, Group, tuple[Array, ...]]:
        """The same headers, packets, and other arrays of them, for those packets alone that are usual; the rest leaves."""
        if usual.all():
            return headers, group, others
        self.leave(group, ~usual)
        group = group.where(usual)
        return Headers(headers.table, self.octets, group.at), group, tuple(each[usual] for each in others)

    def fit(self, group: Group, size: int) -> Group:
        """The packets in which a header of so many bytes ends within the packet; the others leave."""
        behind = group.at + size
        group, everyone = self.keep(group, behind <= group.end)
        if not self.room:
            return group
        inside = (behind if everyone else group.at + size) <= (group.rows + 1) * self.room
        if inside.all():
            return group
        self.short[group.rows[~inside]] = True
        return group.where(inside)

    def readable(self, group: Group, size: int) -> Array:
        """Where so many bytes from where a group stands lie in the buffer, whether they belong to the packet or not."""
        return group.at + size <= ((group.rows + 1) * self.room if self.room else len(self.octets))

    def show(self, headers: Headers, group: Group) -> None:
        """Take the fields that are asked for from headers, one in each packet of a group."""
        self.visited.setdefault(headers.table.key, []).append(group.rows)
        for field in (*headers.table.fields, *composed_fields(headers.table)):
            for key in names_of(field.key):
                if key in self.keys and domain_of_field(field) is not None:
                    self.found[key].append((group.rows, headers.value(field)))

    def open(self, table: type[Header], group: Group) -> Headers:
        """The headers of a table where a group stands, each of which fits, with the fields taken that are asked for."""
        headers = Headers(table, self.octets, group.at)
        self.show(headers, group)
        return headers

    def visit(self, key: str, group: Group) -> None:
        """Say that packets have a layer of a protocol, of whose fields none is asked for."""
        self.visited.setdefault(key, []).append(group.rows)

    def options(self, *tables: type[Header]) -> bool:
        """Whether options are asked for, of which only those of these tables are walked through."""
        return bool(self.deep_options(tables[0].key)) or any(
            field.key in self.keys for table in tables for field in table.fields
        )

    def deep_options(self, protocol: str) -> bool:
        """Whether a field of a protocol is asked for that no step gives, but for what it carries."""
        return any(key.startswith(f"{protocol}.") and key != f"{protocol}.payload" for key in self.deep_keys)

    def carry(self, space: str, source: Array, destination: Array, group: Group) -> None:
        """Send datagrams or segments on to what they carry: the packets leave that may carry something that is asked for."""
        if f"{space.partition('.')[0]}.payload" in self.deep_keys:
            self.leave(self.nonempty(group))
            return
        tunnels = _ports(space)
        if tunnels is not None:
            led = tunnels[source] | tunnels[destination]
            if led.any():
                self._enter(space, source[led], destination[led], group.where(led))
                rest = ~led
                group, source, destination = group.where(rest), source[rest], destination[rest]
        if self.deep_keys:
            more = group.at < group.end
            self._carrying(self, space, source[more], destination[more], group.where(more))

    def _enter(self, space: str, source: Array, destination: Array, group: Group) -> None:
        """Send packets on into the tunnels that one of their ports leads to."""
        lower = np.minimum(source, destination)
        inside = np.isin(lower, _known(space))
        self.go(space, lower[inside], group.where(inside))
        # Where only the upper port is a tunnel's, whoever knows the lower one would come first.
        self.leave(self.nonempty(group.where(~inside)))

    def go(self, space: str, numbers: Array, group: Group) -> None:
        """Send the packets of a group on to who reads their number; those whose number no step knows leave."""
        if group.depth >= MOST_STEPS or (group.depth >= DEEP and len(group) < FEW):
            self.leave(group)
            return
        for turn in count():
            if not len(group):
                return
            if (
                turn == MANY_NUMBERS
            ):  # of hostile packets that have thousands of different ones, only those that somebody knows
                known = np.isin(numbers, _known(space))
                group, numbers = group.where(known), numbers[known]
                if not len(group):
                    return
            same = numbers == numbers[0]
            reader = _reader(space, int(numbers[0]))
            everyone = bool(same.all())
            part = group if everyone else group.where(same)
            if reader is not None and reader in self._steps:
                # A packet that has nothing left to read ends there, as it does in the plain loop.
                self._waiting.append((self._steps[reader], self.nonempty(part)))
            elif reader is not None:
                self.leave(self.nonempty(part))
            if everyone:
                return
            rest = ~same
            group, numbers = group.where(rest), numbers[rest]

    def nonempty(self, group: Group) -> Group:
        """The packets of a group in which bytes are left."""
        more = group.at < group.end
        return group if more.all() else group.where(more)


def _reader(space: str, number: int) -> Read | None:
    reader = CARRIERS.get((space, number))
    if reader is None and space == "ipv6.nxt":
        reader = CARRIERS.get(("ip.proto", number))
    return reader


@cache
def _known(space: str) -> Array:
    spaces = (space, "ip.proto") if space == "ipv6.nxt" else (space,)
    return np.array([number for each, number in CARRIERS if each in spaces])


@cache
def _ports(space: str) -> Array | None:
    """For each port whether it leads into a tunnel; None where none does."""
    known = _known(space)
    if not len(known):
        return None
    ports = np.zeros(1 << 16, bool)
    ports[known] = True
    return ports
