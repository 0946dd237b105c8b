"""Segments as the packets that carry them: those with data alone, or a whole connection from SYN to FIN.

Times are made up: a link of 100 Mbit/s as it looks at the receiver, which acknowledges every second full segment (RFC 9293 §3.8.6.3).
The sender has no more under way than these two, which any window and any congestion window allow, and no Nagle algorithm holds it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from netkit.packet.building import destination_options, ethernet, ipv4, ipv6, pad_n, tcp
from netkit.packet.place import byte_range
from netkit.tcp.segmentation.cutting import Portion, Segmentation
from netkit.tcp.segmentation.ends import End
from netkit.tcp.segmentation.options import Options
from netkit.tcp.segmentation.template import Template
from netkit.tcp.sequence import MODULUS

if TYPE_CHECKING:
    from netkit.packet.building import Packet

__all__ = ["Exchange", "Sent"]

MACS = "02:00:00:00:00:0a", "02:00:00:00:00:01"
"""The sender's side and the receiver's; locally administered, so nobody's."""

WINDOW = 65535
FIRST_CLOCK = 1000, 2000
"""What the clocks of both ends show at the beginning, in ms."""

MILLISECOND = 1_000_000
ANSWER = 20_000
"""Nanoseconds that an end takes to answer."""
BYTE = 80
"""Nanoseconds of a byte at 100 Mbit/s."""
BEFORE_PADDING = 4
"""Bytes of an IPv6 extension header and of the option in it, before the padding that is all the option says."""
BETWEEN_FRAMES = 24
"""Bytes of preamble, check sequence and pause that each frame has on an Ethernet."""


class Sent(NamedTuple):
    """One packet: a frame of Ethernet, when it went by in nanoseconds, and whether the sender of the payload sent it.

    `sequence` and `acknowledgment` are as Wireshark shows them, counted from the initial numbers; `portion` is the data that it carries,
    and `remark` what there is to say of one that carries none.
    """

    time: int
    data: bytes
    ours: bool
    flags: str
    sequence: int
    acknowledgment: int | None
    portion: Portion | None
    remark: str

    @property
    def comment(self) -> str:
        """What there is to say of the packet."""
        portion = self.portion
        if portion is None:
            return self.remark
        last = ", the last: PSH" if portion.push else ""
        return f"segment {portion.number}: {byte_range(portion.start, portion.length)} of the payload{last}"


