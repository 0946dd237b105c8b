"""Subnets: questions about dividing a block, and about putting networks together. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from netkit.address import (
    Address,
    Need,
    Prefix,
    common_prefix,
    host_bits_for,
    parse_address_with_length,
    parse_prefix,
    plan_subnets,
)
from netkit.address.text import format_ipv4_bits
from netkit.lab import Question, Situation, Value, Wrong
from netkit.lab.told import known, seen, step

Pieces = list[tuple[int, int]]


def pieces(answer: Value) -> Pieces:
    """Prefixes as they were answered: where each begins, and its length."""
    found = [parse_address_with_length(each) for each in answer] if isinstance(answer, tuple) else []
    return [(address.number, length or 0) for address, length in found if address.version == 4]


def size(piece: tuple[int, int]) -> int:
    """How many addresses a piece has."""
    return 1 << 32 - piece[1]


def overlapping(found: Pieces) -> bool:
    """Whether two pieces share an address."""
    ordered = sorted((start, start + size((start, length))) for start, length in found)
    return any(end > start for (_, end), (start, _) in pairwise(ordered))


def misaligned(found: Pieces) -> bool:
    """Whether a piece begins at no multiple of its size."""
    return any(piece[0] % size(piece) for piece in found)


class Plan:
    """What is wanted of a plan: a prefix in the block for each group, as long as the group and the two ends allow."""

    def __init__(self, now: Situation) -> None:
        names = sorted(name for name in now.facts if name.startswith("hosts"))
        self.block = parse_prefix(str(now.facts["block"]))
        self.wanted = [int(now.facts[name]) for name in names]
        self.lengths = [32 - host_bits_for(count) for count in self.wanted]

    @property
    def right(self) -> tuple[str, ...]:
        """One plan that is right, in the order of the groups."""
        made = plan_subnets(self.block, [Need(name=str(count), hosts=count) for count in self.wanted])
        return tuple(str(subnet.prefix) for subnet in made.as_asked)

    def accepts(self, answer: Value) -> bool:
        """Whether an answer is such a plan; there are many."""
        found = pieces(answer)
        fits = [length for _, length in found] == self.lengths
        return fits and not (misaligned(found) or self.leaves(found) or overlapping(found))

    def leaves(self, found: Pieces) -> bool:
        """Whether a piece lies outside of the block, in part at least."""
        return any(piece[0] < self.block.number or piece[0] + size(piece) - 1 > self.block.last for piece in found)

    def broken(self, slug: str, rule: Callable[[Pieces], bool], why: str) -> Wrong:
        """A rule that answers with a piece for each group break where this holds of their pieces."""
        return seen(slug, lambda answer: len(pieces(answer)) == len(self.wanted) and rule(pieces(answer)), why)


def plan(now: Situation) -> Question:
    """3.6: aligned, inside the block, disjoint, and each the longest prefix with room for its hosts and the two ends."""
    asked = Plan(now)
    right = asked.right
    return Question(
        right=right,
        accepts=asked.accepts,
        because="Each begins at a multiple of its size, lies inside {block}, shares no address with another, and is no larger than its "
        "group needs.",
        facts={},
        wrong=plan_mistakes(asked),
        working=[
            *(
                step(
                    "for {count} hosts and the two ends, the smallest power of two is",
                    1 << 32 - length,
                    lambda answer, at=at, length=length: [each for _, each in pieces(answer)][at : at + 1] == [length],
                    count=count,
                )
                for at, (count, length) in enumerate(zip(asked.wanted, asked.lengths, strict=True))
            ),
            step(
                "the largest first, one behind the other from the start of {block}; in the order of the groups:", right
            ),
        ],
    )


def plan_mistakes(asked: Plan) -> list[Wrong]:
    """The rules in the order in which a broken one is told."""
    wanted, lengths = asked.wanted, asked.lengths
    return [
        asked.broken(
            "ends-forgotten",
            lambda found: any(
                size(piece) >= count > size(piece) - 2 for piece, count in zip(found, wanted, strict=True)
            ),
            "One of these has as many addresses as its group has hosts, or one more. But two addresses of each subnet are taken: one "
            "names the network, one is broadcast.",
        ),
        asked.broken(
            "misaligned",
            misaligned,
            "One of these begins at no multiple of its size, so it is no subnet: one of 64 addresses begins at a multiple of 64. "
            "Place the large ones first, and it comes by itself.",
        ),
        asked.broken("overlap", overlapping, "Two of these share an address: then a router can't tell them apart."),
        asked.broken(
            "equal-slices",
            lambda found: len({length for _, length in found}) == 1,
            "All of these have one size, though the groups have not. The largest group sets it then, and the others waste the rest.",
        ),
        asked.broken(
            "too-small",
            lambda found: any(size(piece) < count for piece, count in zip(found, wanted, strict=True)),
            "One of these has fewer addresses than its group has hosts. Give the prefixes in the order of the groups.",
        ),
        asked.broken(
            "outside-the-block", asked.leaves, "One of these lies outside {block}: those addresses are somebody else's."
        ),
        asked.broken(
            "larger-than-needed",
            lambda found: any(length < most for (_, length), most in zip(found, lengths, strict=True)),
            "One of these is larger than its group needs: half of it would be enough.",
        ),
        seen(
            "one-for-each",
            lambda answer: isinstance(answer, tuple) and len(answer) != len(wanted),
            "Each of the {count} groups gets one prefix: that makes {count}, in the order of the groups.",
            count=len(wanted),
        ),
    ]


def summary(now: Situation) -> Question:
    """3.7: the leading bits that the first and the last address have in common."""
    given = [parse_prefix(str(now.facts[f"network{number}"])) for number in range(1, 5)]
    right = common_prefix(given)
    last = given[-1].last_address
    shorter = given[0].length - 2

    def covered(answer: Value) -> list[bool]:
        [(number, length)] = pieces((str(answer),)) or [(0, 32)]
        return [Prefix.of(Address(4, number), length).holds(each) for each in given]

    return Question(
        right=str(right),
        because="The lowest and the highest address share their first {length} bits, and no more.",
        facts={"length": right.length},
        wrong=[
            known(
                "summary-misaligned",
                f"{given[0].first_address}/{shorter}",
                "Four networks are as many addresses as a /{shorter} has, but a /{shorter} begins at a multiple of its size, and "
                "{network1} does not. So a /{shorter} holds some of them only.",
                shorter=shorter,
            ),
            seen(
                "covers-too-little",
                lambda answer: not all(covered(answer)),
                "{answer} does not cover all four: {network1} to {network4}.",
            ),
            seen(
                "covers-too-much",
                lambda answer: all(covered(answer)) and pieces((str(answer),))[0][1] < right.length,
                "{answer} covers all four, but a longer prefix does, too. With this one still more traffic for others would come to you.",
            ),
            seen(
                "host-bits-kept",
                lambda answer: bool(pieces((str(answer),))[0][0] & (1 << 32 - right.length) - 1),
                "{answer} has ones behind its prefix: a summary begins at a multiple of its size, with all bits behind the prefix zero.",
            ),
        ],
        working=[
            step("the lowest address:", format_ipv4_bits(given[0].number, right.length)),
            step("the highest address:", format_ipv4_bits(last.number, right.length)),
            step("bits from the left that they share:", right.length, lambda answer: all(covered(answer))),
            step("these bits, and zeros behind them:", str(right)),
        ],
    )
