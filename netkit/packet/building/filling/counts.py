"""The fields that tell of parts: how many follow, or whether one does; and the flags of a TCP segment that says nothing of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.frame import Frame
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.network.icmp_messages import RouterEntry
from netkit.packet.network.listener_discovery import ListenerQuerySources, ListenerRecord
from netkit.packet.tunnel.erspan import ErspanPlatform
from netkit.packet.tunnel.gre_parts import GreAcknowledgment, GreCall, GreChecksum, GreKey, GreSequence
from netkit.packet.tunnel.gtp_extensions import GtpNextExtension, GtpPduNumber, GtpSequence
from netkit.packet.tunnel.l2tp import L2tpLength, L2tpOffset, L2tpSequence

__all__ = ["count_of"]


class _Count(Fill):
    """The number of parts of these tables in the layer."""

    def __init__(self, *tables: type[Header]) -> None:
        self.tables = tables

    def value(self, frame: Frame) -> int:
        """As many as there are."""
        return sum(part.recipe.table in self.tables for part in frame.layer.draft.parts)

    def reason(self, frame: Frame, value: int) -> str:  # noqa: ARG002
        return f"{value} {'is' if value == 1 else 'are'} there"


class _Section(Fill):
    """The number of records in a section of a DNS message."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def value(self, frame: Frame) -> int:
        """As many as there are."""
        return sum(part.recipe.name in self.names for part in frame.draft.parts)

    def reason(self, frame: Frame, value: int) -> str:  # noqa: ARG002
        return f"{value} {'is' if value == 1 else 'are'} there"


class _Presence(Fill):
    """Whether a part of one of these tables is there."""

    def __init__(self, *tables: type[Header]) -> None:
        self.tables = tables

    def value(self, frame: Frame) -> int:
        """1 if it is."""
        return int(any(part.recipe.table in self.tables for part in frame.draft.parts))

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:  # noqa: ARG002
        # A checksum and a route come together, whichever of them is announced (RFC 1701).
        return raw == value or GreChecksum in self.tables

    def reason(self, frame: Frame, value: int) -> str:  # noqa: ARG002
        return f"{self.tables[0].title} {'follows' if value else 'does not follow'}"


class _Flag(Fill):
    """A flag of a segment of which none is set: one that carries data has ACK and PSH, any other opens a connection."""

    soft = True

    def __init__(self, *, with_data: bool) -> None:
        self.with_data = with_data

    def value(self, frame: Frame) -> int | None:
        """1 if the segment is of that kind."""
        draft, flags = frame.draft, frame.draft.recipe.flags
        if (draft.number | draft.wrong) & flags or draft.given & flags == flags:
            return None
        return int((frame.end > frame.own_end) == self.with_data)


_COUNTS: Mapping[str, Fill] = MappingProxyType(
    {
        "dns.count.queries": _Section("question"),
        "dns.count.zones": _Section("zone"),
        "dns.count.answers": _Section("answer"),
        "dns.count.prerequisites": _Section("prerequisite"),
        "dns.count.auth_rr": _Section("authority"),
        "dns.count.updates": _Section("update"),
        "dns.count.add_rr": _Section("additional"),
        "gre.flags.checksum": _Presence(GreChecksum),
        "gre.flags.key": _Presence(GreKey, GreCall),
        "gre.flags.sequence_number": _Presence(GreSequence),
        "gre.flags.ack": _Presence(GreAcknowledgment),
        "erspan.o": _Presence(ErspanPlatform),
        "gtp.flags.e": _Presence(GtpNextExtension),
        "gtp.flags.s": _Presence(GtpSequence),
        "gtp.flags.pn": _Presence(GtpPduNumber),
        "l2tp.length_bit": _Presence(L2tpLength),
        "l2tp.seq_bit": _Presence(L2tpSequence),
        "l2tp.offset_bit": _Presence(L2tpOffset),
        "icmp.num_addrs": _Count(RouterEntry),
        "icmpv6.mld.nb_sources": _Count(ListenerQuerySources),
        "icmpv6.mldr.nb_mcast_records": _Count(ListenerRecord),
        "tcp.flags.syn": _Flag(with_data=False),
        "tcp.flags.ack": _Flag(with_data=True),
        "tcp.flags.push": _Flag(with_data=True),
    }
)
"""By Wireshark key."""


def count_of(field: Field) -> Fill | None:
    """How a field is filled in that counts parts or announces one, or None for any other field."""
    return _COUNTS.get(field.key)
