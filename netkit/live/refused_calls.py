"""System calls that a stranger's program is refused: what no namespace and no limit of a process holds (seccomp(2)).

Shared memory that outlives its process, namespaces in which one is root again, sockets to the machine that this machine runs on: a
function that adds up bytes needs none of them. The filter is a program of the classic Berkeley Packet Filter; whoever has it hands it on
to all that it starts, and nobody can take it off.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Sequence
from types import MappingProxyType

from netkit.live import system_calls

__all__ = ["NUMBERS", "filter_for", "refuse_calls"]

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
"""Where struct seccomp_data has the call's number, the machine's kind, and the low half of the first argument (little-endian)."""

ALLOW, REFUSE_WITH = 0x7FFF_0000, 0x0005_0000
OTHER_NUMBERS = 0x4000_0000
"""Numbers from here on are those of the x32 ABI, under which each call has a second one."""

NAMESPACES = 0x7E02_0080
"""Every CLONE_NEW… flag that clone(2) takes."""

FAMILIES = (1, 2, 10)
"""Sockets that there may be: AF_UNIX, AF_INET, AF_INET6. They lead nowhere, and who tries is told so."""

_MACHINES = MappingProxyType({"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7})
"""AUDIT_ARCH_… of linux/audit.h."""

_ALIKE = MappingProxyType(
    {
        "io_uring_setup": 425, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
        "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442, "memfd_secret": 447,
    }
)  # fmt: skip
"""Calls with one number on all machines."""

NUMBERS = MappingProxyType(
    {
        "x86_64": {
            "clone": 56, "clone3": 435, "socket": 41,
            "shmget": 29, "semget": 64, "msgget": 68, "ptrace": 101, "pivot_root": 155, "chroot": 161, "mount": 165, "umount2": 166,
            "mq_open": 240, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272, "perf_event_open": 298,
            "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "memfd_create": 319,
            "bpf": 321, "userfaultfd": 323, **_ALIKE,
        },
        "aarch64": {
            "clone": 220, "clone3": 435, "socket": 198,
            "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "unshare": 97, "ptrace": 117, "mq_open": 180, "msgget": 186,
            "semget": 190, "shmget": 194, "add_key": 217, "request_key": 218, "keyctl": 219, "perf_event_open": 241,
            "open_by_handle_at": 265, "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "kcmp": 272, "memfd_create": 279,
            "bpf": 280, "userfaultfd": 282, **_ALIKE,
        },
    }
)  # fmt: skip
"""The calls' numbers by machine: `clone`, `clone3` and `socket` are refused in part, all others whole."""


def refuse_calls() -> bool:
    """Refuse them to this process from now on, and to all that it becomes and starts; False where this machine's numbers are not known.

    Nothing may be gained any more (`no_new_rights`) before that. OSError where the kernel has no such filters.
    """
    machine = platform.machine()
    if machine not in NUMBERS or sys.maxsize < 2**32:
        return False
    program = filter_for(machine)
    code = ctypes.create_string_buffer(program)
    system_calls.filter_calls(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    return True


def filter_for(machine: str) -> bytes:
    """The filter's instructions, of eight bytes each, for a machine as uname(2) calls it."""
    numbers = NUMBERS[machine]
    steps = [(LOAD, 0, 0, MACHINE_AT), (EQUAL, 1, 0, _MACHINES[machine]), _refused(errno.ENOSYS)]
    steps += [(LOAD, 0, 0, NUMBER_AT), (AT_LEAST, 0, 1, OTHER_NUMBERS), _refused(errno.ENOSYS)]
    # who is told that there is no clone3 takes clone, whose flags can be read here
    steps += [(EQUAL, 0, 1, numbers["clone3"]), _refused(errno.ENOSYS)]
    steps += _looked_into(numbers["clone"], [(ANY_BIT, 0, 1, NAMESPACES), _refused(errno.EPERM), _ALLOWED])
    others = [(EQUAL, len(FAMILIES) - at, 0, family) for at, family in enumerate(FAMILIES)]
    steps += _looked_into(numbers["socket"], [*others, _refused(errno.EAFNOSUPPORT), _ALLOWED])
    for name, number in numbers.items():
        if name not in ("clone", "clone3", "socket"):
            steps += [(EQUAL, 0, 1, number), _refused(errno.EPERM)]
    return b"".join(struct.pack("=HBBI", *step) for step in [*steps, _ALLOWED])


_Step = tuple[int, int, int, int]
"""An instruction: what it does, how many to jump over if it is so and if it is not, and the number that it is about."""

_ALLOWED: _Step = (RETURN, 0, 0, ALLOW)


def _refused(number: int) -> _Step:
    return (RETURN, 0, 0, REFUSE_WITH | number)


def _looked_into(number: int, steps: Sequence[_Step]) -> list[_Step]:
    """What is done for one call that is judged by its first argument; for all others the steps are jumped over."""
    return [(EQUAL, 0, len(steps) + 1, number), (LOAD, 0, 0, FIRST_ARGUMENT_AT), *steps]
