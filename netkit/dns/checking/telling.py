"""Servers and names in the sentences of a check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from netkit.dns.name_text import name_text

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.query import Server

__all__ = ["agreed", "anded", "names_told", "servers_told", "told_by"]

MOST = 6
"""Things that a sentence names."""


def anded(texts: Sequence[str], most: int = MOST) -> str:
    """`a`, `a and b`, `a, b and c`; of many the first ones, and how many more there are."""
    shown = list(texts[:most])
    if len(texts) > most:
        return f"{', '.join(shown)} and {len(texts) - most} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else "none"


def agreed(servers: Iterable[Server], one: str, many: str) -> str:
    """The verb that fits: `one` for a server with whatever addresses, `many` for several."""
    return many if len({_name(each) for each in servers}) > 1 else one


def names_told(names: Iterable[dns.name.Name]) -> str:
    """Names in a sentence, sorted."""
    return anded(sorted(name_text(each).lower() for each in names))


def servers_told(servers: Iterable[Server]) -> str:
    """Servers by their names, each once; those without a name by their address."""
    return anded(list(dict.fromkeys(_name(each) for each in servers)))


def told_by(said: Iterable[tuple[Server, str]]) -> list[str]:
    """A sentence for each thing that was said, with the servers that say it and their addresses."""
    by_text: dict[str, dict[str, list[str]]] = {}
    for server, text in said:
        by_text.setdefault(text, {}).setdefault(_name(server), []).append(server.address)
    return [f"{anded([_with(*each) for each in by_name.items()])} {text}" for text, by_name in by_text.items()]


def _name(server: Server) -> str:
    return server.address if server.name is None else name_text(server.name)


def _with(name: str, addresses: Sequence[str]) -> str:
    return name if [name] == list(addresses) else f"{name} ({', '.join(addresses)})"
