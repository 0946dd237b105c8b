import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PLAIN = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "NETKIT_PLAIN", "NETKIT_TRACEBACK", "PYTHONIOENCODING"}


@pytest.fixture
def call():
    """Run a module in a process of its own: `call("netkit", "--help", PYTHONIOENCODING="ascii")`."""

    def call(module, *arguments, python=(), **environment):
        inherited = {name: value for name, value in os.environ.items() if name not in PLAIN}
        return subprocess.run(
            [sys.executable, *python, "-m", module, *arguments],
            cwd=ROOT,
            env={**inherited, "PYTHONUTF8": "1", **environment},
            capture_output=True,
            check=False,
            timeout=60,
        )

    return call


@pytest.fixture
def standin(call):
    """Run the stand-in for netkit; its output as text."""

    def standin(*arguments, **environment):
        done = call("tests.cli.standin", *arguments, **environment)
        encoding = environment.get("PYTHONIOENCODING", "utf-8")
        return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)

    return standin
