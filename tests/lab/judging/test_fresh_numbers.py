"""Fresh numbers after two misses: which tasks have few answers, what is drawn, and that every answer keeps its verdict."""

import pytest

from netkit.lab.definition import load
from netkit.lab.judging.fresh import drawn, files_of, has_few_answers
from netkit.lab.judging.given import Given
from netkit.lab.judging.judgement import judge
from netkit.lab.student import progress as log
from netkit.lab.student.folder import begin, find
from netkit.lab.student.results import judge_all
from netkit.lab.student.taking import take
from netkit.lab.traffic import Library
from netkit.lab.variant import draw_variant
from netkit.view import Outcome
from tests.lab import tiny
from tests.lab.students import LABS, LIBRARY, given, read, variant, with_own_words
from tests.solutions.key import CAPTURES, ROOT, key

FEW = [(lab.slug, task) for lab in LABS.values() for task in lab.tasks if has_few_answers(task)]
each_few = pytest.mark.parametrize(("slug", "task"), FEW, ids=lambda found: getattr(found, "id", found))


def begun(parent, slug="start-here", student="ada"):
    return begin(LABS[slug], student, parent, LIBRARY, now="1.0")[0]


def again(work):
    """The same work as a command finds it that begins now."""
    return find(ROOT / "labs", LIBRARY, work.folder)


def wrong_answers(work, task):
    right = work.asked(task).question(task).right
    return [choice for choice in task.choices if choice != right]


def missed(work, task, count):
    """The work after so many different wrong answers, each by a command of its own."""
    for text in wrong_answers(work, task)[:count]:
        taken = take(again(work), task, text, now="2.0")
        assert taken.verdict.outcome is Outcome.WRONG
    return again(work), taken


def with_choices(kind, count, **more):
    task = LABS["start-here"].tasks[2]
    return type(task)(
        **{slot: getattr(task, slot) for slot in task.__slots__}
        | {"kind": kind, "choices": tuple(map(str, range(count)))}
        | more
    )


@pytest.mark.parametrize(
    ("kind", "count", "more", "few"),
    [
        ("choice", 4, {}, True),
        ("set", 6, {}, True),  # 2^6 = 64
        ("set", 7, {}, False),
        ("order", 4, {}, True),  # 4! = 24
        ("order", 5, {}, False),  # 120
        ("sequence", 3, {}, True),  # 3 + 6 + 6
        ("sequence", 4, {}, True),  # 4 + 12 + 24 + 24 = 64
        ("sequence", 5, {}, False),
        ("table", 4, {"rows": ("a", "b", "c")}, True),  # 4^3 = 64
        ("table", 5, {"rows": ("a", "b", "c")}, False),
        ("table", 0, {"rows": ("a", "b")}, False),
        ("number", 0, {}, False),
        ("set", 100_000, {}, False),
    ],
)
def test_which_tasks_have_few_answers(kind, count, more, few):
    assert has_few_answers(with_choices(kind, count, **more)) is few


@each_few
def test_each_draw_is_a_whole_variant_with_another_right_answer_that_the_key_agrees_with(slug, task):
    for student in ("ada", "student-1"):
        mine = variant(slug, student)
        before = mine
        for draw in (2, 3):
            found = drawn(mine, task, draw)
            if found is before:
                assert slug in ("first-packets", "along-the-way")  # it is the router in every recording
                break
            assert found.question(task).right != before.question(task).right
            one = key(slug, given(found), read(found))[task.id]
            own = with_own_words(task, found)
            assert judge(own, one.right, found).outcome is Outcome.RIGHT
            for wrong, texts in one.wrong.items():
                assert all(judge(own, text, found).misconception == wrong for text in texts)
            files = files_of(found, task)
            assert all(f"-task-{task.id}-draw-{draw}." in name for name in files)
            assert not set(files) & set(mine.situation.all_files)
            before = found


@each_few
def test_a_draw_depends_on_nothing_but_the_seed_the_task_and_its_number(slug, task):
    if slug == "first-packets":
        return  # drawn once only
    mine = variant(slug, "ada")
    third = drawn(draw_variant(LABS[slug], "ada", Library(CAPTURES)), task, 3)  # the second was not asked for
    assert third.as_read(task) == drawn(mine, task, 3).as_read(task)
    assert files_of(third, task) == files_of(drawn(mine, task, 3), task)


