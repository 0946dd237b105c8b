"""The tables by protocol: those of one module or folder of a layer, and of others there that Wireshark gives the same name."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

import netkit.packet
from docs.generate.markdown import first_paragraph
from netkit.packet.header import Header
from netkit.packet.pictures import HEADERS, tables
from netkit.packet.registry import READERS, RECOGNISED

__all__ = ["LAYERS", "Protocol", "documented", "protocols"]

LAYERS = ("link", "network", "transport", "tunnel", "application", "")
"""The folders of netkit/packet in the order of a packet's layers; what lies in none comes last."""

_ROOT = netkit.packet.__name__

_REGISTERED = {reader.__module__ for reader in READERS.values()} | {
    reader.__module__ for known in RECOGNISED.values() for _, reader in known
}
"""The modules whose readers are called by a number, or by what they recognise."""

Units = dict[tuple[str, str], dict[str, list[type[Header]]]]
"""Tables by layer and name in it, and then by module."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """What one page is about: `modules` with tables, each with these in the file's order."""

    name: str
    layer: str
    modules: tuple[tuple[ModuleType, tuple[type[Header], ...]], ...]
    what: str
    """One sentence, from the docstring of the module or folder."""

    @property
    def tables(self) -> tuple[type[Header], ...]:
        """Every table."""
        return tuple(table for _, found in self.modules for table in found)

    @property
    def own(self) -> type[Header]:
        """The table that the protocol is called after, or else the first."""
        return next((table for table in self.tables if _letters(table.title) == _letters(self.name)), self.tables[0])

    @property
    def title(self) -> str:
        """The protocol's own name for itself: `WireGuard`, where its messages are called `WireGuard initiation` and so on."""
        name = self.own.title
        words = [word for word in name.split() if _letters(word) == _letters(self.name)]
        return words[0] if words and sum(map(str.isupper, words[0])) > 1 else name

    @property
    def rfc(self) -> str:
        """Where it is defined."""
        return self.own.rfc

    @property
    def keys(self) -> list[str]:
        """Wireshark's names for it and its parts."""
        return list(dict.fromkeys(table.key for table in self.tables))

    @property
    def pictures(self) -> list[tuple[str, tuple[type[Header], ...]]]:
        """The messages that `netkit packet diagram` draws and that end with a table of this protocol, by name."""
        own = set(self.tables)
        return [(name, found) for name, found in HEADERS.items() if found[-1] in own]

    def names_rule(self, rule: str) -> bool:
        """Whether a problem's id begins with a name of this protocol or of one of its tables."""
        names = {
            self.name,
            *(key.partition(".")[0] for key in self.keys),
            *(table.rule for table in self.tables),
        }
        return rule.partition(".")[0] in names


def documented(table: type[Header]) -> bool:
    """Whether a table is one of a protocol, and not the beginning of such tables in Python alone."""
    return bool(table.key)


def protocols() -> list[Protocol]:
    """Every protocol that has a table, in the order of the layers, and in a layer as the pictures stand."""
    units: Units = {}
    for table in filter(documented, tables()):
        units.setdefault(_unit(table.__module__), {}).setdefault(table.__module__, []).append(table)
    found = [_protocol(layer, names, units) for layer, names in _joined(units)]
    drawn = {table: place for place, message in enumerate(HEADERS.values()) for table in reversed(message)}

    def place(protocol: Protocol) -> tuple[int, int, str]:
        first = min((drawn[table] for table in protocol.tables if table in drawn), default=len(HEADERS))
        layer = LAYERS.index(protocol.layer) if protocol.layer in LAYERS else len(LAYERS)
        return layer, first, protocol.name

    return sorted(found, key=place)


def _unit(module: str) -> tuple[str, str]:
    """The layer and the protocol that a module belongs to by its path."""
    parts = module.removeprefix(f"{_ROOT}.").split(".")
    return ("", parts[0]) if len(parts) == 1 else (parts[0], parts[1])


def _joined(units: Units) -> Iterable[tuple[str, list[str]]]:
    """The names in each layer that are one protocol: by name (`ipv6_options`), or for Wireshark (`ip` of a header and its options)."""
    together: dict[tuple[str, str], list[str]] = {}
    for layer, name in units:
        home = next((other for at, other in units if at == layer and name.startswith(f"{other}_")), name)
        modules = units[layer, home]
        key = modules[min(modules, key=_rank)][0].key.partition(".")[0]
        together.setdefault((layer, key), []).append(name)
    for (layer, _), names in together.items():
        yield layer, sorted(names, key=lambda name: (name not in HEADERS, len(name), name))


def _rank(module: str) -> tuple[bool, str, str]:
    """Modules with readers that others call come first; those for IPv6 behind those for IPv4."""
    return module not in _REGISTERED, module[-1] if module[-1] in "46" else "", module


def _protocol(layer: str, names: list[str], units: Units) -> Protocol:
    found = []
    for name in names:
        for module in sorted(units[layer, name], key=_rank):
            loaded = importlib.import_module(module)
            found.append((loaded, _in_order(loaded, units[layer, name][module])))
    home = importlib.import_module(".".join(part for part in (_ROOT, layer, names[0]) if part))
    protocol = Protocol(names[0], layer, tuple(found), first_paragraph(home.__doc__))
    found.sort(key=lambda each: protocol.own not in each[1])
    return Protocol(names[0], layer, tuple(found), protocol.what)


def _in_order(module: ModuleType, found: list[type[Header]]) -> tuple[type[Header], ...]:
    """Tables as they stand in the file, one behind the other; those that a function made come last."""
    places = {id(value): place for place, value in enumerate(vars(module).values())}
    return tuple(sorted(found, key=lambda table: places.get(id(table), len(places))))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()
