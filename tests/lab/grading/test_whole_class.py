"""From single grades to a class: which bundle counts, who hands in with whom, copied answers, points set by hand, and names."""

from collections import Counter
from dataclasses import replace
from hashlib import sha256

import pytest

from netkit.errors import CourseError
from netkit.lab.grading.copied import Class
from netkit.lab.grading.grade import Examined, examine
from netkit.lab.grading.graded import Graded
from netkit.lab.grading.overrides import read_overrides
from netkit.lab.grading.results_file import LastLines, Line, line_of, lines_in, read_line
from netkit.lab.grading.shelf import Shelf
from netkit.lab.grading.tried import Tried
from netkit.lab.grading.whole_class import Facing, of_class, pseudonym
from netkit.lab.report.report import Report
from netkit.lab.report.view import report_blocks, report_data
from netkit.render.single_page.document import single_page
from tests.lab.course.bundles import KEY, NOON, bundle, lab_of, right, solutions
from tests.lab.students import LIBRARY

HERE = lab_of("start-here")
SHELF = Shelf((), LIBRARY)


def examined(data, name="x.zip"):
    return examine(data, key=KEY, name=name, shelf=SHELF, rules=None, run=None)


def line(student, answers=(), name="", **more):
    name = name or f"{student}.zip"
    return Line(sha256(name.encode()).hexdigest(), "course", examined(bundle(HERE, student, answers, **more), name))


def of(lines, **facing):
    names = {each.digest: [each.examined.graded.bundle] for each in lines}
    return {graded.bundle: graded for _, graded in of_class(lambda: iter(lines), names, Facing(**facing))}


def rules(graded):
    return [finding.rule for finding in graded.findings]


def test_of_two_bundles_for_the_same_work_the_last_counts():
    early = line("ada", right("start-here", "ada"), "early.zip", submitted=NOON + 100)
    late = line("ada", right("start-here", "ada")[:2], "late.zip", submitted=NOON + 200)
    for order in ([early, late], [late, early]):
        found = of(order)
        assert [found[name].counts for name in ("early.zip", "late.zip")] == [False, True]
        assert rules(found["early.zip"]) == ["bundle.superseded"]
        assert found["early.zip"].each() == []
        assert [each.student for each in found["late.zip"].each()] == ["ada"]


def test_a_pair_hands_in_one_where_the_course_allows_it():
    pair = line("ada", right("start-here", "ada"), manifest={"partners": ["bob"]})
    together = of([pair], group=2, students=frozenset({"ada", "bob"}))["ada.zip"]
    assert [(each.student, each.score) for each in together.each()] == [("ada", HERE.points), ("bob", HERE.points)]
    alone = of([pair], group=1, students=frozenset({"ada", "bob"}))["ada.zip"]
    assert ([each.student for each in alone.each()], rules(alone)) == (["ada"], ["group.too-many"])
    stranger = of([pair], group=2, students=frozenset({"ada"}))["ada.zip"]
    assert ([each.student for each in stranger.each()], rules(stranger)) == (["ada"], ["partner.unknown"])
    assert rules(of([pair], group=2, students=frozenset({"bob"}))["ada.zip"]) == ["student.unknown"]


# answers of classmates


def tried(right_mark, *wrong):
    return Tried(answers=1 + len(wrong), right=right_mark, wrong={mark: (slug, mark, "") for slug, mark in wrong})


def member(student, tasks, partners=()):
    about = {"lab": "l", "title": "", "version": "1", "score": 0, "max_score": 1}
    return Examined(Graded(bundle=f"{student}.zip", student=student, partners=partners, **about), tasks)


def fittings(members, made_up=None):
    mates = Class(made_up)
    for each in members:
        mates.take(each)
    for each in members:
        mates.match(each)
    return mates.fittings()


def crowd(count, tasks=("1", "2")):
    """Students whose right answers all differ, and who made no mistake."""
    return [member(f"s{n}", {task: tried(f"{task}-{n}") for task in tasks}) for n in range(count)]


def test_an_answer_of_a_classmate_is_found_with_its_chance():
    others = crowd(250)
    copier = member("copier", {"1": tried("1-own", ("", "1-7")), "2": tried("2-own")})
    [(whose, [fitting])] = fittings([*others, copier]).items()
    assert whose == ("copier", "l", "1")
    assert (fitting.mate, fitting.tasks) == ("s7", ["1"])
    # 251 right answers, no two alike: at most one pair in so many agrees; and there are 250 classmates
    pair = 1 / (251 * 250 / 2 + 1)
    assert fitting.likelihood == pytest.approx(1 - (1 - pair) ** 250)
    both = member("copier", {"1": tried("1-own", ("", "1-7")), "2": tried("2-own", ("other-numbers", "2-7"))})
    [[fitting]] = fittings([*others, both]).values()
    assert fitting.tasks == ["1", "2"]
    # answers of one lab hang together: nothing is multiplied
    assert fitting.likelihood == pytest.approx(1 - (1 - pair) ** 250)


