"""Networks in virtual time: links that delay and lose, and transfers over them. The same plan gives the same run, byte for byte.

A name is loaded when it is first asked for: who wants the plan of a room need not wait for TCP.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netkit.internet.drops import Drop, parse_drop
    from netkit.internet.link import Link
    from netkit.internet.plan import Plan
    from netkit.internet.transferring import Transfer, transfer

__all__ = ["Drop", "Link", "Plan", "Transfer", "parse_drop", "transfer"]

_MODULES = MappingProxyType(
    {
        "Drop": "drops",
        "Link": "link",
        "Plan": "plan",
        "Transfer": "transferring",
        "parse_drop": "drops",
        "transfer": "transferring",
    }
)


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"netkit.internet.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
