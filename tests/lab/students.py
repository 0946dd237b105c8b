"""Students with their variants and independently made answer keys, for the tests of all labs."""

import os
import random
import re
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_interface

from netkit.errors import AnswerError
from netkit.lab.answer import parse_answer
from netkit.lab.judging.judgement import judge
from netkit.lab.lint.giving_away import gives_away as words_give_away
from netkit.lab.student.folder import all_labs
from netkit.lab.traffic import Library
from netkit.lab.variant import draw_variant
from tests.lab.calling import call_here
from tests.solutions.key import CAPTURES, ROOT, key, with_choices

LABS = {lab.slug: lab for lab in all_labs(ROOT / "labs")}
FEW = 20
COUNT = 1000 if os.environ.get("NETKIT_MANY_STUDENTS") else FEW
"""Students of each lab; with NETKIT_MANY_STUDENTS=1 so many that hardly a draw is left out."""

IDS = [f"student-{number}" for number in range(COUNT - 3)] + ["ada", "Ada", "Åsa Öberg 学生"]
LIBRARY = Library(CAPTURES)

SHARES = max(1, COUNT // 25)
GROUPS = [(slug, tuple(IDS[start::SHARES])) for slug in LABS for start in range(SHARES)]
"""The students of each lab, in groups of 25 at most, so that several processes share the work."""


@cache
def variant(slug, student):
    mine = draw_variant(LABS[slug], student, LIBRARY)
    mine.run = call_here
    return mine


@cache
def answer_key(slug, student):
    """The key that is made from the capture's bytes and the text of the tasks."""
    mine = variant(slug, student)
    return key(slug, given(mine), read(mine))


def read(mine):
    """What the student of a variant reads of each task: the question, and the words to choose from in a line beneath it."""
    choices = {task.id: mine.choices(task) for task in mine.lab.tasks}
    return {task.id: with_choices(mine.asked(task), choices[task.id]) for task in mine.lab.tasks}


def given(mine):
    """What the student of a variant got: a recorded capture's path, or the files that were made."""
    situation = mine.situation
    recorded = situation.traffic is not None and (CAPTURES / situation.traffic.name).is_file()
    if recorded:
        return CAPTURES / situation.traffic.name
    files = situation.all_files
    # the text calls a file of fresh numbers by the name that it has beside the first one
    return {**files, **{new: files[old] for old, new in mine.renamed.items() if old in files}}


def cases(group):
    """Each student's tasks: the task, its key, and how an answer to it is judged."""
    slug, students = group
    for student in students:
        mine = variant(slug, student)
        for task in LABS[slug].tasks:
            one = answer_key(slug, student)[task.id]
            yield with_own_words(task, mine), one, lambda text, task=task, mine=mine: judge(task, text, mine)


def with_own_words(task, mine):
    """The task with the words and rows that this student chooses from."""
    return replace(task, choices=mine.choices(task), rows=mine.rows(task))


def canonical(task, text):
    return parse_answer(task.kind, text, task.choices, task.rows, task=task.id)


def said(verdict):
    """Everything that a wrong answer is told, but for the answer itself and the rows of bytes."""
    return "\n".join([verdict.explanation, *verdict.working])


def names_a_place(verdict):
    """Whether a packet and bytes in it are named, in words or as evidence."""
    told = "\n".join([said(verdict), *(found.text for found in verdict.evidence)])
    return bool(re.search(r"packet \d+", told) and re.search(r"\b(?:bytes? \d+|row [0-9a-f]{4})", told))


def gives_away(task, one, answer, verdict):
    """Whether the words give the right answer away, as the lint has it: `shown` are the numbers that the answer is worked out from."""
    try:
        had = canonical(task, answer)
    except AnswerError:
        had = None  # of another kind, a MAC address for an IP address
    right = canonical(task, one.right)
    return words_give_away(said(verdict), right, one.right, kind=one.kind, answer=answer, had=had, shown=one.shown)


def other_answers(task, one, seed):
    """Answers that nobody foresaw, of the task's kind: some near the right one, some far from it."""
    lots = random.Random(seed)
    if one.kind == "table" and task.choices:
        return _table_of_words(one.right, task.choices)
    if one.kind in OTHERS:
        return OTHERS[one.kind](one.right, lots)
    if one.kind == "packets":
        numbers = sorted(canonical(task, one.right))
        one_alone = ["1", "999999", f"1 {numbers[0]}", "20-24", str(numbers[0] + 3)]
        return (
            one_alone
            if len(numbers) == 1
            else [str(numbers[2]), "1", "999999", f"{numbers[1]}-{numbers[2]}", f"{numbers[0]} {numbers[2]}", "8-14"]
        )
    if one.kind == "set":
        if "," in one.right or "-" in one.right:
            rest = [choice for choice in task.choices if choice not in one.right]
            return ["none", rest[0], f"{one.right}, {rest[0]}", ", ".join(task.choices)]
        right = one.right.split()
        rest = [choice for choice in task.choices if choice not in right]
        return [
            "none",
            *right,
            " ".join(right[1:]),
            " ".join([*right, rest[0]]),
            " ".join(rest),
            " ".join(task.choices),
        ]
    return [choice for choice in task.choices if choice != one.right]


def _milliseconds(right, lots):
    return [f"{float(right) * factor:.3f}" for factor in (1.2, 0.8, 3, 7 + lots.random())]


def _sequence(right, lots):
    letters = right.split()
    return [" ".join(letters[::-1]), " ".join(letters[1:]), letters[0], " ".join(lots.sample(letters, len(letters)))]


def _number(right, lots):
    far = [lots.randrange(70000), lots.randrange(2000), int(right) + 2, int(right) * 2, int(right) + 1000, 10**29]
    return [str(number) for number in far]


def _ipv4(right, lots):
    head, _, tail = right.rpartition(".")
    return [f"{head}.{(int(tail) + 3) % 256}", "0.0.0.0", "255.255.255.255", ".".join(map(str, lots.randbytes(4)))]  # noqa: S104


def _name(right, _):
    return [f"x{right}", f"{right}x", "nonsense", right[::-1], "a" * 300]


def _hex(right, lots):
    width = len(right)
    far = [lots.randrange(16**width), int(right, 16) ^ 0x80]
    return [*(f"{number:0{width}x}" for number in far), f"{right}00"]


def _addresses(right, lots):
    first, second = right.split()
    return [
        f"{second} {first}",
        first,
        f"{first} {first}",
        f"{right} {first}",
        f"{first} {IPv4Address(lots.randbytes(4))}",
    ]


def _prefix(right, lots):
    interface = ip_interface(right)
    lots_of = IPv4Address(lots.randbytes(4)) if interface.version == 4 else IPv6Address(lots.randbytes(16))
    return [
        f"{interface.ip}/{interface.network.prefixlen + 1}",
        f"{lots_of}/{lots.randrange(8, 33)}",
        f"{interface.ip + 1}/30",
    ]


def _prefixes(right, lots):
    found = right.split()
    far = " ".join(f"{IPv4Address(lots.randbytes(4))}/{lots.randrange(20, 33)}" for _ in found)
    return [" ".join(reversed(found)), far, " ".join(found[:1] * len(found)), found[0], "2001:db8::/64 " * len(found)]


def _form(right, lots):
    return [
        right[:-1],
        right.replace("::", ":"),
        right.replace("::", ":0:"),
        f"{right}/64",
        "nonsense",
        str(IPv6Address(lots.randbytes(16))),
    ]


def _ipv6(right, lots):
    return [str(IPv6Address(right) + 1), "::", "fe80::1", str(IPv6Address(lots.randbytes(16)))]


def _mac(right, lots):
    return [
        f"{right[:-1]}{int(right[-1], 16) ^ 1:x}",
        "00:00:00:00:00:00",
        f"01:00:5e{right[8:]}",
        lots.randbytes(6).hex(":"),
    ]


def _packet(right, lots):
    nearly = [f"{right[:at]}{int(right[at], 16) ^ 1:x}{right[at + 1 :]}" for at in (0, 9, 40, 100)]
    return [*nearly, right[:80], "00", lots.randbytes(60).hex()]


def _capture(_right, _lots):
    return []  # every recorded attempt is foreseen, and nobody has another capture here


def _code(right, _):
    name = right.partition("def ")[2].partition("(")[0]
    return [f"def {name}(data):\n    return {result}\n" for result in ("len(data)", "0", "[]", "None", "data[10**6]")]


def _table(right, _):
    return [
        " ".join(f"{cell.partition('=')[0]}=x" for cell in right.split()),
        right.split()[0],
        f"{right.split()[0]} {right.split()[-1]}1",
    ]


def _table_of_words(right, choices):
    """Tables whose cells are the words after the right ones, one of which is, and which say one thing alone."""
    after = dict(zip(choices, (*choices[1:], choices[0]), strict=True))
    cells = [cell.split("=") for cell in right.split()]
    last = " ".join(f"{row}={word}" for row, word in cells[:-1])
    return [
        " ".join(f"{row}={after[word]}" for row, word in cells),
        f"{last} {cells[-1][0]}={after[cells[-1][1]]}",
        right.split()[0],
    ]


OTHERS = {
    "number": _number, "ipv4": _ipv4, "ipv6": _ipv6, "addresses": _addresses, "prefix": _prefix, "prefixes": _prefixes, "mac": _mac,
    "name": _name, "hex": _hex, "form": _form, "packet": _packet, "table": _table, "milliseconds": _milliseconds, "sequence": _sequence,
    "capture": _capture, "code": _code,
}  # fmt: skip
"""Answers near the right one and far from it, by kind."""
