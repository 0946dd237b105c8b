"""What somebody gave for an answer, as the text that is saved and judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from netkit.cli.capture_file import exists
from netkit.cli.missing_file import missing_file
from netkit.errors import AnswerError, UsageError
from netkit.lab.answer import parse_answer
from netkit.lab.definition import Task
from netkit.lab.kinds.code import LARGEST
from netkit.lab.student.evidence import keep
from netkit.lab.student.folder import Work
from netkit.language import Language

__all__ = ["answer_text"]

_CAPTURE = re.compile(r"(?i)\.(?:pcap|pcapng|cap)(?:\.gz|\.zst)?$")
LONGEST_ANSWER = 4000
LONGEST_PACKET = 4 * 65_535
"""Characters of a packet's bytes in hex, with something between them."""


def answer_text(work: Work, task: Task, words: Sequence[str]) -> str:
    """The words as one text; of a packet that stands in a file, its bytes in hex; of a function, the file's text.

    A capture is kept in the lab's folder, and its name there is the text. UsageError where it is too long, or the file can't be read.
    """
    language = work.variant.language
    # bytes that are no text come from the shell as halves of characters, which can't be saved
    text = " ".join(words).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    most = LONGEST_ANSWER
    if task.kind == "packet":
        text, most = _packet(tuple(words), text), LONGEST_PACKET
    elif task.kind == "code":
        text, most = _source(text, language), LARGEST
    elif task.kind == "capture":
        text = _kept(work, task, text)
    if len(text) > most:
        raise UsageError(
            language.say("error.too-long", "that answer is too long"),
            where=language.say("error.length", "it has {count} characters", count=f"{len(text):,}"),
            why=language.say("error.most", "the most is {most}", most=f"{most:,}"),
        )
    return text


def _kept(work: Work, task: Task, text: str) -> str:
    """The name of a kept capture: of a file, which is kept now; or that of an attempt. AnswerError where it is neither."""
    from netkit.lab.student.gathering import recorded  # noqa: PLC0415 - few tasks ask for a capture

    variant = work.variant
    wire = variant.question(task).wire
    try:
        return str(parse_answer(task.kind, text, variant.choices(task), task=task.id, language=variant.language))
    except AnswerError:
        if wire is None or not exists(text):
            if _CAPTURE.search(text):
                raise missing_file(text) from None
            raise
    return keep(work.folder, task.id, recorded(Path(text), wire.filter))


def _source(name: str, language: Language) -> str:
    """The text of the student's file."""
    if not Path(name).is_file():
        raise UsageError(
            language.say("error.no-file", "there is no file {file}", file=name[:60]),
            why=language.say("error.wants-function", "the answer is a Python file with the function"),
            hint="netkit lab answer TASK FILE.py",
        )
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = language.say("error.no-text", "{file} can't be read as text", file=name[:60])
        raise UsageError(told, why=str(error)) from error


def _packet(words: tuple[str, ...], text: str) -> str:
    """The bytes in hex of a packet that stands in a file; any other answer as it is."""
    from netkit.cli.packet_source import NUMBERED, read_packet  # noqa: PLC0415 - only packets need it

    numbered = NUMBERED.fullmatch(text)
    if len(words) == 1 and (Path(text).is_file() or (numbered and Path(numbered["path"]).is_file())):
        return read_packet(words, None).packet.data.hex()
    return text
