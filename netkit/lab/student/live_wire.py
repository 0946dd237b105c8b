"""The wire of the lab shell, as it is being recorded: what a task has seen so far, and the part of it that is kept as an answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from netkit.capture.dissecting import dissected
from netkit.errors import CaptureError, UsageError
from netkit.lab.judging.captured import MOST_PACKETS, kept_name
from netkit.lab.packet import Packet
from netkit.lab.student.gathering import Gathering, as_capture
from netkit.lab.wire.telling import said
from netkit.lab.wire.wire import Seen, Wire, look
from netkit.language import ENGLISH, Language

if TYPE_CHECKING:
    from netkit.capture import Record

__all__ = ["FILE", "LiveWire"]

FILE = "wire.pcapng"
"""The capture's name in the folder of the shell's run."""


class LiveWire:
    """The packets that a task looks at, of a file that grows; those before `since` (nanoseconds) do not count."""

    def __init__(
        self, folder: Path, task: str, wire: Wire[Any], *, since: int | None = None, language: Language = ENGLISH
    ) -> None:
        self._path = folder / FILE
        self._task = task
        self._wire = wire
        self._since = since
        self._language = language
        self._size = self._file = -1
        self._gathering: Gathering | None = None
        self._last = 0
        self._records: dict[int, Record] = {}
        self._packets: list[Packet] = []
        self._told: set[tuple[int, int]] = set()
        self.seen: Seen[Any] = look(wire, ())
        self._part: bytes | None = None

    def grown(self) -> bool:
        """Read on, if the file grew; says whether anything came that has to do with the task."""
        try:
            now = self._path.stat()
        except OSError:
            return False
        if (now.st_size, now.st_ino) == (self._size, self._file):
            return False
        if now.st_size < self._size or now.st_ino != self._file:
            # another recording: of this, too, only what is behind the last packet is new
            self._gathering = None
        self._size, self._file = now.st_size, now.st_ino
        if not self._read():
            return False
        before = self.seen.packets
        self.seen = look(self._wire, self._packets)
        self._part = None
        return self.seen.packets != before

    def news(self) -> list[str]:
        """What has to do with the task and was not told yet, each in a few words."""
        told = [event for event in self.seen.events if (event.number, event.ended) not in self._told]
        self._told |= {(event.number, event.ended) for event in self.seen.events}
        return [said(self._language, event.told, event.facts) for event in told]

    def _read(self) -> bool:
        """Take in the whole packets that came; says whether there were any."""
        came = False
        try:
            if self._gathering is None:
                self._gathering = Gathering(self._path, self._wire.filter)
            for record in self._gathering.more():
                if record.number <= self._last or self._is_before(record):
                    continue
                came = True
                self._last = record.number
                self._records[record.number] = record
                dissection = dissected(record)
                self._packets.append(Packet(record.number, record.time, dissection))
        except (CaptureError, UsageError):
            # its first bytes are only being written
            return came
        for packet in self._packets[:-MOST_PACKETS]:
            del self._records[packet.number]
        del self._packets[:-MOST_PACKETS]
        return came

    def _is_before(self, record: Record) -> bool:
        return self._since is not None and record.time is not None and record.time < self._since

    @property
    def part(self) -> bytes:
        """The packets that have to do with the task, as a capture."""
        if self._part is None:
            kept = (self._records[number] for number in sorted(self.seen.packets) if number in self._records)
            self._part = as_capture(kept)
        return self._part

    @property
    def name(self) -> str:
        """The name under which that part would be kept."""
        return kept_name(self._task, self.part)