@pytest.mark.parametrize(
    ("why", "tasks", "partners"),
    [
        ("a known way of thinking leads there", {"1": tried("1-own", ("counted-the-headers", "1-7"))}, ()),
        ("it is nobody's", {"1": tried("1-own", ("", "1-none"))}, ()),
        ("they handed in together", {"1": tried("1-own", ("", "1-7")), "2": tried("2-own", ("", "2-7"))}, ("s7",)),
        ("it has no single value", {"1": tried("1-own", ("", ""))}, ()),
    ],
)
def test_what_is_no_evidence(why, tasks, partners):
    assert fittings([*crowd(200), member("copier", tasks, partners)]) == {}, why


def test_what_many_have_is_easily_hit_by_chance_and_says_nothing():
    few = [member(f"s{n}", {"1": tried(f"1-{n % 4}")}) for n in range(200)]
    assert fittings([*few, member("guesser", {"1": tried("1-0", ("", "1-3"))})]) == {}
    # in a class of three nothing can be told from the class alone
    small = [*crowd(2), member("copier", {"1": tried("1-own", ("", "1-1"))})]
    assert fittings(small) == {}
    made_up = [{"1": f"made-{n}"} for n in range(100)]
    [[fitting]] = fittings(small, lambda *_: made_up).values()
    assert fitting.likelihood < 0.001
    assert fittings(small, lambda *_: [{"1": f"made-{n % 3}"} for n in range(100)]) == {}


def test_one_capture_handed_in_by_two_is_told_to_both_unless_they_work_together():
    def recorded(student, capture, partners=()):
        return member(student, {"1": Tried(answers=1, captures=[capture])}, partners)

    mates = Class()
    for each in (recorded("ada", "a"), recorded("bob", "a"), recorded("eve", "e")):
        mates.take(each)
    mates.take(recorded("pat", "p", ("quin",)))
    mates.take(recorded("quin", "p", ("pat",)))
    found = mates.findings()
    assert {whose[0]: [finding.rule for finding in findings] for whose, findings in found.items()} == {
        "ada": ["copied.same-capture"],
        "bob": ["copied.same-capture"],
    }
    assert found["ada", "l", "1"][0].students == ("bob",)


def test_a_class_of_honest_students_is_left_in_peace():
    """Each makes the mistakes of the lab's own catalogue, and numbers that nobody foresaw."""
    mates = []
    for number in range(20):
        student = f"honest-{number}"
        key = solutions("start-here", student)
        answers = [(task, text) for task, one in key.items() for texts in one.wrong.values() for text in texts[:1]]
        mates.append(examined(bundle(HERE, student, [*answers, ("2", str(number)), ("5", str(7 * number))])))
    assert fittings(mates, lambda *_: []) == {}


# points set by hand


def test_an_override_wins_and_says_why():
    table = read_overrides(
        b'student,lab,points,reason\nada,start-here,6.5,"was ill, talked on Monday"\nx,y,1,z\n', "o.csv"
    )
    found = of([line("ada"), line("bob")], overrides=table)
    assert (found["ada.zip"].score, found["bob.zip"].score) == (6.5, 0)
    assert found["ada.zip"].adjustments[-1].text == "Set to 6.5 points: was ill, talked on Monday"
    assert table.unused == ["line 3 of o.csv: x, y"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_overrides_are_read_as_a_spreadsheet_with_semicolons_and_decimal_commas_saves_them(mark):
    text = f"{mark}student;Lab;points;reason\r\nada;start-here;6,5;krank, Gespräch am Montag\r\n;;;\r\nbob;start-here;99;bonus\r\n"
    table = read_overrides(text.encode(), "o.csv")
    found = of([line("ada"), line("bob")], overrides=table)
    assert (found["ada.zip"].score, found["bob.zip"].score) == (6.5, 99)
    assert found["ada.zip"].adjustments[-1].text == "Set to 6.5 points: krank, Gespräch am Montag"
    assert table.above == [f"line 4 of o.csv: bob, start-here, 99 of {HERE.points}"]
    with pytest.raises(CourseError, match=r"line 2 of o\.csv is not UTF-8") as caught:
        read_overrides(text.encode("utf-8").replace("ä".encode(), b"\xe4"), "o.csv")
    assert "CSV UTF-8" in caught.value.hint
    with pytest.raises(CourseError, match="other headings") as caught:
        read_overrides(b"name,lab,points,reason\nada,l,1,x\n", "o.csv")
    assert "line 1: name, lab, points, reason" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("ada,l,5,", "line 2 of o.csv lacks its reason"),
        ("ada,l,,because", "lacks its points"),
        ("ada,l,many,because", "'many' is no number of points"),
        ("ada,l,-1,because", "is no number of points"),
        ("ada,l,nan,because", "is no number of points"),
        ("ada,l,1,a\n\nada,l,2,b", "line 4 of o.csv is about the same as line 2"),
        ('ada,l,1,"ill,\nand late"\nbob,l,,b', "line 4 of o.csv lacks its points"),
        ("ada,l,1,ill, and late", "line 2 of o.csv has more cells than columns"),
    ],
)
def test_a_mistake_in_overrides_is_told_with_its_line(rows, told):
    with pytest.raises(CourseError, match=told):
        read_overrides(f"student,lab,points,reason\n{rows}\n".encode(), "o.csv")


