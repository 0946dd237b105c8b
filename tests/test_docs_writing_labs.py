"""The guide for authors, followed word by word in an empty folder: each command runs and prints what stands there."""

import contextlib
import io
import re
import shlex

from netkit.cli.main import run
from netkit.lab.lint import RULES
from netkit.live.namespace import available
from tests.system.program import ROOT

GUIDE = (ROOT / "docs" / "writing-labs.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"```console\n(?P<console>.*?)```"
    r"|Add to the end of `(?P<grown>[^`]+)`:\n\n```\w+\n(?P<added>.*?)```"
    r"|Put in place of `(?P<old>[^`]+)` in `(?P<filled>[^`]+)`:\n\n```\w+\n(?P<put>.*?)```"
    r"|Write into `(?P<written>[^`]+)`:\n\n```\w+\n(?P<whole>.*?)```"
    r"|Change `(?P<was>[^`]+)` to `(?P<becomes>[^`]+)` in `(?P<changed>[^`]+)`",
    re.DOTALL,
)
WRONG = {"netkit lab answer 3 36": 1, "netkit lab answer 4 b": 1}
WHERE_FUNCTIONS_RUN = "\n## A fifth task"
FOLLOWED = GUIDE if available() is None else GUIDE.partition(WHERE_FUNCTIONS_RUN)[0]
"""The guide as far as this machine can follow it: functions are called in namespaces."""


def spoken(command):
    """The exit code of a command, and what it prints."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(shlex.split(command)[1:])
    return code, out.getvalue(), err.getvalue()


def test_the_guide_leads_to_a_lab_that_is_solved_and_grows(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    steps, printed = 0, {}
    for step in STEP.finditer(FOLLOWED):
        steps += 1
        if step["console"] is not None:
            for command, shown in re.findall(r"\$ (.+)\n((?:(?!\$ ).*\n)*)", step["console"]):
                if command.startswith("cd "):
                    monkeypatch.chdir(command.removeprefix("cd "))
                    continue
                code, out, err = spoken(command)
                assert "error:" not in err, (command, err)
                broken = "1 error and" in shown
                assert code == (1 if broken or shown.startswith("✗") else WRONG.get(command, 0)), (command, out, err)
                assert not shown or out == shown, (command, out)
                printed[command] = out
        elif step["grown"]:
            with (tmp_path / step["grown"]).open("a", encoding="utf-8") as file:
                # functions stand two lines apart, tables one
                file.write(("\n\n" if step["grown"].endswith(".py") else "") + step["added"])
        elif step["written"]:
            path = tmp_path / step["written"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["whole"], encoding="utf-8")
        else:
            name, old, new = (
                (step["filled"], step["old"], step["put"].strip())
                if step["filled"]
                else (step["changed"], step["was"], step["becomes"])
            )
            text = (tmp_path / name).read_text(encoding="utf-8")
            assert text.count(old) == 1, (name, old)
            (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    assert steps >= 10
    assert WHERE_FUNCTIONS_RUN in GUIDE
    assert "counted-the-header" in printed["netkit lab preview ./dns-first --student ada"]
    assert "36 is UDP's length field" in printed["netkit lab answer 3 36"]
    assert "✓ 3" in printed["netkit lab answer 3 28"]
    assert "Packet 1 asks for type A, which" in printed["netkit lab answer 4 b"]
    assert "1 of 3 right" in printed["netkit lab status"]


def test_the_guide_names_each_rule_of_the_lint():
    table = re.findall(r"^\| `([a-z-]+\.[a-z-]+)` \| (.+) \|$", GUIDE, re.MULTILINE)
    assert dict(table) == dict(RULES)
