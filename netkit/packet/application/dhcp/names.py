"""Domain names in options: like those of DNS, and where the root's zero is missing, the first part of one (RFC 8415 §10, RFC 4704 §4.2)."""

from __future__ import annotations

from netkit.errors import TruncatedError
from netkit.packet.application.dns.name import BadNameError, DomainName, read_name
from netkit.packet.field import Field
from netkit.packet.reading import Reading
from netkit.packet.run import run_of

__all__ = ["put_names", "put_partial_names"]


def put_names(reading: Reading, entry: Field, group: str) -> None:
    """Read names up to the present end; a pointer counts from the first of them (RFC 3397 §2)."""
    origin = reading.position
    while reading.left:
        name = read_name(reading.data, reading.position, reading.end, origin)
        reading.add(run_of(entry, name, reading.position), group)


def put_partial_names(reading: Reading, entry: Field, group: str, *, dot: bool = False) -> None:
    """Read names without pointers, of which the last may lack its end; with a `dot`, a whole name is written with one at its end."""
    while reading.left:
        name = _partial_name(reading, dot=dot)
        reading.add(run_of(entry, name, reading.position), group)


def _partial_name(reading: Reading, *, dot: bool) -> DomainName:
    start, end = reading.position, reading.end
    try:
        name = read_name(reading.data, start, end, start)
    except BadNameError as error:
        if error.rule != "dns.name.pointer.forward":
            raise
        text = "a name in this option has a pointer, but it must be whole"
        raise BadNameError("dhcp.name.compressed", error.offset, text, "RFC 8415 §10") from error
    except TruncatedError:
        # With the zero that is missing it is a name, unless it breaks off inside of a label.
        name = read_name(reading.data[start:end] + b"\0", 0, end - start + 1, 0)
        if len(name) != end - start + 1:
            raise
        return DomainName(name.wire[:-1], name.text)
    return DomainName(name.wire, f"{name.text}." if dot and name.text != "." else name.text)
