"""Why segments are as long as they are, in sentences and sums."""

from __future__ import annotations

from netkit.tcp.segmentation.cutting import Segmentation
from netkit.tcp.segmentation.options import Options
from netkit.tcp.segmentation.size import SegmentSize
from netkit.view import Block, Fact, Facts, Heading

__all__ = ["counted", "how_many", "last_one", "working"]


def counted(size: int, noun: str = "byte") -> str:
    """`1 byte`, `1,460 bytes`."""
    return f"{size:,} {noun if size == 1 else f'{noun}s'}"


def how_many(cut: Segmentation) -> str:
    """`20,416 bytes in 15 segments of at most 1,448 bytes`."""
    return f"{counted(len(cut.payload))} in {counted(len(cut), 'segment')} of at most {counted(cut.size.data)}"


def working(size: SegmentSize, options: Options) -> list[Block]:
    """How much a segment holds, line by line."""
    rows = []
    if size.mtu is not None:
        rows += [
            Fact(label="MTU", value=f"{size.mtu:,}", note="bytes of the largest packet that the way takes"),
            Fact(label=f"− IPv{size.version} header", value=f"{size.ip_header}", note="without options"),
            Fact(label="− TCP header", value=f"{size.tcp_header}", note="without options"),
            Fact(label="= fits the way", value=f"{size.by_path:,}"),
        ]
    told = "what the receiver takes, told with its SYN; options do not count in it"
    if size.mtu is not None and size.mss == size.by_path:
        told = "what an end with this MTU tells the other, with its SYN"
    rows.append(Fact(label="MSS", value=f"{size.mss:,}", note=told))
    if size.by_path != size.mss:
        smaller = "the way" if size.by_path < size.mss else "the receiver"
        limit = f"{smaller} takes less" if size.mtu is not None else f"{smaller} takes less: IP has no longer packets"
        if size.mtu is not None or size.by_path < size.mss:
            rows.append(Fact(label="the smaller", value=f"{min(size.mss, size.by_path):,}", note=limit))
    if size.tcp_options:
        rows.append(
            Fact(
                label="− TCP options",
                value=f"{size.tcp_options}",
                note="timestamps: 10 bytes, filled up to whole words",
            )
        )
    elif options.names:
        rows.append(Fact(label="− TCP options", value="0", note=f"{', '.join(options.names)}: told with the SYN alone"))
    if size.ip_options:
        rows.append(Fact(label="− IP options", value=f"{size.ip_options}", note="they only fill up here"))
    rows.append(Fact(label="= data", value=f"{size.data:,}", note="bytes in a full segment"))
    return [Heading(text="How much a segment holds", source="RFC 9293 §3.7.1"), Facts(rows=rows)]


def last_one(cut: Segmentation) -> list[str]:
    """Why the last segment is short, or is not."""
    size, count, whole = cut.size.data, len(cut), len(cut.payload)
    if count == 1 and cut.rest:
        return [f"All {counted(whole)} fit one segment, which is as long as they are: TCP fills nothing up."]
    if not cut.rest:
        return [f"The last is full, too: {whole:,} is {counted(count, 'time')} {size:,}, and nothing is left over."]
    full = count - 1
    return [
        f"The last is short: {full:,} × {size:,} = {full * size:,}, and of {counted(whole)} that leaves {cut.rest:,}.",
        "TCP fills nothing up, and waits for no more: the application has given all.",
    ]
