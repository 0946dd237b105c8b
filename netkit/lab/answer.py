"""Answers as people type them: forgiving of form, strict in substance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from netkit.errors import AnswerError
from netkit.lab.kinds.address import address, addresses, ipv4, ipv6, mac, prefix, prefixes
from netkit.lab.kinds.capture import capture
from netkit.lab.kinds.code import code
from netkit.lab.kinds.duration import milliseconds
from netkit.lab.kinds.number import decimal, number
from netkit.lab.kinds.octets import octets, packet
from netkit.lab.kinds.packets import packets
from netkit.lab.kinds.several import order, sequence, several, table
from netkit.lab.kinds.shape import Parse, Shape, UnfitError, no_longer_than
from netkit.lab.kinds.words import choice, form, name, text
from netkit.lab.value import Value
from netkit.language import ENGLISH, Language

__all__ = ["CHOOSING", "KINDS", "matching_kind", "parse_answer"]

LONGEST = 10_000
"""Characters of an answer. Nobody types so many, and to look through millions takes its time."""

_OF_THEIR_OWN = frozenset({"code", "packet"})
"""Kinds that have a limit of their own: a file's text, and a packet's bytes."""


def _bounded(kind: str, parse: Parse) -> Parse:
    if kind in _OF_THEIR_OWN:
        return parse

    def parsed(text: str, shape: Shape) -> Value:
        no_longer_than(LONGEST, text)
        return parse(text, shape)

    return parsed


_PARSED: Mapping[str, Parse] = MappingProxyType(
    {
        "number": number,
        "decimal": decimal,
        "milliseconds": milliseconds,
        "ipv4": ipv4,
        "ipv6": ipv6,
        "address": address,
        "addresses": addresses,
        "prefix": prefix,
        "prefixes": prefixes,
        "mac": mac,
        "name": name,
        "choice": choice,
        "set": several,
        "order": order,
        "sequence": sequence,
        "table": table,
        "packets": packets,
        "hex": octets,
        "packet": packet,
        "code": code,
        "capture": capture,
        "text": text,
        "form": form,
    }
)

KINDS: Mapping[str, Parse] = MappingProxyType({kind: _bounded(kind, parse) for kind, parse in _PARSED.items()})
"""Each kind of answer, with what makes a typed text its canonical value; UnfitError, a ValueError, says what is wanted."""

CHOOSING = frozenset({"choice", "set", "order", "sequence"})
"""The kinds that are made of the task's choices; a table's cells may be."""

_PLAIN = ("ipv4", "ipv6", "mac", "number")
"""Kinds that a text is plainly of."""


def parse_answer(
    kind: str,
    answer: str,
    choices: Sequence[str] = (),
    rows: Sequence[str] = (),
    *,
    task: str,
    said: Mapping[str, str] = MappingProxyType({}),
    also: Mapping[str, str] = MappingProxyType({}),
    language: Language = ENGLISH,
) -> Value:
    """The canonical value of an answer; AnswerError where the text is not of the kind that the task asks for.

    `said` has how the choices and rows are said in the student's language, `also` other words for the choices; that they may be given so
    changes no value.
    """
    try:
        return KINDS[kind](answer, Shape(tuple(choices), tuple(rows), said, also))
    except ValueError as error:
        other = matching_kind(answer, kind)
        raise AnswerError(
            language.say(
                "answer.unfit",
                "{answer} is not the kind of answer that task {task} asks for",
                answer=repr(answer[:60]),
                task=task,
            ),
            where=_seen(kind, other, language),
            why=error.told(language) if isinstance(error, UnfitError) else str(error),
            hint=language.say(
                "answer.again", "netkit lab show {task} tells the task again; nothing was counted", task=task
            ),
        ) from None


def _seen(wanted: str, other: str, language: Language) -> str:
    """What an answer looks like instead."""
    if wanted == "decimal" and other == "number":
        return language.say("answer.is-hex", "it is a number in hex, or with a unit behind it")
    match other:
        case "ipv4":
            return language.say("answer.is-ipv4", "it is an IPv4 address")
        case "ipv6":
            return language.say("answer.is-ipv6", "it is an IPv6 address")
        case "mac":
            return language.say("answer.is-mac", "it is a MAC address")
        case "number":
            return language.say("answer.is-number", "it is a number")
    return ""


def matching_kind(answer: str, wanted: str) -> str:
    """The kind, other than the wanted one, that a text is plainly of; empty if none."""
    for kind in _PLAIN:
        if kind != wanted:
            try:
                KINDS[kind](answer, Shape())
            except ValueError:
                continue
            return kind
    return ""
