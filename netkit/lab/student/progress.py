"""What a student did, as a log that only grows: one JSON object a line, written whole and under a lock, never changed.

A kill at any moment leaves at most one torn line at the end, which is passed over; two programs at once take turns. What a line means
is decided when the log is read, so nothing that was once written has to be written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netkit.errors import AccessError, ProgressError
from netkit.lab.judging.given import Given
from netkit.lab.student.chain import BEFORE, FIRST, hash_of

__all__ = [
    "FILE",
    "Attempt",
    "Earlier",
    "Progress",
    "Recalled",
    "append",
    "archive",
    "earlier",
    "last_student",
    "locked",
    "parse",
    "read",
]

FILE = "progress.jsonl"
"""The log's name in the student's folder of a lab."""

LOCK = ".progress.lock"
LOCK_SECONDS = 20.0
MOST_HINTS = 9
MOST_DRAWS = 99
_MOST_EARLIER = 1_000_000
LARGEST_LOG = 64 * 1024 * 1024

_STEP = 1 << 16
"""Bytes of a log that are read at once, from its end, to find the last line."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One answer to one task, as it was typed and for the numbers it was given for; `time` is text, seconds since 1970."""

    task: str
    answer: Given
    time: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """A question from before: the way of thinking that it is about, and the task of which lab it is; `source` is where that lab lies.

    It is empty for a lab that comes with netkit.
    """

    slug: str
    lab: str
    task: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was done before a lab was begun anew: the logs that were moved aside, and the answers and hints in them."""

    logs: int = 0
    answers: int = 0
    hints: int = 0

    def event(self) -> dict[str, int]:
        """As the first line of the new log has it; nothing where there was none."""
        told = {"earlier_logs": self.logs, "earlier_answers": self.answers, "earlier_hints": self.hints}
        return told if self.logs else {}

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> Earlier:
        """From that line; whatever is no number counts as none."""
        found = [event.get(f"earlier_{each}") for each in ("logs", "answers", "hints")]
        return cls(*(min(max(each, 0), _MOST_EARLIER) if isinstance(each, int) else 0 for each in found))


@dataclass(slots=True)
class Progress:
    """What the log says: who works on which lab, every answer in order, how many hints each task had, and damaged lines.

    `draws` says of tasks whose numbers were drawn anew which draw they are asked in now; it counts from 1, as for all others. `recalled` is
    the question from before, if there is one, and `again` are the answers to it, which count for nothing.

    `reasons` are the lines that the student wrote about a prediction, by task. `source` is the folder of a lab that does not come with
    netkit, as it was when the lab was begun; `begun` is when that was, `language` the code of the one it was begun in, empty for English.
    `earlier` is what was done before the lab was begun anew. `course` and `key` are the course and the fingerprint of the student's key
    in it; `owners` are all that lines name, a lab and a student each.
    """

    lab: str = ""
    version: str = ""
    student: str = ""
    source: str = ""
    begun: str = ""
    course: str = ""
    key: str = ""
    language: str = ""
    earlier: Earlier = field(default_factory=Earlier)
    attempts: list[Attempt] = field(default_factory=list)
    hints: dict[str, int] = field(default_factory=dict)
    draws: dict[str, int] = field(default_factory=dict)
    recalled: Recalled | None = None
    again: list[str] = field(default_factory=list)
    reasons: dict[str, list[str]] = field(default_factory=dict)
    last_time: str = ""
    damaged: list[int] = field(default_factory=list)
    owners: set[tuple[str, str]] = field(default_factory=set)

    def draw(self, task: str) -> int:
        """Which draw of its numbers a task is asked in now."""
        return self.draws.get(task, 1)

    def answers(self, task: str) -> list[Given]:
        """Every answer to a task, the first one first."""
        return [attempt.answer for attempt in self.attempts if attempt.task == task]

    @property
    def owner(self) -> dict[str, str | int]:
        """Which lab, in which version, and whose: what every line of the log says."""
        return {"lab": self.lab, "version": self.version, "student": self.student}

    def by_task(self) -> dict[str, list[Given]]:
        """Every answer under its task, the first one first."""
        found: dict[str, list[Given]] = {}
        for attempt in self.attempts:
            found.setdefault(attempt.task, []).append(attempt.answer)
        return found


def read(folder: Path, name: str = FILE) -> Progress:
    """The progress in a lab's folder; ProgressError where there is none, or none that can be read."""
    path = folder / name
    try:
        if path.stat().st_size > LARGEST_LOG:
            raise ProgressError(f"{path} is too large to be a log of answers", why="it has more than 64 MiB")
        progress = parse(path.read_bytes())
    except FileNotFoundError:
        raise ProgressError(
            f"no lab was started in {folder}",
            where=f"there is no {path.name}",
            why="a lab's folder holds the log of what was answered in it",
            hint="netkit lab start NAME begins one; begun again in the same place, it keeps everything that is there",
        ) from None
    except OSError as error:
        raise AccessError(
            f"{path} can't be read", why=str(error.strerror), hint=f"ls -l {path} shows who may"
        ) from error
    if not progress.lab:
        raise ProgressError(
            f"{path} does not say which lab it belongs to",
            where=f"{len(progress.damaged)} of its lines can't be read"
            if progress.damaged
            else "its first line is missing",
            why="the log begins with a line that names the lab, its version and the student",
            hint="netkit lab start NAME --student ID writes such a line anew, and keeps all others; give the id that you had",
        )
    return progress


