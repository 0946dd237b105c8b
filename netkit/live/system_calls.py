"""The calls of Linux that Python has no words for: namespaces, mounts, and the death of a parent."""

from __future__ import annotations

import ctypes
import os
import signal
from pathlib import Path

__all__ = [
    "CLONE_NEWNET",
    "CLONE_NEWNS",
    "CLONE_NEWPID",
    "CLONE_NEWUSER",
    "NO_DEVICES",
    "NO_SUID",
    "bind_read_only",
    "die_with_parent",
    "keep_mounts",
    "may_become",
    "mount",
    "no_new_rights",
    "pivot_root",
    "setns",
    "unshare",
]

CLONE_NEWNS = 0x0002_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000

PR_SET_PDEATHSIG = 1
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
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


def die_with_parent() -> None:
    """Have the kernel kill this process when the thread that started it ends."""
    _check(_system().prctl(ctypes.c_int(PR_SET_PDEATHSIG), ctypes.c_ulong(signal.SIGKILL)))


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
