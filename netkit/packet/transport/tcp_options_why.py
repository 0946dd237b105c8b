"""What the options of TCP make the other end do."""

from __future__ import annotations

from netkit.packet.transport.carrying import NUMBERS
from netkit.packet.why.effect import Effect, Here, Told, count

__all__ = ["OPTIONS", "SILENT_OPTIONS"]


def _segment_size(here: Here) -> str:
    return f"the other side puts at most {count(here.raw, 'byte')} of data and options into a segment to this sender"


def _scale(here: Here) -> str:
    shift = min(here.raw, 14)
    if not shift:
        return "this sender's windows mean what they say; the other side may scale its own"
    largest = 65535 << shift
    return f"if the other side's SYN has this option, too, this sender's later windows count times {1 << shift:,}: up to {largest:,} bytes"


def _kind(here: Here) -> Told:
    if here.raw == 4:
        return "the other side may say with SACK which bytes have come behind a gap", "RFC 2018 §2"
    return ""


def _left(here: Here) -> Told:
    right = here.other("tcp.options.sack_re")
    ack = here.header.acknowledgment_number
    if right is None:
        return ""
    if (here.raw - ack) % NUMBERS >= NUMBERS // 2:
        return (
            f"the bytes {here.raw:,} to {(right - 1) % NUMBERS:,} have come twice: the other side sent them again without need",
            "RFC 2883 §4",
        )
    told = f"the bytes {here.raw:,} to {(right - 1) % NUMBERS:,} are here, though some before them are missing"
    return f"{told}: only those before need to be sent again"


def _echo(here: Here) -> Told:
    if not here.header.acknowledgment:
        return ""
    return "the number that came from the other side: there its age is the time there and back", "RFC 7323 §4"


def _timeout(here: Here) -> str:
    unit = "minute" if here.other("tcp.options.user_to_granularity") else "second"
    return f"the sender keeps the connection for {count(here.raw, unit)} without an acknowledgment before it gives up"


OPTIONS = (
    Effect("tcp.options.mss_val", _segment_size),
    Effect("tcp.options.wscale.shift", _scale),
    Effect("tcp.option_kind", _kind),
    Effect("tcp.options.sack_le", _left, also=("tcp.options.sack_re", "tcp.ack_raw")),
    Effect(
        "tcp.options.timestamp.tsval",
        "the other side sends this number back, so that the time there and back can be measured",
        "RFC 7323 §4",
    ),
    Effect("tcp.options.timestamp.tsecr", _echo, also=("tcp.flags.ack",)),
    Effect("tcp.options.user_to_val", _timeout, also=("tcp.options.user_to_granularity",)),
    Effect(
        "tcp.options.tfo.cookie",
        "it proves to the server that the client's address is true, so that data in the SYN count at once",
        "RFC 7413 §4.2.2",
    ),
    Effect(
        "tcp.options.md5.digest",
        "a segment whose digest is not made with the common secret is dropped",
        "RFC 2385 §2.0",
    ),
    Effect("tcp.options.ao.mac", "a segment whose code is not made with the common key is dropped", "RFC 5925 §7.5"),
    Effect("tcp.options.mptcp.subtype", "both ends may use several paths for one connection ({name})"),
)

SILENT_OPTIONS = (
    "tcp.options.sack_re", "tcp.options.rest", "tcp.options.unknown.payload", "tcp.options.user_to_granularity",
    "tcp.options.mptcp.data", "tcp.options.experimental.exid", "tcp.options.experimental.data",
)  # fmt: skip
