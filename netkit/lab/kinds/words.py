"""Words: a name, one of several choices, any text, and a text whose form is what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netkit.address.address import Address, parse_address
from netkit.lab.kinds.shape import Shape

__all__ = ["choice", "form", "name", "one_of", "text"]


def name(text: str, _: Shape) -> str:
    """A name of the DNS; case, quotes and the last dot don't count."""
    found = text.strip().strip("'\"").lower().removesuffix(".")
    if not found or len(found) > 300 or re.search(r"\s", found):
        raise ValueError("a name is wanted, such as www.example.test")
    return found


def choice(text: str, shape: Shape) -> str:
    """One of the words that there are, or a beginning of one."""
    return one_of(text, shape.choices)


def one_of(text: str, choices: Sequence[str]) -> str:
    """The word that a text means, an address in any of its forms; ValueError if it is none of them, or may be several."""
    word = re.sub(r"^(?:the|a|an)\s+|[.!]$", "", text.strip().lower())
    exact = [each for each in choices if each.lower() == word] or _same_address(word, choices)
    found = exact or [each for each in choices if word and each.lower().startswith(word)]
    named = [each for each in choices if each[:1].isalnum() and each[-1:].isalnum()]
    found = found or [each for each in named if re.search(rf"\b{re.escape(each.lower())}\b", word)]
    if len(found) != 1:
        raise ValueError(f"one of these is wanted: {', '.join(choices)}")
    return found[0]


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
        raise ValueError("a word is wanted")
    return words


def form(text: str, _: Shape) -> str:
    """A text as it is written: the form is what is asked."""
    found = text.strip()
    if not found:
        raise ValueError("a text is wanted, exactly as it is to be written")
    return found
