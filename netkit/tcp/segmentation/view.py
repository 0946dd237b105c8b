"""A payload cut into segments as a view: where the cuts are and why there. What `netkit tcp segment` shows."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.packet import dissect
from netkit.packet.fragments.signs import sign_of
from netkit.packet.link.ethernet import Ethernet
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.place import byte_range
from netkit.packet.transport.tcp import Tcp
from netkit.tcp.segmentation.cutting import Portion, Segmentation
from netkit.tcp.segmentation.exchange import Exchange, Sent
from netkit.tcp.segmentation.ladder import ladder
from netkit.tcp.segmentation.size import SegmentSize
from netkit.tcp.segmentation.working import how_many, last_one, working
from netkit.tcp.sequence import MODULUS, add
from netkit.view import (
    Block,
    Document,
    Fact,
    Facts,
    Heading,
    Json,
    Lane,
    LanePart,
    Lanes,
    Next,
    Paragraph,
    Sentence,
    Table,
)

__all__ = ["SCHEMA", "segment_view"]

SCHEMA = "netkit.tcp.segment/1"

MOST_ROWS = 12
"""Segments that are listed before some are left out."""

MOST_SIGNS = 36
"""Segments that a bar of the whole payload still tells apart."""

TCP_CHECKSUM, IP_CHECKSUM = Tcp.taker("checksum"), Ipv4.taker("checksum")

HEADER = (
    "tcp.srcport", "tcp.dstport", "tcp.seq_raw", "tcp.ack_raw", "tcp.hdr_len", "tcp.window_size_value", "tcp.checksum",
    "tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr",
)  # fmt: skip
"""What is shown of the first segment's header; its flags stand together."""


