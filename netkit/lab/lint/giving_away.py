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
    words: str, right: Value, typed: str, *, answer: str = "", had: Value | None = None, shown: Collection[str] = ()
) -> bool:
    """Whether `words`, told to somebody who answered `answer` (whose value is `had`), hold the right value.

    `typed` is the right answer as text. A number of a packet or a byte ("packet 12, bytes 16–17: 02 e4") is where something stands, and is
    taken out first. What is left must not hold the right value as a word of its own, unless it is one of the numbers that the answer is
    worked out from (`shown`), or stands in what was answered. For a set of packets, not all of them may be told: not even together with
    those that were answered.
    """
    if isinstance(right, frozenset):
        packets = frozenset(each for each in right if isinstance(each, int))
        mine = had if isinstance(had, frozenset) else frozenset()
        told = {int(number) for number in re.findall(r"packets? (\d+)", words)}
        return bool(packets) and (packets <= told or (not packets <= mine and packets <= told | mine))
    if typed in shown or typed.lower() in answer.lower():
        return False
    text = _PLACES.sub(" ", re.sub(r"(?<=\d),(?=\d{3})", "", words) if isinstance(right, int) else words)
    return bool(re.search(rf"(?<![\w.-]){re.escape(typed)}(?![\w-]|\.\w)", text, re.IGNORECASE))
