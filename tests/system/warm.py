"""netkit's commands from a process that has loaded all of netkit: each runs in one forked from it, which saves half a second of loading.

The forked process has arguments, a folder, an environment, pipes and an exit code of its own, and enters where `python -m netkit` does.
What depends on how Python starts, or on what is loaded when, needs a process started from nothing (`program.netkit_itself`).
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import io
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

__all__ = ["can", "run"]

ROOT = Path(__file__).parents[2]
LOADED_LATE = (
    "numpy",
    "rich.console",
    "rich.table",
    "rich.text",
    "lark",
    "cryptography.hazmat.primitives.asymmetric.ec",
)
"""What commands load once they need it, and are slow to; never scapy, of which tests say when it is loaded."""

MOST = 1 << 17
"""Bytes of a request, which is one message of a socket."""

_ONE_AT_A_TIME = threading.Lock()


def can(environment):
    """Whether a command in this environment is the same when it is forked: not if Python itself asks for a variable at its start."""
    settings = {
        name for name in environment if name.startswith(("PYTHON", "LC_", "LANG")) and name != "PYTHONIOENCODING"
    }
    return hasattr(os, "fork") and hasattr(socket, "send_fds") and not settings


def run(words, *, cwd, env, stdin, timeout):
    """Run `netkit WORDS`; its exit code (negative: the signal that ended it), its output and its errors, as bytes."""
    with _ONE_AT_A_TIME:
        channel = _channel()
        (their_in, our_in), (our_out, their_out), (our_err, their_err) = os.pipe(), os.pipe(), os.pipe()
        theirs = (their_in, their_out, their_err)
        try:
            socket.send_fds(channel, [json.dumps([words, str(cwd), env]).encode()], theirs)
        finally:
            for each in theirs:
                os.close(each)
        heard = {}
        hands = [threading.Thread(target=_write, args=(our_in, stdin))]
        hands += [threading.Thread(target=_read, args=(each, heard)) for each in (our_out, our_err)]
        for hand in hands:
            hand.start()
        pid = int(channel.recv(20))
        channel.settimeout(timeout)
        try:
            code = int(channel.recv(20))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            channel.settimeout(None)
            channel.recv(20)
            raise subprocess.TimeoutExpired(words, timeout) from None
        finally:
            for hand in hands:
                hand.join()
        return code, heard[our_out], heard[our_err]


def _write(pipe, data):
    try:
        with os.fdopen(pipe, "wb") as stream:
            stream.write(data)
    except BrokenPipeError:  # the command did not want to know
        pass


def _read(pipe, heard):
    with os.fdopen(pipe, "rb") as stream:
        heard[pipe] = stream.read()


@functools.cache
def _channel():
    """The way to the process that forks; it ends when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.system.warm", str(theirs.fileno())]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, pass_fds=[theirs.fileno()]
    )
    theirs.close()

    def end():
        ours.close()
        process.wait(10)

    atexit.register(end)
    return ours


# What happens in the process that forks


def _serve(channel):
    _load()
    gc.freeze()  # what is there for all need not be copied for each
    while True:
        request, pipes, *_ = socket.recv_fds(channel, MOST, 3)
        if not request:
            return
        pid = os.fork()
        if not pid:
            channel.close()
            _become(*json.loads(request), pipes)
        for each in pipes:
            os.close(each)
        channel.send(str(pid).encode())
        channel.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def _load():
    """Every module of netkit, and what these load late."""
    import netkit
    from netkit.capture.filtering import compile_filter

    for module in pkgutil.walk_packages(netkit.__path__, "netkit."):
        if not module.name.endswith(("__main__", "isolated_program")) and "._bundled" not in module.name:
            importlib.import_module(module.name)
    for name in LOADED_LATE:
        importlib.import_module(name)
    compile_filter("tcp.port == 80")  # the grammar and the keys are made once
    assert "scapy" not in sys.modules


def _become(words, cwd, env, pipes):
    """Be `python -m netkit WORDS`, and end."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    for number, pipe in enumerate(pipes):
        os.dup2(pipe, number)
        os.close(pipe)
    encoding, _, errors = env["PYTHONIOENCODING"].partition(":")
    errors = errors or "strict"
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(open(0, "rb"), encoding, errors)  # noqa: SIM115
    sys.stdout = sys.__stdout__ = io.TextIOWrapper(open(1, "wb"), encoding, errors)  # noqa: SIM115
    told = open(2, "wb")  # noqa: SIM115
    sys.stderr = sys.__stderr__ = io.TextIOWrapper(told, encoding, "backslashreplace", line_buffering=True)
    sys.path[0] = cwd
    sys.argv = [str(ROOT / "netkit" / "__main__.py"), *words]
    os._exit(_ended())


def _ended():
    """The exit code, once all is over that Python does at the end of a process."""
    from netkit.cli.main import main

    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  as Python does with what nobody caught
        traceback.print_exc()
        code = 1
    try:
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return 120
    return code


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
