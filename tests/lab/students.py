"""Students with their variants and independently made answer keys, for the tests of both labs."""

import random
import re
from functools import cache

from netkit.lab.answer import parse_answer
from netkit.lab.folder import all_labs
from netkit.lab.judgement import judge
from netkit.lab.traffic import Library
from netkit.lab.variant import draw_variant
from tests.solutions.key import CAPTURES, ROOT, key

LABS = {lab.slug: lab for lab in all_labs(ROOT / "labs")}
IDS = [f"student-{number}" for number in range(197)] + ["ada", "Ada", "Åsa Öberg 学生"]
LIBRARY = Library(CAPTURES)

GROUPS = [(slug, tuple(IDS[start::8])) for slug in LABS for start in range(8)]
"""The students of each lab, in eight groups, so that several processes share the work."""


@cache
def variant(slug, student):
    return draw_variant(LABS[slug], student, LIBRARY)


@cache
def answer_key(slug, student):
    """The key that is made from the capture's bytes and the text of the tasks."""
    mine = variant(slug, student)
    return key(slug, given(mine), {task.id: mine.sentence(task.question) for task in LABS[slug].tasks})


def given(mine):
    """What the student of a variant got: a recorded capture's path, or the files that were made."""
    situation = mine.situation
    recorded = situation.traffic is not None and (CAPTURES / situation.traffic.name).is_file()
    return CAPTURES / situation.traffic.name if recorded else situation.all_files


def cases(group):
    """Each student's tasks: the task, its key, and how an answer to it is judged."""
    slug, students = group
    for student in students:
        mine = variant(slug, student)
        for task in LABS[slug].tasks:
            yield task, answer_key(slug, student)[task.id], lambda text, task=task, mine=mine: judge(task, text, mine)


def canonical(task, text):
    return parse_answer(task.kind, text, task.choices, task.rows, task=task.id)


def said(verdict):
    """Everything that a wrong answer is told, but for the answer itself and the rows of bytes."""
    return "\n".join([verdict.explanation, *verdict.working])


def names_a_place(verdict):
    """Whether a packet and bytes in it are named, in words or as evidence."""
    told = "\n".join([said(verdict), *(found.text for found in verdict.evidence)])
    return bool(re.search(r"packet \d+", told) and re.search(r"\b(?:bytes? \d+|row [0-9a-f]{4})", told))


PLACES = re.compile(
    r"packets? \d+(?:, (?=bytes?|bits?))?|(?:bytes?|bits?) \d+(?:[–-]\d+| to \d+| and \d+)?(?:: (?:[0-9a-f]{2}\b ?)+)?"
    r"|row(?: that begins with)? [0-9a-f]{4}|→ .*"
)


def gives_away(task, one, answer, verdict):
    """Whether the words give the right answer away.

    A number of a packet or a byte ("packet 12, bytes 16–17: 02 e4") is where something stands and not what is asked, so those are taken
    out first. What is left must not hold the right value as a word of its own, unless it is one of the numbers that the answer is worked
    out from (`shown`: a variant may have the response's length equal to a header's), or what the student typed.
    For a set of packets, where the packets are what is asked, some packet of the set is not told: not even together with those that the
    student already has.
    """
    if one.kind == "packets":
        right, had = canonical(task, one.right), canonical(task, answer)
        told = {int(number) for number in re.findall(r"packets? (\d+)", said(verdict))}
        return right <= told or (not right <= had and right <= told | had)
    if one.right in one.shown or one.right in answer.lower():
        return False
    text = PLACES.sub(" ", said(verdict).replace(",", "") if one.kind == "number" else said(verdict))
    return bool(re.search(rf"(?<![\w.-]){re.escape(one.right)}(?![\w-]|\.\w)", text, re.IGNORECASE))


def other_answers(task, one, seed):
    """Answers that nobody foresaw, of the task's kind: some near the right one, some far from it."""
    lots = random.Random(seed)
    if one.kind == "number":
        right = int(one.right)
        far = [lots.randrange(70000), lots.randrange(2000), right + 2, right * 2, right + 1000, 10**29]
        return [str(number) for number in far]
    if one.kind == "ipv4":
        head, _, tail = one.right.rpartition(".")
        return [f"{head}.{(int(tail) + 3) % 256}", "0.0.0.0", "255.255.255.255", ".".join(map(str, lots.randbytes(4)))]  # noqa: S104
    if one.kind == "name":
        return [f"x{one.right}", f"{one.right}x", "nonsense", one.right[::-1], "a" * 300]
    if one.kind == "hex":
        return [f"{lots.randrange(256):02x}", f"{int(one.right, 16) ^ 0x80:02x}", f"{one.right}00"]
    if one.kind == "packets":
        numbers = sorted(canonical(task, one.right))
        return [str(numbers[2]), "1", "999999", f"{numbers[1]}-{numbers[2]}", f"{numbers[0]} {numbers[2]}", "8-14"]
    return [choice for choice in task.choices if choice != one.right]
