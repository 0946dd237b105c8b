"""What authors and teachers run: a new lab, its lint by several processes, a preview and a slide as pages that a browser shows."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.judging.test_code import CHECK, LAB
from tests.system.browser import Watched
from tests.system.program import ROOT, assert_error, netkit, report


@pytest.fixture(scope="module")
def author(tmp_path_factory):
    """A folder with a new lab in it."""
    place = tmp_path_factory.mktemp("author")
    made = json.loads(netkit("lab", "new", "my-lab", "--json", cwd=place).stdout)
    assert made["schema"] == "netkit.lab.authoring.new/1"
    return place


def test_the_json_of_a_lint_by_two_processes(author):
    found = report("lab", "lint", "my-lab", "--seeds", "30", "--jobs", "2", cwd=author)
    assert found["schema"] == "netkit.lab.lint/1"
    (lab,) = found["labs"]
    assert (lab["slug"], lab["seeds"], lab["problems"]) == ("my-lab", 30, [])
    assert lab["solutions"].endswith("my-lab.py")
    check = author / "my-lab" / "check.py"
    text = check.read_text("utf-8")
    check.write_text(text.replace('right=packet.value("ip.dst")', 'right=packet.value("ip.src")'), "utf-8")
    try:
        done = netkit("lab", "lint", ".", "--seeds", "2", "--json", cwd=author)
    finally:
        check.write_text(text, "utf-8")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["labs"][0]["problems"]
    assert problem.keys() >= {
        "rule",
        "severity",
        "file",
        "line",
        "text",
        "hint",
        "task",
        "misconception",
        "student",
        "times",
    }
    assert (problem["rule"], problem["severity"], problem["file"]) == ("variant.none", "error", "check.py")
    assert 'slug="source-for-destination"' in text.splitlines()[problem["line"] - 1]
    assert "source-for-destination comes to the same as the right answer, in 20 of 20 draws" in problem["text"]


def test_a_lab_may_build_on_one_that_comes_with_netkit(author):
    toml = author / "my-lab" / "lab.toml"
    text = toml.read_text("utf-8")
    found = []
    try:
        for needed in ("start-here", "start-her"):
            toml.write_text(text.replace("prerequisites = []", f'prerequisites = ["{needed}"]'), "utf-8")
            found.append(report("lab", "lint", "my-lab", "--seeds", "1", cwd=author)["labs"][0]["problems"])
    finally:
        toml.write_text(text, "utf-8")
    assert found[0] == []
    assert [problem["rule"] for problem in found[1]] == ["lab.prerequisites"]
    assert "did you mean start-here?" in found[1][0]["hint"]


def in_group(group):
    """How many processes are in a process group."""
    found = 0
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(ProcessLookupError, ValueError):
            found += os.getpgid(int(entry.name)) == group
    return found


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="processes are counted through /proc")
def test_ctrl_c_ends_a_lint_and_its_processes(author):
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "netkit", "lab", "lint", "my-lab", "--seeds", "100000", "--jobs", "2"]
    with subprocess.Popen(
        command, cwd=author, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        for _ in range(600):
            if in_group(process.pid) >= 3:
                break
            time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to all of them
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # what would not end must not run on
            raise
    assert (process.returncode, out) == (130, "")
    assert err.strip() == "interrupted"
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_what_can_t_be_is_told(author):
    assert_error(netkit("lab", "new", "my-lab", cwd=author), 2, "is there already", "nothing is written over")
    assert_error(
        netkit("lab", "new", "../My Lab", cwd=author), 2, "can't be the name of a lab", "netkit lab new my-first-lab"
    )
    assert_error(
        netkit("lab", "lint", "solutions", cwd=author), 2, "there is no lab in solutions", "netkit lab new NAME"
    )
    assert_error(netkit("lab", "preview", "my-lap", cwd=author), 2, "there is no lab 'my-lap'")
    assert_error(netkit("lab", "show", "1", "--reveal", cwd=author), 2, "belong to a slide")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_slide_and_a_preview_in_a_browser(author, browser, width):
    pages = {
        "slide.html": ["show", "2", "--slide", "--reveal", "--lab", "./my-lab", "--student", "ada"],
        "sheet.html": ["preview", "./my-lab", "--student", "ada"],
    }
    for name, words in pages.items():
        done = netkit("lab", *words, "--html", name, cwd=author)
        assert (done.returncode, done.stdout) == (0, "")
        seen = Watched(browser, viewport={"width": width, "height": 720})
        try:
            page = seen.open(author / name, ready="main")
            told = page.inner_text("main")
            assert "To which IPv4 address does it go?" in told
            assert "That is the resolver" in told
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            seen.assert_quiet(author / name)
        finally:
            seen.close()


def test_a_lab_with_a_students_function_is_linted_by_running_it(tmp_path):
    lab = tmp_path / "coded"
    lab.mkdir()
    (lab / "lab.toml").write_text(LAB)
    (lab / "check.py").write_text(CHECK)
    (lab / "README.md").write_text("# Code\n\nWrite a function.\n")
    (found,) = report("lab", "lint", "./coded", "--seeds", "2", cwd=tmp_path)["labs"]
    assert [problem["rule"] for problem in found["problems"] if problem["rule"].startswith("answer.")] == []
    (lab / "check.py").write_text(CHECK.replace("return sum(data)", "return len(data)"))
    (found,) = report("lab", "lint", "./coded", "--seeds", "2", cwd=tmp_path)["labs"]
    assert "answer.not-right" in [problem["rule"] for problem in found["problems"]]


@pytest.mark.parametrize("words", [(), ("--plain",)])
def test_the_parts_of_a_preview_are_a_blank_line_apart(words):
    text = netkit("lab", "preview", "start-here", *words).stdout
    assert "\n\n\n" not in text
    heads = ["Facts that texts can name\n", "1  Read a byte", "2  From hex to a number"]
    for head in heads if not words else [heads[0], "1, Read a byte"]:
        assert f"\n\n{head}" in text, head
