"""Ranges with a meaning of their own as a view: what an address is for, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from netkit.address.address import Address
from netkit.address.special.ipv4 import UPDATED
from netkit.address.special.range import Range
from netkit.view import Block, Fact, Facts, Heading, Json, Paragraph

__all__ = ["allowed", "range_blocks", "range_json"]

_ANSWERS = (
    ("source", "Source", "may it be a packet's source"),
    ("destination", "Destination", "may it be a packet's destination"),
    ("forwardable", "Forwardable", "may a router forward a packet to it"),
    ("globally_reachable", "Globally reachable", "does a packet to it get beyond one network's borders"),
    ("reserved_by_protocol", "Reserved by protocol", "does IP itself treat it in a special way"),
)
_BETWEEN = "of packets from one device to another"
_WORDS = MappingProxyType({True: "yes", False: "no", None: "no answer"})


def range_json(one: Range) -> Json:
    """A range as JSON has it; `prefix` is null for one that is no single prefix."""
    return {
        "prefix": str(one.prefix) if one.prefix is not None else None,
        "first": str(Address(one.version, one.first)),
        "last": str(Address(one.version, one.last)),
        "name": one.name,
        "meaning": one.meaning,
        "rfc": one.rfc,
        "registry": one.registry,
        "allocated": one.allocated or None,
        "terminated": one.terminated or None,
        **{key: getattr(one, key) for key, _, _ in _ANSWERS},
        "notes": list(one.notes),
    }


def range_blocks(ranges: Sequence[Range], *, everything: bool) -> list[Block]:
    """The ranges, the narrowest first, and what the special-purpose registry allows for the narrowest of its own."""
    if not ranges:
        return []
    shown = [one for one in ranges if everything or one.registry != "space"] or ranges
    rows = [Fact(label=str(one), value=one.name, note=one.meaning, source=one.rfc) for one in shown]
    blocks: list[Block] = [Heading(text="What it is for"), Facts(rows=rows)]
    special = next((one for one in ranges if one.registry == "special"), None)
    if special is None:
        return blocks
    if not everything:
        return [*blocks, Facts(rows=[Fact(label="May be", value=allowed(special), note=_BETWEEN, source="RFC 6890")])]
    answers = [Fact(label=label, value=_WORDS[getattr(special, key)], note=meaning) for key, label, meaning in _ANSWERS]
    answers.append(Fact(label="Since", value=special.allocated))
    if special.terminated:
        answers.append(Fact(label="Ended", value=special.terminated))
    blocks += [
        Heading(text=f"What IANA's registry allows for {special}", source=f"RFC 6890; the registry of {UPDATED}"),
        Facts(rows=answers),
    ]
    blocks += [Paragraph(text=note, quiet=True) for note in special.notes]
    return blocks


def allowed(one: Range) -> str:
    """The registry's answers in a few words."""
    if one.source is None:
        return f"the registry gives no answers: the assignment ended in {one.terminated}"
    may = [word for word, answer in (("a source", one.source), ("a destination", one.destination)) if answer]
    if not may:
        return "neither source nor destination"
    if not one.forwardable:
        return f"{' and '.join(may)}, but not forwarded by routers"
    reach = {True: "all over the Internet", False: "but not beyond one network's borders", None: "how far is left open"}
    return f"{' and '.join(may)}, forwarded by routers, {reach[one.globally_reachable]}"
