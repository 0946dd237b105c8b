"""What the parser found becomes nodes of a filter's tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lark import Token, Tree

from netkit.capture.filtering.literals import ranges_in, unescaped
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
    Node,
    Not,
    Operand,
    Or,
    Place,
    Present,
    Slice,
    Test,
)

__all__ = ["TreeBuilder"]

_SIGNS = {
    "eq": ("==", None), "any_eq": ("==", None), "==": ("==", None), "===": ("==", True), "all_eq": ("==", True),
    "ne": ("!=", True), "all_ne": ("!=", True), "!=": ("!=", True), "!==": ("!=", False), "~=": ("!=", False),
    "any_ne": ("!=", False), "gt": (">", None), "ge": (">=", None), "lt": ("<", None), "le": ("<=", None),
}  # fmt: skip
"""Each comparison's sign, and whether it asks all values; None where nothing is said."""

_DEEPEST = 300
"""Operators within operators: `not not not …`, sums of sums."""


class TreeBuilder:
    """Makes the tree of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def whole(self, parsed: Tree[Token]) -> Test:
        """The tree of the whole filter."""
        if not parsed.children:
            return Everything()
        return self.test(self._node(parsed.children[0]))

    def test(self, node: Node) -> Test:
        """A node that is asked for its truth: an operand is asked whether it is there."""
        if isinstance(node, Test):
            return node
        if isinstance(node, Operand):
            return Present(of=node, at=node.at)
        raise refused("this is no test", self.text, node.at)

    def operand(self, node: Node) -> Operand:
        """A node that is asked for values."""
        if isinstance(node, Operand):
            return node
        raise refused(
            "the result of a test is no value",
            self.text,
            node.at,
            why="what is compared are fields and constants",
            hint="join tests with and, or: tcp.port == 80 or tcp.port == 443",
        )

    def _node(self, parsed: Tree[Token] | Token, depth: int = 0) -> Node:
        if depth > _DEEPEST:
            at = _span(parsed)
            raise refused(
                "this filter is nested too deep", self.text, at, why=f"at most {_DEEPEST} operators within another"
            )
        if isinstance(parsed, Token):
            return Constant(text=str(parsed), at=_place(parsed))
        name = str(parsed.data)
        children: list[Any] = [
            each if isinstance(each, Token) else self._node(each, depth + 1) for each in parsed.children
        ]
        make: Callable[..., Node] = getattr(self, f"_{name}")
        return make(*children)

    # Tests

    def _disjunction(self, *parts: Node) -> Node:
        return Or(parts=tuple(map(self.test, parts)), at=_around(parts))

    def _conjunction(self, *parts: Node) -> Node:
        return And(parts=tuple(map(self.test, parts)), at=_around(parts))

    def _negated(self, sign: Token, of: Node) -> Node:
        return Not(of=self.test(of), at=(_place(sign)[0], of.at[1]))

    def _compared(self, *parts: Any) -> Node:
        pairs = [
            self._pair(None, left, sign, right)
            for left, sign, right in zip(parts[::2], parts[1::2], parts[2::2], strict=False)
        ]
        return pairs[0] if len(pairs) == 1 else And(parts=tuple(pairs), at=_around(pairs))

    def _compared_by(self, quantifier: Token, left: Node, sign: Token, right: Node) -> Node:
        return self._pair(quantifier == "all", left, sign, right)

    def _pair(self, every: bool | None, left: Node, sign: Token, right: Node) -> Test:  # noqa: FBT001
        plain, own = _SIGNS.get(str(sign), (str(sign), None))
        asked = every if every is not None else bool(own)
        return Comparison(
            sign=plain, left=self.operand(left), right=self.operand(right), every=asked, at=_around((left, right))
        )

    def _contains(self, left: Node, _: Token, right: Node) -> Contains:
        return Contains(left=self.operand(left), right=self.operand(right), at=_around((left, right)))

    def _contains_by(self, quantifier: Token, left: Node, sign: Token, right: Node) -> Node:
        return replace(self._contains(left, sign, right), every=quantifier == "all")

    def _matches(self, left: Node, _: Token, right: Node) -> Matches:
        if not isinstance(right, Constant) or right.sort != "string":
            raise refused(
                "matches wants a regular expression in double quotes",
                self.text,
                right.at,
                hint='for example http.host matches "^www[.]"',
            )
        return Matches(left=self.operand(left), right=right, at=_around((left, right)))

    def _matches_by(self, quantifier: Token, left: Node, sign: Token, right: Node) -> Node:
        return replace(self._matches(left, sign, right), every=quantifier == "all")

    def _among(self, left: Node, _: Token, elements: _Elements) -> Among:
        return Among(left=self.operand(left), elements=elements.of, at=(left.at[0], elements.at[1]))

    def _not_among(self, left: Node, _: Token, sign: Token, elements: _Elements) -> Node:
        found = self._among(left, sign, elements)
        return Not(of=self.test(found), at=found.at)

    def _among_by(self, quantifier: Token, left: Node, sign: Token, elements: _Elements) -> Node:
        return replace(self._among(left, sign, elements), every=quantifier == "all")

    def _not_among_by(self, _: Token, left: Node, sign: Token, among: Token, elements: _Elements) -> Node:
        return self._not_among(
            left, sign, among, elements
        )  # no value is among them, whichever was written: so does Wireshark

    def _elements(self, *parts: Node) -> _Elements:
        return _Elements(
            tuple(each if isinstance(each, Interval) else self.operand(each) for each in parts), _around(parts)
        )

    def _interval(self, first: Node, last: Node) -> Node:
        return Interval(first=self.operand(first), last=self.operand(last), at=_around((first, last)))

    # Operands

    def _arithmetic(self, left: Node, sign: Token, right: Node) -> Node:
        plain = "&" if sign.type == "MASK" else str(sign)
        return Arithmetic(sign=plain, left=self.operand(left), right=self.operand(right), at=_around((left, right)))

    def _positive(self, sign: Token, of: Node) -> Node:
        return replace(self.operand(of), at=(_place(sign)[0], of.at[1]))

    def _negative(self, sign: Token, of: Node) -> Node:
        at = (_place(sign)[0], of.at[1])
        if isinstance(of, Constant) and of.sort == "word" and of.text[:1].isdigit():
            return replace(of, text=f"-{of.text}", at=at)
        return Arithmetic(sign="-", left=Constant(text="0", at=at), right=self.operand(of), at=at)

    def _grouped(self, of: Node) -> Node:
        return of

    def _word(self, word: Token) -> Node:
        return Constant(text=str(word), at=_place(word))

    def _string(self, found: Token) -> Node:
        return Constant(text=unescaped(str(found), self.text, _place(found)), sort="string", at=_place(found))

    def _raw(self, found: Token) -> Node:
        return Constant(text=str(found)[2:-1], sort="string", at=_place(found))

    def _character(self, found: Token) -> Node:
        text = unescaped(str(found), self.text, _place(found))
        if len(text) != 1:
            raise refused(
                f"{found} is not one character",
                self.text,
                _place(found),
                why="single quotes hold one character, which is one byte; a text stands in double quotes",
                hint=f'write "{str(found)[1:-1]}"',
            )
        return Constant(text=text, sort="character", at=_place(found))

    def _of_layer(self, word: Node, layer: Token) -> Node:
        text = str(layer)[1:].strip()
        ranges = ranges_in(text[1:-1] if text.startswith("[") else text, self.text, _place(layer), counts=True)
        layers = tuple((first, first if count is None else first + count - 1) for first, count in ranges)
        if not isinstance(word, Constant):
            raise refused("only a field has layers", self.text, word.at)
        return FieldOf(key=word.text, layers=layers, at=(word.at[0], _place(layer)[1]))

    def _sliced(self, of: Node, slice_: Token) -> Node:
        ranges = ranges_in(str(slice_)[1:-1], self.text, _place(slice_))
        return Slice(of=self.operand(of), ranges=tuple(ranges), at=(of.at[0], _place(slice_)[1]))

    def _called(self, name: Token, *given: Node) -> Node:
        at = _around((Constant(text="", at=_place(name)), *given))
        return Call(name=str(name), given=tuple(given), at=(at[0], min(at[1] + 1, len(self.text))))


@dataclass(frozen=True, slots=True)
class _Elements:
    """The elements of a set, on their way into it."""

    of: tuple[Operand | Interval, ...]
    at: Place


def _place(token: Token) -> Place:
    return int(token.start_pos or 0), int(token.end_pos or 0)


def _around(nodes: Any) -> Place:
    return nodes[0].at[0], max(each.at[1] for each in nodes)


def _span(parsed: Tree[Token] | Token) -> Place:
    """Some place in what was parsed, found without going deep."""
    while isinstance(parsed, Tree):
        parsed = parsed.children[0]
    return _place(parsed)
