"""Summarising: the fewest prefixes that cover exactly the given addresses, and the one prefix that covers them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from netkit.address.prefix import Prefix
from netkit.errors import AddressError

__all__ = ["Merge", "Summary", "common_prefix", "neighbours", "prefixes_between", "summarize", "total_size"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One step: `left` and `right` are the halves of `whole`; if `inside`, `right` was already part of `left`, which stays as `whole`."""

    left: Prefix
    right: Prefix
    whole: Prefix
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The fewest prefixes of one IP version that cover exactly what was given, in order, and the steps that led there."""

    prefixes: Sequence[Prefix]
    merges: Sequence[Merge]


def summarize(prefixes: Iterable[Prefix]) -> Summary:
    """The fewest prefixes that cover exactly the addresses of `prefixes`, which are all of one IP version, and each step.

    They are gone through in order. What lies inside one that is already there is dropped; two halves of a whole, which differ only in
    their last bit, become that whole, and this may be a half in turn. The result is unique: no shorter list covers the same addresses.
    """
    ordered = sorted(prefixes)
    if len({prefix.version for prefix in ordered}) > 1:
        raise AddressError("IPv4 and IPv6 can't be summarised together", why="a prefix is of one version")
    stack: list[Prefix] = []
    merges: list[Merge] = []
    for prefix in ordered:
        if stack and stack[-1].holds(prefix):
            merges.append(Merge(left=stack[-1], right=prefix, whole=stack[-1], inside=True))
            continue
        stack.append(prefix)
        while (
            len(stack) > 1
            and stack[-1].length == stack[-2].length
            and stack[-1].length
            and stack[-1] == stack[-2].sibling()
        ):
            right, left = stack.pop(), stack.pop()
            stack.append(left.parent())
            merges.append(Merge(left=left, right=right, whole=stack[-1]))
    return Summary(prefixes=stack, merges=merges)


def prefixes_between(version: int, first: int, last: int) -> list[Prefix]:
    """The fewest prefixes that cover exactly the addresses from `first` to `last`: from the left, each time the largest that fits.

    At most 62 for IPv4 and 254 for IPv6. AddressError if `last` comes before `first`.
    """
    width = 32 if version == 4 else 128
    if last < first:
        raise AddressError("this range counts backwards", why="a range begins with its lower address")
    found = []
    while first <= last:
        aligned = (first & -first).bit_length() - 1 if first else width
        bits = min(aligned, (last - first + 1).bit_length() - 1)
        found.append(Prefix(version, first, width - bits))
        first += 1 << bits
    return found


def common_prefix(prefixes: Sequence[Prefix]) -> Prefix:
    """The longest single prefix that covers all of `prefixes`: the leading bits that the lowest and the highest address share.

    AddressError for none, or for both IP versions at once.
    """
    if not prefixes:
        raise AddressError("there is nothing to cover", why="one prefix at least is wanted")
    if len({prefix.version for prefix in prefixes}) > 1:
        raise AddressError("IPv4 and IPv6 have no prefix in common", why="a prefix is of one version")
    first = min(prefix.number for prefix in prefixes)
    last = max(prefix.last for prefix in prefixes)
    one = prefixes[0]
    return Prefix.of(Prefix(one.version, first, one.width).first_address, one.width - (first ^ last).bit_length())


def total_size(prefixes: Iterable[Prefix]) -> int:
    """How many addresses prefixes have that don't overlap."""
    return sum(prefix.size for prefix in prefixes)


def neighbours(summary: Summary) -> list[tuple[Prefix, Prefix]]:
    """Pairs side by side and of one size that are no halves of a whole, for the left one begins at no multiple of twice the size."""
    pairs = zip(summary.prefixes, summary.prefixes[1:], strict=False)
    return [(left, right) for left, right in pairs if left.length == right.length and left.last + 1 == right.number]
