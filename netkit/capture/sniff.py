"""What a file that is no capture seems to be, by its first bytes: for error messages alone."""

from __future__ import annotations

__all__ = ["OTHER_CAPTURES", "PACKED", "describe"]

PACKED = {
    b"\x04\x22\x4d\x18": ("LZ4", "lz4 -d"),
    b"\xfd7zXZ\0": ("xz", "xz -d"),
    b"BZh": ("bzip2", "bzip2 -d"),
}
"""Packers that netkit can't unpack yet, by the first bytes: their name, and the command that unpacks."""

OTHER_CAPTURES = {
    b"snoop\0\0\0": "a capture of Solaris snoop",
    b"btsnoop\0": "a Bluetooth capture of btsnoop",
    b"TRSNIFF data": "a capture of the Sniffer",
    b"XCP\0": "a capture of NetXRay",
    b"GMBU": "a capture of Microsoft Network Monitor",
    b"RTSS": "a capture of Microsoft Network Monitor",
    b"\x1c\x00\x01\xac": "a capture of an IXIA device",
    b"\x1c\x00\x01\xab": "a capture of an IXIA device",
}
"""Captures in formats that netkit does not read, and Wireshark's editcap converts."""

_KINDS = {
    **OTHER_CAPTURES,
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG\r\n\x1a\n": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a ZIP archive, or a document that is one inside",
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program for Linux",
    b"MZ": "a program for Windows",
    b"SQLite format 3\0": "an SQLite database",
    b"<!DOCTYPE": "a web page",
    b"<html": "a web page",
    b"{\\rtf": "a text document",
}
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")
_SPACE = 0x20
_DELETE = 0x7F


def describe(beginning: bytes) -> str | None:
    """What bytes like these usually begin, as a noun with its article; None where nothing is known of them."""
    for magic, kind in _KINDS.items():
        if beginning.startswith(magic):
            return kind
    if not beginning.strip(b"\0"):
        return "nothing but zero bytes"
    if all(byte in _TEXT_CONTROLS or (byte >= _SPACE and byte != _DELETE) for byte in beginning) and _is_utf8(
        beginning
    ):
        return "plain text"
    return None


def _is_utf8(beginning: bytes) -> bool:
    """Whether the bytes are UTF-8, but for a last character that the end may cut."""
    try:
        beginning.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and len(beginning) - error.start < 4
    return True
