"""A live lab done in the lab shell, from a plan: `python -m tests.system.live_lab LAB STUDENT PLAN`, all JSON.

It begins the lab in a folder of its own, opens the shell, and works through the plan there: each step has commands, which are lists
of words, and the `task` that is answered after them (none: nothing is); what stands behind the word `python` is a program of this
repository's. Commands of netkit run in this process, so that it is loaded once. What the answers say is printed as one JSON object,
with what `netkit lab check` says in the end.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
WAIT = "30s"
PAUSE = 1.6
"""Seconds after which questions are another command's."""


def outside(lab, student, plan):
    """Begin the lab, and go through the plan inside its shell."""
    with tempfile.TemporaryDirectory() as place:
        runtime = Path(place, "run")
        runtime.mkdir(mode=0o700)
        env = os.environ | {"XDG_RUNTIME_DIR": str(runtime)}
        begun = _run("lab", "start", lab, "--student", student, "--folder", place)
        here = Path(place, lab)
        inside = [sys.executable, "-m", "tests.system.live_lab", "inside", plan]
        done = subprocess.run(
            [sys.executable, "-m", "netkit", "lab", "shell", "--", *inside],
            cwd=here, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if begun["code"] or done.returncode:
            return {"failed": [begun, done.returncode, done.stdout, done.stderr]}
        os.chdir(here)
        kept = [path.name for path in (here / "evidence").glob("*.pcapng")]
        return {
            "user": os.geteuid(),
            "steps": json.loads(done.stdout),
            "check": _run("lab", "check", "--json"),
            "kept": kept,
        }


def inside(plan):
    """What came of each step."""
    return [_step(step) for step in json.loads(plan)]


def _step(step):
    time.sleep(PAUSE if step.get("pause") else 0)
    said = [_command(words) for words in step.get("do", [])]
    if "task" not in step:
        return {"said": said}
    answer = [step["answer"]] if "answer" in step else ["--wait", step.get("wait", WAIT)]
    return {"said": said} | _run("lab", "answer", step["task"], *answer, "--json")


def _command(words):
    if words[0] == "netkit":
        return _run(*words[1:])
    if words[0] == "python":
        words = [sys.executable, str(ROOT / words[1]), *words[2:]]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return {"code": done.returncode, "out": done.stdout, "err": done.stderr}


def _run(*words):
    from netkit.cli import lab_wire
    from netkit.cli.main import run

    if os.environ.get("NETKIT_LONG") != "1":
        # nothing more will come: each step waits for its commands
        lab_wire.QUIET = 0.2
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(words))
    return {"code": code, "out": out.getvalue(), "err": err.getvalue()}


if __name__ == "__main__":
    first, *rest = sys.argv[1:]
    print(json.dumps(inside(*rest) if first == "inside" else outside(first, *rest)))  # noqa: T201
