"""What the options of TCP have in common: a kind, and for all but two of them a length (RFC 9293 §3.2)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH

__all__ = ["KINDS", "TcpOption", "TcpOptionPadding", "TcpOptionRest", "TcpSingleOption", "UnknownTcpOption"]

KINDS = MappingProxyType(
    {
        0: "end of options", 1: "no operation", 2: "maximum segment size", 3: "window scale", 4: "SACK permitted", 5: "SACK", 6: "echo",
        7: "echo reply", 8: "timestamps", 9: "partial order permitted", 10: "partial order profile", 11: "connection count",
        12: "connection count, new", 13: "connection count, echo", 14: "other checksum, asked for", 15: "other checksum", 19: "MD5",
        27: "quick start", 28: "user timeout", 29: "authentication", 30: "multipath TCP", 34: "fast open", 69: "encryption negotiation",
        172: "accurate ECN, order 0", 174: "accurate ECN, order 1", 253: "experiment", 254: "experiment",
    }
)  # fmt: skip


class TcpSingleOption(Header):
    """An option of one byte: the end of the options, or one that does nothing but fill up."""

    key = "tcp"
    title = "TCP option without a length"
    rfc = "RFC 9293 §3.2"

    kind: int = bits(8, "which option this is", key="tcp.option_kind", names=KINDS, minor=True)


class TcpOption(Header):
    """What every longer option begins with."""

    key = "tcp"
    title = "TCP option"
    rfc = "RFC 9293 §3.2"

    kind: int = bits(8, "which option this is", key="tcp.option_kind", names=KINDS)
    length: int = bits(
        8, "bytes of the option, kind and length included", key="tcp.option_len", kind=LENGTH, minor=True
    )


class UnknownTcpOption(TcpOption):
    """An option of any other kind: its data are kept whole."""

    title = "TCP option of another kind"

    data: bytes = variable(
        "what the option says", key="tcp.options.unknown.payload", size=lambda option: option.length - 2
    )


class TcpOptionRest(Header):
    """Bytes of the options that can't be read."""

    key = "tcp"
    title = "TCP options that can't be read"
    rfc = "RFC 9293 §3.2"

    rest: bytes = variable("bytes that fit no option", key="tcp.options.rest", size=lambda _: 0, label="Unreadable")


class TcpOptionPadding(Header):
    """Bytes between the end of the options and the end of the header."""

    key = "tcp"
    title = "TCP option padding"
    rfc = "RFC 9293 §3.1"

    padding: bytes = variable(
        "fills the header up to a whole word", key="tcp.options.padding", size=lambda _: 0, minor=True
    )
