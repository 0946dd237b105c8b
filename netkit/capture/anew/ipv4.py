"""IPv4 addresses for IPv4 addresses: what shared a subnet shares one afterwards, and what an address is stays what it is.

A network of 24 bits becomes another of its kind: a documentation network another of those (RFC 5737), a private one another in its block
(RFC 1918), any other one of the documentation networks or, where there are more than these, of those for benchmarks (RFC 2544) and
carriers (RFC 6598). Inside it the bits are turned one by one, each as the bits before it decide, so that every shorter subnet stays one.
The ones or zeros that an address ends in are turned together or not at all: no host becomes the name or the broadcast
address of its subnet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.address import parse_ipv4

if TYPE_CHECKING:
    from netkit.capture.rewriting.keyed import Keyed

__all__ = ["DOCUMENTATION", "Ipv4", "is_kept"]

DOCUMENTATION = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
_BLOCKS = ("10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "198.18.0.0/15")
_POOLS = ("198.18.0.0/15", "100.64.0.0/10", "10.0.0.0/8")
"""Where public networks go when the documentation networks do not suffice, the first that has room."""

_ATTEMPTS = 400
_DIFFERENT_DIGITS = 1000
"""How much worse than an address that is left an image is that can't be written in as many characters."""

Block = tuple[int, int]
"""The first bits of an address, as a number, and how many they are."""


def _block(text: str) -> Block:
    address, _, length = text.partition("/")
    return parse_ipv4(address) >> 32 - int(length), int(length)


def is_kept(address: int) -> bool:
    """Whether an address stays as it is: of this network, loopback, a group, reserved or everybody's."""
    return address >> 24 in (0, 127) or address >> 29 == 7


def digits(network: int) -> tuple[int, ...]:
    """With how many digits each of the three or four numbers of a network or an address is written."""
    return tuple(len(str(byte)) for byte in network.to_bytes(4, "big"))


def run(address: int) -> int:
    """How many ones or zeros an address ends in, at most 7."""
    last = address & 1
    return next((length for length in range(1, 7) if address >> length & 1 != last), 7)


