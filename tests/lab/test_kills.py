"""A student's process that is killed at any moment: no answer is lost whose command had come back."""

import os
import random
import subprocess
import sys
import threading
import time

import pytest

from netkit.lab import progress as log
from netkit.lab.folder import begin
from tests.lab.students import LABS, LIBRARY
from tests.length import LONG
from tests.solutions.key import ROOT

KILLS = 30 if LONG else 12
ANSWERING = """
import contextlib, io, sys
from netkit.cli.main import run
number = int(sys.argv[1])
while True:
    with contextlib.redirect_stdout(io.StringIO()):
        code = run(["lab", "answer", "6", f"answer-{number}.test"])
    if code != 1:
        sys.exit(f"unexpected exit code {code}")
    print(number, flush=True)
    number += 1
"""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX's")
def test_no_answer_is_lost_whose_command_had_come_back(tmp_path):
    work, _ = begin(LABS["start-here"], "ada", tmp_path, LIBRARY, now="1.0")
    lots = random.Random("kills")
    promised = 0
    for kill in range(KILLS):
        start = kill * 100_000
        done = _killed_while_answering(work.folder, start, 1 + kill % 3, lots.uniform(0.0, 0.12))
        promised += len(done)
        answers = log.read(work.folder).answers("6")
        kept = [text for text in answers if text.startswith("answer-") and _number(text) // 100_000 == kill]
        assert kept[: len(done)] == [f"answer-{number}.test" for number in done]
        # at most the one that was being written when the kill came
        assert len(kept) <= len(done) + 1
    assert promised > KILLS
    found = log.read(work.folder)
    assert len(found.damaged) <= KILLS
    assert (found.lab, found.student) == ("start-here", "ada")


def _number(text):
    return int(text.removeprefix("answer-").removesuffix(".test"))


def _killed_while_answering(folder, start, answered, moment):
    """The answers whose commands came back before the process was killed, `moment` seconds after so many had."""
    process = subprocess.Popen(
        [sys.executable, "-c", ANSWERING, str(start)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    enough, lines = threading.Event(), []

    def listen():
        for line in process.stdout:
            lines.append(line)
            if len(lines) >= answered:
                enough.set()
        enough.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        assert enough.wait(60)
        time.sleep(moment)
    finally:
        process.kill()
        code = process.wait()
        listener.join()
        process.stdout.close()
    assert code == -9
    return [int(line) for line in lines if line.endswith("\n")]
