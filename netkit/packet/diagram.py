"""A header's picture as the RFCs draw it, from its table, empty or with a packet's values."""

from __future__ import annotations

from collections.abc import Iterable

from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.view import BitCell, BitDiagram

__all__ = ["diagram_of_layer", "diagram_of_tables"]


def diagram_of_tables(title: str, tables: Iterable[type[Header]]) -> BitDiagram:
    """The picture of tables that follow one another, without values."""
    cells = [BitCell(label=field.label, width_bits=field.width_bits) for table in tables for field in table.fields]
    return BitDiagram(cells=cells, caption=title)


def diagram_of_layer(layer: Layer) -> BitDiagram:
    """The picture of a layer with the values that the packet has."""
    cells = []
    for field in layer.fields:
        if not field.width_bits:
            continue
        variable = field.field.width_bits is None
        text = field.text
        cells.append(BitCell(label=field.name, width_bits=None if variable else field.width_bits, value=text))
    return BitDiagram(cells=cells, caption=f"{layer.name} ({layer.rfc})" if layer.rfc else layer.name)
