"""The calls of Linux that Python has no words for: namespaces, mounts, rights, and the death of a parent."""

from __future__ import annotations

import ctypes
import os
import signal
import struct
from pathlib import Path

__all__ = [
    "CLONE_NEWIPC",
    "CLONE_NEWNET",
    "CLONE_NEWNS",
    "CLONE_NEWPID",
    "CLONE_NEWUSER",
    "NO_DEVICES",
    "NO_SUID",
    "bind",
    "bind_read_only",
    "call_me",
    "die_with_parent",
    "filter_calls",
    "inherit_rights",
    "keep_mounts",
    "may_become",
    "mount",
    "no_new_rights",
    "pivot_root",
    "setns",
    "unshare",
]

CLONE_NEWNS = 0x0002_0000
CLONE_NEWIPC = 0x0800_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
CAPABILITY_VERSION = 0x2008_0522
MS_REC_PRIVATE = 0x4000 | 0x4_0000
MS_RDONLY, MS_REMOUNT, MS_BIND = 0x1, 0x20, 0x1000
NO_SUID, NO_DEVICES = 0x2, 0x4
MNT_DETACH = 2
LAST_CAPABILITY = 63


def unshare(flags: int) -> None:
    """Leave the namespaces of these kinds for new ones; OSError as the system has it."""
    _check(_system().unshare(ctypes.c_int(flags)))


def setns(descriptor: int, kind: int) -> None:
    """Enter the namespace of an open descriptor; OSError as the system has it."""
    _check(_system().setns(ctypes.c_int(descriptor), ctypes.c_int(kind)))


def die_with_parent(how: signal.Signals | None = None) -> None:
    """Have the kernel send this process a signal, SIGKILL if nothing is said, when the thread that started it ends."""
    number = int(getattr(signal, "SIGKILL", 9) if how is None else how)
    _check(_system().prctl(ctypes.c_int(PR_SET_PDEATHSIG), ctypes.c_ulong(number)))


def call_me(name: str) -> None:
    """The name of this process in lists of processes, 15 bytes at most."""
    _check(_system().prctl(ctypes.c_int(PR_SET_NAME), ctypes.c_char_p(name.encode()[:15])))


def inherit_rights() -> None:
    """Have the programs that this process becomes keep the rights that it has in its namespaces, though its user is not root."""
    system = _system()
    head = struct.pack("=Ii", CAPABILITY_VERSION, 0)
    rights = ctypes.create_string_buffer(24)
    _check(system.capget(head, rights))
    low_effective, low, _, high_effective, high, _ = struct.unpack("=6I", rights.raw)
    _check(system.capset(head, struct.pack("=6I", low_effective, low, low, high_effective, high, high)))
    for number in range(LAST_CAPABILITY + 1):
        if (high << 32 | low) >> number & 1:
            system.prctl(
                ctypes.c_int(PR_CAP_AMBIENT), ctypes.c_ulong(PR_CAP_AMBIENT_RAISE), ctypes.c_ulong(number), 0, 0
            )


def keep_mounts() -> None:
    """From now on, what is mounted in this mount namespace stays in it."""
    _check(_system().mount(b"none", b"/", None, ctypes.c_ulong(MS_REC_PRIVATE), None))


def mount(source: str, target: Path, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system; OSError as the system has it."""
    _check(
        _system().mount(source.encode(), bytes(target), kind.encode(), ctypes.c_ulong(flags), options.encode() or None)
    )


def bind_read_only(source: str, target: Path) -> None:
    """Show a folder or file in a second place, where nobody can write to it; what the first place forbids stays forbidden there."""
    system, place = _system(), bytes(target)
    _check(system.mount(source.encode(), place, None, ctypes.c_ulong(MS_BIND), None))
    kept = os.statvfs(target).f_flag & (
        os.ST_NOSUID | os.ST_NODEV | os.ST_NOEXEC | os.ST_NOATIME | os.ST_NODIRATIME | os.ST_RELATIME
    )
    flags = MS_BIND | MS_REMOUNT | MS_RDONLY | (kept & 0xF)
    flags |= (0x400 if kept & os.ST_NOATIME else 0) | (0x800 if kept & os.ST_NODIRATIME else 0)
    flags |= 0x20_0000 if kept & os.ST_RELATIME else 0
    _check(system.mount(None, place, None, ctypes.c_ulong(flags), None))


def bind(source: Path, target: Path) -> None:
    """Show a folder or file in a second place; OSError as the system has it."""
    _check(_system().mount(bytes(source), bytes(target), None, ctypes.c_ulong(MS_BIND), None))


def pivot_root() -> None:
    """Make the current folder, on which something is mounted, the root of all files, and let go of the old one."""
    system = _system()
    _check(system.pivot_root(b".", b"."))
    _check(system.umount2(b".", ctypes.c_int(MNT_DETACH)))


def no_new_rights() -> None:
    """Neither this process nor what it becomes gains rights any more, root's neither, prctl(2)."""
    system = _system()
    for capability in range(LAST_CAPABILITY + 1):
        system.prctl(ctypes.c_int(PR_CAPBSET_DROP), ctypes.c_ulong(capability), 0, 0, 0)
    _check(system.prctl(ctypes.c_int(PR_SET_NO_NEW_PRIVS), ctypes.c_ulong(1), 0, 0, 0))


def filter_calls(program: bytes) -> None:
    """Have the kernel ask a program (struct sock_fprog, seccomp(2)) about each system call of this process and of all that it starts."""
    held = ctypes.create_string_buffer(program)
    _check(_system().prctl(ctypes.c_int(PR_SET_SECCOMP), ctypes.c_ulong(SECCOMP_MODE_FILTER), held, 0, 0))


def may_become(user: int) -> bool:
    """Whether a user's number means something in this user namespace."""
    system = _system()
    try:
        _check(system.setfsuid(ctypes.c_uint(user)) * 0)
        return bool(system.setfsuid(ctypes.c_uint(user)) == user)
    finally:
        system.setfsuid(ctypes.c_uint(os.geteuid()))


def _system() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
