"""What somebody gave for an answer, as the text that is saved and judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netkit.cli.capture_file import exists
from netkit.errors import AnswerError, UsageError
from netkit.lab.answer import parse_answer
from netkit.lab.definition import Task
from netkit.lab.evidence import keep
from netkit.lab.folder import Work
from netkit.lab.kinds.code import LARGEST

__all__ = ["answer_text"]

LONGEST_ANSWER = 4000
LONGEST_PACKET = 4 * 65_535
"""Characters of a packet's bytes in hex, with something between them."""


def answer_text(work: Work, task: Task, words: Sequence[str]) -> str:
    """The words as one text; of a packet that stands in a file, its bytes in hex; of a function, the file's text.

    A capture is kept in the lab's folder, and its name there is the text. UsageError where it is too long, or the file can't be read.
    """
    # bytes that are no text come from the shell as halves of characters, which can't be saved
    text = " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    most = LONGEST_ANSWER
    if task.kind == "packet":
        text, most = _packet(tuple(words), text), LONGEST_PACKET
    elif task.kind == "code":
        text, most = _source(text), LARGEST
    elif task.kind == "capture":
        text = _kept(work, task, text)
    if len(text) > most:
        raise UsageError(
            "that answer is too long", where=f"it has {len(text):,} characters", why=f"the most is {most:,}"
        )
    return text


def _kept(work: Work, task: Task, text: str) -> str:
    """The name of a kept capture: of a file, which is kept now; an attempt's name, or what is neither, as it is."""
    from netkit.lab.gathering import recorded  # noqa: PLC0415 - few tasks ask for a capture

    wire = work.variant.question(task).wire
    try:
        return str(parse_answer(task.kind, text, work.variant.choices(task), task=task.id))
    except AnswerError:
        if wire is None or not exists(text):
            raise
    return keep(work.folder, task.id, recorded(Path(text), wire.filter))


def _source(name: str) -> str:
    """The text of the student's file."""
    if not Path(name).is_file():
        raise UsageError(
            f"there is no file {name[:60]}",
            why="the answer is a Python file with the function",
            hint="netkit lab answer TASK FILE.py",
        )
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name[:60]} can't be read as text", why=str(error)) from error


def _packet(words: tuple[str, ...], text: str) -> str:
    """The bytes in hex of a packet that stands in a file; any other answer as it is."""
    from netkit.cli.packet_source import NUMBERED, read_packet  # noqa: PLC0415 - only packets need it

    numbered = NUMBERED.fullmatch(text)
    if len(words) == 1 and (Path(text).is_file() or (numbered and Path(numbered["path"]).is_file())):
        return read_packet(words, None).packet.data.hex()
    return text
