"""DNS: how a name becomes an address, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.dns.cache import Cache
    from netkit.dns.limits import Limits
    from netkit.dns.query import Query, Question
    from netkit.dns.result import Result
    from netkit.dns.step import Step
    from netkit.dns.walker import Walker

__all__ = ["Cache", "Limits", "Query", "Question", "Result", "Step", "Walker"]

_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "Cache": "cache",
        "Limits": "limits",
        "Query": "query",
        "Question": "query",
        "Result": "result",
        "Step": "step",
        "Walker": "walker",
    }
)
"""In which module each name lies."""


def __getattr__(name: str) -> object:
    """Each name is loaded when it is first asked for: dnspython takes its time."""
    if name in _PLACES:
        return getattr(import_module(f"netkit.dns.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
