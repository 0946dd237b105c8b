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
from netkit.lab.kinds.shape import Parse, Shape
from netkit.lab.kinds.words import choice, form, name, text
from netkit.lab.value import Value

__all__ = ["CHOOSING", "KINDS", "matching_kind", "parse_answer"]

KINDS: Mapping[str, Parse] = MappingProxyType(
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
"""Each kind of answer, with what makes a typed text its canonical value; ValueError says what is wanted."""

CHOOSING = frozenset({"choice", "set", "order", "sequence"})
"""The kinds that are made of the task's choices; a table's cells may be."""

_SAID = MappingProxyType(
    {"ipv4": "an IPv4 address", "ipv6": "an IPv6 address", "mac": "a MAC address", "number": "a number"}
)


def parse_answer(kind: str, answer: str, choices: Sequence[str] = (), rows: Sequence[str] = (), *, task: str) -> Value:
    """The canonical value of an answer; AnswerError where the text is not of the kind that the task asks for."""
    try:
        return KINDS[kind](answer, Shape(tuple(choices), tuple(rows)))
    except ValueError as error:
        other = matching_kind(answer, kind)
        raise AnswerError(
            f"{answer[:60]!r} is not the kind of answer that task {task} asks for",
            where=_said(kind, other),
            why=str(error),
            hint=f"netkit lab show {task} tells the task again; nothing was counted",
        ) from None


def _said(wanted: str, other: str) -> str:
    if wanted == "decimal" and other == "number":
        return "it is a number in hex, or with a unit behind it"
    return f"it is {_SAID[other]}" if other else ""


def matching_kind(answer: str, wanted: str) -> str:
    """The kind, other than the wanted one, that a text is plainly of; empty if none."""
    for kind in _SAID:
        if kind != wanted:
            try:
                KINDS[kind](answer, Shape())
            except ValueError:
                continue
            return kind
    return ""
