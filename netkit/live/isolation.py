"""Somebody else's program, run where it can do no harm: no network, no files but its own, little memory, few processes, and a deadline.

It runs in namespaces of its own, as root under a user number that nobody else has (limits on processes do not bind root). What it sees of
the machine's files is what a Python needs, read-only, and an empty folder in memory that is gone afterwards. The calls that lead out of all
that are refused (`refused_calls`).
"""

from __future__ import annotations

import os
import resource
import select
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from netkit.live import system_calls
from netkit.live.child import Child
from netkit.live.namespace import Namespace
from netkit.live.refused_calls import refuse_calls

__all__ = ["Ended", "Limits", "run_isolated"]

FOLDERS = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/alternatives")
FILES = ("/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/urandom")
FOLDER = "/answer"
FIRST_USER = 2_000_000
"""User numbers from here on belong to nobody; each run has one of its own, so that one's processes are not counted as another's."""

FAILED = 71
TELL = 3
"""The descriptor on which a room that can't be made says so, until the program begins."""

LONGEST_TOLD = 300
STEP = 65_536
LEAST_MEMORY = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a program may use: `seconds` in all, bytes of `memory` a process, bytes of `files`, `processes`, and bytes of `output`."""

    seconds: float = 10.0
    memory: int = 256 << 20
    files: int = 4 << 20
    processes: int = 8
    output: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended: its exit code (None: it was stopped), its `output`, and why it was stopped ("time", "output", "" if it was not)."""

    code: int | None
    output: bytes
    stopped: str = ""


def run_isolated(program: str, given: bytes, limits: Limits | None = None) -> Ended:
    """Run Python text with `given` as its standard input; AccessError where this machine has no namespaces, OSError if it can't begin."""
    limits = limits or Limits()
    with Namespace() as namespace:
        # opened now: what keeps the namespaces holds none of these, so that their end is seen
        (source, feed), (read, write), (failed, tell) = os.pipe(), os.pipe(), os.pipe()
        begun = time.monotonic()
        try:
            child = namespace.run(lambda: _become(program, limits, (source, write, write), tell))
        finally:
            os.close(write)
            os.close(source)
            os.close(tell)
        try:
            ended = _listen(child, read, feed, given, begun + limits.seconds, limits.output)
            told = _told(failed)
        finally:
            os.close(read)
            os.close(failed)
    if told:
        raise OSError(0, told)
    return ended


def _told(failed: int) -> str:
    """What went wrong before the program began. It has no way to say so itself: the pipe is closed to it as it begins."""
    os.set_blocking(failed, False)
    try:
        return os.read(failed, LONGEST_TOLD).decode("utf-8", "replace")
    except BlockingIOError:
        return ""


def _listen(child: Child, output: int, feed: int, given: bytes, until: float, most: int) -> Ended:
    """Give it its input, and take its output, until it ends or is stopped; whatever it leaves running ends with its namespaces."""
    os.set_blocking(feed, False)
    got, stopped = bytearray(), ""
    while True:
        left = until - time.monotonic()
        if left <= 0:
            stopped = "time"
            break
        readable, writable, _ = select.select([output], [feed] if feed >= 0 else [], [], left)
        if writable:
            given = _fed(feed, given)
            if not given:
                os.close(feed)
                feed = -1
        if readable:
            piece = os.read(output, STEP)
            got += piece
            if not piece or len(got) > most:
                stopped = "output" if piece else ""
                break
    if feed >= 0:
        os.close(feed)
    code = None if stopped else child.wait(max(0.1, until - time.monotonic()))
    if code is None:
        child.kill()
    return Ended(code, bytes(got[:most]), stopped or ("time" if code is None else ""))


def _fed(feed: int, given: bytes) -> bytes:
    """What is left to be given."""
    try:
        return given[os.write(feed, given[:STEP]) :]
    except BlockingIOError:
        return given
    except BrokenPipeError:
        return b""


def _become(program: str, limits: Limits, streams: tuple[int, int, int], tell: int) -> int:
    """In the namespaces: shut everything out, and turn into the program; `tell` hears why if that fails."""
    for target, source in enumerate(streams):
        os.dup2(source, target)
    if tell != TELL:
        os.dup2(tell, TELL, inheritable=False)
    os.closerange(TELL + 1, 1 << 12)
    try:
        system_calls.unshare(system_calls.CLONE_NEWIPC)
        _furnish(limits)
        _give_up_rights()
        _limit(limits)
        refuse_calls()
        # the base installation's Python: a virtual environment's belongs to the user, and may lie in the home folder
        python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
        environment = {"PATH": "/usr/bin:/bin", "HOME": FOLDER, "TMPDIR": FOLDER, "LANG": "C.UTF-8"}
        os.execve(python, [python, "-I", "-S", "-B", "-X", "utf8", "-c", program], environment)  # noqa: S606
    except OSError as error:
        os.write(TELL, f"the isolated room can't be made: {error}".encode("utf-8", "replace")[:LONGEST_TOLD])
    return FAILED


def _furnish(limits: Limits) -> None:
    """A file system in memory with what a Python reads, and this process shut in it."""
    wanted = [Path(each) for each in (*FOLDERS, *FILES, sys.base_prefix, sys.base_exec_prefix)]
    opened = {
        path: os.open(path, os.O_PATH) for path in dict.fromkeys(wanted) if path.exists() and not path.is_symlink()
    }
    links = {path: path.readlink() for path in wanted if path.is_symlink()}
    room = Path("/tmp")  # noqa: S108 - there is one on each system, and this one is seen by nobody else
    system_calls.mount(
        "tmpfs", room, "tmpfs", system_calls.NO_SUID | system_calls.NO_DEVICES, f"size={limits.files},mode=755"
    )
    for path, descriptor in opened.items():
        place = room / path.relative_to("/")
        if any((room / above.relative_to("/")).is_mount() for above in list(path.parents)[:-1]):
            continue  # it lies in a folder that is there already
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        system_calls.bind_read_only(f"/proc/self/fd/{descriptor}", place)
    for path, target in links.items():
        place = room / path.relative_to("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)
    (room / FOLDER[1:]).mkdir()
    (room / FOLDER[1:]).chmod(0o777)
    os.closerange(TELL + 1, 1 << 12)
    os.chdir(room)
    system_calls.pivot_root()
    os.chdir(FOLDER)


def _give_up_rights() -> None:
    """No rights, and none to be gained; root of the machine becomes nobody."""
    system_calls.no_new_rights()
    if os.getuid() == 0 and not _in_user_namespace():
        user = FIRST_USER + time.monotonic_ns() % 1_000_000_000
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def _in_user_namespace() -> bool:
    """Whether root here is an ordinary user of the machine; the map of the whole machine's is one line over all numbers."""
    return not system_calls.may_become(FIRST_USER)


def _limit(limits: Limits) -> None:
    seconds = int(limits.seconds) + 1
    for what, value in (
        (resource.RLIMIT_AS, max(LEAST_MEMORY, limits.memory)),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.files),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(what, (value, value))
