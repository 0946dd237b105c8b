"""All labs for many students each: every answer of an independently made key is judged as the catalogue has it."""

from collections import Counter

import pytest

from netkit.errors import AnswerError
from netkit.lab.traffic import Library
from netkit.lab.variant import draw_variant
from netkit.view import Outcome
from tests.lab.students import (
    FEW,
    GROUPS,
    IDS,
    LABS,
    answer_key,
    canonical,
    cases,
    given,
    gives_away,
    names_a_place,
    other_answers,
    read,
    said,
    variant,
)
from tests.solutions.key import CAPTURES, GENERAL, key

each_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group[0]}-{group[1][0]}")
each_lab = pytest.mark.parametrize("slug", LABS)

RECORDED = ("start-here", "first-packets")
"""The labs whose packets were recorded, so that every task is about bytes."""


MADE_ANEW = ("along-the-way",)
"""Those that were recorded, too, and of which every student has another form, so that no answer is right for somebody else."""


def some(slug, students):
    """Those for whom other students' numbers are drawn, too, which takes time where nothing was recorded."""
    return students if slug in RECORDED or len(IDS) > FEW else students[:6]


IN_PARTS = ("packet", "table", "code")
"""Kinds of answers of which one part may be right and another wrong."""


def assert_not_right(task, verdict):
    """Nothing for a wrong answer; less than all for one that is right in parts."""
    if task.kind in IN_PARTS:
        assert verdict.outcome in (Outcome.WRONG, Outcome.PARTIAL)
        assert verdict.points < task.points
    else:
        assert (verdict.outcome, verdict.points) == (Outcome.WRONG, 0), (task.id, verdict)


@each_group
def test_the_solution_is_right_in_every_form(group):
    for task, one, judged in cases(group):
        for text in (one.right, *one.forms):
            verdict = judged(text)
            assert verdict.outcome is Outcome.RIGHT, (task.id, text, verdict)
            assert (verdict.points, verdict.max_points) == (task.points, task.points)
            assert verdict.misconception is None
            assert verdict.explanation


@each_group
def test_each_misconception_is_known_by_its_own_slug_and_told_in_its_own_words(group):
    for task, one, judged in cases(group):
        told = {}
        for slug, texts in one.wrong.items():
            for text in texts:
                verdict = judged(text)
                assert verdict.misconception == slug, (task.id, text, verdict)
                assert_not_right(task, verdict)
                assert not gives_away(task, one, text, verdict), (task.id, text, said(verdict))
                told.setdefault(slug, verdict.explanation)
        assert len(set(told.values())) == len(told), (task.id, told)


@each_group
def test_the_right_answer_and_all_misconceptions_differ_in_each_variant(group):
    for task, one, _ in cases(group):
        right = canonical(task, one.right)
        values = {}
        for slug, texts in one.wrong.items():
            for text in texts:
                try:
                    value = canonical(task, text)
                except AnswerError:
                    value = text  # of another kind, a MAC address for an IP address
                assert value != right
                assert values.setdefault(value, slug) == slug, (task.id, text, slug, values[value])


@each_group
def test_general_misconceptions_come_after_the_tasks_own_and_in_their_order(group):
    lab, students = group[0], some(*group)
    reached = Counter()
    for task, one, judged in cases((lab, students)):
        own = {text: slug for slug, texts in one.wrong.items() for text in texts}
        exact = {text: slug for slug in reversed(GENERAL) for text in one.general.get(slug, ())}
        for text, slug in exact.items():
            found = judged(text).misconception
            if text in own:
                assert found == own[text]
            elif found in one.wrong:
                continue  # a way that many numbers fit
            elif slug == "one-off":
                assert found in GENERAL
            else:
                # an earlier general one may give the same number; a later one, or none, may not win
                assert found in GENERAL[: GENERAL.index(slug) + 1], (task.id, text, slug, found)
            reached[found] += 1
    number_tasks = sum(one.kind == "number" for _, one, _ in cases((lab, students[:1])))
    assert reached["one-off"] + reached["bits-not-bytes"] >= number_tasks * len(students)


@each_lab
def test_every_general_misconception_is_reached_and_told_apart(slug):
    """Each one by a few students at least, on the tasks where its formula makes sense."""
    if all(task.kind in ("capture", "choice") for task in LABS[slug].tasks):
        pytest.skip("none of them is about packets as a whole, or about words to choose from")
    reached, words = Counter(), {}
    for student in some(slug, IDS[:16]):
        stranger = variant(slug, student).other_than(LABS[slug].tasks[0])
        strangers = key(slug, given(stranger), read(stranger))
        for task, one, judged in cases((slug, (student,))):
            texts = [text for found in one.general.values() for text in found]
            if one.kind in ("number", "ipv4", "name", "hex"):
                texts.append(strangers[task.id].right)
            for text in texts:
                verdict = judged(text)
                if verdict.misconception in GENERAL:
                    reached[verdict.misconception] += 1
                    words.setdefault((task.id, text, verdict.explanation), set()).add(verdict.misconception)
    arithmetic = {"hex-as-decimal", "bits-not-bytes", "other-numbers", "one-off"}
    seldom = {"first-packets": {"neighbour-field"}, "start-here": {"other-packet"}}
    numbers = any(task.kind == "number" for task in LABS[slug].tasks)
    expected = (
        set(GENERAL) - seldom[slug] if slug in RECORDED else arithmetic if numbers else {"byte-order", "other-numbers"}
    )
    expected -= {"other-numbers"} if slug in MADE_ANEW else set()
    assert set(reached) >= expected, reached
    assert min(reached[found] for found in expected) >= 3, reached
    assert all(len(found) == 1 for found in words.values())


