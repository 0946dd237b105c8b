"""What to say of a name that a header has not: what it was meant to be, or where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.errors import BuildError
from netkit.packet.building.completion import companion_names
from netkit.packet.building.filling.carrying import LAYERS
from netkit.packet.building.naming.names import fields_of, layer_named, layer_names, name_of, near, plain_name
from netkit.packet.building.naming.parts import part_named, part_names
from netkit.packet.building.remembering import remembered
from netkit.packet.building.values import brief

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.packet.building.recipe import Recipe
    from netkit.packet.header import Header

__all__ = ["no_such_layer", "no_such_name", "no_such_part"]


def no_such_layer(name: str) -> BuildError:
    """The error of a word that stands where a layer should, and is none."""
    meant = near(name, layer_names())
    hint = f"did you mean {' or '.join(meant)}?" if meant else "netkit packet diagram lists the protocols"
    why = "a layer is called by netkit's name, Wireshark's or scapy's, such as ipv4, ip or IP"
    if owners := _owners(plain_name(name)):
        why = f"{name} belongs to {' or '.join(owners)}: it stands behind that name, without a / between"
        hint = f"{owners[0]} {name}=…" if not meant else hint
    return BuildError(f"there is no protocol {brief(name)}", why=why, hint=hint)


def no_such_name(recipe: Recipe, layer: Recipe, name: str, forms: Sequence[str] = ()) -> BuildError:
    """The error of a name that a header has neither as a field nor as a part."""
    what = f"{recipe.name} has no field {brief(name)}"
    if layer_named(name) is not None:
        return BuildError(
            what,
            why=f"{brief(name)} is a protocol, and so a layer of its own",
            hint=f"put a / before it: {recipe.name} … / {name}",
        )
    meant = near(name, (*forms, *known_names(recipe.table, layer.table)))
    owners = _owners(plain_name(name))
    if meant:
        return BuildError(
            what, hint=f"did you mean {' or '.join(meant)}?", why=f"but {owners[0]} has" if owners else ""
        )
    if owners:
        return BuildError(what, why=f"it is a field of {' and '.join(owners)}", hint=f"{owners[0]} {name}=…")
    some = [field.name for field in recipe.table.fields[:12]]
    hint = f"its fields are {', '.join(some)}" if some else f"netkit packet diagram {recipe.name} shows its fields"
    return BuildError(what, hint=hint)


def no_such_part(layer: Recipe, name: str) -> BuildError:
    """The error of a part that a layer can't have."""
    meant = near(name, part_names(layer.table))
    owners = [name_of(table) for table in LAYERS if part_named(table, name) is not None]
    if owners and not meant:
        return BuildError(
            f"{layer.name} has no part {brief(name)}",
            why=f"it is a part of {' and '.join(owners[:3])}",
            hint="a new layer begins behind a / with spaces around it",
        )
    hint = f"did you mean {' or '.join(meant)}?" if meant else ""
    return BuildError(
        f"{layer.name} has no part {brief(name)}",
        why="what stands in brackets is an option, a record, or the like",
        hint=hint,
    )


@remembered
def known_names(table: type[Header], layer: type[Header]) -> Sequence[str]:
    """The names that one may use in a header, the RFC's and the short ones first."""
    fields, _ = fields_of(table)
    short = [name for name in fields if "." not in name]
    return tuple(dict.fromkeys((*short, *companion_names(table), *part_names(layer), "bare")))


def _owners(name: str) -> list[str]:
    """The layers that have a field of this name, the usual ones."""
    return [name_of(table) for table in _USUAL if name in fields_of(table)[0]][:3]


_USUAL = tuple(
    table
    for table in LAYERS
    if table.__name__ in {"Ethernet", "Arp", "Ipv4", "Ipv6", "Icmp", "Tcp", "Udp", "Dns", "Vlan"}
)
