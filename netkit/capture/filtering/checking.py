"""Checking: names become fields, constants become values of the field beside them, and what can't be is refused with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from netkit.capture.columnar.catalog import domain_of, known_keys
from netkit.capture.columnar.domain import BOOLEAN, BYTES, IPV4, IPV6, LABEL, MAC, NUMBER, SIGNED, TEXT, Domain
from netkit.capture.columnar.naming import near_keys, present_name
from netkit.capture.filtering import functions
from netkit.capture.filtering.constants import EXAMPLES
from netkit.capture.filtering.domains import comparable, have_bytes, masked, searchable, sum_of
from netkit.capture.filtering.expressions import compiled
from netkit.capture.filtering.holding import held
from netkit.capture.filtering.pointing import refused
from netkit.capture.filtering.tree import (
    Among,
    And,
    Arithmetic,
    Call,
    Comparison,
    Constant,
    Contains,
    Everything,
    FieldOf,
    Interval,
    Matches,
    Not,
    Operand,
    Or,
    Present,
    Slice,
    Test,
)
from netkit.errors import UsageError

__all__ = ["Checker"]

_KEY_LIKE = re.compile(r"\.?[A-Za-z_][\w-]*(\.[\w-]+)*\.?")


class Checker:
    """Checks the tree of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def test(self, node: Test) -> Test:
        """The test with every name and constant made out; UsageError where one can't be."""
        check: dict[type[Test], Callable[[Any], Test]] = {
            Everything: lambda each: each,
            Not: lambda each: replace(each, of=self.test(each.of)),
            And: self._joined,
            Or: self._joined,
            Present: lambda each: replace(each, of=self._asked(each.of)),
            Comparison: self._comparison,
            Contains: self._contains,
            Matches: self._matches,
            Among: self._among,
        }
        return check[type(node)](node)

    # Tests

    def _joined(self, node: And | Or) -> Test:
        return replace(node, parts=tuple(map(self.test, node.parts)))

    def _comparison(self, node: Comparison) -> Test:
        left, right = self._pair(node.left, node.right)
        return replace(node, left=left, right=right)

    def _asked(self, node: Operand) -> Operand:
        found = self.operand(node, alone=True)
        if isinstance(found, Call):
            raise self._refused(
                "the value of a function is always there",
                found,
                why="a field by itself asks whether it is there; what a function gives has to be compared",
                hint=f"for example {found.name}(…) > 0",
            )
        return found

    def _pair(self, left: Operand, right: Operand) -> tuple[Operand, Operand]:
        first, second = self.operand(left), self._maybe(right)
        if isinstance(second, Constant):
            return first, self.constant(second, first)
        if not comparable(_domain(first), _domain(second)):
            raise self._unlike(first, second)
        return first, second

    def _contains(self, node: Contains) -> Test:
        left, right = self.operand(node.left), self._maybe(node.right)
        self._searchable(left, "contains")
        wanted = TEXT if _domain(left) is TEXT else BYTES
        if isinstance(right, Constant):
            return replace(node, left=left, right=self._held(right, wanted, left))
        if not searchable(_domain(right)):
            raise self._unlike(left, right)
        return replace(node, left=left, right=right)

    def _matches(self, node: Matches) -> Test:
        left = self.operand(node.left)
        self._searchable(left, "matches")
        expression = compiled(node.right.text, self.text, node.right.at, of_bytes=_domain(left) is not TEXT)
        return replace(node, left=left, expression=expression)

    def _among(self, node: Among) -> Test:
        left = self.operand(node.left)
        elements: list[Operand | Interval] = []
        for each in node.elements:
            if isinstance(each, Interval):
                ends = [self._pair_with(left, end) for end in (each.first, each.last)]
                elements.append(replace(each, first=ends[0], last=ends[1]))
            else:
                elements.append(self._pair_with(left, each))
        return replace(node, left=left, elements=tuple(elements))

    def _pair_with(self, left: Operand, node: Operand) -> Operand:
        """An element of a set, whose other side is known already."""
        found = self._maybe(node)
        if isinstance(found, Constant):
            return self.constant(found, left)
        if not comparable(_domain(left), _domain(found)):
            raise self._unlike(left, found)
        return found

    def _searchable(self, left: Operand, word: str) -> None:
        if not searchable(_domain(left)):
            raise self._refused(
                f"{word} can't look into {_domain(left).name}",
                left,
                why=f"{word} looks into texts, bytes and protocols",
                hint=f'string(…) makes a text of a number or an address: string(ip.src) {word} "192"',
            )

    # Operands

    def operand(self, node: Operand, *, alone: bool = False) -> Operand:
        """An operand that has values of its own; a constant is refused."""
        found = self._maybe(node)
        if not isinstance(found, Constant):
            if not alone and isinstance(found, FieldOf) and found.domain is LABEL:
                raise self._refused(
                    f"{found.key} has no value",
                    found,
                    why="it is a label: a packet has it, or has it not",
                    hint=f"by itself it asks for that: {found.key}, or !{found.key}",
                )
            return found
        key = found.text.strip(".")
        if found.sort == "word" and _KEY_LIKE.fullmatch(found.text):
            near = near_keys(key)
            raise self._refused(
                f"there is no field {key}",
                found,
                why="a field is named by its Wireshark key, such as ip.ttl or dns.qry.name",
                hint=f"did you mean {' or '.join(near)}?"
                if near
                else "netkit packet explain FILE:1 --json shows a packet's keys",
            )
        raise self._refused(
            "a field is wanted here, not a constant",
            found,
            why="a test names a field"
            if alone
            else "a comparison has a field on its left, and what it is compared with on its right",
            hint="each side of and, or needs a field of its own: tcp.port == 80 or tcp.port == 443"
            if alone
            else "for example ip.ttl > 1 && ip.ttl < 65",
        )

    def _maybe(self, node: Operand) -> Operand:
        """An operand made out; a constant stays as it is until it is known what it stands beside."""
        match node:
            case Constant():
                key = present_name(node.text.removeprefix(".")) if node.sort == "word" else ""
                return FieldOf(key=key, at=node.at, domain=domain_of(key)) if key in known_keys() else node
            case FieldOf():
                return self._of_layer(node)
            case Slice():
                return self._slice(node)
            case Call():
                return self._call(node)
            case Arithmetic():
                return self._arithmetic(node)
        raise self._refused("this has no values", node)

    def _of_layer(self, node: FieldOf) -> Operand:
        found = self.operand(Constant(text=node.key, at=node.at))
        if not isinstance(found, FieldOf):
            raise self._refused("only a field has layers", node)
        return replace(node, key=found.key, domain=found.domain)

    def _slice(self, node: Slice) -> Operand:
        of = self.operand(node.of)
        if not have_bytes(_domain(of)):
            raise self._refused(
                f"a slice of {_domain(of).name} can't be taken",
                node,
                why="a slice takes some bytes of a text, an address, bytes or a protocol",
                hint="take them from the protocol, as tcp[0:2], or single bits with &: tcp.flags & 0x02",
            )
        return replace(node, of=of, domain=BYTES)

    def _call(self, node: Call) -> Operand:
        function = functions.FUNCTIONS.get(node.name)
        if function is None:
            names = ", ".join(f"{name}()" for name in functions.FUNCTIONS)
            raise self._refused(f"there is no function {node.name}", node, why=f"the functions are {names}")
        operands = [each for each in node.given if isinstance(each, Operand)]
        if len(operands) != len(node.given) or not function.least <= len(operands) <= function.most:
            wanted = "one value" if function.most == 1 else "one value or several"
            raise self._refused(f"{node.name}() takes {wanted}", node, hint=function.example)
        given = [self.operand(operands[0])]
        given += [self._pair(operands[0], each)[1] for each in operands[1:]]
        domain = function.result(_domain(given[0]))
        if domain is None:
            raise self._refused(
                f"{node.name}() can't take {_domain(given[0]).name}", node, why=function.takes, hint=function.example
            )
        return replace(node, given=tuple(given), domain=domain)

    def _arithmetic(self, node: Arithmetic) -> Operand:
        left, right = self._maybe(node.left), self._maybe(node.right)
        if isinstance(left, Constant) and isinstance(right, Constant):
            both = Constant(text="", domain=SIGNED)
            left, right = self._held(left, SIGNED, both), self._held(right, SIGNED, both)
        elif isinstance(right, Constant):
            right = self._held(right, _calculated(_domain(left)), left)
        elif isinstance(left, Constant):
            left = self._held(left, _calculated(_domain(right)), right)
        first, second = _domain(left), _domain(right)
        domain = masked(first, second) if node.sign == "&" else sum_of(first, second, node.sign)
        if domain is None:
            raise self._refused(
                f"{node.sign} can't be done with {first.name}" + ("" if first is second else f" and {second.name}"),
                node,
                why="one calculates with numbers and times; & looks at single bits of numbers, bytes and addresses",
                hint="a flag is compared: tcp.flags.syn == 1" if BOOLEAN in (first, second) else "",
            )
        return replace(node, left=left, right=right, domain=domain)

    # Constants

    def constant(self, node: Constant, beside: Operand) -> Constant:
        """The constant as a value of the field that it stands beside."""
        return self._held(node, _domain(beside), beside)

    def _held(self, node: Constant, domain: Domain, beside: Operand) -> Constant:
        return held(node, domain, beside.key if isinstance(beside, FieldOf) else "", self.text)

    # Errors

    def _unlike(self, left: Operand, right: Operand) -> UsageError:
        text = self.text[slice(*right.at)]
        hint = f'write "{text}" for the text itself' if isinstance(right, FieldOf) and _domain(left) is TEXT else ""
        return self._refused(
            f"{_domain(left).name} can't be compared with {_domain(right).name}",
            right,
            why=f"{text} is {'a field' if isinstance(right, FieldOf) else 'a value'} of another sort",
            hint=hint or f"{self.text[slice(*left.at)]} takes {EXAMPLES[_domain(left)]}",
        )

    def _refused(self, what: str, node: Any, *, why: str = "", hint: str = "") -> UsageError:
        return refused(what, self.text, node.at, why=why, hint=hint)


def _domain(node: Operand) -> Domain:
    assert node.domain is not None  # noqa: S101 - operands that were made out have one
    return node.domain


def _calculated(domain: Domain) -> Domain:
    """What a constant is, with which one calculates beside a value of this domain."""
    return {NUMBER: SIGNED, BOOLEAN: SIGNED, MAC: BYTES, IPV4: IPV4, IPV6: IPV6}.get(domain, domain)
