"""The labs about addresses as a student types them: the solution, nothing, each misconception, near misses; coloured, plain and piped."""

import re

import pytest

from tests.solutions.key import key, with_choices
from tests.system.program import netkit, report

LABS = {"subnets": (8, 22), "ipv6-addresses": (8, 21)}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module", params=LABS)
def begun(request, tmp_path_factory):
    """A lab's folder, just begun, with its key: from the files in it, and the tasks as they are shown."""
    slug = request.param
    parent = tmp_path_factory.mktemp("labs")
    done = netkit("lab", "start", slug, "--student", "ada", cwd=parent)
    assert (done.returncode, done.stderr) == (0, "")
    folder = parent / slug
    tasks = report("lab", "show", cwd=folder)["tasks"]
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".pcapng", ".txt")}
    assert files
    assert all(name in done.stdout for name in files)
    return (
        slug,
        folder,
        key(slug, files, {each["task"]: with_choices(each["question"], each["choices"]) for each in tasks}),
    )


def answer(folder, task, text, *options, **environment):
    return netkit("lab", "answer", task, text, *options, cwd=folder, **environment)


def test_nothing_is_answered_yet(begun):
    slug, folder, found = begun
    done = netkit("lab", "check", cwd=folder)
    assert done.returncode == 1
    assert f"{slug} · 0 of {LABS[slug][0]} tasks right · 0 of {LABS[slug][1]} points" in done.stdout
    assert list(found) == [str(number) for number in range(1, LABS[slug][0] + 1)]


def test_each_misconception_and_near_misses_are_told_in_eighty_columns(begun):
    _, folder, found = begun
    for task, one in found.items():
        for slug, texts in one.wrong.items():
            if texts:
                verdict = report("lab", "answer", task, texts[0], cwd=folder)["verdict"]
                assert (verdict["outcome"], verdict["misconception"]) == ("wrong", slug), (task, texts[0])
    for task, one in list(found.items())[::5]:
        text = next(texts[0] for texts in one.wrong.values() if texts)
        piped = answer(folder, task, text)
        assert (piped.returncode, piped.stderr) == (1, "")
        assert f"✗ {task}  " in piped.stdout
        assert "\x1b" not in piped.stdout
        assert max(map(len, piped.stdout.splitlines())) <= 80
        coloured = answer(folder, task, text, FORCE_COLOR="1")
        assert "\x1b[" in coloured.stdout
        assert COLOUR.sub("", coloured.stdout) == piped.stdout
        plain = answer(folder, task, text, "--plain")
        assert not set("✗✓│─^") & set(plain.stdout)
        assert "wrong" in plain.stdout.lower()


def test_a_near_miss_is_no_right_answer(begun):
    _, folder, found = begun
    for task, one in found.items():
        last = one.right.rstrip()[-1]
        near = one.right[:-1] + ("1" if last != "1" else "2")
        if one.kind == "set":
            near = one.right.rpartition(" ")[0]
        done = answer(folder, task, near)
        # some are not of the kind that is asked for, and are not counted
        assert done.returncode in (1, 2), (task, near)
        assert done.returncode == 1 or "nothing was counted" in done.stderr


def test_hints_lead_on_and_end_with_the_same_on_other_numbers(begun):
    _, folder, found = begun
    for task, one in list(found.items())[1::5]:
        told = [netkit("lab", "hint", task, cwd=folder) for _ in range(3)]
        assert [done.returncode for done in told] == [0, 0, 0]
        assert "?" in told[1].stdout
        assert "so the answer there is" in " ".join(told[2].stdout.split())
        assert one.right not in told[0].stdout
        if one.kind not in ("set", "prefixes", "addresses") and one.right not in one.shown:
            assert not re.search(rf"(?<![\w.:]){re.escape(one.right)}(?![\w:])", told[1].stdout), task


def test_the_solution(begun):
    slug, folder, found = begun
    for task, one in found.items():
        done = answer(folder, task, one.right)
        assert (done.returncode, done.stderr) == (0, ""), done
        assert f"✓ {task}  " in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80
    checked = netkit("lab", "check", cwd=folder)
    assert checked.returncode == 0
    count, points = LABS[slug]
    assert f"{slug} · {count} of {count} tasks right · {points} of {points} points" in checked.stdout


def test_what_the_hosts_ask_can_be_looked_at_after_the_prediction(begun):
    slug, folder, found = begun
    if slug != "subnets":
        return  # only there one predicts
    done = answer(folder, "4", found["4"].right)
    assert "netkit capture show arp.pcapng" in done.stdout
    seen = netkit("capture", "show", "arp.pcapng", cwd=folder).stdout
    assert all(f"who has {address}?" in seen for address in found["4"].right.split())
