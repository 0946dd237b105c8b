"""The Transmission Control Protocol's header (RFC 9293): a stream of bytes cut into segments, each byte numbered."""

from __future__ import annotations

from functools import partial

from netkit.packet.data import TcpPayload
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import FLAG, HEXADECIMAL, WORDS_OF_4
from netkit.packet.numbers import port_name
from netkit.packet.options import GROUPS, read_options
from netkit.packet.reading import Next, Reading
from netkit.packet.transport.tcp_options import (
    TCP_OPTIONS,
    AlignedTimestamps,
    MaximumSegmentSize,
    SackPermitted,
    WindowScale,
)
from netkit.packet.transport_checksum import Sum, check_later

__all__ = ["Tcp", "read_tcp"]

SUM = Sum(protocol=6, pseudo=True, rule="tcp.checksum.bad", rfc="RFC 9293 §3.1")

LARGEST_SHIFT = 14
"""Of a window scale (RFC 7323 §2.3)."""

ONLY_WITH_SYN = frozenset({MaximumSegmentSize, SackPermitted, WindowScale})
"""Options that only a segment with SYN may have (RFC 9293 §3.7.1, RFC 2018 §2, RFC 7323 §2.2)."""


class Tcp(Header):
    """The header of a TCP segment."""

    key = "tcp"
    title = "TCP"
    rfc = "RFC 9293 §3.1"

    source_port: int = bits(16, "the port of the sender", key="tcp.srcport", repeats=True, note=port_name)
    destination_port: int = bits(
        16, "the port that the segment is for", key="tcp.dstport", repeats=True, note=port_name
    )
    sequence_number: int = bits(
        32, "the number of this segment's first byte; with SYN, the number to count from", key="tcp.seq_raw"
    )
    acknowledgment_number: int = bits(
        32,
        "with ACK, the number of the next byte that the sender of this segment expects",
        key="tcp.ack_raw",
        default=0,
    )
    data_offset: int = bits(
        4,
        "how long this header is, in words of 4 bytes",
        key="tcp.hdr_len",
        kind=WORDS_OF_4,
        label="Header length",
        default=5,
    )
    reserved: int = bits(3, "must be zero", key="tcp.flags.res", kind=FLAG, default=0, minor=True)
    accurate_ecn: bool = flag(
        "part of accurate ECN feedback, reserved before", key="tcp.flags.ae", rfc="RFC 9768", label="AE", minor=True
    )
    congestion_window_reduced: bool = flag(
        "the sender has slowed down after congestion", key="tcp.flags.cwr", rfc="RFC 3168 §6.1", label="CWR", minor=True
    )
    ecn_echo: bool = flag(
        "the receiver saw a mark of congestion", key="tcp.flags.ece", rfc="RFC 3168 §6.1", label="ECE", minor=True
    )
    urgent: bool = flag("the urgent pointer counts", key="tcp.flags.urg", label="URG", minor=True)
    acknowledgment: bool = flag(
        "the acknowledgment number counts: so in every segment but the first",
        key="tcp.flags.ack",
        label="ACK",
        minor=True,
    )
    push: bool = flag("give the data to the application now", key="tcp.flags.push", label="PSH", minor=True)
    reset: bool = flag("the connection is thrown away", key="tcp.flags.reset", label="RST", minor=True)
    synchronize: bool = flag(
        "opens the connection: from this number on the sender counts its bytes",
        key="tcp.flags.syn",
        label="SYN",
        minor=True,
    )
    finish: bool = flag("the sender has nothing more to send", key="tcp.flags.fin", label="FIN", minor=True)
    window: int = bits(
        16,
        "how many more bytes the sender of this segment can take; after the opening, times the window scale that it announced",
        key="tcp.window_size_value",
        repeats=True,
        default=0,
    )
    checksum: int = bits(
        16, "guards header, data and both IP addresses", key="tcp.checksum", noted=True, kind=HEXADECIMAL, default=0
    )
    urgent_pointer: int = bits(
        16, "with URG, where the urgent data end", key="tcp.urgent_pointer", repeats=True, default=0, minor=True
    )


