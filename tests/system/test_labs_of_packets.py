"""The labs about bytes as a student types them: packets in each form, nothing, wrong ones; coloured, plain and piped."""

import re

import pytest

from tests.solutions.key import key, with_choices
from tests.system.program import netkit, report

LABS = {"build-a-packet": (9, 26), "internet-checksum": (7, 21)}
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
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".pcapng", ".hex")}
    assert all(name in done.stdout for name in files)
    questions = {each["task"]: with_choices(each["question"], each["choices"]) for each in tasks}
    return slug, folder, key(slug, files, questions)


def answer(folder, task, text, *options, **environment):
    return netkit("lab", "answer", task, text, *options, cwd=folder, **environment)


def test_nothing_is_answered_yet(begun):
    slug, folder, found = begun
    done = netkit("lab", "check", cwd=folder)
    assert done.returncode == 1
    assert f"{slug} · 0 of {LABS[slug][0]} tasks right · 0 of {LABS[slug][1]} points" in done.stdout
    assert list(found) == [str(number) for number in range(1, LABS[slug][0] + 1)]


def test_misconceptions_and_near_misses_in_eighty_columns_coloured_plain_and_piped(begun):
    _, folder, found = begun
    for task, one in found.items():
        slug, texts = list(one.wrong.items())[int(task) % 3]
        verdict = report("lab", "answer", task, texts[0], cwd=folder)["verdict"]
        assert (verdict["outcome"] in ("wrong", "partial"), verdict["misconception"]) == (True, slug), (task, texts[0])
    task, one = list(found.items())[-1]
    text = next(iter(one.wrong.values()))[0]
    piped = answer(folder, task, text)
    assert (piped.returncode, piped.stderr) == (1, "")
    assert "\x1b" not in piped.stdout
    assert max(map(len, piped.stdout.splitlines())) <= 80
    coloured = answer(folder, task, text, FORCE_COLOR="1")
    assert "\x1b[" in coloured.stdout
    assert COLOUR.sub("", coloured.stdout) == piped.stdout
    assert not set("✗✓~│─^") & set(answer(folder, task, text, "--plain").stdout)


def test_the_solution(begun):
    slug, folder, found = begun
    for task, one in found.items():
        done = answer(folder, task, one.right)
        assert (done.returncode, done.stderr) == (0, ""), done
        assert max(map(len, done.stdout.splitlines())) <= 80
    count, points = LABS[slug]
    checked = netkit("lab", "check", cwd=folder)
    assert f"{slug} · {count} of {count} tasks right · {points} of {points} points" in checked.stdout


def test_a_packet_is_as_good_in_hex_in_a_file_and_as_a_line_to_be_built(begun):
    slug, folder, found = begun
    if slug != "build-a-packet":
        return  # the other asks for no packet
    right = found["8"].right
    (folder / "mine.hex").write_text(" ".join(right[at : at + 2] for at in range(0, len(right), 2)))
    line = next(form for form in found["8"].forms if form.startswith("ipv6 "))
    built = netkit("packet", "build", f"ethernet / {line}", "--write", "mine.pcapng", cwd=folder)
    assert built.returncode == 0, built
    for text in ("mine.hex", "mine.pcapng:1", "mine.pcapng", line):
        done = answer(folder, "8", text)
        assert (done.returncode, done.stderr) == (0, ""), (text, done)
    missing = answer(folder, "8", "missing.hex")
    assert missing.returncode == 2
    assert "nothing was counted" in missing.stderr
