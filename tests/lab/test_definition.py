"""A lab's definition, good and broken: each mistake is told with its file, and a broken check never as a traceback."""

import pytest

from netkit.errors import LabError
from netkit.lab import load
from netkit.lab.judging.judgement import judge
from netkit.lab.student.folder import begin
from netkit.lab.student.results import blocking, judge_all
from netkit.lab.variant import draw_variant
from netkit.view import Outcome
from tests.lab.students import LIBRARY
from tests.lab.tiny import CHECK, TOML, write

SECOND = 'check = "twice"'


def test_a_good_lab_is_read_with_everything_in_it(tmp_path):
    lab = load(write(tmp_path))
    assert (lab.slug, lab.version, lab.title, lab.minutes, lab.points) == ("tiny", "1.0", "Tiny", 1, 6)
    assert [task.id for task in lab.tasks] == ["1", "2", "3"]
    assert lab.tasks[2].needs == ("1", "2")
    assert (lab.tasks[0].choices, lab.tasks[0].predict, lab.live, lab.prerequisites) == ((), False, False, ())
    assert lab.task("2") is lab.tasks[1]
    assert lab.task("9") is None
    assert load(str(tmp_path / "tiny")) == lab


BROKEN = {
    "unknown key of the lab": (TOML.replace("minutes", "minuts"), ["minuts", "did you mean minutes?"]),
    "unknown key of a task": (TOML.replace("hint =", "hnit ="), ["task 1", "hnit", "did you mean hint?"]),
    "key that is near nothing": (TOML.replace("minutes = 1", "minutes = 1\nzzzz = 2"), ["zzzz", "known are"]),
    "missing key of the lab": (TOML.replace('title = "Tiny"', ""), ["the lab lacks title"]),
    "missing key of a task": (TOML.replace('check = "count"\n', ""), ["task 1 lacks check"]),
    "number for text": (
        TOML.replace('version = "1.0"', "version = 1.0"),
        ["version", "wrong type", "1.0", "text in quotes"],
    ),
    "text for a number": (TOML.replace("minutes = 1", 'minutes = "1"'), ["minutes", "wrong type", "a whole number"]),
    "truth for a number": (TOML.replace("points = 1", "points = true"), ["points of task 1", "wrong type"]),
    "text for a list": (TOML.replace('needs = ["1"]', 'needs = "1"'), ["needs of task 2", "wrong type"]),
    "list of numbers": (TOML.replace('needs = ["1"]', "needs = [1]"), ["needs of task 2", "wrong type"]),
    "number for a truth": (
        TOML.replace("minutes = 1", "minutes = 1\nlive = 1"),
        ["live", "wrong type", "true or false"],
    ),
    "date for text": (TOML.replace('title = "First"', "title = 2024-01-01"), ["title of task 1", "wrong type"]),
    "unknown kind": (TOML.replace('"number"', '"numbr"', 1), ["task 1", "numbr", "did you mean number?"]),
    "kind that is near nothing": (TOML.replace('"number"', '"zzz"', 1), ["task 1", "zzz", "known are number"]),
    "need of an unknown task": (TOML.replace('needs = ["1"]', 'needs = ["7"]'), ["task 2 needs 7", "no task before"]),
    "need of a later task": (TOML.replace('needs = ["1"]', 'needs = ["3"]'), ["task 2 needs 3", "no task before"]),
    "need of itself": (TOML.replace('needs = ["1"]', 'needs = ["2"]'), ["task 2 needs 2", "no task before"]),
    "two tasks of one id": (TOML.replace('id = "2"', 'id = "1"'), ["two tasks 1"]),
    "no points": (TOML.replace("points = 1", "points = 0"), ["task 1 is worth 0"]),
    "choices that belong nowhere": (TOML.replace(SECOND, f'{SECOND}\nchoices = ["a"]'), ["task 2", "choices"]),
    "choice without choices": (TOML.replace('"number"', '"choice"', 1), ["task 1", "choices"]),
    "other words for no choice": (
        TOML.replace('"number"', '"choice"\nchoices = ["a b"]\nalso = { c = "d" }', 1),
        ["task 1", "c means d", "none of its choices"],
    ),
    "other word that is a choice": (
        TOML.replace('"number"', '"choice"\nchoices = ["a", "b"]\nalso = { A = "b" }', 1),
        ["task 1", "also has A", "one of its choices"],
    ),
    "other words that are numbers": (
        TOML.replace('"number"', '"choice"\nchoices = ["a"]\nalso = { c = 1 }', 1),
        ["also of task 1", "wrong type", "a table of texts"],
    ),
    "no format": (TOML.replace("format = 1", ""), ["format = 1"]),
    "another format": (TOML.replace("format = 1", "format = 2"), ["format = 1"]),
    "no tasks": (TOML.partition("[[tasks]]")[0], ["no [[tasks]]"]),
    "tasks that are a number": (TOML.partition("[[tasks]]")[0] + "tasks = 3", ["no [[tasks]]"]),
    "tasks that are no tables": (TOML.partition("[[tasks]]")[0] + 'tasks = ["a"]', ["tasks"]),
    "not TOML": (TOML.replace("format = 1", "format = = 1"), ["is not TOML", "line"]),
    "not UTF-8": (b"format = 1\ntitle = '\xff'", ["is not TOML"]),
    "empty": ("", ["format = 1"]),
    "no file": (None, ["can't be read", "a lab is a folder with lab.toml"]),
}


@pytest.mark.parametrize(("toml", "parts"), BROKEN.values(), ids=BROKEN)
def test_a_broken_definition_is_told_with_its_file_and_what_is_wrong(tmp_path, toml, parts):
    folder = write(tmp_path, toml=toml)
    with pytest.raises(LabError) as caught:
        load(folder)
    told = f"{caught.value}\n{caught.value.hint}"
    assert str(folder / "lab.toml") in caught.value.what
    for part in parts:
        assert part in told
    assert caught.value.exit_code == 3


