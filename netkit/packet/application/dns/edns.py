"""EDNS: a pseudo-record that says what its sender can do, and carries options (RFC 6891)."""

from __future__ import annotations

from collections.abc import Container, Mapping
from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.application.dns.codes import RCODES, TYPES
from netkit.packet.application.dns.edns_options import (
    CODES,
    ClientCookie,
    ClientSubnet,
    DigestUnderstood,
    EdnsOption,
    EdnsPadding,
    Expire,
    ExtendedError,
    ExtendedErrorText,
    HashUnderstood,
    KeepaliveTimeout,
    KeyTags,
    NameServerIdentifier,
    OptionData,
    ReportChannel,
    ServerCookie,
    SubnetAddress,
    SubnetAddressIpv4,
    SubnetAddressIpv6,
    TrustPoint,
    UnderstoodAlgorithm,
    UnknownEdnsOption,
)
from netkit.packet.application.dns.name import BadNameError
from netkit.packet.application.dns.records.reading import ReadData, add_name, in_order
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["OPT", "MulticastOpt", "Opt", "check_opt", "read_options"]

OPT = 41


class Opt(Header):
    """The pseudo-record of EDNS: it uses a record's fields for other things."""

    key = "dns"
    title = "EDNS"
    rfc = "RFC 6891 §6.1.2"

    type: int = bits(16, "41: this is no record of the zone, but EDNS", key="dns.resp.type", names=TYPES, default=OPT)
    payload_size: int = bits(
        16, "the largest UDP message that the sender can take", key="dns.rr.udp_payload_size", kind=LENGTH
    )
    extended_response_code: int = bits(
        8,
        "the higher bits of the response code",
        key="dns.resp.ext_rcode",
        default=0,
        minor=True,
        noted=True,
    )
    version: int = bits(8, "the version of EDNS: 0", key="dns.resp.edns0_version", default=0, minor=True)
    dnssec_ok: bool = flag(
        "send the signatures along", key="dns.resp.z.do", label="DO, DNSSEC OK", rfc="RFC 3225 §3", minor=True
    )
    reserved: int = bits(15, "must be zero", key="dns.resp.z.reserved", kind=HEXADECIMAL, default=0, minor=True)
    data_length: int = bits(16, "bytes of options that follow", key="dns.resp.len", kind=LENGTH, default=0, minor=True)


class MulticastOpt(Header):
    """The pseudo-record of EDNS in multicast DNS, where the highest bit of a class means something else."""

    key = "dns"
    title = "EDNS in multicast DNS"
    rfc = "RFC 6891 §6.1.2"

    type: int = bits(16, "41: this is no record of the zone, but EDNS", key="dns.resp.type", names=TYPES, default=OPT)
    cache_flush: bool = flag("says nothing here", key="dns.resp.cache_flush", rfc="RFC 6762 §10.2", minor=True)
    payload_size: int = bits(
        15, "the largest UDP message that the sender can take", key="dns.rr.udp_payload_size", kind=LENGTH
    )
    extended_response_code: int = bits(
        8,
        "the higher bits of the response code",
        key="dns.resp.ext_rcode",
        default=0,
        minor=True,
        noted=True,
    )
    version: int = bits(8, "the version of EDNS: 0", key="dns.resp.edns0_version", default=0, minor=True)
    dnssec_ok: bool = flag(
        "send the signatures along", key="dns.resp.z.do", label="DO, DNSSEC OK", rfc="RFC 3225 §3", minor=True
    )
    reserved: int = bits(15, "must be zero", key="dns.resp.z.reserved", kind=HEXADECIMAL, default=0, minor=True)
    data_length: int = bits(16, "bytes of options that follow", key="dns.resp.len", kind=LENGTH, default=0, minor=True)


def check_opt(reading: Reading, opt: Opt | MulticastOpt, response_code: int) -> None:
    """Say what the fields of the pseudo-record say together with the header, and what is wrong with them."""
    if opt.extended_response_code:
        whole = opt.extended_response_code << 4 | response_code
        name = RCODES.get(whole, "")
        reading.layer.note(
            opt.first_bit("extended_response_code"),
            f"with the header's four bits: {whole}{f' ({name})' if name else ''}",
        )
    if opt.version:
        text = f"the version of EDNS is {opt.version}; there is only version 0"
        reading.report("dns.edns.version", opt, "version", text, rfc="RFC 6891 §6.1.3")
    if opt.reserved:
        reading.report(
            "dns.edns.reserved.set", opt, "reserved", "a reserved bit of EDNS is set; they must be zero", rfc="RFC 6891 §6.1.4"
        )  # fmt: skip


