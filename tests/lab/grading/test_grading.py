"""Grading one bundle: from the answers, with the student's own numbers, whatever the bundle claims."""

import pytest

from netkit.lab import grade
from netkit.lab.course.definition import Late
from netkit.lab.grading.rules import Rules, late_share
from netkit.lab.grading.shelf import Shelf
from netkit.lab.judging.judgement import judge
from netkit.lab.student.enrolment import practice_fingerprint
from netkit.view import Outcome
from tests.lab.calling import call_here
from tests.lab.course.bundles import KEY, NOON, bundle, lab_of, log_of, parts, right, solutions, variant_of, zipped
from tests.lab.students import LABS, LIBRARY
from tests.lab.tiny import CHECK, TOML, write

HERE = lab_of("start-here")
SHELF = Shelf((), LIBRARY)


def graded(data, **more):
    return grade(data, key=KEY, name="x.zip", shelf=more.pop("shelf", SHELF), run=call_here, **more)


def rules_found(found):
    return {finding.rule for finding in found.findings}


@pytest.mark.parametrize("slug", LABS)
def test_the_solutions_get_full_marks_and_nothing_gets_none(slug):
    lab = lab_of(slug)
    full = graded(bundle(lab, "ada", right(slug, "ada")))
    assert (full.score, full.max_score, full.refused) == (lab.points, lab.points, "")
    assert full.findings == ()
    assert {verdict.outcome for verdict in full.verdicts} == {Outcome.RIGHT}
    none = graded(bundle(lab, "ada"))
    assert (none.score, none.max_score) == (0, lab.points)


@pytest.mark.parametrize("slug", LABS)
def test_the_local_check_and_the_grade_agree_on_every_misconception(slug):
    lab, mine = lab_of(slug), variant_of(slug, "ada")
    key = solutions(slug, "ada")
    rows = max(sum(map(len, one.wrong.values())) for one in key.values())
    for row in range(min(rows, 4)):
        answers = dict(right(slug, "ada"))
        for task, one in key.items():
            wrong = [text for texts in one.wrong.values() for text in texts]
            answers[task] = wrong[row % len(wrong)] if wrong else answers[task]
        found = graded(bundle(lab, "ada", list(answers.items())))
        for verdict in found.verdicts:
            if verdict.outcome is not Outcome.SKIPPED:
                task = mine.lab.task(verdict.task)
                assert verdict == judge(task, answers[verdict.task], mine)


def test_what_a_bundle_claims_is_not_read():
    claim = {"score": 8, "max_score": 8, "verdicts": [{"task": "1", "outcome": "right"}]}
    found = graded(bundle(HERE, "ada", [("2", "1")], manifest=claim))
    assert found.score == 0
    assert rules_found(found) == {"bundle.manifest.unknown"}


def test_work_on_other_numbers_is_refused_with_the_reason():
    practice = bundle(HERE, "ada", manifest={"key": practice_fingerprint("ada")})
    assert "practice numbers" in graded(practice).refused
    other_course = bundle(HERE, "ada", right("start-here", "ada"), course_key=bytes(32))
    assert "other numbers than those of ada" in graded(other_course).refused
    as_bob = parts(HERE, "bob", log=log_of(HERE, "ada", right("start-here", "ada")))
    assert "its log is of other work" in graded(zipped(*as_bob.items())).refused
    for data in (practice, other_course, zipped(*as_bob.items())):
        found = graded(data)
        assert (found.score, found.max_score, found.verdicts) == (0, 0, ())
        assert len(found.findings) == 1


def test_an_answer_that_is_another_students_is_worth_nothing():
    answers = right("start-here", "bob")
    assert graded(bundle(HERE, "ada", answers)).score < HERE.points


def test_a_broken_chain_is_told_and_takes_no_point():
    answers = right("start-here", "ada")
    log = log_of(HERE, "ada", answers).splitlines(keepends=True)
    del log[2]
    cut = graded(bundle(HERE, "ada", log=b"".join(log)))
    assert rules_found(cut) == {"bundle.chain.broken"}
    assert cut.score == HERE.points - HERE.tasks[1].points  # the answer that is gone
    assert cut.findings[0].innocent
    changed = parts(HERE, "ada", answers)
    changed["log.jsonl"] = b"".join(log)
    assert rules_found(graded(zipped(*changed.items()))) == {"bundle.chain.broken", "bundle.hash.differs"}


