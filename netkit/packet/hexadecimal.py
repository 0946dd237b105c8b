"""Bytes from the text that people paste: plain hex in any spacing, or a dump of xxd, hexdump, tcpdump, Wireshark or netkit itself."""

from __future__ import annotations

import re

from netkit.errors import PacketError

__all__ = ["looks_like_text", "parse_hex"]

_DUMP_LINE = re.compile(r"\s*(?:0x)?(?P<offset>[0-9a-fA-F]{4,8})(?::\s+|\s{2,})(?P<rest>\S.*)")
_SEPARATORS = re.compile(r"(?:\\x|0x|[\s:,;.{}\[\]()'\"_-])+", re.IGNORECASE)
_BYTES_A_LINE = 16


def parse_hex(text: str) -> bytes:
    """The bytes of a text in hex; PacketError names the first character that can't be one, with its line and column."""
    data = _parse_dump(text)
    if data is not None:
        return data
    digits: list[str] = []
    for number, line in enumerate(text.splitlines() or [""], 1):
        digits.append(_digits(line, number))
    joined = "".join(digits)
    if not joined:
        raise PacketError(
            "there is no packet here: the text is empty",
            why="a packet is written as two hex digits a byte",
            hint="netkit packet explain '45 00 00 1c …'",
        )
    if len(joined) % 2:
        raise PacketError(
            f"the hex text has {len(joined):,} {'digit' if len(joined) == 1 else 'digits'}, an odd number",
            where=f"it ends with …{joined[-6:]}",
            why="each byte is two hex digits, so one digit is missing or too many",
            hint="write a byte below 16 with its zero: 05, not 5",
        )
    return bytes.fromhex(joined)


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes of a file are hex text rather than a packet's own bytes."""
    return bool(data) and all(byte in b"\t\n\r" or 0x20 <= byte < 0x7F for byte in data)


def _digits(line: str, number: int) -> str:
    """The hex digits of one line of plain hex."""
    found = []
    position = 0
    while position < len(line):
        separator = _SEPARATORS.match(line, position)
        if separator:
            position = separator.end()
            continue
        character = line[position]
        if character not in "0123456789abcdefABCDEF":
            caret = " " * min(position, 30) + "^"
            raise PacketError(
                f"{character!r} is no hex digit",
                where=f"line {number}, column {position + 1}\n  {line[max(0, position - 30) : position + 30]}\n  {caret}",
                why="the digits of hex are 0 to 9 and a to f",
                hint="netkit packet explain takes hex, a file, - for standard input, or capture.pcapng:7",
            )
        found.append(character)
        position += 1
    return "".join(found)


def _parse_dump(text: str) -> bytes | None:
    """The bytes of a dump whose lines begin with their offsets; None if the text is no dump."""
    data = bytearray()
    lines = [line for line in text.splitlines() if line.strip()]
    for line in lines:
        match = _DUMP_LINE.fullmatch(line)
        if match is None:
            # hexdump ends with a line that has the final offset alone
            if data and line is lines[-1] and re.fullmatch(r"\s*(?:0x)?[0-9a-fA-F]{4,8}:?\s*", line):
                break
            return None
        if int(match["offset"], 16) != len(data):
            return None
        data += _bytes_of_dump_line(match["rest"])
    return bytes(data) if data else None


def _bytes_of_dump_line(rest: str) -> bytes:
    """The bytes of one line behind its offset, without the characters that dumps repeat at its end."""
    shown = re.split(r"\s{3,}|\s\|", rest, maxsplit=1)[0]
    found = bytearray()
    for group in shown.split():
        if len(found) >= _BYTES_A_LINE or len(group) % 2 or not re.fullmatch(r"[0-9a-fA-F]+", group):
            break
        found += bytes.fromhex(group)
    return bytes(found[:_BYTES_A_LINE])
