"""A watch that is killed at any moment, and another terminal that answers meanwhile: no answer is lost that was told as judged."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from netkit.lab.student import progress as log
from netkit.lab.student.folder import begin
from tests.lab.students import LABS, LIBRARY
from tests.length import LONG
from tests.solutions.key import ROOT

KILLS = 100 if LONG else 12
FORKING = """
import contextlib, io, os, sys
from netkit.cli.main import run
with contextlib.redirect_stdout(io.StringIO()):
    run(["lab", "check"])
    run(["lab", "watch", "--once", "--json"])
for _ in sys.stdin:
    child = os.fork()
    if not child:
        os._exit(run(["lab", "watch", "--json"]))
    print("child", child, flush=True)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""
"""Starts a watch for each line that it reads, without loading everything again."""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL and fork are POSIX's")
def test_no_answer_is_lost_that_a_killed_watch_had_told(tmp_path):
    work, _ = begin(LABS["start-here"], "ada", tmp_path, LIBRARY, now="1.0")
    lots = random.Random("kills of a watch")
    told, beside = [], []
    with subprocess.Popen(
        [sys.executable, "-c", FORKING],
        cwd=work.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        for kill in range(KILLS):
            process.stdin.write("go\n")
            process.stdin.flush()
            child = int(process.stdout.readline().split()[1])
            name = f"kill-{kill}.test"
            (work.folder / "answers.txt").write_text(f"6 {name}\n", "utf-8")
            # the other terminal
            beside.append(f"10.0.0.{kill}")
            log.append(work.folder, {"event": "answered", "time": "1", "task": "4", "answer": beside[-1]})
            if kill % 3 == 0:
                told.append(json.loads(process.stdout.readline())["verdict"]["answer"])
            time.sleep(lots.uniform(0.0, 0.25))
            os.kill(child, signal.SIGKILL)
            while (line := process.stdout.readline()) != "gone\n":
                assert line
                if line.startswith("{") and line.endswith("}\n"):
                    told.append(json.loads(line)["verdict"]["answer"])
        process.stdin.close()
    found = log.read(work.folder)
    kept = found.answers("6")
    assert len(told) >= KILLS // 3
    assert set(told) <= set(kept)
    assert len(set(kept)) == len(kept)  # none is judged twice
    assert found.answers("4") == beside
    assert found.damaged == []
