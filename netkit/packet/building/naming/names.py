"""What headers and fields are called: the RFC's name, Wireshark's key or its end, scapy's name; and what a misspelt one was meant to be."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from netkit.packet.application.dhcp.message4 import ClientMac
from netkit.packet.application.dhcp.option import Option
from netkit.packet.application.dns.sections import Question
from netkit.packet.building.filling.carrying import LAYERS
from netkit.packet.building.messages.sections import SECTIONS
from netkit.packet.building.naming.scapy_names import LAYER_NAMES, LETTERS, SCAPY_NAMES
from netkit.packet.building.remembering import remembered
from netkit.packet.data import Data, TcpPayload, UdpPayload
from netkit.packet.field import Field
from netkit.packet.kinds import FLAG
from netkit.packet.link.backbone import BackboneTrailer
from netkit.packet.link.cooked import CookedTrailer
from netkit.packet.link.ethernet import EthernetPadding, EthernetTrailer
from netkit.packet.link.vlan import ProviderTrailer, VlanTrailer
from netkit.packet.network.neighbor_option import NeighborOption
from netkit.packet.pictures import tables

if TYPE_CHECKING:
    from netkit.packet.header import Header

__all__ = ["RAW", "Meant", "fields_of", "layer_named", "layer_names", "name_of", "near", "plain_name", "table_named"]

LONGEST_NAME = 80
"""Characters of a misspelt name that are looked at."""

RAW: tuple[type[Header], ...] = (
    Data, TcpPayload, UdpPayload, EthernetPadding, EthernetTrailer, VlanTrailer, ProviderTrailer, BackboneTrailer, CookedTrailer,
    NeighborOption,
)  # fmt: skip
"""What may stand behind or in any layer: bytes, and what the link adds."""

_OWN_NAMES: Mapping[type[Header], str] = MappingProxyType(
    {table: name for name, table in SECTIONS.items()} | {Question: "question_type", ClientMac: "client_mac_of_dhcp"}
)
"""Tables whose class's name is taken for something that people write more often."""


class Meant(NamedTuple):
    """What a name means in a header: one field, or several that lie together, with the letters of their bits, the lowest first."""

    fields: tuple[Field, ...]
    letters: tuple[str, ...] = ()
    in_bytes: bool = False
    """Whether it is Wireshark's name, under which lengths in words are told in bytes."""


def plain_name(name: str) -> str:
    """A name as it is compared: without regard to capitals, and with hyphens as underscores."""
    return name.lower().replace("-", "_")


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _words(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower().replace("+", "plus")).strip("_")


def name_of(table: type[Header]) -> str:
    """The name of a table in a build line: its class's, or where several share that, its title's or its key's."""
    return _OWN_NAMES.get(table) or _names()[table]


def table_named(name: str) -> type[Header] | None:
    """The table of this name, or None."""
    return _tables().get(plain_name(name))


@remembered
def _names() -> Mapping[type[Header], str]:
    found: dict[type[Header], str] = {}
    taken = set(_OWN_NAMES.values())
    waiting = [table for table in dict.fromkeys(tables(building=True)) if table not in _OWN_NAMES]
    for candidate in _CANDIDATES:
        groups = defaultdict(list)
        for table in waiting:
            groups[candidate(table)].append(table)
        for name, group in groups.items():
            first = group[0]
            same = all(_shape(table) == _shape(first) for table in group)
            options = [table for table in group if issubclass(table, Option)]
            chosen = (
                group
                if len(group) == 1 or (same and candidate is not _by_class)
                else options
                if len(options) == 1
                else []
            )
            if name not in taken and chosen:
                taken.add(name)
                found.update(dict.fromkeys(chosen, name))
        waiting = [table for table in waiting if table not in found]
    return found


def _shape(table: type[Header]) -> tuple[str, ...]:
    """What makes two tables one in a build line: that they are called the same and have the same fields."""
    return (table.title, *(field.key for field in table.fields))


def _by_class(table: type[Header]) -> str:
    return _snake(table.__name__)


_CANDIDATES = (
    _by_class,
    lambda table: _words(table.title),
    lambda table: _words(table.fields[-1].key),
    lambda table: f"{_words(table.title)}_{_snake(table.__name__)}",
    lambda table: f"{_words(table.fields[-1].key)}_of_{table.__module__.rpartition('.')[2]}",
)


@remembered
def _tables() -> Mapping[str, type[Header]]:
    found: dict[str, type[Header]] = {name: table for table, name in _OWN_NAMES.items()}
    for table, name in _names().items():
        found.setdefault(name, table)
    return found


@remembered
def layer_names() -> Mapping[str, type[Header]]:
    """Every name that a layer can be called by: netkit's, Wireshark's, scapy's."""
    found: dict[str, type[Header]] = {name_of(table): table for table in (*LAYERS, *RAW)}
    for theirs, ours in LAYER_NAMES.items():
        found.setdefault(plain_name(theirs), found[ours])
    for table in (*LAYERS, *RAW):
        found.setdefault(plain_name(table.key), table)
    return found


def layer_named(name: str) -> type[Header] | None:
    """The layer of this name, or None."""
    return layer_names().get(plain_name(name))


@remembered
def fields_of(table: type[Header]) -> tuple[Mapping[str, Meant], Mapping[str, Meant]]:
    """What each name means in a header, and what it means where it stands alone, which only a flag's name can."""
    by_name = {field.name: field for field in table.fields}
    found: dict[str, Meant] = {plain_name(field.name): Meant((field,)) for field in table.fields}
    found |= {field.name.rstrip("_"): Meant((field,)) for field in table.fields if field.name.endswith("_")}
    ours = name_of(table)
    for theirs, names in SCAPY_NAMES.get(ours, {}).items():
        meant = tuple(by_name[name] for name in ((names,) if isinstance(names, str) else names))
        found.setdefault(plain_name(theirs), Meant(meant, LETTERS.get(ours, {}).get(theirs, ())))
    flags: dict[str, Meant] = {}
    for field, alias, in_bytes in _aliases(table):
        found.setdefault(alias, Meant((field,), in_bytes=in_bytes))
        if field.kind is FLAG:
            flags.setdefault(alias, Meant((field,)))
    return MappingProxyType(found), MappingProxyType(flags)


def _aliases(table: type[Header]) -> Iterator[tuple[Field, str, bool]]:
    """Wireshark's keys, their ends, and the labels; no end that several fields have."""
    ends: dict[str, set[str]] = defaultdict(set)
    for field in table.fields:
        for end in _ends(field.key):
            ends[end].add(field.name)
    for field in table.fields:
        yield field, field.key, True
        yield field, _words(field.label), False
    for field in table.fields:
        for end in _ends(field.key):
            if len(ends[end]) == 1:
                yield field, end, True


def _ends(key: str) -> Iterator[str]:
    parts = key.split(".")
    for first in range(1, len(parts)):
        yield ".".join(parts[first:])


def near(name: str, known: Iterable[str], *, most: int = 3) -> list[str]:
    """The names that a misspelt one may have been meant to be, the nearest first."""
    wanted = plain_name(name[:LONGEST_NAME])
    candidates = list(dict.fromkeys(known))
    found = difflib.get_close_matches(wanted, candidates, n=most, cutoff=0.6)
    if len(wanted) <= 3:
        found += [each for each in candidates if each not in found and sorted(each) == sorted(wanted)]
    return found[:most]
