"""What datagrams and segments carry: which packets may have a field of an application's message, told without taking them apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from netkit.capture.columnar.column import Array
from netkit.capture.columnar.group import Group
from netkit.capture.columnar.walk import Walk
from netkit.packet.data import Data
from netkit.packet.header import Header
from netkit.packet.pictures import tables
from netkit.packet.reading import Read
from netkit.packet.registry import READERS, RECOGNISED

__all__ = ["leave_if_carrying", "walkable"]


@cache
def _protocols() -> dict[str, frozenset[str]]:
    """For each folder (or file) of a protocol, what its keys begin with."""
    found: dict[str, set[str]] = {}
    for table in tables():
        for field in table.fields:
            found.setdefault(_home(table), set()).add(field.key.partition(".")[0])
        found.setdefault(_home(table), set()).add(table.key.partition(".")[0])
    return {home: frozenset(keys) for home, keys in found.items()}


def _home(what: Read | type[Header]) -> str:
    """The folder that a reader or a table of an application lies in."""
    return ".".join(what.__module__.split(".")[:4])


def _gives(reader: Read, deep: Iterable[str]) -> bool:
    return not _protocols().get(_home(reader), frozenset()).isdisjoint(deep)


@cache
def _ports(space: str, deep: frozenset[str]) -> Array:
    """For each port, whether a message may come with it that has a field of these protocols."""
    known = np.zeros(1 << 16, bool)
    for (each, number), reader in READERS.items():
        if each == space and _gives(reader, deep):
            known[number] = True
    return known


def leave_if_carrying(walk: Walk, space: str, source: Array, destination: Array, group: Group) -> None:
    """Have the packets of a group leave that carry a message with fields that are asked for, or might.

    What a port names is known by the port; what is recognised by how it begins might lie behind any.
    """
    if any(_gives(reader, walk.deep) for _, reader in RECOGNISED.get(space, ())):
        walk.leave(group)
        return
    ports = _ports(space, walk.deep)
    walk.leave(group, ports[source] | ports[destination])


@cache
def walkable(key: str) -> bool:
    """Whether a key is a field or a layer of a protocol that a walk comes to; those of bytes that nobody reads are not."""
    if key.partition(".")[0] == Data.key:
        return False
    return any(key == table.key or any(key == field.key for field in table.fields) for table in tables())
