"""Bytes in the order in which they come, from a file, a pipe or an unpacker.

No seeking, and never more held than is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from netkit.capture.problem import ProblemLog

__all__ = ["CHUNK", "Source", "UnpackError"]

CHUNK = 1 << 18
"""How many bytes to ask for at a time: large enough that Python's cost for each call vanishes."""


class UnpackError(Exception):
    """A packed file that can't be unpacked further; everything before it has been given already."""

    def __init__(self, rule: str, text: str, offset: int) -> None:
        super().__init__(text)
        self.rule = rule
        self.text = text
        self.offset = offset


class Source:
    """A window on bytes that slides forward.

    `offset` is the place of the window's first byte, in bytes from the start. `read(n)` gives 1 to n bytes, and none
    at the end; when it raises, the source ends there and the reason goes to `problems`, so that reading records never
    raises.
    """

    __slots__ = ("_buffer", "_close", "_ended", "_read", "_seek", "offset", "problems")

    def __init__(
        self,
        read: Callable[[int], bytes | None],
        *,
        problems: ProblemLog,
        close: Callable[[], None] | None = None,
        seek: Callable[[int], int] | None = None,
    ) -> None:
        self.offset = 0
        self.problems = problems
        self._read = read
        self._close = close
        self._seek = seek
        self._buffer = b""
        self._ended = False

    def window(self, needed: int) -> bytes:
        """All the bytes held from `offset` on: at least `needed`, or fewer only where nothing follows them."""
        held = len(self._buffer)
        if held < needed and not self._ended:
            pieces = [self._buffer]
            while held < needed and (piece := self.take(CHUNK)):
                pieces.append(piece)
                held += len(piece)
            self._buffer = b"".join(pieces)
        return self._buffer

    def advance(self, count: int) -> None:
        """Let go of the first `count` bytes of the window."""
        self._buffer = self._buffer[count:]
        self.offset += count

    def jump(self, offset: int) -> None:
        """Go on at another byte of a file, though its end was met before; ValueError where what is read has no places to go to."""
        if self._seek is None:
            raise ValueError("only in a file can one jump")
        self._seek(offset)
        self._buffer, self.offset, self._ended = b"", offset, False

    def take(self, count: int) -> bytes:
        """The next 1 to `count` bytes past the window; none at the end, or where reading on failed."""
        if self._ended:
            return b""
        try:
            piece = self._read(count)
            if piece is None:
                raise BlockingIOError("it is in non-blocking mode and has no bytes yet")  # noqa: TRY301
            if not isinstance(piece, bytes):
                piece = bytes(memoryview(piece))
        except UnpackError as error:
            self.problems.end(error.rule, error.text, error.offset)
            piece = b""
        except Exception as error:  # noqa: BLE001  a stranger's file object may raise anything, a capture nothing
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            self.problems.end("capture.read.failed", f"reading on failed: {reason}", self.offset + len(self._buffer))
            piece = b""
        self._ended = not piece
        return piece

    def rest(self, count: int) -> bytes:
        """Take the window itself, or when it is empty the next 1 to `count` bytes.

        How an unpacker reads what it unpacks.
        """
        if self._buffer:
            piece, self._buffer = self._buffer, b""
        else:
            piece = self.take(count)
        self.offset += len(piece)
        return piece

    def close(self) -> None:
        """Close what was opened for this source, and end it; closing again does nothing."""
        self._ended = True
        close, self._close = self._close, None
        if close is not None:
            close()
