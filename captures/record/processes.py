"""Running programs, to their end or in the background, in a network namespace; stopped by their own process id only."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TypeVar

from .isolation import WORK_FOLDER

T = TypeVar("T")

# A person's proxies, locale, ~/.curlrc or ~/.digrc must not show in a capture.
ENVIRONMENT = {
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C",
    "HOME": str(WORK_FOLDER),
    "TMPDIR": str(WORK_FOLDER),
}


class RecordingError(Exception):
    """A scene could not be set up, played or recorded; the text says what was run and what it answered."""


def inside(namespace: str | None, command: Sequence[str]) -> list[str]:
    """The command line that runs a command in a named network namespace; process id and signals stay the command's."""
    return ["ip", "netns", "exec", namespace, *command] if namespace else list(command)


def run(command: Sequence[str], *, namespace: str | None = None, feed: str = "", expect: Collection[int] = (0,)) -> str:
    """Run a command to its end and give what it printed; an exit status that was not expected is an error."""
    where = f" in {namespace}" if namespace else ""
    try:
        done = subprocess.run(
            inside(namespace, command),
            input=feed,
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            timeout=30,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RecordingError(f"{' '.join(command)!r}{where} did not end within 30 s") from None
    if done.returncode not in expect:
        said = (done.stderr or done.stdout).strip()
        raise RecordingError(f"{' '.join(command)!r}{where} ended with {done.returncode}: {said}")
    return done.stdout


class Background:
    """A program that runs beside us, its standard error in a file that tells why it failed."""

    def __init__(self, command: Sequence[str], *, namespace: str, log: Path) -> None:
        self.command = list(command)
        self.log = log
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                inside(namespace, command), stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, env=ENVIRONMENT
            )

    def said(self) -> str:
        """What the program has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def check_alive(self) -> None:
        """Raise if the program has ended by itself."""
        if self.process.poll() is not None:
            raise RecordingError(f"{' '.join(self.command)!r} ended early: {self.said().strip()}")

    def stop(self) -> None:
        """Ask the program to end, and end it if it does not."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def wait_until(attempt: Callable[[], T | None], what: str, *, seconds: float = 10.0) -> T:
    """Try again and again until the attempt gives something, and give that; past the deadline say what did not come."""
    deadline = time.monotonic() + seconds
    while True:
        result = attempt()
        if result is not None:
            return result
        if time.monotonic() > deadline:
            raise RecordingError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(0.02)
