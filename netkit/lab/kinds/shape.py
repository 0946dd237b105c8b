"""What an answer may be made of: the words to choose from, and the rows of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from netkit.lab.value import Value
from netkit.language import ENGLISH, Language

__all__ = ["Parse", "Shape", "UnfitError", "no_longer_than"]


@dataclass(frozen=True, slots=True)
class Shape:
    """`choices` are the words that a choice, an order, a set or a table's cell is made of, `rows` the names of a table's rows.

    `said` has how each is said in the student's language; an answer may be made of either. `also` has other words for the choices, each
    with the choice that it means.
    """

    choices: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)

    def told(self, words: Sequence[str]) -> str:
        """Words in a list, as they are said."""
        return ", ".join(self.said.get(word, word) for word in words)


class UnfitError(ValueError):
    """A text that is not of the kind that is wanted: a sentence that says what is, under its id."""

    def __init__(self, id: str, english: str, /, **facts: object) -> None:  # noqa: A002  that is what it is called
        super().__init__(ENGLISH.say(id, english, **facts))
        self.id = id
        self._said = id, english
        self._facts = facts

    def told(self, language: Language) -> str:
        """The sentence in a language."""
        return language.say(*self._said, **self._facts)


def no_longer_than(most: int, text: str) -> None:
    """UnfitError where a text has more characters than that."""
    if len(text) > most:
        raise UnfitError(
            "wanted.shorter",
            "a shorter answer is wanted: this one has {count} characters, and the most is {most}",
            count=f"{len(text):,}",
            most=f"{most:,}",
        )


Parse = Callable[[str, Shape], Value]
"""A kind of answer: the canonical value of a text; UnfitError, a ValueError, says in a sentence what is wanted."""
