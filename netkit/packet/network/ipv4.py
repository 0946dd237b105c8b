"""The Internet Protocol, version 4 (RFC 791): carries a packet from one address to another, router by router."""

from __future__ import annotations

from netkit.packet.checksum import checksum, word_sum
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, HEXADECIMAL, LENGTH, NUMBER, WORDS_OF_4
from netkit.packet.layer import Layer
from netkit.packet.network.ipv4_options import IPV4_OPTIONS
from netkit.packet.numbers import DSCP, ECN, IP_PROTOCOLS
from netkit.packet.options import read_options
from netkit.packet.problem import Problem
from netkit.packet.reading import Network, Next, Reading, problem_in

__all__ = ["Ipv4", "common_hops", "read_ipv4"]

LARGEST_PACKET = 65535

new_network = tuple.__new__
"""What `Network(…)` does, without its Python: this runs for every packet."""


def common_hops(raw: int) -> str:
    """How many routers a packet passed, if it left with one of the values that systems start from: 64, 128 or 255."""
    start = next(value for value in (64, 128, 255) if value >= raw)
    passed = start - raw
    if passed > 40:
        # The router that takes the last one away drops the packet (RFC 1812 §5.3.1).
        more = max(raw - 1, 0)
        return f"at most {more} more {'router' if more == 1 else 'routers'} can pass it on"
    routers = "no router" if not passed else "one router" if passed == 1 else f"{passed} routers"
    return f"{routers} passed, if it left with {start}"


class Ipv4(Header):
    """The header of an IPv4 packet."""

    key = "ip"
    title = "IPv4"
    rfc = "RFC 791 §3.1"

    version: int = bits(4, "which version of IP this is: 4", key="ip.version", default=4, minor=True)
    internet_header_length: int = bits(
        4,
        "how long this header is, in words of 4 bytes",
        key="ip.hdr_len",
        kind=WORDS_OF_4,
        label="Header length",
        default=5,
    )
    differentiated_services: int = bits(
        6,
        "how routers are to treat the packet",
        key="ip.dsfield.dscp",
        names=DSCP,
        rfc="RFC 2474 §3",
        default=0,
        minor=True,
    )
    explicit_congestion_notification: int = bits(
        2,
        "whether a router on the way was congested",
        key="ip.dsfield.ecn",
        names=ECN,
        rfc="RFC 3168 §5",
        default=0,
        minor=True,
    )
    total_length: int = bits(16, "bytes of the whole packet, this header included", key="ip.len", kind=LENGTH)
    identification: int = bits(
        16, "marks the fragments that belong together", key="ip.id", kind=HEXADECIMAL, default=0, minor=True
    )
    reserved: bool = flag("must be zero", key="ip.flags.rb", label="Reserved bit", minor=True)
    dont_fragment: bool = flag(
        "routers must not cut this packet into fragments", key="ip.flags.df", label="Don't fragment", minor=True
    )
    more_fragments: bool = flag("this is not the last fragment of its packet", key="ip.flags.mf", minor=True)
    fragment_offset: int = bits(
        13,
        "where this fragment belongs in the whole packet, in blocks of 8 bytes",
        key="ip.frag_offset",
        kind=NUMBER,
        default=0,
        minor=True,
        note=lambda raw: f"byte {raw * 8:,} of the whole packet's data" if raw else "",
    )
    time_to_live: int = bits(
        8,
        "each router takes one away, and drops the packet at 0: so none can circle for ever",
        key="ip.ttl",
        default=64,
        note=common_hops,
    )
    protocol: int = bits(8, "which protocol the packet carries", key="ip.proto", names=IP_PROTOCOLS)
    checksum: int = bits(
        16,
        "guards this header only; each router makes it anew",
        key="ip.checksum",
        noted=True,
        kind=HEXADECIMAL,
        label="Header checksum",
        default=0,
    )
    source: str = bits(32, "the address of the sender", key="ip.src", kind=ADDRESS_IPV4, label="Source address")
    destination: str = bits(
        32, "the address that the packet is for", key="ip.dst", kind=ADDRESS_IPV4, label="Destination address"
    )


LENGTH_AND_PROTOCOL = Ipv4.taker("total_length", "protocol")

USUAL = Ipv4.pattern(version=4, internet_header_length=5, reserved=False, more_fragments=False, fragment_offset=0)
"""What nearly every header says: no options, no fragment, nothing wrong."""

SHORTEST = 20


