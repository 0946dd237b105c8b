"""The made-up internet: a root, top-level domains and leaves that can be walked without any network.

Every name and address in it is reserved for documentation or testing
(RFC 2606, 6761, 5737, 3849). `ORIGIN` is when its virtual time begins.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.dns.made_up.internet import ORIGIN, MadeUpInternet, Reply
    from netkit.dns.made_up.tables import Lesson, Server

__all__ = ["ORIGIN", "Lesson", "MadeUpInternet", "Reply", "Server"]

_PLACES = MappingProxyType(
    {"ORIGIN": "internet", "Lesson": "tables", "MadeUpInternet": "internet", "Reply": "internet", "Server": "tables"}
)
"""In which module each name lies."""


def __getattr__(name: str) -> object:
    """Each name is loaded when it is first asked for: who wants the table of servers needs no dnspython."""
    if name in _PLACES:
        return getattr(import_module(f"netkit.dns.made_up.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
