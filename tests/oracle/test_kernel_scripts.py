"""The textbook's scripts on this machine's kernel: by hand, with NETKIT_KERNEL_SCRIPTS=1, for it takes minutes and a quiet machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.internet.script.running import SCRIPTS

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif("NETKIT_KERNEL_SCRIPTS" not in os.environ, reason="by hand: NETKIT_KERNEL_SCRIPTS=1")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_kernel_does_what_the_script_says(path):
    """A namespace of its own for each, so that none remembers another."""
    apart = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    words = [*apart, sys.executable, "-m", "tests.oracle.kernel_scripts", str(path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    script = json.loads(done.stdout)[0]
    assert script["outcome"] == "passed", [each for each in script["steps"] if each["outcome"] == "failed"]
