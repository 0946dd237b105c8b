"""Whether each layer can carry what lies on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.errors import BuildError
from netkit.packet.building.draft import Draft, Group, Layers
from netkit.packet.building.filling.carrying import LAYERS, SELECTORS, spaces_carrying, spaces_of
from netkit.packet.building.naming.names import RAW, name_of
from netkit.packet.building.remembering import remembered

if TYPE_CHECKING:
    from netkit.packet.header import Header

__all__ = ["check_stack"]


def check_stack(layers: Layers) -> None:
    """BuildError where a layer lies on one that can't carry it."""
    carrier: Draft | None = None
    for layer in layers:
        if isinstance(layer, Group):
            above = layer.first
            check_stack(layer.layers)
        else:
            above = layer
        if carrier is not None and not above.bare and not _carries(carrier, above.table):
            raise _cant_carry(carrier, above)
        if isinstance(layer, Draft) and (carrier is None or _spaces(layer)):
            carrier = layer


def _spaces(draft: Draft) -> tuple[tuple[str, int | None], ...]:
    spaces = spaces_of(draft.table)
    for part in draft.parts:
        spaces += spaces_of(part.table)
    return spaces


def _carries(carrier: Draft, above: type[Header]) -> bool:
    if _usually(carrier.table, above):
        return True
    if any(field.key in SELECTORS and carrier.wrong & carrier.recipe.place(field) for field in carrier.table.fields):
        return True
    return any(_usually(part.table, above) for part in carrier.parts)


@remembered
def _usually(carrier: type[Header], above: type[Header]) -> bool:
    """Whether a header of one table says in one of its name spaces that the other follows."""
    if above in RAW:
        return True
    known = spaces_carrying(above)
    return any(space in known and (number is None or number in known[space]) for space, number in spaces_of(carrier))


def _cant_carry(carrier: Draft, above: Draft) -> BuildError:
    carriers = [name_of(table) for table in _BY_USE if _usually(table, above.table)]
    carried = [name_of(table) for table in _BY_USE if _usually(carrier.table, table)]
    between = [name for name in carriers if name in carried]
    what = f"{carrier.name} can't carry {above.name}"
    why = f"{above.name} is carried by {_some(carriers)}" if carriers else f"nothing carries {above.name}"
    if carried:
        why += f"; {carrier.name} carries {_some(carried)}"
    hint = (
        f"{carrier.name} / {between[0]} / {above.name}"
        if between
        else f"put its bytes there instead (data hex:…), or say “{above.name} bare” if you mean it"
    )
    return BuildError(what, why=why, hint=hint, draft=above)


_USUAL = (
    "Ethernet",
    "Arp",
    "Ipv4",
    "Ipv6",
    "Icmp",
    "Icmpv6",
    "Tcp",
    "Udp",
    "Dns",
    "DnsLength",
    "Dhcp",
    "Http",
    "TlsRecord",
    "Smtp",
    "Vlan",
)

_BY_USE = sorted(LAYERS, key=lambda table: _USUAL.index(table.__name__) if table.__name__ in _USUAL else len(_USUAL))
"""The layers, those first that most packets have."""


def _some(names: list[str]) -> str:
    most = 6
    return ", ".join(names[:most]) + (" and others" if len(names) > most else "")
