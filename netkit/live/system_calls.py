"""The calls of Linux that Python has no words for: namespaces, mounts, and the death of a parent."""

from __future__ import annotations

import ctypes
import os
import signal

__all__ = [
    "CLONE_NEWNET",
    "CLONE_NEWNS",
    "CLONE_NEWPID",
    "CLONE_NEWUSER",
    "die_with_parent",
    "keep_mounts",
    "setns",
    "unshare",
]

CLONE_NEWNS = 0x0002_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
CLONE_NEWNET = 0x4000_0000

PR_SET_PDEATHSIG = 1
MS_REC_PRIVATE = 0x4000 | 0x4_0000


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


def _system() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