BAD_CHECKS = {
    "missing": (None, ["can't be read"]),
    "no Python": ("def (", ["does not run", "SyntaxError"]),
    "fails": ("1 / 0", ["does not run", "ZeroDivisionError"]),
    "imports what is not there": ("import nowhere_to_be_found", ["does not run", "ModuleNotFoundError"]),
    "no situation": (CHECK.replace("def situation", "def sitation"), ["no function situation", "lab.toml asks"]),
    "no function of a task": (CHECK.replace("def twice", "def tvice"), ["no function twice", "lab.toml asks"]),
    "a name that is no function": (CHECK.replace("def twice", "twice = 3\ndef other"), ["no function twice"]),
    "a packet that is not there": (
        CHECK.replace("return Situation", "traffic.find(lambda p: False)\n    return Situation"),
        ["no packet that the lab's check looks for"],
    ),
    "a field that is not there": (
        CHECK.replace("    number =", "    now.traffic.packet(1).field('tcp.port')\n    number ="),
        ["packet 1 has no field tcp.port"],
    ),
}


@pytest.mark.parametrize(("check", "parts"), BAD_CHECKS.values(), ids=BAD_CHECKS)
def test_a_broken_check_is_the_labs_mistake(tmp_path, check, parts):
    lab = load(write(tmp_path, check=check))
    with pytest.raises(LabError) as caught:
        draw_variant(lab, "ada", LIBRARY)
    for part in parts:
        assert part in str(caught.value)


def test_a_lab_without_a_fair_variant_is_refused(tmp_path):
    never = CHECK.replace("value=0", "value=number")
    lab = load(write(tmp_path, check=never))
    with pytest.raises(LabError, match="no usable variant") as caught:
        draw_variant(lab, "ada", LIBRARY)
    assert "must all differ" in caught.value.why


def test_an_unfair_draw_is_drawn_again(tmp_path):
    sometimes = CHECK.replace("value=0", 'value=number if now.traffic.name == "hello-01.pcapng" else 0')
    lab = load(write(tmp_path, check=sometimes))
    for student in range(20):
        assert draw_variant(lab, str(student), LIBRARY).situation.traffic.name == "hello-02.pcapng"


def test_a_text_that_names_an_unknown_fact_is_the_labs_mistake(tmp_path):
    lab = load(write(tmp_path, toml=TOML.replace("{file}", "{flie}")))
    mine = draw_variant(lab, "ada", LIBRARY)
    with pytest.raises(LabError, match="names a fact that the variant has not") as caught:
        mine.sentence(lab.tasks[0].question)
    assert "file" in caught.value.why


def outcomes(results):
    return [verdict.outcome for verdict in results.verdicts]


def test_a_task_whose_parent_is_not_right_waits_and_has_not_failed(tmp_path):
    lab = load(write(tmp_path))
    mine = draw_variant(lab, "ada", LIBRARY)
    count = len(mine.situation.traffic.packets)
    right = {"1": [str(count)], "2": [str(2 * count)], "3": [str(count)]}

    nothing = judge_all(lab, mine, {})
    assert outcomes(nothing) == [Outcome.UNANSWERED, Outcome.SKIPPED, Outcome.SKIPPED]
    assert nothing.verdict("2").explanation == "waits for task 1"
    assert nothing.verdict("3").explanation == "waits for task 1 and task 2"

    wrong_parent = judge_all(lab, mine, right | {"1": ["0"]})
    assert outcomes(wrong_parent) == [Outcome.WRONG, Outcome.SKIPPED, Outcome.SKIPPED]
    assert (wrong_parent.score, wrong_parent.right) == (0, 0)
    assert blocking(wrong_parent, lab.tasks[2]) == ["1", "2"]

    half = judge_all(lab, mine, right | {"2": ["1"]})
    assert outcomes(half) == [Outcome.RIGHT, Outcome.WRONG, Outcome.SKIPPED]
    assert half.verdict("3").explanation == "waits for task 2"

    # what was answered while it waited counts as soon as its parent is right
    assert judge_all(lab, mine, right).score == 6
    assert blocking(judge_all(lab, mine, right), lab.tasks[2]) == []


def test_an_answer_that_was_right_once_stays_right_and_else_the_last_counts(tmp_path):
    lab = load(write(tmp_path))
    mine = draw_variant(lab, "ada", LIBRARY)
    count = str(len(mine.situation.traffic.packets))
    task = lab.tasks[0]
    assert judge(task, "0", mine).misconception == "none"
    assert judge_all(lab, mine, {"1": ["0", count, "0"]}).verdict("1").outcome is Outcome.RIGHT
    assert judge_all(lab, mine, {"1": ["0", "nonsense", "50"]}).verdict("1").answer == "50"
    assert judge_all(lab, mine, {"1": ["0", "nonsense"]}).verdict("1").misconception == "none"
    assert judge_all(lab, mine, {"1": ["nonsense"]}).verdict("1").outcome is Outcome.UNANSWERED
    assert judge_all(lab, mine, {"no such task": ["1"]}).score == 0


def test_a_lab_of_an_authors_own_is_begun_like_ours(tmp_path):
    lab = load(write(tmp_path / "labs"))
    work, new = begin(lab, "ada", tmp_path, LIBRARY, now="1.000000000")
    assert new
    assert (tmp_path / "tiny" / "README.md").read_text(encoding="utf-8") == "# Tiny\n\nRead tiny.pcapng.\n"
    assert (tmp_path / "tiny" / "tiny.pcapng").read_bytes() == work.variant.situation.traffic.data
