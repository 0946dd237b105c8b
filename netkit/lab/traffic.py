"""What a check looks at: the packets of one capture, taken apart, by number and by what they are."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from netkit import capture
from netkit.errors import LabError
from netkit.lab.packet import Packet, Packets

if TYPE_CHECKING:
    from netkit.capture.anew import Recording
    from netkit.lab.draw import Draw

__all__ = ["Library", "Traffic"]


_MOST_MADE = 64
"""Captures made anew that are kept; each is made once for a student who is judged again and again."""


class Traffic:
    """The packets of one capture: `name` tells it from others, `data` is the file, or what makes it when somebody looks.

    `file` is what it is called in the student's folder, where several captures lie there. No more than `most` packets are looked at (None:
    all).
    """

    def __init__(
        self, name: str, data: bytes | Callable[[], bytes], file: str = "", *, most: int | None = None
    ) -> None:
        self.name = name
        self.file = file
        self._made = data
        self._most = most

    @cached_property
    def data(self) -> bytes:
        """The file."""
        return self._made if isinstance(self._made, bytes) else self._made()

    @cached_property
    def packets(self) -> Packets:
        """Every packet, each taken apart when it is first looked at; CaptureError where the data are no capture."""
        with capture.open(io.BytesIO(self.data)) as records:
            return Packets(list(islice(records, self._most)), self.file)

    def packet(self, number: int) -> Packet:
        """A packet by its number, from 1."""
        return self.packets[number - 1]

    def find(self, fits: Callable[[Packet], bool]) -> Packet:
        """The first packet that fits; LabError if none does."""
        for packet in self.packets:
            if fits(packet):
                return packet
        raise LabError(f"{self.name} has no packet that the lab's check looks for")

    def matching(self, fits: Callable[[Packet], bool]) -> list[Packet]:
        """Every packet that fits."""
        return [packet for packet in self.packets if fits(packet)]

    def around(self, number: int) -> Iterator[Packet]:
        """The other packets, the nearest first."""
        others = [packet for packet in self.packets if packet.number != number]
        yield from sorted(others, key=lambda packet: abs(packet.number - number))


class Library:
    """The captures in one folder, each opened and taken apart once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: dict[str, Traffic] = {}
        self._recordings: dict[tuple[str, ...], Recording] = {}
        self._made: dict[tuple[tuple[str, ...], str], Sequence[Traffic]] = {}

    def names(self, pattern: str) -> list[str]:
        """The files that match a pattern such as `page-load-??.pcapng`, in order."""
        return sorted(path.name for path in self.folder.glob(pattern))

    def traffic(self, name: str) -> Traffic:
        """The packets of one of the files."""
        if name not in self._opened:
            self._opened[name] = Traffic(name, (self.folder / name).read_bytes())
        return self._opened[name]

    def anew(self, name: str, draw: Draw, *, wrap: bool = False) -> Traffic:
        """One of the files as this draw's student would have recorded it: with addresses, names, ports, numbers and times of their own.

        Lengths, hops, flags and the order of packets are those of the recording. With `wrap`, one student in four has sequence numbers
        that pass 2^32. A draw of which something is settled looks at what students have in common, and gets the recording itself.
        """
        if draw.forced:
            return self.traffic(name)
        return self._anew({"": name}, lambda: [self.traffic(name).data], draw, wrap=wrap)[0]

    def anew_together(self, files: Mapping[str, str], draw: Draw, *, wrap: bool = False) -> Sequence[Traffic]:
        """Captures of one traffic at several places, made anew with one renaming: what is one in two of them stays one.

        `files` has for each name in the student's folder that of the recording; the captures come in their order.
        """
        if draw.forced:
            names = tuple(files.values())
            if (names, "") not in self._made:
                self._made[names, ""] = [Traffic(name, self.traffic(name).data, file) for file, name in files.items()]
            return self._made[names, ""]
        return self._anew(files, lambda: [self.traffic(name).data for name in files.values()], draw, wrap=wrap)

    def anew_of(self, name: str, data: bytes, draw: Draw, *, wrap: bool = False) -> Traffic:
        """The same of a capture that a lab made (`netkit.lab.made.generated`); different bytes need different names."""
        return Traffic(name, data) if draw.forced else self._anew({"": name}, lambda: [data], draw, wrap=wrap)[0]

    def _anew(
        self, files: Mapping[str, str], data: Callable[[], Sequence[bytes]], draw: Draw, *, wrap: bool
    ) -> Sequence[Traffic]:
        from netkit.capture.anew import Recording  # noqa: PLC0415 - most labs need none of it

        names = tuple(files.values())
        seed = draw.seed(names[0])
        mark = seed.hex()[:16]
        found = self._made.get((names, mark))
        if found is None:
            if len(self._made) >= _MOST_MADE:
                self._made.clear()
                self._recordings.clear()
            if names not in self._recordings:
                self._recordings[names] = Recording(*data())
            made = self._recordings[names].all_anew(seed, wrap=wrap)
            found = self._made[names, mark] = [
                Traffic(f"{name} for {mark}", each.data, file)
                for each, (file, name) in zip(made, files.items(), strict=True)
            ]
        return found
