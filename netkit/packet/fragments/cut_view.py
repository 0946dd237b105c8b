"""A cut packet as a view: where each fragment's bytes lie in it, and why it was cut there. What `netkit packet fragment` shows."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.packet.dissection import Dissection
from netkit.packet.fragments.arrival import Fragment, fragment_of
from netkit.packet.fragments.rules import BLOCK
from netkit.packet.fragments.signs import sign_of
from netkit.packet.place import byte_range
from netkit.packet.summary import protocol_of
from netkit.view import Block, Document, Json, Lane, LanePart, Lanes, Paragraph, Sentence, Table

__all__ = ["SCHEMA", "cut_view"]

SCHEMA = "netkit.packet.fragment/1"

MOST_LANES = 12
"""Fragments that are drawn before some are left out."""


def cut_view(
    packet: Dissection, cut: Sequence[Dissection], *, title: str, mtu: int | None, size: int | None
) -> Document:
    """The fragments that a packet was cut into, to fit an MTU or to have so many bytes of data each, or both."""
    pieces = [
        piece for number, each in enumerate(cut, 1) if (piece := fragment_of(each, number, whole=True)) is not None
    ]
    whole = fragment_of(packet, whole=True)
    data = {
        "title": title,
        "mtu": mtu,
        "size": size,
        "cut": len(cut) > 1,
        "length": len(whole.header) + whole.length if whole else 0,
        "fragments": [_json(piece, base=whole.start if whole else 0) for piece in pieces],
    }
    if whole is None or len(cut) < 2:
        limit = f"an MTU of {mtu:,}" if mtu is not None else f"{size:,} bytes of data"
        text = f"{title} · {protocol_of(packet)} · it fits {limit} as it is, so nobody cuts it"
        return Document(schema=SCHEMA, data=data, blocks=[Sentence(text=text)])
    why = (
        f"bytes do not fit an MTU of {mtu:,}"
        if mtu is not None
        else f"bytes, cut into pieces of {size:,} bytes of data"
    )
    told = f"{title} · {protocol_of(packet)} · {len(whole.header) + whole.length:,} {why}: {len(pieces)} fragments"
    blocks: list[Block] = [Sentence(text=told), _picture(whole, pieces), _table(pieces), _working(whole, pieces, mtu)]
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _json(piece: Fragment, base: int) -> dict[str, Json]:
    return {
        "number": piece.number,
        "start": piece.start - base,
        "length": piece.length,
        "offset": piece.start // BLOCK,
        "offset_bytes": piece.start,
        "more_fragments": piece.more,
        "identification": piece.identity.identification,
        "packet_length": len(piece.header) + _fragment_header(piece) + piece.length,
        "hex": piece.packet.data.hex(),
    }


def _fragment_header(piece: Fragment) -> int:
    """Bytes of the header that says it is a fragment: IPv6 has one of its own for that."""
    return piece.data_start - piece.header_start - len(piece.header)


def _shown(pieces: Sequence[Fragment]) -> list[Fragment | None]:
    """The fragments that are drawn; None stands for those that are left out."""
    if len(pieces) <= MOST_LANES:
        return list(pieces)
    return [*pieces[: MOST_LANES - 3], None, pieces[-1]]


def _left_out(pieces: Sequence[Fragment]) -> int:
    return len(pieces) - MOST_LANES + 2


def _picture(whole: Fragment, pieces: Sequence[Fragment]) -> Lanes:
    start, end = whole.start, whole.start + whole.length
    lanes = [Lane(label="data", parts=[LanePart(start=start, end=end, sign="=", text="the data of the packet")])]
    for piece in _shown(pieces):
        if piece is None:
            lanes.append(Lane(label="…", note=f"{_left_out(pieces)} more"))
            continue
        part = LanePart(start=piece.start, end=piece.end, sign=sign_of(piece.number), text=f"fragment {piece.number}")
        lanes.append(Lane(label=f"fragment {piece.number}", parts=[part]))
    return Lanes(lanes=lanes, start=start, end=end, unit=BLOCK)


def _table(pieces: Sequence[Fragment]) -> Table:
    """A row a fragment: its bytes, and what its header says."""
    columns = ["fragment", "bytes of the data", "how many", "offset field", "more fragments", "packet"]
    rows = []
    for piece in _shown(pieces):
        if piece is None:
            rows.append(["…"] * len(columns))
            continue
        total = len(piece.header) + _fragment_header(piece) + piece.length
        place = byte_range(piece.start, piece.length).partition(" ")[2]
        rows.append(
            [
                str(piece.number),
                place,
                str(piece.length),
                str(piece.start // BLOCK),
                "yes" if piece.more else "no",
                str(total),
            ]
        )
    return Table(columns=columns, rows=rows, right=[0, 2, 3, 5])


def _working(whole: Fragment, pieces: Sequence[Fragment], room: int | None) -> Paragraph:
    """Why the fragments are as long as they are."""
    first, last = pieces[0], pieces[-1]
    header = len(first.header) + _fragment_header(first)
    rule = "RFC 791 §3.2" if whole.identity.version == 4 else "RFC 8200 §4.5"
    of_its_own = (
        f"{header - _fragment_header(first)} for its headers and 8 for the fragment header"
        if whole.identity.version == 6
        else f"{header} for its header"
    )
    lines = []
    if room is not None:
        spare = room - header - first.length
        lines.append(
            f"Of the {room:,} bytes of the MTU a fragment needs {of_its_own}, which leaves {room - header:,} for data. "
            f"The offset counts blocks of 8 bytes, so every fragment but the last has whole blocks: {first.length // BLOCK} of "
            f"them, {first.length:,} bytes{f'; {spare} stay unused' if spare else ''} ({rule})."
        )
    else:
        lines.append(f"Every fragment but the last has {first.length // BLOCK} whole blocks of 8 bytes ({rule}).")
    lines.append(f"The last has what is left, {last.length:,} {'byte' if last.length == 1 else 'bytes'}.")
    if not whole.atomic:
        lines.append(
            "The packet is a fragment itself: its pieces keep their places in the original"
            + (", and the last of them still says that more follow." if whole.more else ".")
        )
    lines.append(_overhead(whole, pieces))
    if len({len(piece.header) for piece in pieces}) > 1:
        lines.append(
            f"Options without the copied flag are in the first fragment alone: its header has {len(first.header)} bytes, "
            f"the others' {len(last.header)}."
        )
    return Paragraph(text="\n".join(lines))


def _overhead(whole: Fragment, pieces: Sequence[Fragment]) -> str:
    """What it costs."""
    sent = sum(len(piece.header) + _fragment_header(piece) + piece.length for piece in pieces)
    more = sent - len(whole.header) - whole.length
    return f"All have headers of their own, so {more:,} bytes more are sent; and if one is lost, all were sent in vain."
