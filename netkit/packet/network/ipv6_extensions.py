"""The extension headers of IPv6 that carry options: for every router (hop by hop), and for the destination (RFC 8200 §4.3, §4.6)."""

from __future__ import annotations

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.network.ipv6_option import Ipv6OptionRest
from netkit.packet.network.ipv6_options import HomeAddress, JumboPayload, read_ipv6_options
from netkit.packet.numbers import IP_PROTOCOLS
from netkit.packet.reading import Next, Reading

__all__ = ["DestinationOptions", "HopByHop", "extension_bytes", "extension_text", "read_destination", "read_hop_by_hop"]

LARGEST_USUAL = 65535


def extension_bytes(raw: int) -> int:
    """The size of an extension header: its length counts words of 8 bytes and leaves the first out."""
    return (raw + 1) * 8


def extension_text(raw: int) -> str:
    """What the length of an extension header means."""
    return f"{extension_bytes(raw)} bytes in all"


class HopByHop(Header):
    """Options that every router on the way reads."""

    key = "ipv6.hopopts"
    title = "IPv6 hop-by-hop options"
    rfc = "RFC 8200 §4.3"
    rule = "ipv6.hop_by_hop"

    next_header: int = bits(8, "which header comes next", key="ipv6.hopopts.nxt", names=IP_PROTOCOLS)
    extension_length: int = bits(
        8, "words of 8 bytes behind the first", key="ipv6.hopopts.len", note=extension_text, label="Length", default=0
    )


class DestinationOptions(Header):
    """Options that only the destination reads."""

    key = "ipv6.dstopts"
    title = "IPv6 destination options"
    rfc = "RFC 8200 §4.6"
    rule = "ipv6.destination_options"

    next_header: int = bits(8, "which header comes next", key="ipv6.dstopts.nxt", names=IP_PROTOCOLS)
    extension_length: int = bits(
        8, "words of 8 bytes behind the first", key="ipv6.dstopts.len", note=extension_text, label="Length", default=0
    )


def read_hop_by_hop(reading: Reading) -> Next:
    """Read the options for routers; a jumbo payload option ends the packet."""
    behind = reading.layer.key
    header = reading.open(HopByHop)
    if behind != "ipv6":
        text = "hop-by-hop options stand behind another extension header; routers look for them right behind the IPv6 header only"
        reading.report("ipv6.hop_by_hop.place", header, "next_header", text, rfc="RFC 8200 §4.1")
    options = _read_options(reading, header)
    jumbo = next((option for option in options if isinstance(option, JumboPayload)), None)
    _limit_jumbo(reading, jumbo)
    return "ipv6.nxt", (header.next_header,)


def read_destination(reading: Reading) -> Next:
    """Read the options for the destination."""
    header = reading.open(DestinationOptions)
    home = next((option for option in _read_options(reading, header) if isinstance(option, HomeAddress)), None)
    if home is not None and reading.network is not None:
        # The checksums above count the address at home, where replies go, instead of the source (RFC 6275 §11.3.1).
        reading.network = reading.network._replace(source=home.encode()[2:])
    return "ipv6.nxt", (header.next_header,)


def _read_options(reading: Reading, header: HopByHop | DestinationOptions) -> list[Header]:
    size = extension_bytes(header.extension_length)
    end = header.start + size
    if end > reading.end:
        reading.take_exactly(Ipv6OptionRest, size - header.fixed_bytes, what=header.title)
    return read_ipv6_options(reading, end)


def _limit_jumbo(reading: Reading, jumbo: JumboPayload | None) -> None:
    """End the packet where the jumbo payload option says; it and a payload length of 0 belong together."""
    network = reading.network
    if network is None or network.length:
        if jumbo:
            text = "a jumbo payload option stands in a packet whose payload length is not 0"
            reading.report("ipv6.jumbo.needless", jumbo, "jumbo_length", text, rfc="RFC 2675 §3")
        return
    if jumbo is None:
        reading.part = True
        text = "the payload length is 0, but no jumbo payload option says how long the packet is"
        reading.report_bytes("ipv6.jumbo.missing", network.start - 36, 2, text, key="ipv6.plen", rfc="RFC 2675 §3")
        return
    if jumbo.jumbo_length <= LARGEST_USUAL:
        text = f"a jumbo payload of {jumbo.jumbo_length:,} bytes fits the payload length field, and must not be called jumbo"
        reading.report("ipv6.jumbo.short", jumbo, "jumbo_length", text, rfc="RFC 2675 §3")
    end = network.start + jumbo.jumbo_length
    if end > reading.end and reading.complete:
        text = f"the jumbo payload is {jumbo.jumbo_length:,} bytes long, but only {reading.end - network.start:,} are there"
        reading.report("ipv6.jumbo.long", jumbo, "jumbo_length", text)
    reading.limit(max(end, reading.position), "ipv6.opt.jumbo")
