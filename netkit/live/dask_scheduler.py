"""The same work on Dask: pieces go to a scheduler's workers, on this machine or on many. Dask is loaded only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from netkit.errors import AccessError, UsageError
from netkit.live.workers import Lost

__all__ = ["shared_on_dask"]

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 4
"""Pieces that each worker has at once: one that is done, some that wait."""

_CONNECTING = 20

_BEGINNING = 120.0
"""Seconds more for the first pieces: workers may have to load netkit."""


def shared_on_dask(
    prepare: Callable[[S], Callable[[T], R]], settings: S, items: Iterable[T], *, scheduler: str, seconds: float
) -> Iterator[tuple[T, R | Lost]]:
    """As `workers.shared`, on the workers of a scheduler (`tcp://host:8786`); they need the same netkit.

    A worker that dies costs the piece that it died of, once Dask has given it up. UsageError where Dask is not installed, AccessError where
    the scheduler does not answer.
    """
    try:
        from distributed import Client, wait  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            "Dask is not installed here",
            why="--scheduler gives the work to Dask",
            hint="pip install 'netkit-labs[dask]'; without --scheduler the processes of this machine do it",
        ) from None
    try:
        client = Client(scheduler, timeout=_CONNECTING)
    except (OSError, ValueError) as error:
        raise AccessError(
            f"the scheduler {scheduler[:80]} does not answer",
            why=str(error)[:200],
            hint="dask scheduler begins one, and dask worker tcp://HOST:8786 a worker",
        ) from error
    with client:
        sent = client.scatter(settings, broadcast=True)
        waiting = iter(items)
        ahead = _AHEAD * max(1, len(client.scheduler_info()["workers"]))
        running: dict[Any, T] = {}
        patience = seconds + _BEGINNING
        while True:
            for item in islice(waiting, ahead - len(running)):
                # the same piece may be asked for again, after a fault
                running[client.submit(_done, prepare, sent, item, pure=False, retries=0)] = item
            if not running:
                return
            for future in _finished(wait, running, patience):
                patience = seconds
                yield running.pop(future), _result(future, seconds)


def _finished(wait: Callable[..., Any], running: dict[Any, T], seconds: float) -> list[Any]:
    """The pieces that are done by now; all of them where none was for so long."""
    try:
        return list(wait(list(running), timeout=seconds, return_when="FIRST_COMPLETED").done)
    except TimeoutError:
        return list(running)


def _result(future: Any, seconds: float) -> Any:
    """What came of a piece."""
    if not future.done():
        future.cancel()
        return Lost("unheard", f"nothing was heard of it for {seconds:.0f} s")
    fault = future.exception()
    return future.result() if fault is None else Lost("crash", f"{type(fault).__name__}: {fault}"[:300])


def _done(prepare: Callable[[S], Callable[[T], R]], settings: S, item: T) -> R:
    """One piece, on a worker, which keeps what was prepared."""
    from distributed import get_worker  # noqa: PLC0415

    worker: Any = get_worker()
    kept = getattr(worker, "netkit_prepared", None)
    if kept is None or kept[0] is not settings:
        kept = worker.netkit_prepared = (settings, prepare(settings))
    do: Callable[[T], R] = kept[1]
    return do(item)