PORTS = Tcp.taker("source_port", "destination_port")

USUAL_OPTIONS = bytes((1, 1, 8, 10))
"""How the options of nearly every segment begin; there are no others then."""

SHORTEST = Tcp.fixed_bytes
USUAL_BYTES = SHORTEST + AlignedTimestamps.fixed_bytes

_usual = partial(Tcp.pattern, reserved=0, acknowledgment=True, synchronize=False)

USUAL = _usual()
"""What nearly every segment says: none of its flags has to be looked at."""

USUAL_MASK, _short = _usual(data_offset=SHORTEST // 4)
usual_bytes_of = {_short: SHORTEST, _usual(data_offset=USUAL_BYTES // 4)[1]: USUAL_BYTES}.get
"""The bytes of a usual segment's header, by its bits under the mask; None of any other segment."""


def read_tcp(reading: Reading) -> Next:
    """Read the header with its options; the segment ends where IP says that the packet ends."""
    tcp = reading.open(Tcp, rest=TcpPayload)
    usual_bytes = usual_bytes_of(tcp.number & USUAL_MASK)
    header_bytes = usual_bytes or tcp.data_offset * 4
    if header_bytes < SHORTEST:
        text = f"a header of {header_bytes} bytes can't be: the fixed part alone has 20 (5 words)"
        reading.report("tcp.header_length.short", tcp, "data_offset", text)
        return None
    check_later(reading, tcp, SUM)
    if not usual_bytes:
        _check_flags(reading, tcp)
    if header_bytes == USUAL_BYTES and reading.data.startswith(USUAL_OPTIONS, reading.position):
        reading.read(AlignedTimestamps, GROUPS[0])
    elif header_bytes > SHORTEST:
        _read_options(reading, tcp, tcp.start + header_bytes)
    reading.layer.content = (reading.position, reading.end)
    source, destination = PORTS(reading.data, tcp.start)
    return "tcp.port", (source, destination) if source < destination else (destination, source)


def _read_options(reading: Reading, tcp: Tcp, end: int) -> None:
    options = read_options(reading, end, TCP_OPTIONS)
    for option in options:
        if type(option) not in ONLY_WITH_SYN:
            continue
        if isinstance(option, WindowScale) and option.shift_count > LARGEST_SHIFT:
            text = f"the shift count is {option.shift_count}; more than {LARGEST_SHIFT} would make windows larger than half of all numbers"
            reading.report("tcp.option.window_scale.large", option, "shift_count", text, rfc="RFC 7323 §2.3")
        if not tcp.synchronize:
            name = type(option).title.removeprefix("TCP ")
            text = f"{name} is settled while the connection is opened, but this segment has no SYN"
            reading.report("tcp.option.without_syn", option, "kind", text, rfc=type(option).rfc)


def _check_flags(reading: Reading, tcp: Tcp) -> None:
    """Flags that can't stand together, or that must not be missing."""
    if tcp.reserved:
        reading.report("tcp.reserved.set", tcp, "reserved", "a reserved bit is set; they must be zero")
    if tcp.synchronize and tcp.finish:
        text = "SYN opens the connection and FIN closes it: no segment does both"
        reading.report("tcp.flags.syn_fin", tcp, "finish", text, rfc="RFC 9293 §3.5")
    if tcp.synchronize and tcp.reset:
        text = "SYN opens the connection and RST throws it away: no segment does both"
        reading.report("tcp.flags.syn_rst", tcp, "reset", text, rfc="RFC 9293 §3.5")
    if not (tcp.acknowledgment or tcp.synchronize or tcp.reset):
        text = "ACK is not set: only the first segment (SYN) and a reset may be without it"
        reading.report("tcp.flags.no_ack", tcp, "acknowledgment", text, rfc="RFC 9293 §3.1")
