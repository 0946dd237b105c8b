"""A DHCP message over IPv4: a header of fixed fields that BOOTP left, a magic number, and options (RFC 2131 §2, RFC 951 §3)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.application.dhcp.duid4 import ETHERNETS
from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.options4 import overload_of, read_options, split_codes
from netkit.packet.data import Data
from netkit.packet.field import as_found, bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_MAC, BYTES, HEXADECIMAL, LENGTH, SECONDS
from netkit.packet.numbers import ARP_HARDWARE
from netkit.packet.reading import Next, Reading
from netkit.packet.transport.udp import Udp

__all__ = [
    "BootFile",
    "BootpVendorArea",
    "ClientMac",
    "Dhcp",
    "MagicCookie",
    "ServerName",
    "is_proxy_dhcp",
    "read_dhcp",
]

MAGIC = bytes((99, 130, 83, 99))
MAGIC_OFFSET = 236
VENDOR_AREA = 64
PROXY_PORT = 4011
NOBODY = "0.0.0.0"  # noqa: S104 - no socket is bound

_OPERATIONS = MappingProxyType({1: "request, from a client", 2: "reply, from a server"})


class Dhcp(Header):
    """The fields that every message has."""

    key = "dhcp"
    title = "DHCP"
    rfc = "RFC 2131 §2"

    operation: int = bits(8, "whether a client asks or a server answers", key="dhcp.type", names=_OPERATIONS)
    hardware_type: int = bits(
        8, "the kind of link", key="dhcp.hw.type", kind=HEXADECIMAL, names=ARP_HARDWARE, default=1, minor=True
    )
    hardware_length: int = bits(8, "bytes in a hardware address", key="dhcp.hw.len", kind=LENGTH, default=6, minor=True)
    hops: int = bits(8, "how many relays passed it on", key="dhcp.hops", default=0, minor=True)
    transaction_id: int = bits(
        32,
        "the answer repeats the request's number, and so finds it",
        key="dhcp.id",
        kind=HEXADECIMAL,
        label="Transaction ID",
    )
    seconds: int = bits(
        16, "since the client began to look for an address", key="dhcp.secs", kind=SECONDS, default=0, minor=True
    )
    broadcast: bool = flag("answer to everyone: the client can't yet receive what is for it alone", key="dhcp.flags.bc")
    reserved: int = bits(15, "must be zero", key="dhcp.flags.reserved", kind=HEXADECIMAL, default=0, minor=True)
    client_address: str = bits(
        32, "the address that the client has already", key="dhcp.ip.client", kind=ADDRESS_IPV4, default=NOBODY
    )
    your_address: str = bits(
        32, "the address that the client is given", key="dhcp.ip.your", kind=ADDRESS_IPV4, default=NOBODY
    )
    server_address: str = bits(
        32,
        "the server to fetch the boot file from",
        key="dhcp.ip.server",
        kind=ADDRESS_IPV4,
        default=NOBODY,
        minor=True,
    )
    relay_address: str = bits(
        32,
        "the relay between client and server; it names the client's network",
        key="dhcp.ip.relay",
        kind=ADDRESS_IPV4,
        default=NOBODY,
    )  # fmt: skip


class ClientMac(Header):
    """The client's interface, in a field with room for longer addresses."""

    key = "dhcp"
    title = "DHCP client hardware address"
    rfc = "RFC 2131 §2"

    hardware_address: str = bits(48, "the client's interface", key="dhcp.hw.mac_addr", kind=ADDRESS_MAC)
    padding: bytes = bits(
        80, "room that is left", key="dhcp.hw.addr_padding", kind=BYTES, default=bytes(10), minor=True
    )


class ClientAddress(Header):
    """The client's interface on a link that is no Ethernet."""

    key = "dhcp"
    title = "DHCP client hardware address"
    rfc = "RFC 2131 §2"

    hardware_address: bytes = as_found("the client's interface", key="dhcp.hw.addr")
    padding: bytes = as_found("room that is left", key="dhcp.hw.addr_padding", minor=True)


class ServerName(Header):
    """The server's name."""

    key = "dhcp"
    title = "DHCP server name"
    rfc = "RFC 2131 §2"

    server_name: str = bits(
        512, "the server's name, if it has one to tell", key="dhcp.server", kind=TEXT, default=b"", minor=True
    )


class BootFile(Header):
    """The file to start from."""

    key = "dhcp"
    title = "DHCP boot file"
    rfc = "RFC 2131 §2"

    boot_file: str = bits(1024, "the file to start from, if any", key="dhcp.file", kind=TEXT, default=b"", minor=True)


class MagicCookie(Header):
    """The header up to the four numbers that say that options follow."""

    key = "dhcp"
    title = "DHCP up to its options"
    rfc = "RFC 2132 §2"

    magic_cookie: str = bits(
        32,
        "always these four numbers: options follow",
        key="dhcp.cookie",
        kind=ADDRESS_IPV4,
        default="99.130.83.99",
        minor=True,
    )


class BootpVendorArea(Header):
    """What vendors used as they liked before there were options."""

    key = "dhcp"
    title = "BOOTP vendor area"
    rfc = "RFC 951 §3"

    vendor_area: bytes = variable(
        "what a vendor put here, before there were options",
        key="dhcp.vendor_specific_options",
        size=lambda _: VENDOR_AREA,
    )


def is_proxy_dhcp(reading: Reading) -> bool:
    """Whether this is a message of a server that tells boot files only: on its port, with the magic cookie (PXE 2.1 §2.2.3)."""
    udp = reading.layers[-1].header
    here = reading.position + MAGIC_OFFSET
    return (
        isinstance(udp, Udp)
        and PROXY_PORT in (udp.source_port, udp.destination_port)
        and reading.data[here : min(here + len(MAGIC), reading.end)] == MAGIC
    )


def read_dhcp(reading: Reading) -> Next:
    """Read the header, then the options, up to the present end."""
    start = reading.position
    dhcp = reading.open(Dhcp, rest=Data)
    options = start + MAGIC_OFFSET + len(MAGIC)
    has_options = reading.data[options - len(MAGIC) : min(options, reading.end)] == MAGIC
    overload = overload_of(reading.data, options, reading.end) if has_options else 0
    _read_hardware(reading, dhcp)
    split = split_codes(reading.data, options, reading.end) if has_options else frozenset()
    for table, bit in ((ServerName, 2), (BootFile, 1)):
        if overload & bit:
            outer = reading.narrow(reading.position + table.fixed_bytes, "dhcp.option.option_overload")
            read_options(reading, split, place=f"{table.title.removeprefix('DHCP ')} field")
            reading.widen(outer)
        else:
            reading.read(table)
    if has_options:
        reading.read(MagicCookie)
        if not read_options(reading, split) and reading.complete:
            text = "the options have no end, which must be the last of them"
            reading.report_bytes("dhcp.end.missing", reading.end - 1, 1, text, rfc="RFC 2131 §4.1")
    elif reading.left:
        reading.read(BootpVendorArea)
    return None


def _read_hardware(reading: Reading, dhcp: Dhcp) -> None:
    """Read the client's hardware address in its sixteen bytes."""
    size = dhcp.hardware_length
    if size == 6 and dhcp.hardware_type in ETHERNETS:
        reading.read(ClientMac)
        return
    if size > 16:
        text = f"a hardware address of {size} bytes does not fit the 16 bytes that there are for it"
        reading.report("dhcp.hardware_length.long", dhcp, "hardware_length", text)
    room = min(16, reading.left)
    size = min(size, room)
    address, padding = ClientAddress.fields
    if size:
        reading.run(address, size)
    if room > size:
        reading.run(padding, room - size)