def segment_view(
    exchange: Exchange,
    packets: Sequence[Sent],
    *,
    title: str,
    for_programs: bool = True,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The segments of a payload with the packets that carry them, in the order in which they are sent.

    Without `for_programs` the data are left out, which for many segments are large.
    """
    cut = exchange.segmentation
    carried = {sent.portion.number: sent for sent in packets if sent.portion is not None}
    text = f"{title} · {how_many(cut)}"
    blocks: list[Block] = [Sentence(text=text), *working(cut.size, exchange.options), _bar(cut), _table(cut, carried)]
    blocks += [Paragraph(text="\n".join(_told(cut)))]
    if len(packets) > len(cut):
        blocks.append(ladder(exchange, packets))
    blocks += _header(carried[1])
    if next_commands:
        blocks.append(Next(commands=next_commands))
    return Document(schema=SCHEMA, data=_data(exchange, packets, title) if for_programs else {}, blocks=blocks)


def _bar(cut: Segmentation) -> Lanes:
    """The payload with its cuts; of very many segments the first."""
    shown = cut[: len(cut) if len(cut) <= MOST_SIGNS else MOST_ROWS]
    parts = [
        LanePart(start=each.start, end=each.end, sign=sign_of(each.number), text=f"segment {each.number}")
        for each in shown
    ]
    caption = "" if len(shown) == len(cut) else f"the first {len(shown)} of {len(cut):,} segments"
    return Lanes(
        lanes=[Lane(label="payload", parts=parts)],
        start=0,
        end=shown[-1].end,
        caption=caption,
    )


def _table(cut: Segmentation, carried: dict[int, Sent]) -> Table:
    """A row a segment: its bytes, and what its header says."""
    columns = ["segment", "bytes", "how many", "seq", "flags", "packet", "TCP checksum"]
    rows = []
    listed = [*range(MOST_ROWS - 2), None, len(cut) - 1] if len(cut) > MOST_ROWS else range(len(cut))
    for place in listed:
        if place is None:
            rows.append(["…"] * len(columns))
            continue
        each = cut[place]
        sent = carried[each.number]
        rows.append(
            [
                f"{each.number:,}",
                byte_range(each.start, each.length).partition(" ")[2],
                f"{each.length:,}",
                f"{each.relative:,}",
                sent.flags,
                f"{cut.size.overhead + each.length:,}",
                f"0x{_checksums(sent, cut.size)[0]:04x}",
            ]
        )
    return Table(columns=columns, rows=rows, right=[0, 2, 3, 5])


def _told(cut: Segmentation) -> list[str]:
    """The sentences below the table."""
    lines = [
        "seq is counted from the first number, as Wireshark shows it: the SYN has 0, the first byte 1 (RFC 9293 §3.4).",
        "packet is in bytes, from the IP header on.",
        *last_one(cut),
        "PSH says: give it to the application now. It stands on the last, behind which nothing waits (RFC 9293 §3.9.1.2).",
    ]
    if (portion := cut.wraps_in) is not None:
        left = MODULUS - portion.sequence
        where = f"within segment {portion.number:,}, behind its first {left:,} bytes" if left < portion.length else ""
        where = where or f"behind segment {portion.number:,}"
        if portion.sequence == 0:
            where = f"with segment {portion.number:,}"
        lines.append(f"The numbers on the wire have 32 bits: {where} they go on from 0 (RFC 9293 §3.4).")
    headers = cut.size.overhead * len(cut)
    lines.append(
        f"Each packet has {cut.size.overhead} bytes of headers, {headers:,} together: {headers * 100 / (headers + len(cut.payload)):.1f} % "
        "of what IP carries."
    )
    return lines


def _header(sent: Sent) -> list[Block]:
    """The first segment's header in short."""
    packet = dissect(sent.data)
    layer = next(layer for layer in packet.layers if layer.key == "tcp")
    rows = []
    for field in layer.fields:
        if field.key == "tcp.flags.ack":
            rows.append(
                Fact(label="Flags", value=sent.flags, note=_meant(sent.flags), place=byte_range(layer.start + 12, 2))
            )
        if field.key not in HEADER:
            continue
        value, note = field.text, field.note
        if field.key == "tcp.seq_raw":
            value, note = f"{sent.sequence}", f"{field.raw_value:,} on the wire"
        elif field.key == "tcp.ack_raw":
            value, note = f"{sent.acknowledgment}", f"{field.raw_value:,} on the wire"
        where = byte_range(field.start_bit // 8, max(field.width_bits // 8, 1))
        rows.append(Fact(label=field.name, value=value, note=note, place=where))
    return [
        Heading(text="The first segment's header", source=layer.rfc, place=byte_range(layer.start, layer.length)),
        Facts(rows=rows),
    ]


def _meant(flags: str) -> str:
    return "the acknowledgment number counts" + ("; PSH: nothing waits behind it" if "PSH" in flags else "")


def _checksums(sent: Sent, size: SegmentSize) -> tuple[int, int | None]:
    """TCP's checksum and IPv4's as they stand in a packet; IPv6 has none."""
    network = Ethernet.fixed_bytes
    (of_tcp,) = TCP_CHECKSUM(sent.data, network + size.ip_header + size.ip_options)
    if size.version == 6:
        return of_tcp, None
    (of_ip,) = IP_CHECKSUM(sent.data, network)
    return of_tcp, of_ip


def _data(exchange: Exchange, packets: Sequence[Sent], title: str) -> dict[str, Json]:
    cut, size = exchange.segmentation, exchange.segmentation.size
    return {
        "title": title,
        "length": len(cut.payload),
        "ip_version": size.version,
        "mss": size.mss,
        "mtu": size.mtu,
        "tcp_options": size.tcp_options,
        "ip_options": size.ip_options,
        "options": exchange.options.names,
        "segment_data": size.data,
        "count": len(cut),
        "last": {"length": cut[-1].length, "short": bool(cut.rest), "reason": " ".join(last_one(cut))},
        "initial_sequence": exchange.numbers[0],
        "receiver_initial_sequence": exchange.numbers[1],
        "source": {"address": str(exchange.ends[0].address), "port": exchange.ends[0].port},
        "destination": {"address": str(exchange.ends[1].address), "port": exchange.ends[1].port},
        "segments": [_segment_json(sent.portion, sent, exchange) for sent in packets if sent.portion is not None],
        "packets": [_packet_json(number, sent) for number, sent in enumerate(packets, 1)],
    }


def _segment_json(portion: Portion, sent: Sent, exchange: Exchange) -> dict[str, Json]:
    size = exchange.segmentation.size
    of_tcp, of_ip = _checksums(sent, size)
    return {
        "number": portion.number,
        "start": portion.start,
        "length": portion.length,
        "sequence": portion.relative,
        "sequence_raw": portion.sequence,
        "next_sequence": portion.end + 1,
        "acknowledgment_raw": add(exchange.numbers[1], 1),
        "flags": sent.flags.split(),
        "packet_length": size.overhead + portion.length,
        "checksum": of_tcp,
        "ip_checksum": of_ip,
    }


def _packet_json(number: int, sent: Sent) -> dict[str, Json]:
    return {
        "number": number,
        "time": f"{sent.time // 1_000_000_000}.{sent.time % 1_000_000_000:09d}",
        "from": "source" if sent.ours else "destination",
        "flags": sent.flags.split(),
        "sequence": sent.sequence,
        "acknowledgment": sent.acknowledgment,
        "segment": sent.portion.number if sent.portion is not None else None,
        "comment": sent.comment,
        "hex": sent.data.hex(),
    }
