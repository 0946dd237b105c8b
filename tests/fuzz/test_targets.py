"""A short run of every fuzz target, the same cases each time; the long runs are made by hand (see the targets)."""

import gc
import random
import tracemalloc
from pathlib import Path

import pytest

from netkit.packet import dissect
from netkit.packet.beyond.watch import Watch
from tests.fuzz import captures, hextext, packets
from tests.fuzz.case import Case, load, save

TARGETS = {packets.TARGET: 6000, captures.TARGET: 4000, hextext.TARGET: 2000}

every_target = pytest.mark.parametrize(
    ("target", "count"), TARGETS.items(), ids=lambda found: getattr(found, "name", "")
)


def cases(target, count, seed):
    chance = random.Random(f"{target.name} {seed}")
    seeds = target.seeds(None)
    return (target.make(seeds, chance) for _ in range(count))


@every_target
def test_no_promise_is_broken(target, count):
    for number, case in enumerate(cases(target, count, "short")):
        try:
            target.check(case, number % target.every == 0)
        except BaseException as error:
            error.add_note(f"the case: {case!r}")
            raise


@every_target
def test_the_same_seed_draws_the_same_cases(target, count):
    assert list(cases(target, 100, 7)) == list(cases(target, 100, 7)) != list(cases(target, 100, 8))


@every_target
def test_a_check_can_fail(target, count, monkeypatch):
    """A target that finds nothing whatever happens would be worth nothing."""

    def broken(*_, **__):
        raise ZeroDivisionError

    name = {"packets": "dissect", "captures": "capture.open", "hextext": "parse_hex"}[target.name]
    monkeypatch.setattr(f"tests.fuzz.{target.name}.{name}", broken)
    with pytest.raises(ZeroDivisionError):
        target.check(Case(b"00"), False)


def test_a_dissection_that_loses_a_byte_is_found(monkeypatch):
    monkeypatch.setattr(packets, "dissect", lambda data, *_, **__: dissect(data[:-1]))
    with pytest.raises(AssertionError, match="other bytes"):
        packets.check(Case(bytes(20)), False)


def test_a_case_is_saved_and_tried_again(tmp_path: Path):
    for case in (Case(b"\0\xff", 101, 17), Case(b"", 1), Case(bytes(range(256)), -1)):
        path = save(tmp_path / "new", packets.TARGET, case, "1-0-5", "Traceback:\n  hex = no\n")
        assert load(path) == case
        assert f"python -m tests.fuzz.packets --again {path}" in path.read_text(encoding="utf-8")


def test_what_was_dissected_is_forgotten():
    """Whatever is kept for speed is bounded: a second round of other packets needs no more memory than the first left."""
    rounds = [list(cases(packets.TARGET, 1500, f"memory {number}")) for number in range(3)]
    held = []
    tracemalloc.start()
    try:
        for each in rounds:
            for case in each:
                packets.check(case, False)
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert held[2] - held[1] < 2_000_000, held


def lines_of(case):
    """Lines of Python that run until a packet is taken apart and everything wrong in it is found."""
    watch = Watch(10**8, 10**6)
    watch.run(lambda: packets.check(case, False))
    return 10**8 - watch.left


def test_the_work_grows_with_the_bytes_and_not_with_what_they_claim():
    most = max((lines_of(case) / (len(case.data) + 100), case) for case in cases(packets.TARGET, 400, "work"))
    assert most[0] < 150, most


def test_a_capture_that_lies_about_its_lengths_takes_no_memory():
    tracemalloc.start()
    try:
        for case in cases(captures.TARGET, 500, "memory"):
            captures.check(case, False)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 40_000_000, most