class Ipv4:
    """The images of addresses, as numbers; `seen` are all that there are, `broadcasts` those of a subnet's broadcasts.

    `spelled` are addresses that stand in texts and names, too: their images are written with as many digits, if that can be.
    `into` are networks of 24 bits to use for all that are neither private nor special; without any, those for documentation.
    """

    def __init__(
        self,
        keyed: Keyed,
        seen: Collection[int],
        *,
        broadcasts: Collection[int] = (),
        spelled: Collection[int] = (),
        into: Sequence[str] = DOCUMENTATION,
    ) -> None:
        self._keyed = keyed
        self._seen = {address for address in seen if not is_kept(address)}
        self._spelled = {address for address in spelled if not is_kept(address)}
        self._documents = tuple(_block(text)[0] for text in into)
        self._blocks = tuple(_block(text) for text in _BLOCKS)
        self._fixed = set(_fixed_nodes(address for address in broadcasts if not is_kept(address)))
        self._ends = {address >> size for address in broadcasts for size in range(1, 9) if not is_kept(address)}
        self._hosts: dict[int, set[int]] = {}
        for address in self._seen | self._spelled:
            self._hosts.setdefault(address >> 8, set()).add(address)
        self._zones = {
            group: max((run(each) + 1 for each in hosts if each not in broadcasts), default=8)
            for group, hosts in self._hosts.items()
        }
        self._networks = self._chosen_networks()
        self._attempts: dict[int, int] = {}
        self._choose_attempts()

    def __call__(self, address: int) -> int:
        """The address that stands for another; one that is kept, or in a network that was not seen, stays."""
        group = address >> 8
        if is_kept(address) or group not in self._networks:
            return address
        return self._networks[group] << 8 | self._host(address, self._attempts[group])

    def network(self, group: int) -> int:
        """The first 24 bits that stand for others."""
        return self._networks.get(group, group)

    def unspelled(self) -> list[int]:
        """Addresses in texts whose images are written with another number of digits."""
        return sorted(each for each in self._spelled if digits(each) != digits(self(each)))

    def _chosen_networks(self) -> dict[int, int]:
        found: dict[int, int] = {}
        groups = sorted(self._hosts)
        for block in self._blocks:
            inside = [group for group in groups if _lies_in(group, block)]
            if inside:
                found |= self._in_block(inside, block)
        rest = [group for group in groups if group not in found]
        spelled = {address >> 8 for address in self._spelled}
        documents = [group for group in rest if group in self._documents]
        public = [group for group in rest if group not in self._documents]
        # those first that have least choice
        for group in sorted(documents, key=lambda each: (each not in spelled, each)):
            found[group] = self._document(group, set(found.values()), group in spelled)
        for group in public:
            if group in spelled:
                found[group] = self._public_alike(group, set(found.values()))
        self._into_pools([group for group in public if group not in spelled], found)
        return found

    def _in_block(self, groups: Sequence[int], block: Block) -> dict[int, int]:
        """Networks of a block, each bit turned as those before it decide; of several draws the one that leaves least of the old."""
        old, spelled = set(groups), {address >> 8 for address in self._spelled}
        best: dict[int, int] = {}
        least = -1
        for attempt in range(_ATTEMPTS if len(groups) < 100 else 4):
            images = {group: self._turned(group, block, attempt) for group in groups}
            cost = sum(
                (image in old) + _DIFFERENT_DIGITS * (group in spelled and digits(group << 8) != digits(image << 8))
                for group, image in images.items()
            )
            if least < 0 or cost < least:
                best, least = images, cost
            if not cost:
                break
        return best if least < _DIFFERENT_DIGITS else {group: group for group in groups}

    def _turned(self, group: int, block: Block, attempt: int) -> int:
        changed = group
        for length in range(block[1], 24):
            prefix = group >> 24 - length
            if (length, prefix) not in self._fixed:
                changed ^= self._keyed.number(b"ipv4 %d/%d/%x" % (attempt, length, prefix), 1) << 23 - length
        return changed

    def _document(self, group: int, taken: Collection[int], spelled: bool) -> int:  # noqa: FBT001
        order = sorted(self._documents, key=lambda each: self._keyed.number(b"network %x for %x" % (each, group), 64))
        choices = [each for each in order if each not in taken]
        if spelled:
            choices = [each for each in choices if digits(each << 8) == digits(group << 8)]
        return next((each for each in choices if each != group), choices[0] if choices else group)

    def _public_alike(self, group: int, taken: Collection[int]) -> int:
        """Another public network, written with as many digits."""
        image = group
        while True:
            parts: list[int] = []
            for part in image.to_bytes(3, "big"):
                low, high = ((0, 10), (10, 100), (100, 256))[len(str(part)) - 1]
                parts.append(low + self._keyed.permuted(f"public octet {len(parts)} {low}", part - low, high - low))
            image = int.from_bytes(bytes(parts), "big")
            special = is_kept(image << 8) or any(_lies_in(image, block) for block in self._blocks)
            if image == group or (not special and image not in taken):
                return image

    def _into_pools(self, groups: Sequence[int], found: dict[int, int]) -> None:
        """A network each for public ones, from the first pool that has as many left."""
        taken = set(found) | set(found.values())
        for pool in (self._documents, *map(_networks_of, _POOLS)):
            free = [each for each in pool if each not in taken] if len(groups) <= len(pool) else []
            if len(free) >= len(groups):
                for rank, group in enumerate(groups):
                    found[group] = free[self._keyed.permuted("pool", rank, len(free))]
                return
        found.update((group, group) for group in groups)

    def _choose_attempts(self) -> None:
        """For each network the first draw of its hosts that leaves no old address, and the digits of those that are spelled."""
        for group, hosts in self._hosts.items():
            image = self._networks[group] << 8
            costs = []
            for attempt in range(_ATTEMPTS):
                images = {each: image | self._host(each, attempt) for each in hosts}
                cost = sum(new in self._seen for new in images.values()) + _DIFFERENT_DIGITS * sum(
                    digits(each) != digits(images[each]) for each in hosts & self._spelled
                )
                costs.append(cost)
                if not cost:
                    break
            self._attempts[group] = min(range(len(costs)), key=costs.__getitem__)

    def _host(self, address: int, attempt: int) -> int:
        """The last byte of an address's image."""
        zone = self._zones.get(address >> 8, 8)
        changed = address & 0xFF
        for length in range(24, 32 - zone):
            prefix = address >> 32 - length
            if (length, prefix) not in self._fixed:
                changed ^= self._keyed.number(b"host %d/%d/%x" % (attempt, length, prefix), 1) << 31 - length
        prefix = address >> zone
        if prefix not in self._ends and self._keyed.number(b"zone %d/%d/%x" % (attempt, zone, prefix), 1):
            changed ^= (1 << zone) - 1
        return changed


def _lies_in(group: int, block: Block) -> bool:
    return block[1] <= 24 and group >> 24 - block[1] == block[0]


def _networks_of(pool: str) -> range:
    prefix, length = _block(pool)
    return range(prefix << 24 - length, prefix + 1 << 24 - length)


def _fixed_nodes(broadcasts: Iterator[int]) -> Iterator[tuple[int, int]]:
    """The bits that may not be turned, as the length of what stands before them and that: the ones at the end of a broadcast address."""
    for address in broadcasts:
        ones = (~address & address + 1).bit_length() - 1
        for length in range(32 - ones, 32):
            yield length, address >> 32 - length
