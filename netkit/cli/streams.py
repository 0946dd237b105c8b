"""Standard output and error made fit for any text, whatever their encoding, and for readers who leave."""

from __future__ import annotations

import codecs
import encodings.ascii as plain_ascii
import io
import os
import sys
from typing import TextIO

from netkit.render.ascii import spell

__all__ = ["colour_wanted", "encoding_of", "hush", "prepare"]

_HANDLER = "netkit.spell"
_ASCII = "netkit_ascii"


def prepare() -> None:
    """Let standard output and error spell what they can't encode, rather than fail or lose it."""
    _keep_numbers()
    codecs.register_error(_HANDLER, _spelled)
    codecs.register(_find_ascii)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # click replaces a stream whose codec is ASCII by one in UTF-8: the same codec by another name is left alone
            ascii_only = codecs.lookup(stream.encoding).name == "ascii"
            stream.reconfigure(encoding=_ASCII if ascii_only else None, errors=_HANDLER)


def _keep_numbers() -> None:
    """Have nothing opened under the number of a stream that this program was started without: what it starts would take it for that."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # noqa: FBT003 - the lowest number that is free


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return spell(error.object[error.start : error.end], "ascii"), error.end


def _find_ascii(name: str) -> codecs.CodecInfo | None:
    if name != _ASCII:
        return None
    codec = plain_ascii.getregentry()
    return codecs.CodecInfo(
        name=_ASCII,
        encode=codec.encode,
        decode=codec.decode,
        incrementalencoder=codec.incrementalencoder,
        incrementaldecoder=codec.incrementaldecoder,
        streamreader=codec.streamreader,
        streamwriter=codec.streamwriter,
    )


def encoding_of(stream: TextIO) -> str:
    """The encoding of `stream`; one without any (a test's buffer) takes every character."""
    return getattr(stream, "encoding", None) or "utf-8"


def colour_wanted(stream: TextIO) -> bool:
    """Whether `stream` should get colours: NO_COLOR forbids, FORCE_COLOR demands, else a terminal that is not dumb."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def hush(stream: TextIO | None) -> None:
    """Turn `stream` to nowhere after its reader left, so that flushing it at the end can't fail."""
    try:
        if stream is not None:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
    except (OSError, ValueError):
        pass
