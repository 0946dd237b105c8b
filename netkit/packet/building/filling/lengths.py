"""What the length fields count: from where to where, and in which unit. The one place where that is said."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.frame import Frame
from netkit.packet.field import Field
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.network.ipv6_extensions import HopByHop
from netkit.packet.network.neighbor_option import RedirectedHeader

__all__ = ["Measure", "TailLength", "length_of"]


class Measure(Fill):
    """Counts the bytes of a header with the parts inside of it, and with what it `carries` where that counts, too.

    `less` bytes are left out, as a rule those up to the end of the length field itself, or all but `before` that stand before it, or with
    `behind` those of the header's own fields. The count is in units of `unit` bytes.
    """

    def __init__(
        self, *, less: int = 0, before: int | None = None, behind: bool = False, unit: int = 1, carries: bool = False
    ) -> None:
        self.less = less
        self.before = before
        self.behind = behind
        self.unit = unit
        self.carries = carries

    def bind(self, field: Field) -> Measure:
        """The same for this field of a table."""
        twin = super().bind(field)
        if self.before is not None:
            twin.less = field.offset // 8 - self.before
        if self.behind:
            twin.less = getattr(field.table, "fixed_bytes", 0)
        return twin

    def value(self, frame: Frame) -> int:
        """The bytes that there are; a unit that is not full counts."""
        size = (frame.end if self.carries else frame.own_end) - frame.start - self.less
        return size if self.unit == 1 else -(-size // self.unit)

    def end(self, raw: int) -> int:
        """Where the bytes end that such a length counts, from the start of the header."""
        return raw * self.unit + self.less

    def reason(self, frame: Frame, value: int) -> str:
        """What is counted."""
        own, carried = frame.own_end - frame.start, frame.end - frame.own_end
        counted = f"{own} bytes here and {carried} that it carries" if self.carries else f"{own} bytes here"
        less = f", less {self.less}" if self.less > 0 else ""
        unit = f", in words of {self.unit}" if self.unit > 1 else ""
        return f"it counts {counted}{less}{unit}, which makes {value}"


class _MayGoOn(Measure):
    """The length of something that may go on in the next segment (RFC 8446 §5.1), and then says more than there is here."""

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:  # noqa: ARG002
        return raw >= value


class _MayBeZero(Measure):
    """A length that is 0 where a hop-by-hop option tells it, since it is too large (RFC 2675 §2, §4)."""

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:
        jumbo = frame.following is not None and frame.following.table is HopByHop
        return raw == value or (not raw and (jumbo or value > self.mask))


class TailLength(Fill):
    """Counts the bytes of one field of variable length in the same header: found from how that field says its size."""

    def __init__(self, tail: Field, unit: int, plus: int) -> None:
        self.tail = tail
        self.unit = unit
        self.plus = plus

    def value(self, frame: Frame) -> int:
        """The bytes of the field, in the header's unit."""
        size = len(frame.draft.tail_raw(self.tail.index)) + self.plus
        return -(-size // self.unit)

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:
        """Whether the length is right; in TLS a record, and all in it, may go on in the next segment."""
        return raw == value or (raw > value and frame.draft.table.key == "tls")

    def reason(self, frame: Frame, value: int) -> str:
        """Which field is measured."""
        return f"{self.tail.label.lower()} has {len(frame.draft.tail_raw(self.tail.index))} bytes here, which makes it {value}"


_WORDS_OF_8 = Measure(unit=8, less=8)

LENGTHS: Mapping[str, Measure | None] = MappingProxyType(
    {
        "ip.hdr_len": Measure(unit=4),
        "ip.len": Measure(carries=True),
        "ip.opt.len": Measure(before=1),
        "ipv6.plen": _MayBeZero(less=40, carries=True),
        "ipv6.hopopts.len": _WORDS_OF_8,
        "ipv6.dstopts.len": _WORDS_OF_8,
        "ipv6.routing.len": _WORDS_OF_8,
        "ah.length": Measure(unit=4, less=8),
        "icmpv6.opt.length": Measure(unit=8),
        "icmp.ext.length": Measure(),
        "tcp.hdr_len": Measure(unit=4),
        "tcp.option_len": Measure(before=1),
        "udp.length": _MayBeZero(carries=True),
        "eth.len": Measure(less=14, carries=True),
        "vlan.len": Measure(less=4, carries=True),
        "pppoe.payload_length": Measure(less=6, carries=True),
        "dns.length": Measure(less=2, carries=True),
        "geneve.option.length": Measure(behind=True, unit=4),
        "gtp.length": Measure(behind=True, carries=True),
        "ipnet.pktlen": Measure(behind=True, carries=True),
        "nsh.length": Measure(unit=4),
        "arp.dst.hlen": None,
        "arp.dst.pln": None,
        "arp.dst.slen": None,
        "arp.hw.size": None,
        "arp.proto.size": None,
        "arp.src.hlen": None,
        "arp.src.pln": None,
        "arp.src.slen": None,
        "dhcp.hw.len": None,
        "gre.key.payload_length": None,
        "l2tp.length": None,
        "sll.halen": None,
        "tls.compress_certificate.uncompressed_length": None,
        "tls.handshake.challenge_length": None,
        "tls.handshake.cipher_spec_len": None,
    }
)
"""By Wireshark key; None where a number of bytes is told of something that is not to be seen from the header."""


def length_of(table: type[Header], field: Field) -> Fill | None:
    """What a field counts, if it counts bytes of the packet.

    Most say so by themselves: a field of variable length takes its size from it, or it is a number of bytes called a length, and then
    counts what stands behind it.
    """
    if table is RedirectedHeader:
        return None  # what it counts is a packet, which lies in layers of its own
    if field.key in LENGTHS:
        return LENGTHS[field.key]
    for tail in table.fields:
        if tail.size and (found := _relation(table, field, tail)):
            return TailLength(tail, *found)
    if field.kind is LENGTH and field.name.endswith("length"):
        measure = _MayGoOn if table.key == "tls" else Measure
        return measure(less=(field.offset + field.width) // 8)
    return None


def _relation(table: type[Header], field: Field, tail: Field) -> tuple[int, int] | None:
    """How the size of a field of variable length grows with this field: its unit, and the bytes that the field counts besides."""
    header = table.__new__(table)
    sizes = []
    for raw in range(3):
        header.number = raw << field.shift
        sizes.append(tail.size(header) if tail.size else 0)
    none, one, two = sizes
    unit = one - none
    return (unit, -none) if unit > 0 and two - one == unit else None
