"""`netkit dns trace --predict`: a quiz along the walk."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from netkit.cli.output import draw
from netkit.dns.quiz import quiz_of
from netkit.dns.view.stage import stage
from netkit.view import Paragraph, Sentence, Stages

if TYPE_CHECKING:
    from netkit.dns.quiz import Item
    from netkit.dns.walker import Walker
    from netkit.view import Block

__all__ = ["predict"]

LETTERS = "abcd"
TRIES = 3
"""Lines that are no choice, after which a question is passed over."""


def predict(walker: Walker, seed: str) -> bool:
    """Ask before each step where the question goes or what comes back; False if it was left early.

    Each line of standard input is a letter; an empty one passes the question over. The end of the input and Ctrl-C end the quiz.
    """
    items = {item.step.number: item for item in quiz_of(walker.steps, seed=seed)}
    right = asked = 0
    _say(
        Sentence(
            text=f"{walker.question}? · {len(items)} questions on the way: a letter answers, Enter passes over, Ctrl-D ends"
        )
    )
    finished = True
    try:
        for step in walker.steps:
            if step.number in items:
                answer = _asked(items[step.number])
                if answer is None:
                    finished = False
                    break
                asked += answer >= 0
                right += answer == items[step.number].right
                _told(items[step.number], answer)
            _say(Stages(rows=[stage(step)]))
    except KeyboardInterrupt:
        finished = False
    left = "" if finished else " The rest of the walk is there another time."
    _say(Paragraph(text=f"{right} of {asked} right.{left}"))
    return finished


def _asked(item: Item) -> int | None:
    """The number of the choice, -1 for a question that is passed over, None at the end of the input."""
    _say(Paragraph(text="\n".join([item.prompt, *(f"{LETTERS[n]}) {text}" for n, text in enumerate(item.choices))])))
    letters = LETTERS[: len(item.choices)]
    for _ in range(TRIES):
        if sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None:
            sys.stdout.write("? ")
            sys.stdout.flush()
        line = "" if sys.stdin is None else sys.stdin.readline(1000)
        if not line:
            return None
        word = line.strip().lower().rstrip(").")
        if not word:
            return -1
        if word in letters:
            return letters.index(word)
        _say(Paragraph(text=f"That is none of the letters {', '.join(letters)}."))
    return -1


def _told(item: Item, answer: int) -> None:
    said = "Right" if answer == item.right else f"It is {LETTERS[item.right]}"
    source = f" ({item.source})" if item.source else ""
    _say(Paragraph(text=f"{said}: {item.reason}{source}."))


def _say(*blocks: Block) -> None:
    if sys.stdout is not None:
        draw(blocks, sys.stdout)
