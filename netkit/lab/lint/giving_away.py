"""Whether words give an answer away that somebody is still looking for."""

from __future__ import annotations

import re
from collections.abc import Collection

from netkit.lab.value import Value

__all__ = ["gives_away"]

_PLACES = re.compile(
    r"packets? \d+(?:, (?=bytes?|bits?))?|(?:bytes?|bits?) \d+(?:[–-]\d+| to \d+| and \d+)?(?:: (?:[0-9a-f]{2}\b ?)+)?"
    r"|row(?: that begins with)? [0-9a-f]{4}|→ .*"
)
"""Numbers of packets, bytes and rows: where something stands, and not what is asked."""


def gives_away(
    words: str,
    right: Value,
    typed: str,
    *,
    kind: str = "",
    answer: str = "",
    had: Value | None = None,
    shown: Collection[str] = (),
) -> bool:
    """Whether `words`, told to somebody who answered `answer` (whose value is `had`), hold the right value of a task of this kind.

    `typed` is the right answer as text. A number of a packet or a byte ("packet 12, bytes 16–17: 02 e4") is where something stands, and is
    taken out first. What is left must not hold the right value as a word of its own, unless it is one of the numbers that the answer is
    worked out from (`shown`), or stands in what was answered. For a set, where its members are what is asked, not all of them may be told:
    not even together with those that were answered. Of several in order, some one is not told, but for those that were answered.
    """
    if isinstance(right, frozenset):
        mine = had if isinstance(had, frozenset) else frozenset()
        told = {
            each for each in right if _stands(f"packets? {each}" if isinstance(each, int) else re.escape(each), words)
        }
        return bool(right) and (right <= told or (not right <= mine and right <= told | mine))
    if isinstance(right, tuple) and kind != "table":
        return all(_stands(re.escape(each), words) for each in right) and not set(right) <= set(
            had if isinstance(had, tuple) else ()
        )
    if typed in shown or typed.lower() in answer.lower():
        return False
    text = _PLACES.sub(" ", re.sub(r"(?<=\d),(?=\d{3})", "", words) if isinstance(right, int) else words)
    return _stands(re.escape(typed), text)


def _stands(pattern: str, words: str) -> bool:
    """Whether a pattern stands in a text as a word of its own."""
    return bool(re.search(rf"(?<![\w.-])(?<![\w:]:){pattern}(?![\w-]|[.:][\w:])", words, re.IGNORECASE))
