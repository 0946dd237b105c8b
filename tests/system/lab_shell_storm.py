"""Rooms started and stopped many times over, some killed at random moments, and what is left: `python -m tests.system.lab_shell_storm`.

It runs as whoever it is started by, in folders of its own, and prints one JSON object.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LAB = "start-here"
WORK = "echo {number} >> kept; ping -c 1 -W 5 echo > /dev/null && echo {number} >> reached; sleep {seconds}"


def netkit(*words, env, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "netkit", *map(str, words)],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


def processes_with(mark):
    """Processes that have this text in their environment, and live: that of a process passes on to its children."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and int(entry.name) != os.getpid() and mark in (entry / "environ").read_bytes():
                found.append(int(entry.name))
    return found


def keeper_of(runs):
    """The number of the process that keeps a room; a state that is left over may name a number that is another's by now."""
    for state in runs.glob("*/state.json"):
        with contextlib.suppress(OSError, ValueError):
            number = json.loads(state.read_text())["keeper"]
            if Path(f"/proc/{number}/comm").read_text() == "netkit-keeper\n":
                return number
    return None


def killed(process, runs, chance):
    """Kill something, or nothing, at some moment; says what."""
    how = chance.choice(["nothing", "nothing", "shell", "shell", "keeper", "end", "hang up", "both"])
    time.sleep(chance.uniform(0, 0.8))
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if how in ("keeper", "both") and (number := keeper_of(runs)):
            os.kill(number, signal.SIGKILL)
        if how in ("shell", "both"):
            process.kill()
        elif how in ("end", "hang up"):
            process.send_signal(signal.SIGTERM if how == "end" else signal.SIGHUP)
    return how


def storm(count, seed):
    chance = random.Random(seed)
    top = Path(tempfile.mkdtemp(prefix="netkit-storm-"))
    runtime = top / "run"
    runtime.mkdir(mode=0o700)
    runs = runtime / "netkit"
    env = os.environ | {"XDG_RUNTIME_DIR": str(runtime), "HOME": str(top)}
    mark = f"XDG_RUNTIME_DIR={runtime}".encode()
    begun = netkit("lab", "start", LAB, "--folder", top, env=env)
    _, said = begun.communicate(timeout=60)
    assert begun.returncode == 0, said
    folder = top / LAB
    answered = netkit("lab", "answer", "1", "42", "--lab", LAB, "--folder", top, env=env)
    answered.communicate(timeout=60)
    log = hashlib.sha256((folder / "progress.jsonl").read_bytes()).hexdigest()
    mounts = Path("/proc/self/mountinfo").read_text()
    whole, hows, errors = [], {}, []
    for number in range(count):
        work = WORK.format(number=number, seconds=round(chance.uniform(0, 0.4), 3))
        process = netkit("lab", "shell", LAB, "--folder", top, "--", "sh", "-c", work, env=env, cwd=folder)
        how = killed(process, runs, chance)
        hows[how] = hows.get(how, 0) + 1
        _, said = process.communicate(timeout=60)
        if how == "nothing":
            whole.append(number)
            if process.returncode != 0:
                errors.append([number, process.returncode, said])
    last = netkit("lab", "shell", LAB, "--folder", top, "--", "true", env=env, cwd=folder)
    _, said = last.communicate(timeout=60)
    until = time.monotonic() + 5
    while processes_with(mark) and time.monotonic() < until:
        time.sleep(0.01)
    reached = [int(line) for line in (folder / "reached").read_text().split()]
    found = {
        "hows": hows,
        "errors": errors,
        "last": [last.returncode, said],
        "processes": processes_with(mark),
        "files": sorted(str(each.relative_to(runtime)) for each in runtime.rglob("*") if each != runs),
        "mounts": Path("/proc/self/mountinfo").read_text() != mounts,
        "log_kept": hashlib.sha256((folder / "progress.jsonl").read_bytes()).hexdigest() == log,
        "unreached": [each for each in whole if each not in reached],
        "student_files": sorted(each.name for each in folder.iterdir()),
        "recordings": _recordings(folder),
        "folder": str(folder),
    }
    if not found["processes"] and not found["files"]:
        subprocess.run(["rm", "-r", str(top)], check=True)
    return found


def _recordings(folder):
    """How many packets each holds, and what is wrong in it; those of runs that were killed break off after a whole packet."""
    from netkit import capture

    found = []
    for path in sorted((folder / "recordings").glob("*")):
        opened = capture.open(path)
        count = sum(1 for _ in opened)
        found.append([count, [problem.rule for problem in opened.problems]])
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--seed", default="a storm")
    given = parser.parse_args()
    json.dump(storm(given.count, given.seed), sys.stdout)
