"""The filter of system calls: its numbers are the kernel's, and it says what it should on machines that are not here."""

import errno
import re
import struct
from pathlib import Path

import pytest

from netkit.live.refused_calls import NUMBERS, filter_for

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
"""aarch64 has the numbers that the kernel gives to every new machine."""

MACHINE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7, "i386": 0x40000003, "arm": 0x40000028}
ALLOWED = 0x7FFF0000
THREAD = 0x003D0F00
"""The flags with which the GNU C library starts a thread."""


def asked(machine, call, first=0, *, kind=None):
    """What the filter says of a call: a number of errno, or "allowed". It is run as the kernel would (linux/filter.h)."""
    program = list(struct.iter_unpack("=HBBI", filter_for(machine)))
    data = struct.pack("<IIQ6Q", call, MACHINE[kind or machine], 0, first, 0, 0, 0, 0, 0)
    at = held = 0
    while True:
        code, met, unmet, number = program[at]
        at += 1
        if code == 0x20:  # ld [k]
            (held,) = struct.unpack_from("<I", data, number)
        elif code == 0x06:  # ret k
            return "allowed" if number == ALLOWED else number & 0xFFFF if number >> 16 == 5 else number
        else:
            is_met = {0x15: held == number, 0x35: held >= number, 0x45: bool(held & number)}[code]
            at += met if is_met else unmet


@pytest.mark.parametrize("machine", NUMBERS)
def test_the_numbers_are_the_kernels(machine):
    if not HEADERS[machine].is_file():
        pytest.skip("the kernel's headers are not installed")
    defined = re.findall(r"#define __NR(?:3264)?_(\w+) (\d+)", HEADERS[machine].read_text())
    known = {name: int(number) for name, number in defined}
    for name, number in NUMBERS[machine].items():
        # newer than the headers, or not among the common ones
        assert known.get(name, number) == number, name
    assert len(set(NUMBERS[machine]) & set(known)) > 25


@pytest.mark.parametrize("machine", NUMBERS)
def test_what_is_refused_and_what_is_not(machine):
    numbers = NUMBERS[machine]
    for name, number in numbers.items():
        if name not in ("clone", "clone3", "socket"):
            assert asked(machine, number) == errno.EPERM, name
    assert asked(machine, numbers["clone3"]) == errno.ENOSYS
    assert asked(machine, numbers["clone"], THREAD) == "allowed"
    assert asked(machine, numbers["clone"], 0x11) == "allowed"  # fork: SIGCHLD
    for flag in (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
        assert asked(machine, numbers["clone"], 0x11 | flag) == errno.EPERM, hex(flag)
    families = {family: asked(machine, numbers["socket"], family) for family in range(46)}
    assert {family for family, said in families.items() if said == "allowed"} == {1, 2, 10}
    assert {said for said in families.values() if said != "allowed"} == {errno.EAFNOSUPPORT}
    others = set(range(460)) - set(numbers.values())
    assert {asked(machine, number, 0x10000000) for number in others} == {"allowed"}


@pytest.mark.parametrize(("machine", "kind"), [("x86_64", "i386"), ("aarch64", "arm"), ("x86_64", "aarch64")])
def test_calls_of_another_machine_are_none(machine, kind):
    assert {asked(machine, number, kind=kind) for number in range(460)} == {errno.ENOSYS}


def test_the_second_numbers_are_none():
    assert asked("x86_64", 0x40000000 | 272) == errno.ENOSYS