class Exchange:
    """How a payload travels from one end to the other.

    `numbers` are the initial sequence numbers of the sender (as the segmentation has it) and the receiver. `identification` is that of the
    sender's first IPv4 packet.
    """

    def __init__(
        self,
        segmentation: Segmentation,
        ends: tuple[End, End],
        *,
        options: Options,
        receiver_number: int,
        identification: int = 1,
    ) -> None:
        self.segmentation = segmentation
        self.ends = ends
        self.options = options
        self.numbers = segmentation.initial_sequence, receiver_number
        self._identifications = [identification & 0xFFFF, (identification ^ 0x8000) & 0xFFFF]
        self._templates: dict[tuple[str, int], Template] = {}
        self._time = 0
        self._shown = list(FIRST_CLOCK)

    def data(self) -> Iterator[Sent]:
        """The segments with data alone, as they leave one after the other in a connection that is open."""
        return map(self._data, self.segmentation)

    def connection(self) -> Iterator[Sent]:
        """The whole connection: opened by three segments, the data with their acknowledgments, closed by four (RFC 9293 §3.6)."""
        yield self._sent("SYN", ours=True, at=0, sequence=0, comment="opens the connection")
        yield self._sent("SYN ACK", ours=False, at=0, sequence=0, acknowledgment=1, comment="accepts it")
        yield self._sent("ACK", ours=True, at=ANSWER, sequence=1, acknowledgment=1, comment="the connection is open")
        size = self.segmentation.size.data
        step = 2 if 2 * size <= self._window else 1
        for portion in self.segmentation:
            yield self._data(portion)
            if portion.number % step == 0 or portion.push:
                told = f"bytes up to {portion.end:,} have come"
                yield self._sent("ACK", ours=False, at=ANSWER, sequence=1, acknowledgment=portion.end + 1, comment=told)
        end = len(self.segmentation.payload) + 1
        closes = "nothing more to send; FIN has a number, too"
        yield self._sent("FIN ACK", ours=True, at=ANSWER, sequence=end, acknowledgment=1, comment=closes)
        yield self._sent("ACK", ours=False, at=ANSWER, sequence=1, acknowledgment=end + 1, comment="the FIN has come")
        yield self._sent(
            "FIN ACK", ours=False, at=ANSWER, sequence=1, acknowledgment=end + 1, comment="nothing to send either"
        )
        yield self._sent(
            "ACK", ours=True, at=ANSWER, sequence=end + 1, acknowledgment=2, comment="the connection is closed"
        )

    @property
    def _window(self) -> int:
        """The window that the receiver offers, as its header can say it."""
        shift = self.options.shift or 0
        return WINDOW >> shift << shift

    def _data(self, portion: Portion) -> Sent:
        """The next segment with data."""
        flags = "PSH ACK" if portion.push else "ACK"
        return self._put("ACK", flags, 0, portion.start + 1, 1, portion, "")

    def _sent(
        self, flags: str, *, ours: bool, at: int, sequence: int, acknowledgment: int | None = None, comment: str
    ) -> Sent:
        """The next segment without data, `at` nanoseconds after the one before is through."""
        self._time += at
        return self._put(flags, flags, 0 if ours else 1, sequence, acknowledgment, None, comment)

    def _put(
        self,
        kind: str,
        flags: str,
        side: int,
        sequence: int,
        acknowledgment: int | None,
        portion: Portion | None,
        remark: str,
    ) -> Sent:
        """The next packet."""
        template = self._templates.get((kind, side)) or self._template(kind, side)
        time = self._time
        clock = self._shown[side] = FIRST_CLOCK[side] + time // MILLISECOND
        identification = self._identifications[side]
        self._identifications[side] = (identification + 1) & 0xFFFF
        numbers = self.numbers
        frame = template.packet(
            self.segmentation.payload[portion.start : portion.start + portion.length] if portion is not None else b"",
            sequence=(numbers[side] + sequence) % MODULUS,
            acknowledgment=(numbers[1 - side] + acknowledgment) % MODULUS if acknowledgment is not None else 0,
            push=portion is not None and portion.push,
            identification=identification,
            clock=clock,
            echo=self._shown[1 - side] if acknowledgment is not None else 0,
        )
        self._time = time + (len(frame) + BETWEEN_FRAMES) * BYTE
        return Sent(time, frame, side == 0, flags, sequence, acknowledgment, portion, remark)

    def _template(self, flags: str, side: int) -> Template:
        found = self._templates[flags, side] = Template(self._packet(flags, ours=side == 0))
        return found

    def _packet(self, flags: str, *, ours: bool) -> Packet:
        """A packet without data or numbers."""
        source, destination = self.ends if ours else self.ends[::-1]
        macs = MACS if ours else MACS[::-1]
        named = {"source": str(source.address), "destination": str(destination.address)}
        link = ethernet(source=macs[0], destination=macs[1])
        size = self.segmentation.size.ip_options
        if source.address.version == 4:
            filler = {"eol": True, "ipv4_option_padding": bytes(size - 1)} if size else {}
            network = link / ipv4(**named, identification=0, dont_fragment=True, time_to_live=64, **filler)
        else:
            network = link / ipv6(**named, hop_limit=64)
            if size:
                network /= destination_options(pad_n(padding=bytes(size - BEFORE_PADDING)))
        return network / self._header(flags, source.port, destination.port)

    def _header(self, flags: str, source: int, destination: int) -> Packet:
        opening = "SYN" in flags
        options: dict[str, object] = {}
        if opening:
            options["maximum_segment_size"] = self.segmentation.size.mss
            if self.options.sack:
                options["sack_permitted"] = True
            if self.options.timestamps:
                options["timestamps"] = [0, 0]
            if self.options.shift is not None:
                options["window_scale"] = self.options.shift
        elif self.options.timestamps:
            options["aligned_timestamps"] = [0, 0]
        letters = "".join(name[0] for name in flags.split())
        window = WINDOW if opening else WINDOW >> (self.options.shift or 0)
        return tcp(
            source_port=source,
            destination_port=destination,
            sequence_number=0,
            acknowledgment_number=0,
            flags=letters,
            window=window,
            **options,
        )
