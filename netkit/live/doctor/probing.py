"""Looking at this machine: every probe in turn, each within a time, and whatever happens in one, the others are asked."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator

from netkit.live.doctor.finding import Finding, State

__all__ = ["Probe", "look"]

Probe = Callable[[], Iterable[Finding]]

PATIENCE = 5.0
"""Seconds that a probe may take."""


def look(probes: Iterable[Probe], *, patience: float = PATIENCE) -> list[Finding]:
    """What all of them find; one that fails, or takes more than `patience` seconds, is itself a finding. It never raises."""
    return [finding for probe in probes for finding in _asked(probe, patience)]


def _asked(probe: Probe, patience: float) -> list[Finding]:
    found: list[Finding] = []
    try:
        with _limited(patience):
            found.extend(probe())
    except Exception as error:  # noqa: BLE001 - a doctor that falls ill helps nobody
        name = getattr(probe, "__module__", "").rpartition(".")[2]
        told = " ".join(str(error).split())[:200] or type(error).__name__
        found.append(
            Finding(
                key=f"{name}.unknown",
                name=name.replace("_", " "),
                state=State.UNKNOWN,
                found=f"could not be found out: {told}",
                why="netkit did not expect that here",
                mend="please report this line",
            )
        )
    return found


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """TimeoutError in what is done inside after so many seconds, where the system has such an alarm (Windows has none)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError(f"it took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
