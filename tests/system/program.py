"""The command `netkit` as a student runs it: a process of its own.

NETKIT_COLD=1 has Python start anew for each, which takes three times as long.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.system import warm

ROOT = Path(__file__).parents[2]
CAPTURES = ROOT / "captures"


def netkit(
    *words: str | Path, cwd: Path = ROOT, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `netkit WORDS`; output is UTF-8 unless `environment` says otherwise, 80 columns wide."""
    env = {
        key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING")
    }
    env |= {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"} | environment
    command = [sys.executable, "-m", "netkit", *map(str, words)]
    if warm.can(environment) and os.environ.get("NETKIT_COLD") != "1":
        code, out, err = warm.run(command[3:], cwd=cwd, env=env, stdin=stdin, timeout=120)
    else:
        done = subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=env, check=False, timeout=120)
        code, out, err = done.returncode, done.stdout, done.stderr
    encoding = env["PYTHONIOENCODING"].partition(":")[0]
    return subprocess.CompletedProcess(command, code, out.decode(encoding), err.decode(encoding))


def report(*words: str | Path, cwd: Path = ROOT) -> Any:
    """What `netkit WORDS --json` reports."""
    done = netkit(*words, "--json", cwd=cwd)
    return json.loads(done.stdout)


def assert_error(done: subprocess.CompletedProcess[str], code: int, *parts: str) -> None:
    """The run failed with this exit code, in the house's form and without a traceback, and said all of `parts`."""
    assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
    assert done.stderr.startswith("error:"), done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    # where a line is broken depends on how long the paths of this run are
    told = " ".join(done.stderr.split())
    for part in parts:
        assert " ".join(part.split()) in told, (part, done.stderr)