def parse(data: bytes) -> Progress:
    """The progress that a log's bytes tell; `lab` is empty where no line says which lab it is of."""
    progress = Progress()
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            event = _event(line)
            if event is None:
                progress.damaged.append(number)
            else:
                _apply(progress, event)
    return progress


def _event(line: bytes) -> dict[str, Any] | None:
    """The object of one line; None where the line is torn, or was changed into something else."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(value, str | int) for value in found.values()):
        return None
    if not all(_is_text(value) for value in found.values() if isinstance(value, str)):
        return None
    return found


def _is_text(value: str) -> bool:
    """Whether a string can be written: JSON may hold halves of characters, which can't."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _apply(progress: Progress, event: Mapping[str, Any]) -> None:
    """Take one event into account; kinds of event that are not known yet are passed over."""
    progress.last_time = str(event.get("time", progress.last_time))
    kind, task = event.get("event"), str(event.get("task", ""))
    if event.get("lab"):
        progress.owners.add((str(event["lab"]), str(event.get("student", ""))))
    if event.get("lab") and (kind == "started" or not progress.lab):
        # every line names them, so that none of them is lost with the first
        progress.lab, progress.version = str(event["lab"]), str(event.get("version", ""))
        progress.student = str(event.get("student", ""))
    if kind == "started":
        progress.source = str(event.get("source", ""))
        progress.begun = progress.last_time
        progress.course, progress.key = str(event.get("course", "")), str(event.get("key", ""))
        progress.language = str(event.get("language", ""))
        # a later line of this kind tells of another language, and nothing of that
        progress.earlier = max(progress.earlier, Earlier.of(event), key=lambda each: each.logs)
        return
    if kind == "answered":
        answer = Given(str(event.get("answer", "")), _count(event.get("draw")))
        progress.attempts.append(Attempt(task, answer, progress.last_time))
        if (later := _count(event.get("next_draw"))) > progress.draw(task):
            progress.draws[task] = later
    elif kind == "recalled":
        told = Recalled(*(str(event.get(key, "")) for key in ("slug", "from", "task", "source")))
        progress.recalled = progress.recalled or told
    elif kind == "again":
        progress.again.append(str(event.get("answer", "")))
    elif kind == "reasoned":
        progress.reasons.setdefault(task, []).append(str(event.get("reason", "")))
    elif kind == "hinted":
        step = event.get("step")
        progress.hints[task] = max(progress.hints.get(task, 0), min(step, MOST_HINTS) if isinstance(step, int) else 0)