def test_names_can_be_left_out():
    copied = line("trillian", [("2", "1")], manifest={"partners": ["zaphod"]})
    found = of([copied], group=1)["trillian.zip"]
    hidden = pseudonym(found, copied.digest, KEY)
    said = repr(hidden)
    assert "trillian" not in said
    assert "zaphod" not in said
    assert hidden.student == pseudonym(of([line("trillian", name="other.zip")])["other.zip"], "0" * 64, KEY).student
    assert hidden.student != pseudonym(found, copied.digest, bytes(32)).student
    assert hidden.score == found.score


# the file of results


def test_a_line_says_all_of_a_grade_and_a_torn_one_nothing(tmp_path):
    made = examined(bundle(HERE, "ada", [("2", "1"), *right("start-here", "ada")], hints=[("1", 1)]))
    data = line_of("d" * 64, "c", made)
    found = read_line(data)
    assert (found.digest, found.course, found.is_final(86_400)) == ("d" * 64, "c", True)
    assert found.examined.graded.json() == made.graded.json()
    assert {task: each.json() for task, each in found.examined.tried.items()} == {
        task: each.json() for task, each in made.tried.items()
    }
    for torn in (data[:-10], b"", b"{}", b"[1]", b'{"schema": "netkit.grade.result/1"}', b"[" * 100_000):
        assert read_line(torn) is None
    path = tmp_path / "r.jsonl"
    later = line_of("d" * 64, "c", examined(bundle(HERE, "ada")))
    path.write_bytes(data + b'{"torn\n' + line_of("e" * 64, "other", made) + later)
    assert len(list(lines_in(path))) == 3
    last = LastLines([path], "c")
    assert [each.examined.graded.score for each in last()] == [0]
    assert last.elsewhere == 1


def test_half_a_character_is_written_so_that_every_export_can_write_it():
    said = replace(examined(b"").graded, refused="\ud800 and \U0001f600", student="\udfff")
    found = read_line(line_of("d" * 64, "c", Examined(said))).examined.graded
    assert (found.refused, found.student) == ("? and \U0001f600", "?")


# the report


def test_the_report_counts_what_happened():
    answers = [
        ("s0", [("2", "x"), *right("start-here", "s0")]),  # of another kind: no attempt
        ("s1", [("2", "1"), *right("start-here", "s1")]),
        ("s2", [("2", "1"), ("2", "7"), ("2", "9")]),
        ("s3", []),
    ]
    lines = [line(student, given) for student, given in answers]
    report = Report()
    for each in lines:
        report.add(each.examined.graded, dict(each.examined.tried))
    task = report.labs["start-here"].tasks["2"]
    assert (task.students, task.tried, task.first, task.right, task.answers) == (4, 3, 1, 2, 1 + 2 + 3)
    assert task.unforeseen["1"] == 2
    [stuck] = report.stuck
    assert (stuck.student, stuck.task, stuck.answers) == ("s2", "2", 3)
    told = report_data(report, {"start-here": ["late"]})
    assert told["labs"][0]["tasks"][1]["first"] == 1
    page = single_page(report_blocks("<Net>", report, {"start-here": ["late"]}, when="now"), title="t", look="sheet")
    assert "<Net>" not in page
    assert "&lt;Net&gt;" in page
    assert "<script" not in page
    for part in ("What to talk about first", "Who is stuck", "s2", "late", "33 %"):
        assert part in page


def test_misconceptions_are_counted_by_students_and_told_with_an_example():
    key = solutions("start-here", "s0")
    slug, texts = next(iter(key["2"].wrong.items()))
    report = Report()
    for each in (line("s0", [("2", texts[0]), ("2", texts[0]), *right("start-here", "s0")]),):
        report.add(each.examined.graded, dict(each.examined.tried))
    task = report.labs["start-here"].tasks["2"]
    assert task.misconceptions == Counter({slug: 1})
    assert task.examples[slug][1]
