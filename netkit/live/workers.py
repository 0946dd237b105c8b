"""Work shared among processes of which each may crash or hang: that costs the one piece of work, and nothing else.

Python's own pools wait for ever for a process that died. Here each process is asked for one piece at a time; one that dies, or takes too
long, is ended and another begun in its place. All of them end with the process that began them, whatever that ends by.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Any, Generic, TypeVar

__all__ = ["Lost", "shared"]

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Lost:
    """A piece of work that came to nothing: `told` says more.

    `why` is `timeout` (it took too long), `crash`, or `unheard`: nothing came, and that need not be the work's doing.
    """

    why: str
    told: str


def shared(
    prepare: Callable[[S], Callable[[T], R]], settings: S, items: Iterable[T], *, processes: int, seconds: float
) -> Iterator[tuple[T, R | Lost]]:
    """Do something to each of `items` in several processes; gives each with what came out, in the order in which they are done.

    `prepare(settings)` is called once in each process, and gives what is called there with an item; it has to be a function of a module,
    and everything that goes to and fro has to be picklable. `seconds` is the longest that one item may take.
    """
    context = multiprocessing.get_context("spawn")
    waiting = iter(items)
    workers: list[_Worker[T]] = []
    try:
        for item in waiting:
            workers.append(_Worker(context, prepare, settings))
            workers[-1].give(item, _BEGINNING)
            if len(workers) == processes:
                break
        while busy := [worker for worker in workers if worker.busy]:
            for worker in _ready(busy):
                taken = worker.take(seconds)
                if taken is None:
                    continue
                yield taken
                following = next(waiting, _NOTHING)
                if following is _NOTHING:
                    continue
                if worker.ended:
                    workers.remove(worker)
                    workers.append(_Worker(context, prepare, settings))
                    workers[-1].give(following, _BEGINNING)  # type: ignore[arg-type]
                else:
                    worker.give(following, seconds)  # type: ignore[arg-type]
    finally:
        for worker in workers:
            worker.end()


_NOTHING = object()
_BEGINNING = 120.0
"""Seconds that a process has to begin in."""

_BEGUN = "begun"
"""What a process says before its first result."""


def _ready(busy: list[_Worker[T]]) -> list[_Worker[T]]:
    """The workers that have something to tell: a result, their end, or that their time is over."""
    until = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    heard = wait([each for worker in busy for each in (worker.connection, worker.process.sentinel)], until)
    now = time.monotonic()
    return [
        worker
        for worker in busy
        if worker.connection in heard or worker.process.sentinel in heard or worker.deadline <= now
    ]


@dataclass(slots=True, eq=False)
class _Worker(Generic[T]):
    """One process, and what it is at."""

    context: SpawnContext
    prepare: Callable[[Any], Callable[[T], Any]]
    settings: Any
    process: SpawnProcess = field(init=False)
    connection: Connection = field(init=False)
    deadline: float = 0.0
    busy: bool = False
    begun: bool = False
    ended: bool = False
    items: list[T] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.connection, theirs = self.context.Pipe()
        with _ctrl_c_later():
            self.process = self.context.Process(target=_serve, args=(theirs, self.prepare, self.settings), daemon=False)
            self.process.start()
        theirs.close()

    def give(self, item: T, seconds: float) -> None:
        self.items = [item]
        self.busy = True
        self.deadline = time.monotonic() + seconds
        with contextlib.suppress(OSError):  # it died: `take` tells
            self.connection.send(item)

    def take(self, seconds: float) -> tuple[T, Any] | None:
        """What came of the item; a process that hangs or died is ended. None where it has only begun: its time runs from now."""
        item = self.items[0]
        try:
            if self.connection.poll():
                told = self.connection.recv()
                self.busy = told == _BEGUN
                self.begun = True
                self.deadline = time.monotonic() + seconds
                return None if self.busy else (item, told[0])
        except (EOFError, OSError):
            pass
        self.busy = False
        alive = self.process.is_alive() and time.monotonic() >= self.deadline
        self.end()
        if alive and not self.begun:
            return item, Lost("unheard", "the process that was to do it did not begin in time")
        if alive:
            return item, Lost("timeout", "it took too long, and was stopped")
        return item, Lost("crash", f"the process that did it ended by itself (exit code {self.process.exitcode})")

    def end(self) -> None:
        if not self.ended:
            self.ended = True
            self.connection.close()
            self.process.kill()
            self.process.join()


def _serve(connection: Connection, prepare: Callable[[S], Callable[[T], R]], settings: S) -> None:
    """What a process does: one item after the other, until there are none."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that gave out the work
    _end_with_the_parent()
    do = prepare(settings)
    connection.send(_BEGUN)
    while True:
        try:
            item = connection.recv()
        except (EOFError, OSError):
            return
        connection.send((do(item),))


def _end_with_the_parent() -> None:
    """See to it that this process does not outlive the one that began it."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        from netkit.live import system_calls  # noqa: PLC0415 - it is Linux's

        system_calls.die_with_parent()
        if wait([parent.sentinel], 0):
            os._exit(1)  # it was gone before
        return
    threading.Thread(target=_wait_for_the_end, args=(parent.sentinel,), daemon=True).start()


def _wait_for_the_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextlib.contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """While a process is started, Ctrl-C waits: it inherits that, so that not even one that is just beginning tells of it."""
    if not hasattr(signal, "pthread_sigmask") or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
