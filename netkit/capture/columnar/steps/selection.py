"""The beginning of selective acknowledgments as nearly every segment has them, read at once; the plain way reads option by option."""

from __future__ import annotations

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.transport.tcp_option import KINDS

__all__ = ["AlignedSelection"]


class AlignedSelection(Header):
    """The beginning of selective acknowledgments as they mostly stand: two bytes before it, so that its numbers begin at whole words."""

    key = "tcp"
    title = "TCP SACK, aligned"
    rfc = "RFC 2018 §3"

    first_filler: int = bits(8, "does nothing: fills up", key="tcp.option_kind", names=KINDS, minor=True)
    second_filler: int = bits(8, "does nothing: fills up", key="tcp.option_kind", names=KINDS, minor=True)
    kind: int = bits(8, "which option this is", key="tcp.option_kind", names=KINDS)
    length: int = bits(
        8, "bytes of the option, kind and length included", key="tcp.option_len", kind=LENGTH, minor=True
    )
