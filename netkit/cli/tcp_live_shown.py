"""A connection of netkit's own TCP on the screen, row by row as it happens, and what came of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from netkit.cli.output import Form, form, page_of, put
from netkit.internet.view.live_rungs import LiveRows, widest_rows
from netkit.render.ladder import RunningLadder

if TYPE_CHECKING:
    from netkit.internet.host.conversation import Conversation

__all__ = ["Onlooker"]


class Onlooker:
    """Draws the news of a conversation; with `silent` it only takes them away. What can't be written, because nobody reads, ends it."""

    def __init__(self, talk: Conversation, *, everything: bool, silent: bool) -> None:
        self._talk = talk
        self._rows = LiveRows(talk, everything=everything)
        self._ladder: RunningLadder | None = None
        if not silent and form() is not Form.JSON and sys.stdout is not None:
            names = (f"netkit, {talk.plan.local}", f"kernel, {talk.plan.remote.address}")
            self._ladder = RunningLadder(widest_rows(names), page_of(sys.stdout), aloud=form() is Form.PLAIN)
            put([[], *self._ladder.heads()], sys.stdout)
            sys.stdout.flush()

    def look(self) -> None:
        """Draw what has happened since the last time."""
        news = self._talk.news
        if self._ladder is None:
            news.clear()
            return
        if not news:
            return
        while news:
            for row in self._rows.rows(news.popleft()):
                put(self._ladder.row(row), sys.stdout)
        sys.stdout.flush()

    def close(self) -> None:
        """Draw the rest, and say what the signs mean."""
        self.look()
        if self._ladder is not None:
            for gap in self._rows.rest():
                put(self._ladder.row(gap), sys.stdout)
            put([*self._ladder.legend(), []], sys.stdout)
            sys.stdout.flush()
