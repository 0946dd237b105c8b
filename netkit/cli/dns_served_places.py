"""What `netkit dns serve` is given: zone files, an address, and a place for the root's hints."""

from __future__ import annotations

import sys
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from netkit.errors import UsageError, ZoneError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.dns.zones import Zone

__all__ = ["checked_address", "read_zones", "write_out"]


def checked_address(text: str, *, anywhere: bool) -> str:
    """The address in canonical text; UsageError where it is none, or one that others reach and that was not allowed."""
    try:
        address = ip_address(text)
    except ValueError as error:
        raise UsageError(
            f"{text[:60]!r} is no address to answer at",
            where=str(error)[:120],
            why="a server is bound to an IPv4 or IPv6 address, not to a name",
            hint="--address 127.0.0.1",
        ) from error
    if not address.is_loopback and not anywhere:
        raise UsageError(
            f"{address} is no loopback address",
            why="others on the network could ask this server, and misuse it to flood a third machine with answers (RFC 5358)",
            hint="leave --address out; or add --anywhere if others are meant to ask",
        )
    return str(address)


def read_zones(files: Sequence[str]) -> dict[str, Zone]:
    """The zone in each file.

    ZoneError for one that can't be served, UsageError where two are for the same zone, OSError where one is missing.
    """
    from netkit.dns.name_text import name_text  # noqa: PLC0415 - dnspython takes its time
    from netkit.dns.zones import read_zone  # noqa: PLC0415

    found: dict[str, Zone] = {}
    for file in files:
        zone = read_zone(_text(file), source=file)
        twin = next((path for path, other in found.items() if other.origin == zone.origin), None)
        if twin is not None or file in found:
            raise UsageError(
                f"two files are for the zone {name_text(zone.origin)}",
                where=f"{twin} and {file}",
                why="a server has one version of a zone: which of the two would it answer from?",
                hint="leave one out, or put their records into one file",
            )
        found[file] = zone
    return found


def _text(file: str) -> str:
    data = Path(file).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ZoneError(
            f"{file}: it is no text in UTF-8",
            where=f"line {line}: byte {data[error.start]:#04x} belongs to no character",
            why="a zone file is text; other bytes are written as \\DDD (RFC 1035 section 5.1)",
            hint=r"write \252 for the byte 0xfc, or a name in its ASCII form (xn--…)",
            line=line,
        ) from error


def write_out(file: str | None, text: str) -> None:
    """Put a text of ASCII, the root's hints or its keys, into `file`, onto standard output for `-`, or nowhere for None."""
    if file == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
    elif file is not None:
        Path(file).write_text(text, "ascii")
