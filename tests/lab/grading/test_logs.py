"""A lab that was begun anew: the new log says so, and of several logs of one student's work the class shows it. It takes no point."""

import json

import pytest

from netkit.lab.bundle.making import bundled, pack
from netkit.lab.draw import student_key
from netkit.lab.grading.grade import examine
from netkit.lab.grading.logs import LogMark
from netkit.lab.grading.results_file import Line, line_of, read_line
from netkit.lab.grading.rules import Rules
from netkit.lab.grading.shelf import Shelf
from netkit.lab.grading.whole_class import Facing, of_class
from netkit.lab.student import progress as log
from netkit.lab.student.enrolment import Enrolment
from netkit.lab.student.folder import begin, find
from tests.lab.course.bundles import KEY, NOON, bundle, lab_of, log_of, right
from tests.lab.students import LIBRARY
from tests.solutions.key import ROOT

HERE = lab_of("start-here")
SHELF = Shelf((), LIBRARY)


def examined(data, rules=None):
    return examine(data, key=KEY, name="x.zip", shelf=SHELF, rules=rules, run=None)


def rules_of(graded):
    return [finding.rule for finding in graded.findings]


def test_a_bundle_that_does_not_go_on_from_another_log_says_what_is_left_out():
    answers = right("start-here", "ada")
    first = bundle(HERE, "ada", answers[:3], hints=[("1", 1), ("1", 2), ("4", 1)], submitted=NOON + 1000)
    longer = bundle(HERE, "ada", answers[:4], hints=[("1", 1), ("1", 2), ("4", 1)], submitted=NOON + 1500)
    anew = bundle(
        HERE, "ada", answers[:2], log=log_of(HERE, "ada", answers[:2], time=NOON + 2000), submitted=NOON + 3000
    )
    assert _of_class(first, longer)[-1].findings == ()  # it goes on from the first
    [*_, last] = _of_class(first, longer, anew)
    assert (last.counts, rules_of(last)) == (True, ["bundle.log.several"])
    score = sum(HERE.task(task).points for task, _ in answers[:4])
    assert "4 answers and 3 hints of that are not in this one" in last.findings[0].text
    assert f"worth more: {score} points, and this one {last.score}" in last.findings[0].text
    assert last.score == sum(HERE.task(task).points for task, _ in answers[:2])
    # where the later is worth as much, nothing is said of points
    same = bundle(
        HERE, "ada", answers[:4], log=log_of(HERE, "ada", answers[:4], time=NOON + 2000), submitted=NOON + 3000
    )
    assert "worth" not in _of_class(longer, same)[-1].findings[0].text


def test_logs_of_others_of_other_labs_and_of_an_older_netkit_are_no_other_logs():
    later = {"submitted": NOON + 3000}
    own = bundle(HERE, "ada", log=log_of(HERE, "ada", time=NOON + 2000), **later)
    others = [bundle(HERE, "bob"), bundle(lab_of("subnets"), "ada")]
    for graded in _of_class(*others, own):
        assert graded.findings == ()
    found = read_line(line_of("d", "c", examined(own)))
    assert found.examined.log == examined(own).log != LogMark()
    told = json.loads(line_of("d", "c", examined(bundle(HERE, "ada"))))
    del told["log"]
    old = read_line(json.dumps(told).encode())
    lines = [Line("old", "c", old.examined), Line("own", "c", examined(own))]
    names = {"old": ["old.zip"], "own": ["own.zip"]}
    assert [rules_of(graded) for _, graded in of_class(lambda: iter(lines), names, Facing())] == [
        ["bundle.superseded"],
        [],
    ]


def _of_class(*bundles):
    lines = [Line(str(number), "c", examined(data)) for number, data in enumerate(bundles)]
    names = {each.digest: [f"{each.digest}.zip"] for each in lines}
    return [graded for _, graded in of_class(lambda: iter(lines), names, Facing())]


@pytest.mark.parametrize(
    ("rules", "counts"),
    [
        (Rules(), None),
        (Rules(attempts=5), "answers"),
        (Rules(hint_price=0.5), "hints"),
        (Rules(attempts=1, hint_price=1), "answers and hints"),
    ],
)
def test_a_log_says_what_was_before_it_and_the_grade_where_that_would_have_counted(tmp_path, rules, counts):
    enrolment = Enrolment("net101", "ada", student_key("ada", KEY))
    for times in range(3):
        now = f"{NOON + 100 * times}.000000000"
        folder = begin(HERE, None, tmp_path, LIBRARY, now=now, enrolment=enrolment)[0].folder
        owner = log.read(folder).owner
        if times < 2:
            log.append(folder, {"event": "hinted", **owner, "time": now, "task": "1", "step": 2})
            for answer in ("1", "2", "3"):
                log.append(folder, {"event": "answered", **owner, "time": now, "task": "2", "answer": answer})
            log.archive(folder)
    # another language, chosen later, is a line of its own and takes nothing back
    log.append(folder, {"event": "started", **owner, "time": now, "course": "net101", "key": enrolment.fingerprint})
    assert log.read(folder).earlier == log.Earlier(2, 6, 4)
    data = bundled(pack(find(ROOT / "labs", LIBRARY, folder), now=f"{NOON + 1000}.000000000"))
    found = examined(data, rules).graded
    assert (found.score, found.adjustments) == (0, ())
    assert rules_of(found) == ([] if counts is None else ["bundle.log.anew"])
    if counts is not None:
        assert "6 answers and 4 hints of before" in found.findings[0].text
        assert found.findings[0].text.endswith(f"the course counts {counts}.")


@pytest.mark.parametrize("odd", ["x", -3, 10**30, True, None])
def test_what_a_log_says_of_before_may_be_nonsense(odd):
    told = log.parse(json.dumps({"event": "started", "lab": "l", "earlier_logs": odd, "earlier_answers": odd}).encode())
    assert 0 <= told.earlier.answers <= 1_000_000