def read_options(reading: Reading, group: str, origin: int) -> None:
    """Read the options up to the present end."""
    count = 0
    while reading.left:
        count += 1
        _read_option(reading, f"{group}, option {count}", origin)


def _read_option(reading: Reading, group: str, origin: int) -> None:
    data, start, left = reading.data, reading.position, reading.left
    code, size = int.from_bytes(data[start : start + 2], "big"), int.from_bytes(data[start + 2 : start + 4], "big")
    head = EdnsOption.fixed_bytes
    if left < head + size or left < head:
        ends = f"says that it has {size} bytes, but {left - head} are left" if left >= head else "breaks off"
        text = f"an option of EDNS {ends}"
        reading.report_bytes("dns.edns.option.truncated", start, left, text, key="dns.opt.len", rfc="RFC 6891 §6.1.2")
        if left >= head:
            reading.read(EdnsOption, group)
        reading.take(OptionData, group=group)
        return
    read, sizes = _OPTIONS.get(code, (in_order(UnknownEdnsOption), None))
    outer = reading.narrow(start + head + size, "dns.opt.len")
    fits = sizes is None or size in sizes
    try:
        read(reading, group, origin)
    except TruncatedError:
        fits = False
        if reading.position == start:
            reading.read(EdnsOption, group)
    except BadNameError as error:
        fits = True
        reading.report_bytes(error.rule, error.offset, 1, error.what, key="dns.opt.data", rfc=error.why)
    finally:
        fits = fits and not reading.left
        reading.take(OptionData, group=group)
        reading.widen(outer)
    if not fits:
        text = f"the data of an option of EDNS, {CODES[code]}, have the length {size}, which they can't have"
        reading.report_bytes("dns.edns.option.length", start + 2, 2, text, key="dns.opt.len", rfc=_rfc(code))


def _read_subnet(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    subnet = reading.read(ClientSubnet, group)
    size = reading.left
    reading.take(_ADDRESSES.get(subnet.family, SubnetAddress), group=group)
    if subnet.family in _ADDRESSES and size != (subnet.source_prefix_length + 7) // 8:
        text = f"{subnet.source_prefix_length} bits of the address are to be told, but the bytes of it number {size}"
        reading.report("dns.edns.client_subnet.length", subnet, "source_prefix_length", text, rfc="RFC 7871 §6")


_ADDRESSES: Mapping[int, type[Header]] = MappingProxyType({1: SubnetAddressIpv4, 2: SubnetAddressIpv6})


def _optional(table: type[Header]) -> ReadData:
    """A reader of an option whose data are one table, or nothing at all."""

    def read(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
        reading.read(EdnsOption, group)
        if reading.left:
            reading.read(table, group)

    return read


def _listed(table: type[Header]) -> ReadData:
    """A reader of an option whose data are a table again and again."""

    def read(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
        reading.read(EdnsOption, group)
        while reading.left:
            reading.read(table, group)

    return read


def _read_chain(reading: Reading, group: str, origin: int) -> None:
    reading.read(EdnsOption, group)
    if reading.left:
        add_name(reading, TrustPoint.fields[0], group, origin)


_OPTIONS: Mapping[int, tuple[ReadData, Container[int] | None]] = MappingProxyType(
    {
        3: (in_order(NameServerIdentifier), None),
        5: (_listed(UnderstoodAlgorithm), None),
        6: (_listed(DigestUnderstood), None),
        7: (_listed(HashUnderstood), None),
        8: (_read_subnet, None),
        9: (in_order(Expire), (0, 4)),
        10: (in_order(ClientCookie, *ServerCookie.fields), (8, *range(16, 41))),
        11: (_optional(KeepaliveTimeout), (0, 2)),
        12: (in_order(EdnsOption, *EdnsPadding.fields), None),
        13: (_read_chain, None),
        14: (in_order(KeyTags), range(2, 0x10000, 2)),
        15: (in_order(ExtendedError, *ExtendedErrorText.fields), None),
        18: (in_order(ReportChannel), None),
    }
)
"""For each code: who reads the option, and how many bytes of data it may have, where not any number of them."""


def _rfc(code: int) -> str:
    """Where an option is defined."""
    return {
        8: "RFC 7871 §6",
        9: "RFC 7314 §2",
        10: "RFC 7873 §4",
        11: "RFC 7828 §3.1",
        14: "RFC 8145 §4.1",
        15: "RFC 8914 §2",
    }.get(code, "RFC 6891 §6.1.2")
