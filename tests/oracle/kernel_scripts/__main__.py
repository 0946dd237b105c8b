"""Run a script on this kernel: `unshare -rn python -m tests.oracle.kernel_scripts SCRIPT`; JSON as `netkit tcp script --json` gives it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from netkit.internet.script.language.reading import read_script
from netkit.internet.script.manner import manner_of
from netkit.internet.script.running import run_script
from netkit.internet.script.view import runs_view
from tests.oracle.kernel_scripts.machine import Kernel

LOOSEST = 15_000
"""Microseconds of tolerance at least: this kernel's clock ticks coarsely, and Python wakes late."""


def main(path: str) -> None:
    """Run it and tell."""
    text = Path(path).read_text("utf-8")
    script = read_script(text, name=Path(path).name)
    manner = manner_of(script)
    looser = ("tolerance_usecs", str(max(LOOSEST, manner.tolerance)), 0)
    script = replace(script, options=(*script.options, looser))
    run = run_script(script, machine=Kernel(manner))
    sys.stdout.write(json.dumps(runs_view([run]).data["scripts"]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
