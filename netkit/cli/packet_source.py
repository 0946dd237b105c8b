"""What a person means by a packet on the command line: hex, a file, `-`, or `capture.pcapng:7`."""

from __future__ import annotations

import glob
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from netkit import capture
from netkit.capture import Record
from netkit.capture.dissecting import dissected
from netkit.capture.sniff import describe
from netkit.cli.capture_file import exists, located, place_of, shipped
from netkit.errors import CaptureError, UsageError
from netkit.packet import Dissection, dissect
from netkit.packet.hexadecimal import looks_like_text, parse_hex

__all__ = ["LARGEST_PACKET", "NUMBERED", "PacketWord", "Source", "is_hex", "read_packet"]

ETHERNET, RAW_IP = 1, 101
LARGEST_PACKET = 1 << 24
"""Bytes that are read of a file or pipe that should hold one packet."""

_FORMS = "netkit packet explain takes hex, a file, - for standard input, or capture.pcapng:7"
NUMBERED = re.compile(r"(?P<path>.+):(?P<number>\d+)")
"""A packet of a capture by its number."""


class PacketWord(click.ParamType[str]):
    """A word of a packet: completes to files, and to the captures that come with netkit."""

    name = "packet"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The captures that begin so, if no file does."""
        if list(Path().glob(f"{glob.escape(incomplete)}*")) or "/" in incomplete:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(name) for name in shipped() if name.startswith(incomplete)]


@dataclass(frozen=True, slots=True)
class Source:
    """A packet with what is known of it: its title, the capture it stands in (or none), and its number there."""

    packet: Dissection
    title: str
    path: str = ""
    record: Record | None = None


def read_packet(words: Sequence[str], link_type: int | None) -> Source:
    """The packet that the words of the command line mean; NetkitError says what is wrong with them otherwise."""
    if not words:
        raise UsageError(
            "which packet?", why="there is no hex, no file and no capture.pcapng:7 behind the command", hint=_FORMS
        )
    if len(words) == 1:
        word = words[0]
        if word == "-":
            stream = place_of(word)
            data = b"" if isinstance(stream, str) else stream.read(LARGEST_PACKET)
            return _from_bytes(data, "Packet from standard input", link_type)
        numbered = NUMBERED.fullmatch(word)
        if numbered and not exists(word) and (exists(numbered["path"]) or not is_hex(word)):
            return _from_capture(numbered["path"], int(numbered["number"]))
        if exists(located(word)):
            return _from_file(word, link_type)
        if word.strip() and not is_hex(word) and len(word.split()) == 1 and not re.search(r"[0-9a-fA-F]{4}|\\x", word):
            raise UsageError(
                f"{word} does not exist", why="there is no file of this name, and it is no hex", hint=_FORMS
            )
    return _from_hex(" ".join(words), "Packet", link_type)


def is_hex(word: str) -> bool:
    """Whether nothing but hex digits and what parts them is in a word."""
    return not re.sub(r"0x|[0-9a-fA-F:,.\s_-]", "", word)


def _from_hex(text: str, title: str, link_type: int | None) -> Source:
    data = parse_hex(text)
    return Source(dissect(data, _guess(data) if link_type is None else link_type), title)


def _from_bytes(data: bytes, title: str, link_type: int | None) -> Source:
    """A packet in hex text or in its own bytes."""
    if not data:
        raise CaptureError("there is nothing here: 0 bytes", why="a packet has at least one byte", hint=_FORMS)
    if looks_like_text(data):
        return _from_hex(data.decode("ascii"), title, link_type)
    return Source(dissect(data, _guess(data) if link_type is None else link_type), title)


def _guess(data: bytes) -> int:
    """Ethernet, unless the bytes are an IP packet whose own length field says that it is just this long."""
    version = data[0] >> 4
    if version == 4 and len(data) >= 20 and int.from_bytes(data[2:4], "big") == len(data):
        return RAW_IP
    if version == 6 and len(data) >= 40 and int.from_bytes(data[4:6], "big") + 40 == len(data):
        return RAW_IP
    return ETHERNET


def _from_file(path: str, link_type: int | None) -> Source:
    """The only packet of a capture, or a file with one packet in hex or in bytes."""
    try:
        with capture.open(located(path)) as records:
            found = [record for _, record in zip(range(2), records, strict=False)]
    except CaptureError:
        with Path(located(path)).open("rb") as file:
            data = file.read(LARGEST_PACKET)
        if not data or (describe(data) and not looks_like_text(data)):
            raise
        return _from_bytes(data, f"Packet in {path}", link_type)
    if len(found) == 1:
        return _source(path, found[0])
    if not found:
        raise CaptureError(
            f"{path} holds no packet", why="it is a capture, but an empty one", hint=f"netkit capture info {path}"
        )
    raise UsageError(
        f"which packet of {path}?",
        why="it is a capture of several packets",
        hint=f"netkit packet explain {path}:1 · netkit capture show {path}",
    )


def _from_capture(path: str, number: int) -> Source:
    last = 0
    with capture.open(located(path)) as records:
        for record in records:
            last = record.number
            if last == number:
                return _source(path, record)
    reasons = "; ".join(problem.text for problem in records.problems)
    raise UsageError(
        f"{path} has no packet {number}",
        where=f"its last packet is {last}" + (f" ({reasons})" if reasons else "") if last else "it holds no packet",
        why="packets are counted from 1",
        hint=f"netkit capture show {path}",
    )


def _source(path: str, record: Record) -> Source:
    packet = dissected(record)
    return Source(packet, f"Packet {record.number}", path, record)
