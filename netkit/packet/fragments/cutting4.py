"""IPv4: any router may cut a packet on its way, unless the sender forbids it (RFC 791 §3.2)."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.errors import PacketError, UsageError
from netkit.packet.fragments.arrival import Fragment
from netkit.packet.fragments.headers import renewed
from netkit.packet.fragments.rules import BLOCK
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv4_option import Ipv4SingleOption

__all__ = ["copied_options", "cut_ipv4", "refuse_if_forbidden"]

END, NO_OPERATION = 0, 1

WORD = 4
"""Bytes that the header length counts in."""


def cut_ipv4(whole: Fragment, mtu: int, size: int | None, identification: int | None) -> Iterator[bytes]:
    """The fragments of a packet, or of a fragment, from the IP header on; none if it fits as it is."""
    ip = Ipv4.decode(whole.header)
    options = whole.header[Ipv4.fixed_bytes :]
    if _fits(whole, mtu, size):
        return
    kept = copied_options(options)
    if identification is not None:
        ip = ip.replace(identification=identification)
    at, data = 0, whole.data
    while at < len(data):
        carried = options if not at else kept
        room = mtu - Ipv4.fixed_bytes - len(carried)
        if room >= len(data) - at and (size is None or len(data) - at <= size):
            count, more = len(data) - at, ip.more_fragments
        else:
            count, more = _whole_blocks(room, size, mtu, Ipv4.fixed_bytes + len(carried)), True
        fixed = ip.replace(
            internet_header_length=(Ipv4.fixed_bytes + len(carried)) // WORD,
            total_length=Ipv4.fixed_bytes + len(carried) + count,
            more_fragments=more,
            fragment_offset=ip.fragment_offset + at // BLOCK,
        )
        yield renewed(fixed, carried) + data[at : at + count]
        at += count


def _fits(whole: Fragment, mtu: int, size: int | None) -> bool:
    return len(whole.header) + whole.length <= mtu and (size is None or whole.length <= size)


def refuse_if_forbidden(whole: Fragment, mtu: int, size: int | None) -> None:
    """UsageError if a packet that does not fit must not be cut."""
    if not Ipv4.decode(whole.header).dont_fragment or _fits(whole, mtu, size):
        return
    told = "tells the sender" if size is not None else f"tells the sender that the next link takes {mtu:,} bytes"
    raise UsageError(
        f"the packet of {len(whole.header) + whole.length:,} bytes must not be cut",
        why=f"its Don't Fragment bit is set: a router that can't pass it on whole drops it, and {told} "
        "(ICMP destination unreachable, code 4; RFC 791 §3.2, RFC 1191 §4)",
        hint="the sender has to send smaller packets; to see the fragments all the same, cut it anyway (--anyway)",
    )


def _whole_blocks(room: int, size: int | None, mtu: int, header: int) -> int:
    """Bytes of data for a fragment that others follow."""
    if size is None:
        return room // BLOCK * BLOCK
    if size > room:
        raise UsageError(
            f"{size} bytes of data do not fit an MTU of {mtu}",
            why=f"the header takes {header} bytes of it, so {room // BLOCK * BLOCK} bytes of data fit in whole blocks of 8",
            hint=f"{room // BLOCK * BLOCK} would be right",
        )
    return size


def copied_options(options: bytes) -> bytes:
    """The options that every fragment has, those whose copied flag is set, filled up to whole words; the others go with the first alone.

    PacketError where a length is wrong, so that nobody can tell where the next option begins.
    """
    found, at = b"", 0
    while at < len(options) and (kind := options[at]) != END:
        if kind == NO_OPERATION:
            at += 1
            continue
        length = options[at + 1] if at + 1 < len(options) else 0
        if length < 2 or at + length > len(options):
            raise PacketError(
                "the packet's options can't be read, so nobody can tell which of them each fragment has to have",
                where=f"byte {Ipv4.fixed_bytes + at} of the header: {options[at:].hex(' ')}",
                why="an option states its length, which lies inside of the header (RFC 791 §3.1)",
            )
        if Ipv4SingleOption.decode(options, at).copied:
            found += options[at : at + length]
        at += length
    return found + bytes(-len(found) % WORD)
