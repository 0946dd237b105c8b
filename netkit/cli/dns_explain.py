"""`netkit dns explain`: what each byte of a DNS message says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from netkit.cli.field_key import Key
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.packet_source import LARGEST_PACKET, NUMBERED, PacketWord, is_hex
from netkit.errors import CaptureError, UsageError

__all__ = ["explain"]

FORMS = "netkit dns explain takes hex, a file, - for standard input, or capture.pcapng:7"
HEADER = 12
TITLE = "DNS message"


@dataclass(frozen=True, slots=True)
class Found:
    """A message's bytes, and where they come from."""

    data: bytes
    title: str
    next_commands: Sequence[tuple[str, str]] = ()


@click.command(
    cls=Command,
    examples=[
        ("netkit dns explain page-load-01.pcapng:2", "the message in packet 2 of a capture"),
        ("netkit dns explain page-load-01.pcapng:2 --all", "every field, what it is for, and its RFC"),
        ("netkit dns explain page-load-01.pcapng:2 --mark dns.flags", "point at one field in the bytes"),
        ("netkit dns explain 12 34 01 00 00 01 …", "hex from anywhere"),
    ],
)
@click.argument("message", nargs=-1, type=PacketWord())
@click.option("--all", "everything", is_flag=True, help="Show every field, what it is for and where it is defined.")
@click.option(
    "--mark", "marks", multiple=True, type=Key(), metavar="KEY", help="Point at this field in the bytes (repeatable)."
)
@reports
def explain(message: tuple[str, ...], marks: tuple[str, ...], *, everything: bool) -> None:
    """What each byte of a DNS message says, and what kind of answer it is.

    MESSAGE is hex, a file, - for standard input, or capture.pcapng:7 for the message that packet 7 of a capture completes, over UDP or
    TCP. A whole packet in hex will do, too.
    """
    from netkit.dns.view.message import message_view  # noqa: PLC0415

    found = _found(message)
    if len(found.data) < HEADER:
        count = len(found.data)
        raise UsageError(
            f"{count} {'byte is' if count == 1 else 'bytes are'} no DNS message",
            where=found.data.hex(" "),
            why="its header alone has 12 bytes (RFC 1035 §4.1.1)",
            hint=FORMS,
        )
    document = message_view(
        found.data,
        title=found.title,
        everything=everything,
        marks=marks,
        next_commands=() if everything else found.next_commands,
    )
    show(document)


def _found(words: Sequence[str]) -> Found:
    from pathlib import Path  # noqa: PLC0415

    from netkit.cli.capture_file import exists, located, place_of  # noqa: PLC0415

    if not words:
        raise UsageError(
            "which message?", why="there is no hex, no file and no capture.pcapng:7 behind the command", hint=FORMS
        )
    if len(words) == 1:
        word = words[0]
        if word == "-":
            stream = place_of(word)
            data = b"" if isinstance(stream, str) else stream.read(LARGEST_PACKET)
            return _from_bytes(data, f"{TITLE} from standard input")
        numbered = NUMBERED.fullmatch(word)
        if numbered and not exists(word) and (exists(numbered["path"]) or not is_hex(word)):
            return _from_capture(numbered["path"], int(numbered["number"]))
        if exists(located(word)):
            with Path(located(word)).open("rb") as file:
                data = file.read(LARGEST_PACKET)
            return _from_file(word, data)
        if not is_hex(word):
            raise UsageError(
                f"{word} does not exist", why="there is no file of this name, and it is no hex", hint=FORMS
            )
    return _from_bytes(" ".join(words).encode(), TITLE)


def _from_file(path: str, data: bytes) -> Found:
    from netkit.capture.sniff import describe  # noqa: PLC0415
    from netkit.packet.hexadecimal import looks_like_text  # noqa: PLC0415

    if data[:4].hex() in ("0a0d0d0a", "d4c3b2a1", "a1b2c3d4", "4d3cb2a1", "a1b23c4d"):
        raise UsageError(
            f"which packet of {path}?",
            why="it is a capture",
            hint=f"netkit dns explain {path}:1 · netkit capture dns {path}",
        )
    if data and not looks_like_text(data) and describe(data):
        raise CaptureError(f"{path} is no DNS message", where=f"it is {describe(data)}", hint=FORMS)
    return _from_bytes(data, f"{TITLE} in {path}")


def _from_bytes(data: bytes, title: str) -> Found:
    """The message itself, or the one in a packet."""
    from netkit.packet import dissect  # noqa: PLC0415
    from netkit.packet.hexadecimal import looks_like_text, parse_hex  # noqa: PLC0415

    if not data:
        raise CaptureError("there is nothing here: 0 bytes", why="a DNS message has at least 12 bytes", hint=FORMS)
    if looks_like_text(data):
        data = parse_hex(data.decode("ascii"))
    for link_type in (1, 101):
        packet = dissect(data, link_type)
        for layer in packet.layers:
            if layer.key == "udp" and layer.content and any(each.key == "dns" for each in packet.layers):
                start, end = layer.content
                return Found(data[start:end], title)
    return Found(data, title)


def _from_capture(path: str, number: int) -> Found:
    import shlex  # noqa: PLC0415

    from netkit.capture.columnar.query import Selection  # noqa: PLC0415 - loads NumPy
    from netkit.capture.queries.reading import MessageReader  # noqa: PLC0415
    from netkit.cli.capture_file import place_of  # noqa: PLC0415

    reader = MessageReader(keep_bytes=True)
    nearest: list[int] = []
    with Selection(place_of(path), (), None) as selection:
        for batch, rows in selection.marked():
            for found, _, _ in reader.messages(batch, rows):
                if found.number == number:
                    quoted = shlex.quote(path)
                    commands = [
                        (f"netkit dns explain {quoted}:{number} --all", "every field, and what it is for"),
                        (f"netkit packet explain {quoted}:{number}", "the packet around it"),
                        (f"netkit capture dns {quoted}", "who asked what in this capture"),
                    ]
                    return Found(found.data, f"{TITLE} in packet {number} ({found.transport.upper()})", commands)
                nearest = sorted({*nearest, found.number}, key=lambda each: abs(each - number))[:3]
    near = ", ".join(str(each) for each in sorted(nearest))
    raise UsageError(
        f"packet {number} of {path} holds no DNS message",
        where=f"the nearest are in {'packet' if len(nearest) == 1 else 'packets'} {near}"
        if nearest
        else "none of its packets does",
        why="DNS is looked for at the ports 53, 5353 and 5355; a message in several packets belongs to the one that completes it",
        hint=f"netkit capture dns {path} shows what was asked",
    )
