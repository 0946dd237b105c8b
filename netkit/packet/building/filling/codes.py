"""The numbers that options are known by: turned around from the tables of who reads them, so that none is written twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from netkit.packet.application.dhcp.message6 import DHCPV6_OPTIONS
from netkit.packet.application.dhcp.options4 import DHCP_OPTIONS
from netkit.packet.application.dhcp.relay4 import SUBOPTIONS
from netkit.packet.application.dhcp.vendor6 import NTP_SUBOPTIONS
from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.frame import Frame
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.network.ipv4_options import IPV4_OPTIONS
from netkit.packet.network.ipv6_options import TABLES as IPV6_OPTIONS
from netkit.packet.network.neighbor_options import TABLES as NEIGHBOR_OPTIONS
from netkit.packet.transport.tcp_options import TCP_OPTIONS

__all__ = ["Code", "code_of"]

_FAMILIES: tuple[tuple[int, Mapping[int, type[Header]]], ...] = (
    (8, TCP_OPTIONS.tables),
    (8, IPV4_OPTIONS.tables),
    (8, IPV6_OPTIONS),
    (8, NEIGHBOR_OPTIONS),
    (8, DHCP_OPTIONS.tables),
    (8, SUBOPTIONS.tables),
    (16, DHCPV6_OPTIONS.tables),
    (16, NTP_SUBOPTIONS.tables),
)
"""Tables of options by their codes, with the bits that a code has; it stands first in an option."""


class Code(Fill):
    """What an option says of its own kind: in one field, or in several that make up its first byte."""

    def __init__(self, width: int, codes: tuple[int, ...]) -> None:
        self.width = width
        self.codes = codes
        self.right: tuple[int, ...] = ()

    def bind(self, field: Field) -> Code:
        """The same for a field that is a part of the code, or the whole of it."""
        twin = super().bind(field)
        after = self.width - field.offset - field.width
        twin.right = tuple(dict.fromkeys(code >> after & field.mask for code in self.codes))
        return twin

    def value(self, frame: Frame) -> int:  # noqa: ARG002
        """The bits of the first code; several tables have more than one."""
        return self.right[0]

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:  # noqa: ARG002
        """Whether it is the code of any option of this form."""
        return raw in self.right

    def reason(self, frame: Frame, value: int) -> str:  # noqa: ARG002
        """Which codes there are."""
        return f"an option of this form says {' or '.join(self.text(code) for code in self.right)}"


def code_of(table: type[Header], field: Field) -> Code | None:
    """How the code of an option is filled in, for each field that is a part of it."""
    width, codes = _codes().get(_shape(table), (0, ()))
    return Code(width, codes) if codes and field.width and field.offset + field.width <= width else None


@cache
def _codes() -> Mapping[tuple[str, ...], tuple[int, tuple[int, ...]]]:
    found: dict[tuple[str, ...], tuple[int, tuple[int, ...]]] = {}
    for width, table, code in _all():
        _, codes = found.get(_shape(table), (0, ()))
        found[_shape(table)] = (width, (*codes, code))
    return found


def _all() -> Iterator[tuple[int, type[Header], int]]:
    for width, tables in _FAMILIES:
        for code, table in tables.items():
            yield width, table, code


def _shape(table: type[Header]) -> tuple[str, ...]:
    """What tells tables apart in a build line: two of the same name and the same fields are one there."""
    return (table.__name__, table.title, *(field.key for field in table.fields))