@each_group
def test_an_answer_that_nobody_foresaw_is_wrong_and_led_on_from_the_bytes(group):
    slug = group[0]
    for student in some(*group):
        for task, one, judged in cases((slug, (student,))):
            right = canonical(task, one.right)
            for text in other_answers(task, one, f"{student} {task.id}"):
                if canonical(task, text) == right:
                    continue
                verdict = judged(text)
                assert_not_right(task, verdict)
                assert verdict.explanation
                # a set of packets is led on packet by packet; everything else in a recording is told with its packet and bytes
                assert names_a_place(verdict) or one.kind == "packets" or slug not in RECORDED, (task.id, text, verdict)
                assert verdict.working or one.kind in ("choice", *IN_PARTS) or right < canonical(task, text)
                assert not gives_away(task, one, text, verdict), (task.id, text, said(verdict))


@each_group
def test_an_answer_of_the_wrong_kind_is_refused_with_what_is_wanted(group):
    slug, students = group
    wrong_kinds = {
        "number": ["", "many", "1.2.3.4", "-4", "4.5", "0xzz", "1 2 3", "9" * 41, "0x" + "f" * 33, "١٢٣x"],
        "decimal": ["", "many", "1.2.3.4", "-4", "4.5", "zz", "9" * 31],
        "ipv4": ["", "1.2.3", "1.2.3.256", "1.2.3.4.5", "http://1.2.3.4", "::1", "42"],
        "choice": ["", "nobody", "the", "r e", "\x00"],
        "name": ["", ".", "two words", "a" * 301],
        "packets": ["", "four", "4.5", "-", "1-5000", "1234567", "and"],
        "hex": ["", "4", "zz", "0x", "4g", "00" * 65],
        "ipv6": ["", "::1::", "2001:db8", "192.0.2.1", "g::", "42", "1:2:3:4:5:6:7:8:9"],
        "addresses": ["", "many", "192.0.2.256 192.0.2.1", "1.2.3", "192.0.2.1/24 192.0.2.2", "1.2.3.4 " * 65],
        "prefix": ["", "192.0.2.1", "192.0.2.0/33", "2001:db8::/129", "/24", "192.0.2.0/255.0.255.0", "many"],
        "prefixes": ["", "192.0.2.0", "192.0.2.0/24 192.0.2.0", "192.0.2.0/33", "1.0.0.0/8 " * 65],
        "mac": ["", "02:00:00:00:00", "02:00:00:00:00:0g", "192.0.2.1", "1"],
        "set": ["", "192.0.2.77", "nobody", "{}x", "8::8"],
        "form": ["", " "],
        "sequence": ["", "nobody", "A A", "A, Z"],
        "milliseconds": ["", "soon", "-1", "1 fortnight", "1e9"],
        "packet": ["", "six", "600", "ipv7 / udp", "00" * 65_536],
        "table": ["", "sent"],
        "capture": ["", "attempt-99z", "z", "somebody.pcapng"],
        "code": ["", " \n ", "checksum.py", "42"],
    }
    for task, _, judged in cases((slug, students[:2])):
        for text in wrong_kinds[task.kind]:
            with pytest.raises(AnswerError) as caught:
                judged(text)
            assert f"task {task.id}" in caught.value.what
            assert any(told in caught.value.why for told in ("wanted", "too many", "is none of these"))
            assert f"netkit lab show {task.id}" in caught.value.hint
            assert caught.value.exit_code == 2


@each_lab
def test_a_variant_is_the_students_own_today_and_tomorrow(slug):
    again = Library(CAPTURES)
    for student in IDS[:: len(IDS) // 10]:
        first, second = variant(slug, student), draw_variant(LABS[slug], student, again)
        assert first.identity == second.identity
        assert dict(first.situation.facts) == dict(second.situation.facts)
        assert [first.question(task).right for task in LABS[slug].tasks] == [
            second.question(task).right for task in LABS[slug].tasks
        ]


@each_lab
def test_students_have_different_numbers(slug):
    # of recordings there are some, so that it takes many students to see them all; where numbers are drawn, each has others
    students = [f"student-{number}" for number in range(200)] if slug in RECORDED else IDS
    loads = Counter(variant(slug, student).identity for student in students)
    assert len(loads) >= (12 if slug in RECORDED else len(students))
    assert max(loads.values()) <= len(students) // 6  # no load is nearly everybody's
    answers = {tuple(answer_key(slug, student)[task.id].right for task in LABS[slug].tasks) for student in students}
    assert len(answers) >= (12 if slug in RECORDED else len(students))
    with_others = variant(slug, "ada").other_than(LABS[slug].tasks[0])
    assert with_others.identity != variant(slug, "ada").identity