def read_ipv4(reading: Reading) -> Next:
    """Read the header, check it, and end the packet where its total length says."""
    ip = reading.open(Ipv4)
    data, start = reading.data, ip.start
    mask, usual = USUAL
    header_bytes = SHORTEST
    if not (plain := ip.number & mask == usual):
        header_bytes = ip.internet_header_length * 4
        if not _possible(reading, ip, header_bytes):
            return None
    reading.layer.check_later((_check_header, data, header_bytes, ip))
    length, protocol = LENGTH_AND_PROTOCOL(data, start)
    if header_bytes <= length and start + length <= reading.end:
        reading.limit(start + length, "ip.len")
    elif not _odd_limit(reading, ip, header_bytes):
        return None
    reading.network = new_network(Network, (4, data[start + 12 : start + 16], data[start + 16 : start + 20], 0, 0))
    if not plain:
        if header_bytes > SHORTEST:
            read_options(reading, start + header_bytes, IPV4_OPTIONS)
        _check_fragment(reading, ip)
        if ip.fragment_offset:
            return None
    return "ip.proto", (protocol,)


def _possible(reading: Reading, ip: Ipv4, header_bytes: int) -> bool:
    """Whether the version and the header length can be; a reserved bit is told of, too."""
    if ip.version != 4:
        reading.report("ipv4.version.wrong", ip, "version", f"the version is {ip.version}; an IPv4 header has 4")
        return False
    if header_bytes < SHORTEST:
        text = f"a header of {header_bytes} bytes can't be: the fixed part alone has 20 (5 words)"
        reading.report("ipv4.header_length.short", ip, "internet_header_length", text)
        return False
    if ip.reserved:
        reading.report("ipv4.reserved_bit.set", ip, "reserved", "the reserved bit is set; it must be zero")
    return True


def _check_fragment(reading: Reading, ip: Ipv4) -> None:
    """What holds for fragments: whole blocks of 8 bytes but in the last, and an end that a packet can have."""
    size = reading.left
    if not (ip.more_fragments or ip.fragment_offset):
        return
    if ip.more_fragments and size % 8 and reading.complete:
        text = f"{size} bytes are no whole number of blocks of 8, which every fragment but the last must be"
        reading.report("ipv4.fragment.length", ip, "more_fragments", text)
    end = ip.fragment_offset * 8 + size
    if end + ip.internet_header_length * 4 > LARGEST_PACKET and reading.complete:
        text = f"the fragment would end at byte {end:,} of its packet's data; a packet has at most 65,535 bytes, its header included"
        reading.report("ipv4.fragment.large", ip, "fragment_offset", text)
    reading.part = True


def _odd_limit(reading: Reading, ip: Ipv4, header_bytes: int) -> bool:
    """End the packet where its total length says, although that can't be; False if that is inside the header."""
    length = ip.total_length
    if not length:
        # A sending host that leaves cutting the data to its network card writes 0 here.
        reading.part = True
        text = "the total length is 0; the whole packet has at least 20 bytes"
        reading.report("ipv4.total_length.zero", ip, "total_length", text)
        return True
    if length < header_bytes:
        text = f"the total length is {length}, but the header alone has {header_bytes} bytes"
        reading.report("ipv4.total_length.short", ip, "total_length", text)
        return False
    if reading.complete:
        text = f"the total length is {length} bytes, but only {reading.end - ip.start} are there"
        reading.report("ipv4.total_length.long", ip, "total_length", text)
    reading.limit(ip.start + length, "ip.len")
    return True


def _check_header(data: bytes, header_bytes: int, ip: Ipv4, layer: Layer) -> Problem | None:
    """The header checksum's problem, if it has one; a quoted header may have been changed on its way."""
    header = data[ip.start : ip.start + header_bytes]
    if word_sum(header) == 0xFFFF and len(header) == header_bytes:
        layer.note(ip.first_bit("checksum"), "right")
        return None
    right = checksum(header[:10] + b"\0\0" + header[12:])
    start_bit = ip.first_bit("checksum")
    if right == ip.checksum or len(header) < header_bytes or (right, ip.checksum) == (0, 0xFFFF):
        layer.note(start_bit, "right" if len(header) == header_bytes else "")
        return None
    layer.note(start_bit, f"wrong: 0x{right:04x} would be right")
    if layer.quoted:
        return None
    details: tuple[str, ...] = ()
    if not ip.checksum:
        details = (
            "A checksum of 0 is what a sender leaves where its network card computes the value; the bytes do not prove it.",
        )
    text = f"IPv4 header checksum is 0x{ip.checksum:04x}; right would be 0x{right:04x}"
    return problem_in("ipv4.checksum.bad", ip, "checksum", text, details=details)
