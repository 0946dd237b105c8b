"""Words: a name, one of several choices, any text, and a text whose form is what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from netkit.address.address import Address, parse_address
from netkit.lab.kinds.shape import Shape, UnfitError

__all__ = ["choice", "form", "name", "one_of", "text"]


def name(text: str, _: Shape) -> str:
    """A name of the DNS; case, quotes and the last dot don't count."""
    found = text.strip().strip("'\"").lower().removesuffix(".")
    if not found or len(found) > 300 or re.search(r"\s", found):
        raise UnfitError("wanted.name", "a name is wanted, such as www.example.test")
    return found


def choice(text: str, shape: Shape) -> str:
    """One of the words that there are, or a beginning of one."""
    return one_of(text, shape.choices, shape)


def one_of(text: str, choices: Sequence[str], shape: Shape) -> str:
    """The word of `choices` that a text means, an address in any of its forms; UnfitError if it is none of them, or may be several.

    It may be said in the student's language (`shape.said`). A word in full counts before the beginning of another.
    """
    word = re.sub(r"^(?:the|a|an)\s+|[.!]$", "", text.strip().lower())
    said = {each: shape.said[each] for each in choices if each in shape.said}
    found = [each for each in choices if each.lower() == word] or _same_address(word, choices)
    found = found or [each for each, told in said.items() if told.lower() == word]
    found = found or [each for other, each in shape.also.items() if other.lower() == word and each in choices]
    found = found or _meant(word, {each: each for each in choices}) or _meant(word, said)
    if len(found) == 1:
        return found[0]
    found = found or [each for each in choices if word in each.lower().split()]
    if found:
        raise UnfitError(
            "wanted.which-one",
            "{word} is said too shortly: it may mean {choices}",
            word=repr(text.strip()[:60]),
            choices=_either(found, shape),
        )
    raise UnfitError("wanted.choice", "one of these is wanted: {choices}", choices=shape.told(choices))


def _either(words: Sequence[str], shape: Shape) -> str:
    """Words of which one is meant, each as it is said."""
    return " / ".join(shape.said.get(word, word) for word in words)


def _meant(word: str, said: Mapping[str, str]) -> list[str]:
    """The choices that a word is a beginning of, as they are said; else those that it has in it."""
    found = [each for each, told in said.items() if word and told.lower().startswith(word)]
    named = {each: told for each, told in said.items() if told[:1].isalnum() and told[-1:].isalnum()}
    return found or [each for each, told in named.items() if re.search(rf"\b{re.escape(told.lower())}\b", word)]


def _same_address(word: str, choices: Sequence[str]) -> list[str]:
    """The choices that are the address that a word is, in whatever form it is written."""
    try:
        meant = parse_address(word)
    except ValueError:
        return []
    return [each for each in choices if ("." in each or ":" in each) and _address_or_none(each) == meant]


def _address_or_none(text: str) -> Address | None:
    try:
        return parse_address(text)
    except ValueError:
        return None


def text(text: str, _: Shape) -> str:
    """Words; case and space don't count."""
    words = " ".join(text.split()).lower().rstrip(".!")
    if not words:
        raise UnfitError("wanted.text", "a word is wanted")
    return words


def form(text: str, _: Shape) -> str:
    """A text as it is written: the form is what is asked."""
    found = text.strip()
    if not found:
        raise UnfitError("wanted.form", "a text is wanted, exactly as it is to be written")
    return found
