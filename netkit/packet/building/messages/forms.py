"""What has a shorter form in a build line than its fields: the questions and records of DNS as zone files write them, lines of text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from netkit.packet.building.messages.lines import add_content, add_line
from netkit.packet.building.messages.records import add_edns, add_question, add_record

if TYPE_CHECKING:
    from netkit.packet.building.making import Making

__all__ = ["MAKERS"]

Maker = Callable[["Making", Any], None]
"""Takes a value into a draft that is being made."""


def _adder(add: Callable[[str, Making, Any], None], section: str) -> Maker:
    return lambda making, value: add(section, making, value)


_SECTIONS: Mapping[str, Maker] = MappingProxyType(
    {
        "question": _adder(add_question, "question"),
        "zone": _adder(add_question, "zone"),
        **{
            section: _adder(add_record, section)
            for section in ("answer", "authority", "additional", "prerequisite", "update")
        },
        "edns": add_edns,
    }
)

MAKERS: Mapping[tuple[str, str], Maker] = MappingProxyType(
    {(layer, name): maker for layer in ("dns", "dns_update", "mdns", "llmnr") for name, maker in _SECTIONS.items()}
    | {(layer, ""): add_line for layer in ("http", "ssdp", "smtp")}
    | {(layer, "content"): add_content for layer in ("http", "ssdp")}
)
"""By the names of the layer and of the value; a value without a name has an empty one."""
