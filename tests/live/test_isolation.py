"""Functions that mean harm, in the isolated room: each is contained and named, and nothing of it is left on the machine."""

import json
import os
from pathlib import Path

import pytest

from netkit.live.isolation import Limits, run_isolated
from netkit.live.namespace import available
from tests.length import LONG
from tests.live.hostile_functions import CALLS, FAST, SLOW, outcome
from tests.system.live_network import as_user

pytestmark = pytest.mark.skipif(available() is not None, reason=f"no namespaces here: {available()}")


def as_wanted(found, wanted):
    """Whether the calls came to what is wanted: None is anything but a result."""
    if wanted is None:
        return set(found) <= {"takes-too-long", "takes-too-much-memory"}
    if isinstance(wanted, tuple):
        return tuple(found) == wanted
    # what ends its process, or writes where the answers go, takes other calls with it
    return wanted in found and set(found) <= {wanted, "ended-itself"}


@pytest.mark.parametrize("what", [*FAST, *(SLOW if LONG else ())])
def test_it_is_contained_and_named(what):
    source, wanted = (FAST | SLOW)[what]
    found, told = outcome(source)
    assert len(found) == len(CALLS)
    assert as_wanted(found, wanted), found
    json.dumps(told).encode()
    assert all(len(words) < 1000 and (line is None or line < 10**6) for words, line in told)
    "".join(words for words, _ in told).encode()  # half a character could not be


@pytest.mark.skipif(
    not LONG or os.geteuid() != 0, reason="NETKIT_LONG=1 runs it, as root; others are an ordinary user anyway"
)
def test_it_is_contained_for_an_ordinary_user(request):
    done = as_user("slow", module="tests.live.hostile_functions", timeout=300)
    assert done.returncode == 0, done.stderr
    found = {name: calls for name, calls, _ in map(json.loads, done.stdout.splitlines())}
    assert set(found) == {*FAST, *SLOW}
    for name, (_, wanted) in (FAST | SLOW).items():
        assert as_wanted(found[name], wanted), (name, found[name])


SHARED = Path("/proc/sysvipc/shm")


@pytest.mark.skipif(not SHARED.exists(), reason="this kernel has no shared memory of System V")
def test_no_shared_memory_outlives_it(monkeypatch):
    # where the numbers of the system's calls are not known, the namespace still keeps it
    monkeypatch.setattr("netkit.live.isolation.refuse_calls", lambda: False)
    before = SHARED.read_text()
    found, _ = outcome("import ctypes\ndef f(d): return ctypes.CDLL(None).shmget(0, 4096, 0o1600) >= 0")
    assert found == ["True"] * len(CALLS)
    assert SHARED.read_text() == before


def test_what_the_program_says_is_no_fault_of_the_room():
    ended = run_isolated("import os\nprint('no room here', flush=True)\nos._exit(71)", b"")
    assert (ended.code, ended.output, ended.stopped) == (71, b"no room here\n", "")


def test_a_room_that_cant_be_made_says_why(monkeypatch):
    def refuse():
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr("netkit.live.isolation.refuse_calls", refuse)
    with pytest.raises(OSError, match=r"the isolated room can't be made: \[Errno 22\]"):
        run_isolated("print(1)", b"")


def test_a_program_without_end_is_stopped_and_what_it_said_is_kept():
    ended = run_isolated("print(1, flush=True)\nwhile True: pass", b"", Limits(seconds=1))
    assert (ended.code, ended.output, ended.stopped) == (None, b"1\n", "time")


def test_it_has_nothing_open_but_its_streams():
    program = """
import os
for number in range(1024):
    try:
        os.fstat(number)
    except OSError:
        continue
    print(number, end=" ")
"""
    assert run_isolated(program, b"").output == b"0 1 2 "
