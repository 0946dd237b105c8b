"""A server that may speak first, answers a line, and may go on after the client has ended: for looking at what TCP does with that."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.internet.room.talk import Act, Finish, Say
from netkit.internet.room.talks.lines import Lines

__all__ = ["ScriptedTalk"]


class ScriptedTalk:
    """Says `greeting`, and `answer` to each line, each `late` seconds after its cause.

    Once the client has ended, it says each of `farewell`, `pause` seconds apart.
    """

    def __init__(
        self, *, answer: bytes, late: float, farewell: Sequence[bytes], pause: float, greeting: bytes = b""
    ) -> None:
        self._lines = Lines()
        self._greeting, self._answer, self._late = greeting, answer, late
        self._farewell, self._pause = farewell, pause

    def begin(self) -> Sequence[Act]:
        """The greeting; without one, it waits."""
        return [Say(self._greeting, self._late)] if self._greeting else ()

    def hear(self, data: bytes) -> Sequence[Act]:
        """An answer for each line that is whole."""
        return [Say(self._answer, self._late) for line in self._lines.take(data) if self._answer]

    def end(self) -> Sequence[Act]:
        """The farewell, and then the server's own end."""
        return [*(Say(piece, self._pause) for piece in self._farewell), Finish()]