def test_the_version_that_the_student_had_judges(tmp_path):
    write(tmp_path / "archive" / "0.9", TOML.replace('version = "1.0"', 'version = "0.9"'), CHECK.replace("2 *", "3 *"))
    write(tmp_path)
    shelf = Shelf([tmp_path], LIBRARY)
    old, new = shelf.lab("tiny", "0.9").lab, shelf.lab("tiny", "1.0").lab
    answers = [("1", "6"), ("2", "12")]
    points = {
        lab.version: [
            graded(bundle(lab, "ada", [("1", str(count)), ("2", str(factor * count))]), shelf=shelf).score
            for factor in (2, 3)
            for count in [_count(lab)]
        ]
        for lab in (old, new)
    }
    assert points == {"0.9": [1, 3], "1.0": [3, 1]}
    told = graded(bundle(old, "ada", answers), shelf=shelf, rules=Rules(version="1.0"))
    assert "bundle.version.other" in rules_found(told)
    gone = graded(bundle(new, "ada", manifest={"version": "0.1"}), shelf=shelf)
    assert "version 0.1 of tiny is not here" in gone.refused
    nowhere = parts(new, "ada", log=log_of(new, "ada").replace(b'"tiny"', b'"nowhere"'), manifest={"lab": "nowhere"})
    assert "there is no lab nowhere here" in graded(zipped(*nowhere.items()), shelf=shelf).refused


def _count(lab):
    from netkit.lab.draw import student_key
    from netkit.lab.variant import draw_variant

    return len(draw_variant(lab, "ada", LIBRARY, key=student_key("ada", KEY)).situation.traffic.packets)


def test_a_lab_that_was_changed_under_its_version_is_told():
    found = graded(bundle(HERE, "ada", right("start-here", "ada"), manifest={"content": "0" * 64}))
    assert (found.score, rules_found(found)) == (HERE.points, {"bundle.lab.changed"})


def test_times_that_go_back_are_told():
    found = graded(bundle(HERE, "ada", right("start-here", "ada"), submitted=NOON - 10))
    assert rules_found(found) == {"bundle.time.backwards"}


def test_hints_cost_what_the_course_says_and_never_more_than_the_task():
    answers = right("start-here", "ada")
    data = bundle(HERE, "ada", answers, hints=[("1", 1), ("1", 2), ("2", 1), ("2", 2), ("2", 3)])
    assert graded(data).score == HERE.points
    found = graded(data, rules=Rules(hint_price=0.25))
    assert found.score == HERE.points - 0.5 - 0.75
    assert [each.task for each in found.adjustments] == ["1", "2"]
    dear = graded(data, rules=Rules(hint_price=50))
    assert dear.score == HERE.points - HERE.task("1").points - HERE.task("2").points
    unsolved = graded(bundle(HERE, "ada", [], hints=[("1", 3)]), rules=Rules(hint_price=1))
    assert (unsolved.score, unsolved.adjustments) == (0, ())


def test_only_so_many_answers_count():
    one = dict(right("start-here", "ada"))["2"]
    data = bundle(HERE, "ada", [("2", "1"), ("2", "2"), ("2", one)])
    assert [graded(data, rules=Rules(attempts=most)).score for most in (0, 1, 2, 3)] == [1, 0, 0, 1]


def test_a_lab_is_worth_what_the_course_says():
    answers = right("start-here", "ada")[:3]
    found = graded(bundle(HERE, "ada", answers), rules=Rules(points=100))
    plain = graded(bundle(HERE, "ada", answers))
    assert found.score == pytest.approx(100 * plain.score / HERE.points)
    assert found.max_score == 100
    total = sum(each.points for each in found.verdicts) + sum(each.points for each in found.adjustments)
    assert found.score == pytest.approx(total)


LATE = Late(grace="10 min", per_day="10%", most="25%", closes="5 days")


@pytest.mark.parametrize(
    ("seconds", "share"),
    [(-5, 0), (0, 0), (600, 0), (601, 0.1), (86_400, 0.1), (86_401, 0.2), (2 * 86_400 + 1, 0.25), (5 * 86_400, 0.25), (5 * 86_400 + 1, 1)],
)  # fmt: skip
def test_lateness_costs_by_the_day(seconds, share):
    assert late_share(LATE, seconds) == pytest.approx(share)
    data = bundle(HERE, "ada", right("start-here", "ada"), submitted=NOON + 1000 + max(seconds, 0))
    found = graded(data, rules=Rules(due=NOON + 1000 - min(seconds, 0), late=LATE))
    assert found.score == pytest.approx(HERE.points * (1 - share))


def test_without_a_rule_lateness_is_only_told():
    found = graded(bundle(HERE, "ada", right("start-here", "ada")), rules=Rules(due=NOON))
    assert found.score == HERE.points
    assert [each.rule for each in found.adjustments] == ["late"]
