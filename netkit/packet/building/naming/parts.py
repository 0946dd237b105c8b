"""The parts that a layer may have (options, records), by their names and by the short ones that people use for the most usual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from netkit.packet.application.dhcp.option import Option
from netkit.packet.building.naming.names import name_of, plain_name, table_named
from netkit.packet.building.remembering import remembered
from netkit.packet.header import Header
from netkit.packet.pictures import tables
from netkit.packet.transport.tcp_options import SackBlock, SelectiveAcknowledgment

__all__ = ["PartName", "item_of", "part_called", "part_named", "part_names", "short_name"]

_KIN: Mapping[str, str] = MappingProxyType({"mdns": "dns", "llmnr": "dns", "ssdp": "http", "pppoes": "pppoed"})
"""Protocols whose parts have the key of another."""

_NOP, _END = {"kind": 1}, {"kind": 0}
_SHORT: Mapping[str, Mapping[str, tuple[str, Mapping[str, int]]]] = MappingProxyType(
    {
        "tcp": {
            "mss": ("maximum_segment_size", {}),
            "wscale": ("window_scale", {}),
            "sackok": ("sack_permitted", {}),
            "sack": ("selective_acknowledgment", {}),
            "timestamp": ("timestamps", {}),
            "nop": ("tcp_single_option", _NOP),
            "eol": ("tcp_single_option", _END),
            "options": ("tcp_option_rest", {}),
        },
        "ipv4": {
            "nop": ("ipv4_single_option", {"option_number": 1}),
            "eol": ("ipv4_single_option", {"option_number": 0}),
            "options": ("ipv4_option_rest", {}),
        },
        "hop_by_hop": {"router_alert": ("router_alert6", {}), "jumbo": ("jumbo_payload", {})},
        "icmpv6": {
            "slla": ("source_link_address", {}),
            "tlla": ("target_link_address", {}),
            "prefix": ("prefix_information", {}),
        },
        "gre": {"key": ("gre_key", {}), "chksum": ("gre_checksum", {})},
    }
)
"""By layer: for each short name the table, and the values that make it just that."""

_ITEMS: Mapping[type[Header], type[Header]] = MappingProxyType({SelectiveAcknowledgment: SackBlock})
"""What an option is a list of, where its table does not say so itself."""


class PartName(NamedTuple):
    """What the name of a part means: its table, and values that the name stands for."""

    table: type[Header]
    values: Mapping[str, int]


def item_of(table: type[Header]) -> type[Header] | None:
    """What an option is a list of, or None."""
    return table.item if issubclass(table, Option) else _ITEMS.get(table)


def _family(table: type[Header]) -> str:
    key = table.key.partition(".")[0]
    return _KIN.get(key, key)


def part_called(layer: type[Header], name: str) -> PartName | None:
    """The part that has this short name in a layer, or None."""
    short = _SHORT.get(name_of(layer), {}).get(name)
    table = table_named(short[0]) if short else None
    return PartName(table, short[1]) if short and table else None


def part_named(layer: type[Header], name: str) -> PartName | None:
    """The part that a name means in a layer, or None where the layer has no such part."""
    wanted = plain_name(name)
    if short := part_called(layer, wanted):
        return short
    family = _family(layer)
    for whole in (wanted, f"{family}_{wanted}"):
        table = table_named(whole)
        if table is not None and _family(table) == family:
            return PartName(table, {})
    return None


@remembered
def part_names(layer: type[Header]) -> Sequence[str]:
    """The names of the parts that a layer may have."""
    family = _family(layer)
    names: Iterable[str] = (name_of(table) for table in tables(building=True) if _family(table) == family)
    short = _SHORT.get(name_of(layer), {})
    return tuple(dict.fromkeys((*short, *(name.removeprefix(f"{family}_") for name in names))))


def short_name(layer: type[Header], table: type[Header], values: Mapping[str, int]) -> str:
    """The short name of a part with these values, or an empty text."""
    for short, (name, stands_for) in _SHORT.get(name_of(layer), {}).items():
        if name == name_of(table) and stands_for == values:
            return short
    return ""
