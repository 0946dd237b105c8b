"""`netkit tcp connect` and `listen` as root and as an ordinary user run them, in private networks."""

from __future__ import annotations

import json
import os
import shlex
import site
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle.requirement import missing
from tests.system.program import ROOT

__all__ = ["NOBODY", "as_user", "environment", "need_networks", "start", "told"]

NOBODY = 65534
TUN = Path("/dev/net/tun")

SETTING = """
set -e
mount -t tmpfs none /dev/net
mknod /dev/net/tun c 10 200
chmod {rights} /dev/net/tun
mount -t tmpfs none /mnt
{bound}
exec setpriv --reuid {user} --regid {user} --clear-groups {command}
"""
"""Root's private mounts: a device as most systems have it, and Python and netkit where the user may read them; nothing else changes."""


def need_networks():
    """Skip (in CI: fail) where this machine gives no private networks."""
    if sys.platform != "linux":
        pytest.skip("private networks are a feature of Linux")
    from netkit.live.namespace import available

    refused = available()
    if refused is not None:
        missing("a private network", str(refused))
    if not TUN.exists():
        missing(str(TUN), "the kernel module tun")


def environment():
    return os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}


def as_user(*words, rights="666", timeout=60, module="netkit", **more):
    """Run `netkit WORDS` as an ordinary user: as nobody where root runs the tests, else as who runs them.

    `module` is another program of the repository's, `more` are variables of the environment.
    """
    if os.geteuid() != 0:
        command, env = [sys.executable, "-m", module, *map(str, words)], environment() | more
    else:
        prefix = Path(sys.base_prefix).resolve()
        places = {f"/mnt/{number}": path for number, path in enumerate([ROOT, *site.getsitepackages(), prefix])}
        *packages, python = places
        inner = [
            str(Path(python) / Path(sys.executable).resolve().relative_to(prefix)),
            "-m",
            module,
            *map(str, words),
        ]
        bound = "\n".join(
            f"mkdir {place}; mount --bind {shlex.quote(str(path))} {place}" for place, path in places.items()
        )
        script = SETTING.format(rights=rights, bound=bound, user=NOBODY, command=shlex.join(inner))
        command = ["unshare", "--mount", "sh", "-c", script]
        # a Python whose library is a file of its own looks for it where it was installed, which nobody may read
        libraries = {"LD_LIBRARY_PATH": f"{python}/lib"}
        env = environment() | {"PYTHONPATH": os.pathsep.join(packages), "HOME": "/"} | libraries | more
    return subprocess.run(command, capture_output=True, text=True, env=env, cwd="/", check=False, timeout=timeout)


def start(*words, **more):
    """Start `netkit WORDS`, with pipes for what it says."""
    command = [sys.executable, "-m", "netkit", *map(str, words)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment() | more, cwd=ROOT
    )


def told(done):
    """The JSON of a run that went well."""
    assert done.returncode == 0, (done.returncode, done.stdout[-2000:], done.stderr)
    return json.loads(done.stdout)
