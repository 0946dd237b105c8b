"""Answers as people type them: forgiving of form, strict in substance."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from netkit.address import format_ipv4, format_mac, parse_ipv4, parse_mac
from netkit.errors import AnswerError
from netkit.lab.question import Value

__all__ = ["KINDS", "matching_kind", "parse_answer", "spell"]

LARGEST_NUMBER = 10**30
MOST_PACKETS = 1000


def _number(text: str, choices: Sequence[str]) -> int:  # noqa: ARG001
    cleaned = re.sub(r"\s*(?:bytes?|bits?|routers?|hops?|ms|s)\.?$", "", text.strip(), flags=re.IGNORECASE)
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,24}", cleaned):
        return int(cleaned, 16)
    if re.fullmatch(r"\d{1,3}(?:[ ,'_]\d{3})+|\d{1,30}", cleaned):
        return int(re.sub(r"[ ,'_]", "", cleaned))
    raise ValueError("a whole number is wanted, such as 1448 or 0x5a8")


def _decimal(text: str, choices: Sequence[str]) -> int:  # noqa: ARG001
    cleaned = text.strip()
    if not re.fullmatch(r"\d{1,3}(?:[ ,'_]\d{3})+|\d{1,30}", cleaned):
        raise ValueError("a whole number in decimal digits is wanted, such as 1448")
    return int(re.sub(r"[ ,'_]", "", cleaned))


def _ipv4(text: str, choices: Sequence[str]) -> str:  # noqa: ARG001
    try:
        return format_ipv4(parse_ipv4(text.strip()))
    except ValueError:
        raise ValueError("an IPv4 address is wanted: four numbers from 0 to 255 with dots, such as 192.0.2.1") from None


def _mac(text: str, choices: Sequence[str]) -> str:  # noqa: ARG001
    try:
        return format_mac(parse_mac(text.strip()))
    except ValueError:
        raise ValueError("a MAC address is wanted: six bytes in hex, such as 02:00:00:00:00:0a") from None


def _name(text: str, choices: Sequence[str]) -> str:  # noqa: ARG001
    name = text.strip().strip("'\"").lower().removesuffix(".")
    if not name or len(name) > 300 or re.search(r"\s", name):
        raise ValueError("a name is wanted, such as www.example.test")
    return name


def _choice(text: str, choices: Sequence[str]) -> str:
    word = re.sub(r"^(?:the|a|an)\s+|[.!]$", "", text.strip().lower())
    exact = [choice for choice in choices if choice.lower() == word]
    found = exact or [choice for choice in choices if word and choice.lower().startswith(word)]
    found = found or [choice for choice in choices if re.search(rf"\b{re.escape(choice.lower())}\b", word)]
    if len(found) != 1:
        raise ValueError(f"one of these is wanted: {', '.join(choices)}")
    return found[0]


def _packets(text: str, choices: Sequence[str]) -> frozenset[int]:  # noqa: ARG001
    found: set[int] = set()
    words = re.sub(r"\b(?:packets?|and)\b|[#&,;{}()\[\]]", " ", text.lower()).split()
    for word in words:
        match = re.fullmatch(r"(\d{1,6})(?:[-–](\d{1,6}))?", word)
        if match is None:
            raise ValueError("packet numbers are wanted, such as 4 5 6")
        first, last = int(match[1]), int(match[2] or match[1])
        if last < first:
            raise ValueError(f"{word} counts backwards: a range begins with its smaller number, such as 4-6")
        if last - first >= MOST_PACKETS:
            raise ValueError("these are too many packets")
        found.update(range(first, last + 1))
    if not found:
        raise ValueError("packet numbers are wanted, such as 4 5 6")
    return frozenset(found)


def _hex(text: str, choices: Sequence[str]) -> str:  # noqa: ARG001
    digits = re.sub(r"0x|[\s:,.-]", "", text.strip().lower())
    if not re.fullmatch(r"(?:[0-9a-f]{2}){1,64}", digits):
        raise ValueError("bytes in hex are wanted, two digits each, such as 0x45")
    return digits


def _text(text: str, choices: Sequence[str]) -> str:  # noqa: ARG001
    words = " ".join(text.split()).lower().rstrip(".!")
    if not words:
        raise ValueError("a word is wanted")
    return words


Parse = Callable[[str, Sequence[str]], Value]

KINDS: Mapping[str, Parse] = MappingProxyType(
    {
        "number": _number,
        "decimal": _decimal,
        "ipv4": _ipv4,
        "mac": _mac,
        "name": _name,
        "choice": _choice,
        "packets": _packets,
        "hex": _hex,
        "text": _text,
    }
)
"""Each kind of answer, with what makes a typed text its canonical value; ValueError says what is wanted."""

_SAID = MappingProxyType({"ipv4": "an IPv4 address", "mac": "a MAC address", "number": "a number"})


def parse_answer(kind: str, text: str, choices: Sequence[str] = (), *, task: str) -> Value:
    """The canonical value of an answer; AnswerError where the text is not of the kind that the task asks for."""
    try:
        return KINDS[kind](text, choices)
    except ValueError as error:
        other = matching_kind(text, kind)
        raise AnswerError(
            f"{text[:60]!r} is not the kind of answer that task {task} asks for",
            where=_said(kind, other),
            why=str(error),
            hint=f"netkit lab show {task} tells the task again; nothing was counted",
        ) from None


def _said(wanted: str, other: str) -> str:
    if wanted == "decimal" and other == "number":
        return "it is a number in hex, or with a unit behind it"
    return f"it is {_SAID[other]}" if other else ""


def matching_kind(text: str, wanted: str) -> str:
    """The kind, other than the wanted one, that a text is plainly of; empty if none."""
    for kind in _SAID:
        if kind != wanted:
            try:
                KINDS[kind](text, ())
            except ValueError:
                continue
            return kind
    return ""


def spell(value: Value) -> str:
    """An answer's canonical text."""
    if isinstance(value, frozenset):
        return ", ".join(map(str, sorted(value)))
    return f"{value:,}" if isinstance(value, int) and value >= 10_000 else str(value)
