"""A network of its own for servers and resolvers: namespaces in which port 53 is free, and which are gone with what runs in them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.oracle.requirement import missing
from tests.system.name_servers.servers import PACKAGES, program

ROOT = Path(__file__).parents[3]
UNSHARE = ("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child")


def needs(*programs):
    """Skip by name, or in CI fail, where a program is not here or no namespace may be made."""
    for each in programs:
        if program(each) is None:
            missing(each, f"apt-get install {PACKAGES[each]}")
    if (
        shutil.which("unshare") is None
        or subprocess.run([*UNSHARE, "ip", "link"], capture_output=True, check=False).returncode
    ):
        missing("a network namespace", "unshare --map-root-user --net and ip from iproute2, on Linux")


def seen_inside(kind, folder, questions):
    """What servers of one kind, the walks over them and Unbound came to (`inside.py`)."""
    words = [sys.executable, "-m", "tests.system.name_servers.inside", kind, str(folder), json.dumps(questions)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*UNSHARE, *words], capture_output=True, text=True, cwd=ROOT, env=env, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
