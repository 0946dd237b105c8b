"""Both labs from the first command to the last, as a student types them; the answers come from the bytes of the student's own capture."""

import json

import pytest

from tests.solutions.key import key
from tests.system.program import netkit, report

LABS = {"start-here": (6, 8, "hello.pcapng"), "first-packets": (7, 18, "page-load.pcapng")}
each_lab = pytest.mark.parametrize("slug", LABS)


def begun(slug, parent, student="ada"):
    """A folder in which a lab was begun."""
    done = netkit("lab", "start", slug, "--student", student, cwd=parent)
    assert (done.returncode, done.stderr) == (0, "")
    return parent / slug


def answers_of(slug, folder):
    """The answer key, from the capture in the folder and the tasks as they are shown."""
    tasks = report("lab", "show", cwd=folder)["tasks"]
    return key(slug, folder / LABS[slug][2], {task["task"]: task["question"] for task in tasks})


def words(one, text):
    """An answer as words of a command line; a set of packets is typed number by number."""
    return text.split() if one.kind == "packets" else [text]


def in_order(text, *parts):
    """All of `parts` stand in `text`, in this order."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, (part, text)
        at = found + len(part)


@each_lab
def test_a_full_pass(slug, tmp_path):
    count, points, capture = LABS[slug]
    folder = begun(slug, tmp_path)
    right = answers_of(slug, folder)
    assert list(right) == [str(number) for number in range(1, count + 1)]

    listed = netkit("lab", "list", cwd=tmp_path)
    assert listed.returncode == 0
    assert f"0 of {points} points" in listed.stdout
    shown = netkit("lab", "show", cwd=folder)
    in_order(shown.stdout, *(f"\n{task}  " for task in right), "next: netkit lab show 1")
    assert capture in netkit("capture", "show", capture, cwd=folder).stdout or folder.joinpath(capture).is_file()

    for task, one in right.items():
        slugs = list(one.wrong)
        wrong = netkit("lab", "answer", task, *words(one, one.wrong[slugs[0]][0]), cwd=folder)
        assert (wrong.returncode, wrong.stderr) == (1, "")
        in_order(wrong.stdout, f"✗ {task}  ", "0/", "your answer: ", "next: ", f"netkit lab answer {task}")
    missed = netkit("lab", "check", cwd=folder)
    assert missed.returncode == 1
    in_order(missed.stdout, f"{slug} · 0 of {count} tasks right · 0 of {points} points", *(f"✗ {t}  " for t in right))

    for task, one in right.items():
        done = netkit("lab", "answer", task, *words(one, one.right), cwd=folder)
        assert (done.returncode, done.stderr) == (0, ""), done
        assert f"✓ {task}  " in done.stdout
        assert "✗" not in done.stdout
    checked = netkit("lab", "check", cwd=folder)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert f"{slug} · {count} of {count} tasks right · {points} of {points} points" in checked.stdout
    assert "✗" not in checked.stdout

    status = netkit("lab", "status", cwd=folder)
    assert status.returncode == 0
    assert status.stdout.count("2 answers") == count
    found = next(lab for lab in report("lab", "list", cwd=tmp_path)["labs"] if lab["slug"] == slug)
    assert found["score"] == points

    reset = netkit("lab", "reset", "--yes", cwd=folder)
    assert reset.returncode == 0
    assert f"{2 * count} answers kept in progress-1.jsonl" in reset.stdout
    assert (folder / "progress-1.jsonl").read_bytes().count(b'"answered"') == 2 * count
    assert netkit("lab", "check", cwd=folder).returncode == 1
    assert answers_of(slug, folder) == right  # the numbers stay the student's own


def test_what_a_wrong_answer_is_told_stands_in_order(tmp_path):
    folder = begun("first-packets", tmp_path)
    one = answers_of("first-packets", folder)["6"]
    total = one.wrong["counted-the-headers"][0]
    done = netkit("lab", "answer", "6", total, cwd=folder)
    assert done.returncode == 1
    in_order(
        done.stdout,
        "✗ 6  Bytes of the response in one packet  0/3",  # the verdict
        f"your answer: {total}",
        f"{total} is the length of the whole IP packet",  # the reason
        "ip.len is",  # the working, its end open
        "?",
        "0010  ",  # the bytes, marked
        "^---^ Total length (ip.len)",
        "next: netkit lab answer 6 ANSWER",
        "netkit lab hint 6",
    )
    assert "\x1b" not in done.stdout
    assert one.right not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_wrong_answer_after_the_right_one_is_told_that_the_task_stays_right(tmp_path):
    folder = begun("first-packets", tmp_path)
    one = answers_of("first-packets", folder)["6"]
    assert netkit("lab", "answer", "6", one.right, cwd=folder).returncode == 0
    done = netkit("lab", "answer", "6", one.wrong["counted-the-headers"][0], cwd=folder)
    assert done.returncode == 1
    in_order(
        done.stdout, "✗ 6", "Task 6 stays right: the right answer that you gave counts.", "next: netkit lab show 1"
    )
    assert "again" not in done.stdout


@each_lab
def test_hints_come_in_three_steps_and_cost_nothing(slug, tmp_path):
    folder = begun(slug, tmp_path)
    right = answers_of(slug, folder)
    said = [netkit("lab", "hint", "1", cwd=folder) for _ in range(3)]
    assert [done.returncode for done in said] == [0, 0, 0]
    for step, done in enumerate(said, 1):
        assert f"Hint {step} of 3 for task 1" in done.stdout
    assert "?" in said[1].stdout
    assert "so the answer there is" in " ".join(said[2].stdout.split())
    assert not any(right["1"].right in done.stdout.split() for done in said[:2])
    again = netkit("lab", "hint", "1", "--again", cwd=folder)
    in_order(again.stdout, "Hint 1 of 3", "Hint 2 of 3", "Hint 3 of 3")
    assert "3 of 3 hints" in netkit("lab", "status", cwd=folder).stdout
    assert netkit("lab", "answer", "1", right["1"].right, cwd=folder).returncode == 0
    verdict = report("lab", "check", "1", cwd=folder)["verdicts"][0]
    assert verdict["points"] == verdict["max_points"]


def test_the_json_of_lab_list(tmp_path):
    found = report("lab", "list", cwd=tmp_path)
    assert found["schema"] == "netkit.lab.list/1"
    # others may stand between and behind them
    assert [lab["slug"] for lab in found["labs"] if lab["slug"] in LABS] == list(LABS)
    for lab in found["labs"]:
        kinds = {"slug": str, "version": str, "title": str, "tasks": int, "points": int, "live": bool}
        assert {name: type(lab[name]) for name in kinds} == kinds
        if lab["slug"] in LABS:
            assert (lab["tasks"], lab["points"], lab["live"]) == (*LABS[lab["slug"]][:2], False)


def test_the_json_of_lab_check(tmp_path):
    folder = begun("first-packets", tmp_path)
    right = answers_of("first-packets", folder)
    total = right["6"].wrong["counted-the-headers"][0]
    netkit("lab", "answer", "6", total, cwd=folder)
    netkit("lab", "answer", "3", right["3"].right, cwd=folder)
    done = netkit("lab", "check", "--json", cwd=folder)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert (found["schema"], found["lab"], found["student"]) == ("netkit.lab.check/1", "first-packets", "ada")
    assert [verdict["task"] for verdict in found["verdicts"]] == list(right)
    keys = {"task", "outcome", "points", "max_points", "misconception", "explanation", "evidence"}
    assert all(keys <= set(verdict) for verdict in found["verdicts"])
    outcomes = {verdict["task"]: verdict["outcome"] for verdict in found["verdicts"]}
    assert outcomes == dict.fromkeys(right, "unanswered") | {"3": "right", "6": "wrong"}
    sixth = found["verdicts"][5]
    assert (sixth["points"], sixth["max_points"], sixth["misconception"]) == (0, 3, "counted-the-headers")
    assert total in sixth["explanation"]
    assert [(e["key"], e["start_bit"], e["width_bits"]) for e in sixth["evidence"]] == [("ip.len", 128, 16)]
    assert int(sixth["evidence"][0]["hex"], 16) == int(total)
    third = found["verdicts"][2]
    assert (third["points"], third["misconception"]) == (2, None)
    assert netkit("lab", "check", "3", cwd=folder).returncode == 0


@each_lab
def test_the_json_of_an_answer_holds_the_same_verdict_as_the_check(slug, tmp_path):
    folder = begun(slug, tmp_path)
    for task, one in list(answers_of(slug, folder).items())[2:4]:
        told = report("lab", "answer", task, *words(one, next(iter(one.wrong.values()))[0]), cwd=folder)
        assert told["verdict"]["misconception"] == next(iter(one.wrong))
        assert told["verdict"] == report("lab", "check", task, cwd=folder)["verdicts"][0]


@each_lab
def test_said_in_sentences_for_screen_readers(slug, tmp_path):
    folder = begun(slug, tmp_path)
    one = answers_of(slug, folder)["4"]
    done = netkit("lab", "answer", "4", next(iter(one.wrong.values()))[0], "--plain", cwd=folder)
    assert done.returncode == 1
    assert not set("✗✓│─·^") & set(done.stdout)
    assert "wrong" in done.stdout.lower()
    assert "0 of 2" in done.stdout or "0/2" in done.stdout


@each_lab
def test_a_terminal_that_knows_only_ascii(slug, tmp_path):
    for verb in (["start", slug], ["list"], ["show"], ["answer", "2", "9"], ["hint", "1"], ["check"], ["status"]):
        done = netkit("lab", *verb, cwd=tmp_path, PYTHONIOENCODING="ascii")  # decoding as ASCII is the test
        assert done.returncode in (0, 1, 2)
        assert done.stdout or done.stderr
        assert "fault" not in done.stderr


def test_two_students_get_different_numbers_and_each_their_own_again(tmp_path):
    captures = {}
    for student in ("ada", "grace", "edsger", "ada"):
        parent = tmp_path / f"{student}{len(captures)}"
        parent.mkdir()
        captures.setdefault(student, set()).add(
            (begun("first-packets", parent, student) / "page-load.pcapng").read_bytes()
        )
    assert all(len(found) == 1 for found in captures.values())
    assert len(set.union(*captures.values())) > 1
