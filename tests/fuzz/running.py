"""The runner by hand of every target: draws cases in some processes at once, says how it goes, and saves what fails."""

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.fuzz.case import load, save

__all__ = ["main", "run"]

REPORT_EVERY = 5.0
"""Seconds between two reports."""

SHOWN = 400
"""Bytes of the slowest case that are printed; the file has all."""

MOST_FAILURES = 20
"""Failures after which a process stops: the rest would be the same again."""


def main(target):
    """The command line of a target."""
    parser = argparse.ArgumentParser(
        prog=f"python -m tests.fuzz.{target.name}", description=target.promises.splitlines()[0]
    )
    parser.add_argument("--count", type=int, default=100_000, help="how many cases in all")
    parser.add_argument("--seed", type=int, default=1, help="where the draw begins: the same seed, the same cases")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once; each draws other cases")
    parser.add_argument("--corpus", type=Path, help="a folder of captures to begin with, besides those of netkit")
    parser.add_argument(
        "--save", type=Path, default=Path(tempfile.gettempdir()) / "netkit-fuzz", help="where failures go"
    )
    parser.add_argument("--again", type=Path, help="try this one saved case, and nothing else")
    options = parser.parse_args()
    if options.again:
        target.check(load(options.again), True)
        print("no promise is broken")
        return
    sys.exit(1 if run(target, options) else 0)


def run(target, options):
    """Start the processes, report as they go, and give how many cases failed."""
    reports = multiprocessing.Queue()
    counts = [options.count // options.jobs + (job < options.count % options.jobs) for job in range(options.jobs)]
    workers = [
        multiprocessing.Process(target=_work, args=(target, options, job, count, reports))
        for job, count in enumerate(counts)
    ]
    started = time.monotonic()
    for worker in workers:
        worker.start()
    state = {job: _State() for job in range(options.jobs)}
    while not all(each.done for each in state.values()):
        job, state[job] = reports.get()
        _say(state.values(), time.monotonic() - started, options.count)
    for worker in workers:
        worker.join()
    seconds, case = max((each.slowest for each in state.values()), key=lambda found: found[0])
    if case is not None:
        path = save(options.save, target, case, f"{options.seed}-slowest", f"{seconds * 1000:.1f} ms")
        print(f"slowest: {seconds * 1000:.1f} ms, {len(case.data)} bytes, link type {case.link_type}: {path}")
        print(f"         {case.data[:SHOWN].hex()}{'…' if len(case.data) > SHOWN else ''}")
    return sum(each.failures for each in state.values())


class _State:
    """What one process has done so far."""

    def __init__(self):
        self.count = self.failures = self.memory = self.start_memory = 0
        self.slowest = (0.0, None)
        self.done = False


def _say(states, seconds, wanted):
    count = sum(each.count for each in states)
    grown = max(each.memory - each.start_memory for each in states)
    memory = max(each.memory for each in states)
    print(
        f"{count:,} of {wanted:,} · {count / max(seconds, 0.001):,.0f}/s · {sum(each.failures for each in states)} failed"
        f" · memory at most {memory // 1024} MB, {grown // 1024} MB more than at the start"
        f" · slowest {max(each.slowest[0] for each in states) * 1000:.1f} ms",
        flush=True,
    )


def _memory():
    """KiB that this process has used at most."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // 1024 if sys.platform == "darwin" else most


def _work(target, options, job, count, reports):
    """Draw and check cases; a state is reported now and then."""
    chance = random.Random(f"{target.name} {options.seed} {job}")
    seeds = target.seeds(options.corpus)
    state = _State()
    seen = set()
    reported = time.monotonic()
    for number in range(count):
        case = target.make(seeds, chance)
        begun = time.process_time()
        try:
            target.check(case, number % target.every == 0)
        except KeyboardInterrupt:
            break
        except BaseException as error:
            state.failures += 1
            place = _place(error)
            if place not in seen:
                seen.add(place)
                path = save(options.save, target, case, f"{options.seed}-{job}-{number}", traceback.format_exc())
                print(f"FAILED {place}: {str(error)[:200]}\n       {path}", flush=True)
        taken = time.process_time() - begun
        state.count = number + 1
        if taken > state.slowest[0]:
            state.slowest = (taken, case)
        if len(seen) >= MOST_FAILURES:
            break
        if number == 1000:
            state.start_memory = _memory()
        if time.monotonic() - reported > REPORT_EVERY:
            reported = time.monotonic()
            state.memory = _memory()
            reports.put((job, state))
    state.memory = _memory()
    state.start_memory = state.start_memory or state.memory
    state.done = True
    reports.put((job, state))


def _place(error):
    """Where an error was raised: failures at the same place are told once."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
