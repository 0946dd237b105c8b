"""Subnet plans (VLSM): subnets of given sizes in one block, the largest first, so that each begins at a multiple of its size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.address.count import counted, large
from netkit.address.need import MOST_SUBNETS, Need
from netkit.address.prefix import Prefix
from netkit.address.summary import prefixes_between
from netkit.errors import AddressError

__all__ = ["Plan", "Subnet", "plan_subnets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subnet:
    """A subnet of a plan: what it is for, and the prefix that it got. `order` counts from 0 in the order of asking."""

    need: Need
    prefix: Prefix
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Subnets in a block, in the order in which they lie there, and the prefixes that stay `free`."""

    block: Prefix
    subnets: Sequence[Subnet]
    free: Sequence[Prefix]

    @property
    def used(self) -> int:
        """The addresses that the subnets take together."""
        return sum(subnet.prefix.size for subnet in self.subnets)

    @property
    def as_asked(self) -> list[Subnet]:
        """The subnets in the order of asking."""
        return sorted(self.subnets, key=lambda subnet: subnet.order)


def plan_subnets(block: Prefix, needs: Sequence[Need]) -> Plan:
    """A subnet for each need, each the smallest that holds it, without overlap inside `block`, one behind the other from its beginning.

    The largest are placed first. All sizes are powers of two, so what lies before a subnet is then always a multiple of its size, no
    address is lost between two, and they take no more than the sum of their sizes, which is the least there can be. Of equal sizes the
    first asked for comes first. AddressError if they don't fit, with how much is needed and the smallest block that would do.
    """
    if not needs:
        raise AddressError(
            "there is nothing to plan",
            why="a plan is for at least one subnet",
            hint="60, office=60 or /64 asks for one",
        )
    if len(needs) > MOST_SUBNETS:
        raise AddressError(f"these are {len(needs):,} subnets", why=f"one plan has at most {MOST_SUBNETS:,}")
    wanted = sorted(
        ((need.prefix_length(block.width), order, need) for order, need in enumerate(needs)), key=lambda one: one[:2]
    )
    _check_fit(block, [length for length, _, _ in wanted])
    subnets = []
    at = block.number
    for length, order, need in wanted:
        prefix = Prefix(block.version, at, length)
        subnets.append(Subnet(need=need, prefix=prefix, order=order))
        at += prefix.size
    free = prefixes_between(block.version, at, block.last) if at <= block.last else []
    return Plan(block=block, subnets=subnets, free=free)


def _check_fit(block: Prefix, lengths: Sequence[int]) -> None:
    """AddressError unless subnets of these prefix lengths fit into the block."""
    total = sum(1 << (block.width - length) for length in lengths)
    if total <= block.size:
        return
    bits = (total - 1).bit_length()
    addresses = counted(total, "address", "addresses")
    of = "the subnet takes" if len(lengths) == 1 else f"the {len(lengths):,} subnets take"
    if bits > block.width:
        hint = f"no IPv{block.version} block is large enough"
    else:
        smallest = Prefix.of(block.first_address, block.width - bits)
        hint = f"the smallest block that would do is a /{block.width - bits}, such as {smallest}"
    largest = 1 << (block.width - min(lengths))
    why = f"{of} {addresses} ({_sum(block.width, lengths)}), and {block} has {large(block.size)}"
    if largest > block.size:
        why = f"{why}; the largest, a /{min(lengths)}, is larger than the whole block"
    raise AddressError(f"this does not fit into {block}", why=why, hint=hint, text=str(block))


def _sum(width: int, lengths: Sequence[int]) -> str:
    """The sizes as a sum, equal ones counted together: `64 + 2 × 32 + 4`."""
    parts = []
    for length in sorted(set(lengths)):
        count = lengths.count(length)
        size = large(1 << (width - length))
        parts.append(f"{count} × {size}" if count > 1 else size)
    return " + ".join(parts[:6]) + (" + …" if len(parts) > 6 else "")