def test_two_misses_bring_fresh_numbers_and_the_first_answers_keep_their_verdicts(tmp_path):
    work = begun(tmp_path)
    task = work.lab.task("3")
    capture = (work.folder / "hello.pcapng").read_bytes()
    _, first = missed(work, task, 1)
    assert not first.drawn_anew
    work, second = missed(work, task, 2)
    assert second.drawn_anew
    assert list(second.files) == ["hello-task-3-draw-2.pcapng"]
    assert (work.folder / "hello.pcapng").read_bytes() == capture
    assert (work.folder / second.files[0]).is_file()
    assert work.progress.draw("3") == 2
    asked = work.asked(task)
    assert second.files[0] in asked.sentence(task.hint)
    old, new = (each.question(task).right for each in (work.variant, asked))
    assert old != new
    # on the new numbers the old right answer is wrong, and the new one right; nothing else is told anywhere
    assert take(work, task, old, now="3.0").verdict.outcome is Outcome.WRONG
    assert take(again(work), task, new, now="3.0").verdict.outcome is Outcome.RIGHT
    work = again(work)
    results = judge_all(work.lab, work.variant, work.progress.by_task())
    assert results.verdict("3").outcome is Outcome.RIGHT
    assert [each.draw for each in work.progress.answers("3")] == [1, 1, 1, 2, 2]
    # of the other tasks nothing changes
    assert all(work.asked(other) is work.variant for other in work.lab.tasks if other.id != "3")
    # and what was once right stays as it is
    later, _ = missed(work, task, 2)
    assert later.progress.draw("3") == 2


def test_an_answer_that_was_right_stays_right_on_its_own_numbers(tmp_path):
    work = begun(tmp_path)
    task = work.lab.task("3")
    stale = again(work)
    work, _ = missed(work, task, 2)
    # the other terminal was opened before the numbers were drawn anew
    right = stale.variant.question(task).right
    assert take(stale, task, right, now="3.0").verdict.outcome is Outcome.RIGHT
    work = again(work)
    assert judge_all(work.lab, work.variant, work.progress.by_task()).verdict("3").outcome is Outcome.RIGHT
    assert work.progress.draw("3") == 2


def test_two_terminals_that_miss_at_once_draw_once(tmp_path):
    work = begun(tmp_path)
    task = work.lab.task("3")
    first, second, third = wrong_answers(work, task)
    take(work, task, first, now="2.0")
    one, other = again(work), again(work)
    assert take(one, task, second, now="2.0").drawn_anew
    taken = take(other, task, third, now="2.0")
    assert taken.verdict.outcome is Outcome.WRONG
    assert again(work).progress.draw("3") == 2
    assert {each.draw for each in again(work).progress.answers("3")} == {1}


def test_the_same_answer_twice_is_one_miss_and_a_refused_one_is_none(tmp_path):
    work = begun(tmp_path)
    task = work.lab.task("3")
    wrong = wrong_answers(work, task)[0]
    for _ in range(3):
        assert not take(again(work), task, wrong, now="2.0").drawn_anew
    with pytest.raises(Exception, match="not the kind"):
        take(again(work), task, "no such layer", now="2.0")
    assert again(work).progress.draw("3") == 1


def test_files_that_a_kill_left_out_are_restored(tmp_path):
    work = begun(tmp_path)
    task = work.lab.task("3")
    work, taken = missed(work, task, 2)
    path = work.folder / taken.files[0]
    data = path.read_bytes()
    path.unlink()
    begin(LABS["start-here"], None, tmp_path, LIBRARY, now="3.0")
    assert path.read_bytes() == data


def test_a_task_that_waits_is_not_drawn_anew(tmp_path):
    toml = tiny.TOML.replace('kind = "number"\npoints = 2', 'kind = "choice"\nchoices = ["4", "5", "6"]\npoints = 2')
    check = tiny.CHECK.replace("right=2 * len(now.traffic.packets)", "right=str(2 * len(now.traffic.packets))")
    lab = load(tiny.write(tmp_path / "labs", toml, check))
    work, _ = begin(lab, "ada", tmp_path, LIBRARY, now="1.0")
    for text in ("5", "6"):
        taken = take(work, lab.tasks[1], text, now="2.0")
        assert taken.verdict.outcome is Outcome.SKIPPED
        assert not taken.drawn_anew


def test_a_log_with_nonsense_for_a_draw_is_read_all_the_same(tmp_path):
    work = begun(tmp_path)
    for value in ("two", -5, 10**12, True):
        event = {"event": "answered", "time": "1", "task": "3", "answer": "IPv4", "draw": value, "next_draw": value}
        log.append(work.folder, event)
    found = again(work)
    assert [each.draw for each in found.progress.answers("3")] == [1, 1, 99, 1]
    assert found.asked(found.lab.task("3")) is not found.variant
    assert judge_all(found.lab, found.variant, found.progress.by_task()).verdict("3").outcome is not Outcome.UNANSWERED


def test_an_answer_is_text_with_a_draw():
    assert (Given("42"), Given("42").draw, Given("42", 3).draw) == ("42", 1, 3)
