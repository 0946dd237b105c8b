"""The GPRS Tunnelling Protocol for users' data (GTP-U, 3GPP TS 29.281): what a telephone sends, through UDP in the operator's network.

Its first version (GSM 09.60), which is no longer used, has a longer header; charging gateways know it as GTP' (3GPP TS 32.295).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.packet.depth import too_deep
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, HEXADECIMAL, LENGTH, Kind
from netkit.packet.numbers import ETHERTYPES
from netkit.packet.reading import Next, Reading
from netkit.packet.tunnel.gtp_extensions import read_extensions, read_numbers

__all__ = ["Gtp", "GtpOld", "GtpPrimeOld", "read_gtp", "read_gtp_prime", "read_user_packet"]

RFC, OLD = "3GPP TS 29.281 §5.1", "GSM 09.60 §6"

MESSAGES: Mapping[int, str] = MappingProxyType(
    {1: "echo request", 2: "echo response", 26: "error indication", 31: "extension headers", 254: "end marker", 255: "a user's packet"}
)  # fmt: skip

USER_PACKET = 255

ETHERNET, IPV4, IPV6 = 0x6558, 0x0800, 0x86DD

_VERSION = "which version of GTP this is"
_TYPE = "GTP, or else GTP', which carries no packets of users"
_MESSAGE = "what this message is"


class _Digits(Kind):
    """Decimal digits, two in a byte, the lower half first; the last half is 15 where it is no digit."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> int | bool | str:
        digits = f"{raw:0{width // 4}x}"
        return "".join(digits[at + 1] + digits[at] for at in range(0, len(digits), 2)).rstrip("f")

    def raw_json(self, raw: Any, width: int) -> int | bool | str:
        return BYTES.raw_json(raw, width)

    def parse(self, value: object, width: int) -> Any:
        digits = str(value).ljust(width // 4, "f")
        if len(digits) != width // 4 or set(digits) - set("0123456789abcdef"):
            raise ValueError(f"{width // 4} digits are wanted")
        return int("".join(digits[at + 1] + digits[at] for at in range(0, len(digits), 2)), 16)


class Gtp(Header):
    """Which tunnel the packet is in, and which fields follow."""

    key = "gtp"
    title = "GTP"
    rfc = RFC

    version: int = bits(3, f"{_VERSION}: 1", key="gtp.flags.version", default=1, minor=True)
    protocol_type: bool = flag(_TYPE, key="gtp.flags.payload", default=True, minor=True)
    reserved: bool = flag("must be zero", key="gtp.flags.reserved", minor=True)
    extension_present: bool = flag("extension headers follow", key="gtp.flags.e")
    sequence_present: bool = flag("the sequence number counts", key="gtp.flags.s")
    pdu_number_present: bool = flag("the number for the radio counts", key="gtp.flags.pn", minor=True)
    message: int = bits(
        8, _MESSAGE, key="gtp.message", kind=HEXADECIMAL, names=MESSAGES, default=USER_PACKET, repeats=True
    )
    data_length: int = bits(16, "bytes behind these first eight", key="gtp.length", kind=LENGTH, label="Length")
    tunnel_endpoint: int = bits(
        32,
        "which of the receiver's tunnels this is in",
        key="gtp.teid",
        kind=HEXADECIMAL,
        label="Tunnel endpoint identifier",
    )


class GtpOld(Header):
    """The same in the first version, which names the user."""

    key = "gtp"
    title = "GTP, version 0"
    rfc = OLD
    rule = "gtp.old"

    version: int = bits(3, f"{_VERSION}: 0", key="gtp.flags.version", default=0, minor=True)
    protocol_type: bool = flag(_TYPE, key="gtp.flags.payload", default=True, minor=True)
    reserved: int = bits(3, "must be all set", key="gtp.flags.reserved", default=7, minor=True)
    pdu_number_present: bool = flag("the number for the radio counts", key="gtp.flags.snn", minor=True)
    message: int = bits(
        8, _MESSAGE, key="gtp.message", kind=HEXADECIMAL, names=MESSAGES, default=USER_PACKET, repeats=True
    )
    data_length: int = bits(16, "bytes behind this header", key="gtp.length", kind=LENGTH, label="Length")
    sequence_number: int = bits(16, "counts the messages", key="gtp.seq_number", default=0)
    flow_label: int = bits(16, "which flow the packet is of", key="gtp.flow_label", kind=HEXADECIMAL, default=0)
    pdu_number: int = bits(
        8, "the number for the radio", key="gtp.sndcp_number", kind=HEXADECIMAL, default=0xFF, minor=True
    )
    unused: bytes = bits(24, "must be all set", key="gtp.unused", kind=BYTES, default=b"\xff\xff\xff", minor=True)
    tunnel_identifier: str = bits(
        64,
        "the user's number with the operator, and which of the user's connections this is",
        key="gtp.tid",
        kind=_Digits(),
    )


class GtpPrimeOld(GtpOld):
    """The same as charging gateways have it."""

    key = "gtpprime"
    title = "GTP', version 0"
    rfc = OLD
    rule = "gtpprime.old"


def read_gtp(reading: Reading) -> Next:
    """Read the header and the fields that its flags announce; a user's packet may follow."""
    return _read(reading, GtpOld)


def read_gtp_prime(reading: Reading) -> Next:
    """Read the same at the port of charging gateways."""
    return _read(reading, GtpPrimeOld)


def _read(reading: Reading, old: type[GtpOld]) -> Next:
    first = reading.data[reading.position]
    if first >> 5 > 1 or not first & 0x10 or too_deep(reading):
        return None
    header: Gtp | GtpOld = reading.open(Gtp) if first >> 5 else reading.open(old)
    end = reading.position + header.data_length
    if end > reading.end and reading.complete:
        text = f"the length is {header.data_length} bytes, but only {reading.left} are there"
        reading.report("gtp.length.long", header, "data_length", text)
    reading.limit(end, "gtp.length")
    if isinstance(header, Gtp):
        following = read_numbers(reading, header.number >> 56 & 7)
        if following and not read_extensions(reading, following):
            return None
    return ("gtp.message", (USER_PACKET,)) if header.message == USER_PACKET else None


def read_user_packet(reading: Reading) -> Next:
    """Say what a user's packet is: IP by its version, or Ethernet where the frame has a type that netkit knows."""
    data, start = reading.data, reading.position
    first = data[start] >> 4
    if first in (4, 6):
        return "eth.type", (IPV6 if first == 6 else IPV4,)
    framed = start + 14 <= reading.end and int.from_bytes(data[start + 12 : start + 14], "big") in ETHERTYPES
    return ("eth.type", (ETHERNET,)) if framed else None
