"""IPv6 addresses: the two questions about their text and their bytes. See `Question` in netkit/lab/question.py."""

from __future__ import annotations

import re

from netkit.address import departures, parse_address, parse_ipv6
from netkit.lab import Question, Situation, Value
from netkit.lab.told import known, seen, step


def shortest_form(now: Situation) -> Question:
    """4.1: the form of RFC 5952."""
    address = parse_address(str(now.facts["full"]))
    right = str(address)
    groups = [group.lstrip("0") or "0" for group in str(now.facts["full"]).split(":")]
    without_leading = ":".join(groups)
    runs = list(re.finditer(r"(?:\b0(?::|$))+", without_leading))

    def breaks(answer: Value, *rules: str) -> bool:
        """Whether a text is this address, but in a form that breaks one of these rules."""
        try:
            same = parse_ipv6(str(answer)) == address.number
        except ValueError:
            return False
        return same and any(departure.rule.endswith(rules) for departure in departures(str(answer)))

    return Question(
        right=right,
        because="No leading zeros, small letters, and :: once, for the longest run of zero groups.",
        facts={},
        wrong=[
            seen(
                "two-gaps",
                lambda answer: str(answer).count("::") > 1,
                "The :: stands twice in {answer}. Then nobody knows how many zeros each stands for; it may stand once.",
            ),
            known(
                "trailing-zeros-dropped",
                gapped([group.rstrip("0") or "0" for group in groups]),
                "Zeros are dropped at the end of a group here, which makes it another number: a is not a0. Only leading zeros may go.",
            ),
            known(
                "first-gap",
                gapped(groups, first=True),
                "The :: stands for the shorter run of zeros here. It belongs to the longest, and to the first only where two are equally "
                "long (RFC 5952 §4.2.3).",
            ),
            seen(
                "leading-zeros-kept",
                lambda answer: breaks(answer, "§4.1"),
                "It is the same address, but a group still has zeros in front: those are left out (RFC 5952 §4.1).",
            ),
            seen(
                "zeros-written-out",
                lambda answer: breaks(answer, "§4.2.1", "§4.2.2", "§4.2.3"),
                "It is the same address, but not its shortest text: :: takes in the whole of one run of zero groups (RFC 5952 §4.2).",
            ),
            seen(
                "capital-letters",
                lambda answer: breaks(answer, "§4.3", "§5"),
                "It is the same address, but its hex digits are to be small letters (RFC 5952 §4.3).",
            ),
        ],
        working=[
            step("without the zeros in front of each group:", without_leading),
            step("groups in each run of zeros:", ", ".join(str(run[0].count("0")) for run in runs)),
            step("with :: for the longest run:", right),
        ],
    )


def gapped(groups: list[str], *, first: bool = False) -> str:
    """Groups with :: for the longest run of zeros, or for the first one."""
    runs = [(at, length) for at, length in ((at, run_at(groups, at)) for at in range(8)) if length]
    at, length = runs[0] if first else max(runs, key=lambda run: (run[1], -run[0]))
    return f"{':'.join(groups[:at])}::{':'.join(groups[at + length :])}"


def run_at(groups: list[str], at: int) -> int:
    """How many groups of zeros stand in a row from here on."""
    found = 0
    while at + found < len(groups) and groups[at + found] == "0":
        found += 1
    return found


def bytes_in_the_packet(now: Situation) -> Question:
    """4.2: the 16 bytes in network order."""
    short = str(now.facts["short"])
    address = parse_address(short)
    right = address.data.hex()
    before, _, after = short.partition("::")
    written = [group for side in (before, after) for group in side.split(":") if group]
    missing = 8 - len(written)
    padded = [group.zfill(4) for group in written]
    at = len([group for group in before.split(":") if group])
    return Question(
        right=right,
        because="Eight groups of two bytes each, the high byte first; the :: stands for {missing} groups of zeros.",
        facts={"missing": missing},
        wrong=[
            known(
                "gap-is-one-group",
                "".join([*padded[:at], "0000", *padded[at:]]),
                "These are only {count} bytes: :: was taken for one group of zeros. It fills up to eight groups, 16 bytes.",
                count=2 * len(written) + 2,
            ),
            known(
                "left-justified",
                "".join(
                    [
                        *(group.ljust(4, "0") for group in written[:at]),
                        "0000" * missing,
                        *(group.ljust(4, "0") for group in written[at:]),
                    ]
                ),
                "Short groups have zeros behind their digits here. The digits that are not written are leading zeros: 1 is 00 01.",
            ),
            known(
                "group-swapped",
                "".join(right[place + 2 : place + 4] + right[place : place + 2] for place in range(0, 32, 4)),
                "The two bytes of each group are the wrong way round. The Internet sends the high byte first.",
            ),
        ],
        working=[
            step("groups that are written:", len(written)),
            step("so :: stands for this many groups of zeros:", missing, lambda answer: len(str(answer)) == 32),
            step("each written group with four digits:", " ".join(padded)),
            step("all 16 bytes:", right),
        ],
    )
