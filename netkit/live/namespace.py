"""A private network on this machine: namespaces of its own, which nobody else sees and which end with the process that made them.

An ordinary user gets them inside of a user namespace, in which that user is root; root needs none. What was started in them can't outlive
them: they have process numbers of their own, and when number 1 ends, the kernel ends all others, however they were started.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, Self

from netkit.errors import AccessError
from netkit.live import system_calls
from netkit.live.child import Child, Streams, run_in_child, start_program, write_out
from netkit.live.refusals import no_linux, no_namespace
from netkit.live.system_calls import CLONE_NEWNET, CLONE_NEWNS, CLONE_NEWPID

__all__ = ["Answer", "Namespace", "leave", "received", "send"]

PATIENCE = 10.0
"""Seconds after which a process of our own that says nothing is at fault."""

MOST_DESCRIPTORS = 8

Answer = tuple[dict[str, object], list[int]]
"""What a function found in a namespace: values, and open files that its caller is to have."""


class Namespace:
    """New namespaces for the network, mounts, processes and, for an ordinary user, users; nothing in them is set up, not even `lo`.

    AccessError says which step this machine forbids, why, and what helps. `close()` ends all that runs in them; so does the death of
    this process, however it comes about. `keeper` is the number of the process that `nsenter --target` wants.
    """

    def __init__(self) -> None:
        if sys.platform != "linux":
            raise no_linux()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        write_out()
        number = os.fork()
        if number == 0:
            self._control.close()
            _keep(theirs)
        self._outer: Child | None = Child(number)
        theirs.close()
        self._kinds: dict[int, int] = {}
        self._started: list[Child] = []
        try:
            told, descriptors = received(self._control)
        except OSError as error:
            self.close()
            raise no_namespace("start a process", error) from error
        if "step" in told:
            self.close()
            raise no_namespace(str(told["step"]), OSError(told["errno"], os.strerror(int(str(told["errno"])))))
        self.keeper = int(str(told["keeper"]))
        self.rootless = bool(told["rootless"])
        kinds = [system_calls.CLONE_NEWUSER] if self.rootless else []
        kinds += [system_calls.CLONE_NEWNS, system_calls.CLONE_NEWNET, system_calls.CLONE_NEWPID]
        self._kinds = dict(zip(kinds, descriptors, strict=True))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End everything that runs in them, and with that the namespaces."""
        self._control.close()
        for descriptor in self._kinds.values():
            os.close(descriptor)
        self._kinds = {}
        if self._outer is not None:
            self._outer.kill(after=PATIENCE)
            self._outer = None
        # the processes that started ours stand outside of the namespace of processes, and end a moment after what they started
        for child in self._started:
            if child.poll() is None:
                child.kill(after=PATIENCE)
        self._started = []

    def call(self, function: Callable[[], Answer]) -> Answer:
        """Have a process in the namespaces call a function, and give what it found: values that JSON can say, and open files.

        OSError as the function raised it; nothing else that it raises is expected.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:

                def work() -> int:
                    ours.close()
                    send(theirs, *_tried(function))
                    return 0

                child = run_in_child(self._enter, work)
            try:
                told, descriptors = received(ours)
                child.wait(PATIENCE)
            finally:
                child.kill()
        if "errno" in told:
            number = int(str(told["errno"]))
            raise OSError(number, os.strerror(number), told.get("filename"))
        return told, descriptors

    def run(self, function: Callable[[], int]) -> Child:
        """Have a process in the namespaces call a function, whose answer is its exit code; this one goes on meanwhile."""
        return self._noted(run_in_child(self._enter, function))

    def start(
        self, command: Sequence[str], streams: Streams | None = None, *, environment: Mapping[str, str] | None = None
    ) -> Child:
        """Start a program in the namespaces; OSError where there is none of that name, or it may not be run."""
        return self._noted(start_program(self._enter, command, streams or Streams(), environment))

    def _noted(self, child: Child) -> Child:
        self._started = [other for other in self._started if other.poll() is None] + [child]
        return child

    def _enter(self) -> None:
        """Called by a new process: go in, and stand in the same folder as before."""
        self._control.close()
        folder = os.getcwd()  # noqa: PTH109 - a text, for chdir
        for kind, descriptor in self._kinds.items():
            system_calls.setns(descriptor, kind)
        for descriptor in self._kinds.values():
            os.close(descriptor)
        os.chdir(folder)


def _tried(function: Callable[[], Answer]) -> Answer:
    try:
        return function()
    except OSError as error:
        return {"errno": error.errno or 0, "filename": error.filename if isinstance(error.filename, str) else None}, []


def send(channel: socket.socket, values: Mapping[str, object], descriptors: Sequence[int] = ()) -> None:
    """Say values, and hand over open files, as one message."""
    socket.send_fds(channel, [json.dumps(values).encode()], list(descriptors))


def received(channel: socket.socket, *, patience: float = PATIENCE) -> Answer:
    """The next message; OSError where none comes within so many seconds."""
    channel.settimeout(patience)
    data, descriptors, _, _ = socket.recv_fds(channel, 65_536, MOST_DESCRIPTORS)
    if not data:
        raise ConnectionResetError("the process in the namespaces has ended")
    return json.loads(data), list(descriptors)


def _keep(channel: socket.socket) -> NoReturn:
    """The process that makes the namespaces, and then waits for process number 1 in them; it never returns."""
    step = "start a process"
    try:
        _quiet()
        parent = os.getppid()
        step = "make namespaces"
        rootless = leave(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID)
        # what gains rights forgets whose death it wanted to share, so this comes after it
        system_calls.die_with_parent()
        step = "keep its mounts to itself"
        system_calls.keep_mounts()
        step = "start process number 1"
        kinds = (["user"] if rootless else []) + ["mnt", "net", "pid_for_children"]
        first = os.fork()
        if first == 0:
            system_calls.die_with_parent()
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # orphans become its children: nobody asks how they ended
            channel.recv(1)  # until the other end is closed, by whom or what ever
            os._exit(0)
        opened = [os.open(f"/proc/self/ns/{kind}", os.O_RDONLY | os.O_CLOEXEC) for kind in kinds]
        send(channel, {"keeper": first, "rootless": rootless}, opened)
        channel.close()
        if os.getppid() != parent:
            os._exit(0)
        os.waitpid(first, 0)
    except OSError as error:
        send(channel, {"step": step, "errno": error.errno or 0})
    except BaseException:  # noqa: BLE001 - a copy of the whole program must never go on as if it were it
        os._exit(70)
    os._exit(0)


def _quiet() -> None:
    """Ctrl-C is for the program that a person started; who ends needs nobody to wait for it."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def leave(kinds: int, *, as_root: bool = True) -> bool:
    """Go into new namespaces of these kinds; whether a user namespace was needed for that.

    In it one is root, or else (with `as_root` False) who one was, with the same rights as long as one becomes no other program. OSError
    where the system refuses.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        try:
            system_calls.unshare(kinds)
        except PermissionError:
            pass  # root in a container: perhaps as an ordinary user would
        else:
            return False
    system_calls.unshare(kinds | system_calls.CLONE_NEWUSER)
    inside = (0, 0) if as_root else (user, group)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{inside[0]} {user} 1"),
        ("gid_map", f"{inside[1]} {group} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123
            file.write(text)
    return True


def available() -> AccessError | None:
    """Why there can be no namespaces here; None where there can."""
    try:
        Namespace().close()
    except AccessError as error:
        return error
    return None
