"""A transfer as packets, at one of three places: the sender's link, the receiver's, or the bottleneck between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from netkit.internet.crossing import Crossing, Side
from netkit.internet.view.words import LOST, label
from netkit.packet.building import ethernet, ipv4, ipv6, tcp
from netkit.tcp.segment import Flag, Segment, Timestamps
from netkit.tcp.segmentation.exchange import MACS
from netkit.tcp.segmentation.template import Template

if TYPE_CHECKING:
    from netkit.internet.transfer import Transfer
    from netkit.packet.building import Packet

__all__ = ["PLACES", "TimedPacket", "packets_of"]

PLACES = ("sender", "receiver", "bottleneck")
NANOSECONDS = 1_000_000_000
ROUTER = "02:00:00:00:00:02"
"""The router's address on either link; locally administered, so nobody's."""
HOPS = 64
LETTERS = tuple((flag, str(flag.name)[0]) for flag in Flag)
ECT, CE = 2, 3
ONES = 0xFFFF
MOST_TEMPLATES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedPacket:
    """A frame (Ethernet), when it went by in nanoseconds, and what there is to say of it."""

    time: int
    data: bytes
    comment: str = ""


def packets_of(run: Transfer, place: str = "sender") -> Iterator[TimedPacket]:
    """What goes by at a place, in the order of time: at an end what it sends and what reaches it, at the bottleneck what gets through.

    ValueError for a place that there is not.
    """
    if place not in PLACES:
        raise ValueError(f"a capture is made at one of {', '.join(PLACES)}")
    maker = _Maker(run, place)
    for time, crossing in _seen(run, place):
        yield TimedPacket(time=round(time * NANOSECONDS), data=maker.frame(crossing), comment=maker.comment(crossing))


def _seen(run: Transfer, place: str) -> Iterator[tuple[float, Crossing]]:
    """Each packet with each time when it goes by; what happens at one moment keeps its order."""
    order: list[tuple[float, int, int, Crossing]] = []
    for crossing in run.crossings:
        if place == "bottleneck":
            if crossing.left is not None:
                order += [(crossing.left, 0, crossing.number, crossing)] * len(crossing.arrivals)
        elif crossing.side == PLACES.index(place):
            order.append((crossing.time, crossing.told[1], crossing.number, crossing))
        else:
            # what it made is told behind it, by the events of its arrival or of later calls
            heard = [first for first, _ in crossing.heard]
            order += [(arrival, first, 0, crossing) for arrival, first in zip(crossing.arrivals, heard, strict=False)]
    for time, _, _, crossing in sorted(order, key=lambda each: each[:3]):
        yield time, crossing


class _Maker:
    """Frames with right lengths and checksums; each side numbers its IPv4 packets."""

    def __init__(self, run: Transfer, place: str) -> None:
        self._run = run
        self._macs = (MACS[0], ROUTER) if place == "sender" else (ROUTER, MACS[1])
        self._hops = {"sender": (HOPS, HOPS - 1), "receiver": (HOPS - 1, HOPS)}.get(place, (HOPS - 1, HOPS - 1))
        self._first = (run.ends[0].block.initial & ONES, run.ends[1].block.initial & ONES)
        self._templates: dict[tuple[Side, Flag, int, int], Template] = {}

    def frame(self, crossing: Crossing) -> bytes:
        """The whole frame: stamped out where it differs from others in numbers alone."""
        header = crossing.header
        identification = self._first[crossing.side] + crossing.number & ONES
        data = b""
        if crossing.length:
            data = self._run.plan.payload.piece(crossing.sequence - 1, crossing.sequence - 1 + crossing.length)
        if header.sack or header.flags & (Flag.SYN | Flag.URG):
            packet = self._packet(crossing.side, header, identification)
            return (packet / data if data else packet).encode()
        clocks = header.timestamps
        return self._template(crossing.side, header).packet(
            data,
            sequence=header.sequence,
            acknowledgment=header.acknowledgment,
            push=bool(header.flags & Flag.PSH),
            identification=identification,
            clock=0 if clocks is None else clocks.value,
            echo=0 if clocks is None else clocks.echo,
        )

    def _template(self, side: Side, header: Segment) -> Template:
        flags = Flag(header.flags & ~Flag.PSH)
        mark = CE if header.congestion else ECT if header.capable else 0
        key = (side, flags, header.window, mark + 4 * (header.timestamps is not None))
        found = self._templates.get(key)
        if found is None:
            if len(self._templates) >= MOST_TEMPLATES:
                self._templates.clear()
            clocks = None if header.timestamps is None else Timestamps(0, 0)
            bare = replace(header, sequence=0, acknowledgment=0, flags=flags, timestamps=clocks)
            found = self._templates[key] = Template(self._packet(side, bare, 0))
        return found

    def _packet(self, side: Side, header: Segment, identification: int) -> Packet:
        """A packet without data."""
        source, destination = self._run.plan.ends if side is Side.SENDER else self._run.plan.ends[::-1]
        macs = self._macs if side is Side.SENDER else self._macs[::-1]
        mark = CE if header.congestion else ECT if header.capable else 0
        named = {"source": str(source.address), "destination": str(destination.address)}
        link = ethernet(source=macs[0], destination=macs[1])
        if source.address.version == 4:
            network = link / ipv4(
                **named, identification=identification, dont_fragment=True, time_to_live=self._hops[side],
                explicit_congestion_notification=mark,
            )  # fmt: skip
        else:
            network = link / ipv6(**named, hop_limit=self._hops[side], explicit_congestion_notification=mark)
        return network / _header(header, source.port, destination.port)

    def comment(self, crossing: Crossing) -> str:
        """What there is to say of a packet; of most there is nothing."""
        if crossing.lost:
            return f"{label(crossing)}: will be lost ({LOST[crossing.lost]})"
        if crossing.again:
            for event in self._run.events[slice(*crossing.told)]:
                if event.trigger is not None and event.sequence == crossing.sequence:
                    return f"{label(crossing)}: {event.reason}" + (f" ({event.rfc})" if event.rfc else "")
        return ""


def _header(header: Segment, source: int, destination: int) -> Packet:
    options: dict[str, object] = {}
    if header.largest is not None:
        options["maximum_segment_size"] = header.largest
    if header.sack_permitted:
        options["sack_permitted"] = True
    if header.timestamps is not None:
        name = "timestamps" if header.largest is not None else "aligned_timestamps"
        options[name] = [header.timestamps.value, header.timestamps.echo]
    if header.shift is not None:
        options["window_scale"] = header.shift
    if header.sack:
        options["sack"] = [edge for block in header.sack for edge in block]
    return tcp(
        source_port=source,
        destination_port=destination,
        sequence_number=header.sequence,
        acknowledgment_number=header.acknowledgment,
        flags="".join(letter for bit, letter in LETTERS if header.flags & bit),
        window=header.window,
        urgent_pointer=header.urgent,
        **options,
    )