def _count(value: object) -> int:
    """A number that counts from 1, and is 1 where a line says nothing or nonsense."""
    return min(value, MOST_DRAWS) if isinstance(value, int) and value > 1 else 1


def append(folder: Path, event: Mapping[str, str | int]) -> None:
    """Write one event at the end of the log, and see it onto the disk before coming back; it carries the hash of the line before."""
    with locked(folder), _appending(folder / FILE) as descriptor:
        # A torn line, left by a kill, is ended here: it stays, and the new one is whole.
        last, torn = _last_line(folder / FILE)
        chained = {**event, BEFORE: hash_of(last) if last else FIRST}
        line = json.dumps(chained, ensure_ascii=True).encode() + b"\n"
        _write_all(descriptor, b"\n" + line if torn else line, folder)


def archive(folder: Path) -> Path:
    """Move the log aside under the next free name, so that a lab can begin anew with nothing lost; gives the new path."""
    with locked(folder):
        number = 1
        while (folder / f"progress-{number}.jsonl").exists():
            number += 1
        target = folder / f"progress-{number}.jsonl"
        try:
            (folder / FILE).replace(target)
        except OSError as error:
            raise _refused(folder / FILE, error) from error
    return target


def earlier(folder: Path) -> Earlier:
    """What stands in the logs that were moved aside in a folder; one that can't be read counts as a log without answers."""
    logs = list(folder.glob("progress-*.jsonl"))
    found = Earlier(len(logs))
    for path in logs:
        try:
            told = read(folder, path.name)
        except (AccessError, ProgressError):
            continue
        found = Earlier(found.logs, found.answers + len(told.attempts), found.hints + sum(told.hints.values()))
    return found


def last_student(folder: Path) -> str:
    """Whose log was moved aside last, for a folder in which a reset was cut short between the old log and the new one."""
    archived = sorted(folder.glob("progress-*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
    for path in reversed(archived):
        try:
            return read(folder, path.name).student
        except (AccessError, ProgressError):
            continue
    return ""


def _last_line(path: Path) -> tuple[bytes, bool]:
    """The last line of a log without its end (empty: there is none), and whether it lacks one."""
    with path.open("rb") as log:
        at = log.seek(0, os.SEEK_END)
        tail = b""
        while at and b"\n" not in tail.rstrip():
            step = min(at, _STEP)
            at = log.seek(at - step)
            tail = log.read(step) + tail
    return tail.rstrip().rpartition(b"\n")[2], bool(tail) and not tail.endswith(b"\n")


@contextmanager
def _appending(path: Path) -> Iterator[int]:
    """A file descriptor that appends; ProgressError where the system refuses."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    except OSError as error:
        raise _refused(path, error) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes, folder: Path) -> None:
    try:
        while data:
            data = data[os.write(descriptor, data) :]
        os.fsync(descriptor)
    except OSError as error:
        raise _refused(folder / FILE, error) from error


def _refused(path: Path, error: OSError) -> AccessError:
    return AccessError(
        f"{path} can't be written, so nothing was saved",
        where=str(error.strerror),
        why="what you answer is saved before it is judged, and saving failed",
        hint="work in a folder of your own, on a disk with room: netkit lab start NAME --folder PATH",
    )


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The lock of a lab's folder, which a kill frees; ProgressError if another program keeps it too long."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  only those who write need it

    lock = FileLock(folder / LOCK, timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise ProgressError(
            f"another program is writing in {folder} and does not end",
            why=f"waited {LOCK_SECONDS:.0f} s for its turn",
            hint="close the other terminal, or try again",
        ) from None
    except OSError as error:
        raise _refused(folder / FILE, error) from error
    try:
        yield
    finally:
        lock.release()
