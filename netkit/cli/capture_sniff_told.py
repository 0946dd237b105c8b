"""What `netkit capture sniff` was asked for, and what it says at its beginning and its end."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.cli.output import say, show
from netkit.view import Document, Json, Next, Paragraph, Sentence

if TYPE_CHECKING:
    from contextlib import ExitStack

    from netkit.live.sniffing.record_file import Listener, RecordFile
    from netkit.live.sniffing.recorder import Recorded
    from netkit.view import Block

__all__ = ["Asked", "began", "ended", "open_sink"]

SCHEMA = "netkit.capture.sniff/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for; `write` is the file's name, `-` for standard output, None for lines on the screen."""

    interfaces: Sequence[str]
    write: str | None
    filter: str | None
    keys: Sequence[str]
    most: int | None
    seconds: float | None
    force: bool


def open_sink(stack: ExitStack, asked: Asked) -> Listener | RecordFile:
    """Where packets are written to: standard output, or a new file, which is closed with the stack."""
    from netkit.live.sniffing.record_file import Listener, RecordFile  # noqa: PLC0415

    if asked.write in (None, "-"):
        return Listener(1)
    return stack.enter_context(RecordFile(asked.write, replace=asked.force))


def began(asked: Asked) -> None:
    """Say on standard error where one listens, and how it ends."""
    names = " and ".join(asked.interfaces)
    ends = [
        f"after {asked.most:,} packet{'' if asked.most == 1 else 's'}" if asked.most else "",
        f"after {asked.seconds:g} s" if asked.seconds is not None else "",
        "with Ctrl-C",
    ]
    into = "" if asked.write in (None, "-") else f" into {asked.write}"
    what = f"recording at {names}{into}" if asked.write else f"listening at {names}"
    say(Sentence(text=f"{what} · ends {', or '.join(each for each in ends if each)}"))


def ended(asked: Asked, recorded: Recorded) -> None:
    """The report on a recording: how many packets, how many are missing, and what to do with the file."""
    from netkit.live.sniffing.told import in_words  # noqa: PLC0415

    path = asked.write
    if path == "-" or path is None:
        say(Paragraph(text=in_words(recorded)))
        return
    data: dict[str, Json] = {
        "file": path,
        "interfaces": asked.interfaces,
        "packets": recorded.packets,
        "lost": recorded.lost,
        "unfilled": recorded.unfilled,
        "ending": recorded.ending.value,
    }
    blocks: list[Block] = [
        Sentence(text=f"{path}: {in_words(recorded)}"),
        Next(
            commands=[
                (f"netkit capture show {shlex.quote(path)}", "its packets"),
                (f"netkit capture info {shlex.quote(path)}", "what it is, and what is missing"),
            ]
        ),
    ]
    show(Document(schema=SCHEMA, data=data, blocks=blocks))
