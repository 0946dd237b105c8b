"""The bytes that wait to be sent or acknowledged, and where each write ended."""

from __future__ import annotations

from collections import deque

__all__ = ["Stream"]


class Stream:
    """Bytes by their number in the stream, the first being 1 (the SYN is 0). What is acknowledged is let go.

    `written` is the number after the last byte, `finished` whether none will follow, `urgent_end` the number after the last byte that is
    urgent (0: none is).
    """

    def __init__(self) -> None:
        self.written = 1
        self.finished = False
        self.urgent_end = 0
        self._data = bytearray()
        self._first = 1
        self._ends: deque[int] = deque()

    def write(self, data: bytes) -> None:
        """Put bytes behind those that are there."""
        self._data += data
        self.written += len(data)
        self._ends.append(self.written)

    def finish(self) -> None:
        """Nothing more will be written."""
        self.finished = True

    @property
    def end(self) -> int:
        """The number after all that there is to send: the last byte, and FIN if it is finished."""
        return self.written + self.finished

    def taken(self, start: int, end: int) -> bytes:
        """The bytes from one number up to another; FIN has none."""
        return bytes(self._data[start - self._first : min(end, self.written) - self._first])

    def size(self, start: int, end: int) -> int:
        """How many bytes lie from one number up to another; SYN and FIN have a number and are none."""
        return max(0, min(end, self.written) - max(start, 1))

    def boundary(self, start: int) -> int:
        """Where the write ends that the byte `start` belongs to."""
        while self._ends and self._ends[0] <= self._first:
            self._ends.popleft()
        return next((each for each in self._ends if each > start), self.written)

    def release(self, upto: int) -> None:
        """Bytes before `upto` will not be needed any more."""
        count = min(upto, self.written) - self._first
        if count > 65_536 or upto >= self.written:
            del self._data[:count]
            self._first += count

    @property
    def held(self) -> int:
        """Bytes that are kept."""
        return len(self._data)
