"""A range of addresses with a meaning of its own, as IANA's registries list them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from netkit.address.address import WIDTHS, Address, parse_address
from netkit.address.prefix import Prefix
from netkit.address.prefix_text import parse_prefix

__all__ = ["Range", "Row", "read_blocks", "read_registry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Addresses from `first` to `last` (numbers), what they are for, and what may be done with them.

    The five answers are those of IANA's special-purpose registries (RFC 6890 §2.2.1, RFC 8190 §2.1), for an address of the range: may it be
    a packet's `source`, its `destination`, may a router forward it (`forwardable`), does it get beyond one network's borders
    (`globally_reachable`), and does IP itself treat it in a special way (`reserved_by_protocol`). None: the registry gives no answer.
    `registry` is the short name of the registry that has it: `special`, `multicast`, `space` (the map of IPv6), or empty.
    """

    version: int
    first: int
    last: int
    name: str
    rfc: str
    meaning: str
    registry: str = ""
    allocated: str = ""
    terminated: str = ""
    source: bool | None = None
    destination: bool | None = None
    forwardable: bool | None = None
    globally_reachable: bool | None = None
    reserved_by_protocol: bool | None = None
    notes: Sequence[str] = ()

    @property
    def size(self) -> int:
        """How many addresses it has."""
        return self.last - self.first + 1

    @property
    def prefix(self) -> Prefix | None:
        """The one prefix that it is, or None if it is none (224.0.2.0 – 224.0.255.255)."""
        length = WIDTHS[self.version] - (self.size.bit_length() - 1)
        if self.size & (self.size - 1) or self.first & (self.size - 1):
            return None
        return Prefix(self.version, self.first, length)

    def holds(self, address: Address) -> bool:
        """Whether `address` is one of them."""
        return self.version == address.version and self.first <= address.number <= self.last

    def __str__(self) -> str:
        prefix = self.prefix
        return str(prefix) if prefix else f"{Address(self.version, self.first)} – {Address(self.version, self.last)}"


Row = tuple[str, str, str, str, str, str]
"""An entry of a special-purpose registry: prefix, name, RFC, allocated, terminated (year and month), and the five answers in the registry's
order (T true, F false, - none)."""

_ANSWERS: Mapping[str, bool | None] = MappingProxyType({"T": True, "F": False, "-": None})


def read_registry(
    version: int, rows: Sequence[Row], meanings: Mapping[str, str], notes: Mapping[str, str]
) -> tuple[Range, ...]:
    """The ranges of a special-purpose registry; by their prefixes, what each is for in netkit's words, and the registry's footnotes."""
    found = []
    for text, name, rfc, allocated, terminated, answers in rows:
        prefix = parse_prefix(text)
        source, destination, forwardable, globally_reachable, reserved = (_ANSWERS[letter] for letter in answers)
        found.append(
            Range(
                version=version, first=prefix.number, last=prefix.last, name=name, rfc=rfc, meaning=meanings[text], registry="special",
                allocated=allocated, terminated=terminated, source=source, destination=destination, forwardable=forwardable,
                globally_reachable=globally_reachable, reserved_by_protocol=reserved, notes=(notes[text],) if text in notes else (),
            )
        )  # fmt: skip
    return tuple(found)


def read_blocks(version: int, registry: str, rows: Sequence[tuple[str, str, str, str, str]]) -> tuple[Range, ...]:
    """The ranges that rows of first address, last address, name, RFC and meaning stand for."""
    return tuple(
        Range(
            version=version, first=parse_address(first).number, last=parse_address(last).number, name=name, rfc=rfc,
            meaning=meaning, registry=registry,
        )
        for first, last, name, rfc, meaning in rows
    )  # fmt: skip
