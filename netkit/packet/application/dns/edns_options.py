"""The options of EDNS: one table for each kind (RFC 6891 §6.1.2; each has an RFC of its own)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.errors import PacketError
from netkit.packet.application.dns.codes import ALGORITHMS, DIGESTS
from netkit.packet.application.dns.name import name_field, read_name
from netkit.packet.application.dns.records.kinds import IPV4_PREFIX, IPV6_PREFIX, PRINTABLE, UTF8, BytesKind
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES, LENGTH, SECONDS, Kind

__all__ = [
    "CODES",
    "ClientCookie",
    "ClientSubnet",
    "DigestUnderstood",
    "EdnsOption",
    "EdnsPadding",
    "Expire",
    "ExtendedError",
    "ExtendedErrorText",
    "HashUnderstood",
    "KeepaliveTimeout",
    "KeyTags",
    "NameServerIdentifier",
    "OptionData",
    "ReportChannel",
    "ServerCookie",
    "SubnetAddress",
    "SubnetAddressIpv4",
    "SubnetAddressIpv6",
    "TrustPoint",
    "UnderstoodAlgorithm",
    "UnknownEdnsOption",
]  # fmt: skip

CODES: Mapping[int, str] = MappingProxyType(
    {
        1: "long-lived query", 2: "update lease", 3: "NSID", 4: "owner", 5: "DAU", 6: "DHU", 7: "N3U", 8: "client subnet",
        9: "expire", 10: "cookie", 11: "TCP keepalive", 12: "padding", 13: "chain", 14: "key tags", 15: "extended error",
        16: "client tag", 17: "server tag", 18: "report channel", 19: "zone version", 20292: "Umbrella identity", 26946: "device ID",
    }
)  # fmt: skip

ERRORS: Mapping[int, str] = MappingProxyType(
    {
        0: "another error", 1: "algorithm of a DNSKEY not supported", 2: "digest of a DS not supported", 3: "stale answer",
        4: "forged answer", 5: "DNSSEC indeterminate", 6: "DNSSEC bogus", 7: "signature expired", 8: "signature not yet valid",
        9: "DNSKEY missing", 10: "RRSIGs missing", 11: "no zone key bit set", 12: "NSEC missing", 13: "cached error",
        14: "not ready", 15: "blocked", 16: "censored", 17: "filtered", 18: "prohibited", 19: "stale answer that there is no such name",
        20: "not authoritative", 21: "not supported", 22: "no reachable authority", 23: "network error", 24: "invalid data",
        25: "signature expired before it was valid", 26: "too early", 27: "iterations of NSEC3 not supported",
        28: "unable to conform to policy", 29: "synthesised", 30: "invalid type of query",
    }
)  # fmt: skip


class EdnsOption(Header):
    """What every option begins with."""

    key = "dns"
    title = "EDNS option"
    rfc = "RFC 6891 §6.1.2"

    code: int = bits(16, "what the option says", key="dns.opt.code", names=CODES, label="Option")
    length: int = bits(
        16, "bytes of the option's data", key="dns.opt.len", kind=LENGTH, label="Option length", minor=True
    )


class UnknownEdnsOption(EdnsOption):
    """An option that netkit has no table for."""

    data: bytes = variable("what the option says", key="dns.opt.data", size=lambda header: header.length)


class OptionData(Header):
    """What is left of an option that is not as it should be."""

    key = "dns"
    title = "EDNS option data"
    rfc = "RFC 6891 §6.1.2"

    data: bytes = as_found("bytes of the option, kept whole", key="dns.opt.data")


class NameServerIdentifier(EdnsOption):
    """NSID: which of several servers with the same address answers."""

    title = "EDNS NSID"
    rfc = "RFC 5001 §2.3"

    identifier: bytes = variable(
        "which of several servers answers", key="dns.opt.data", size=lambda header: header.length, kind=PRINTABLE
    )


class UnderstoodAlgorithm(Header):
    """DAU: one algorithm of signatures that the asker can check."""

    key = "dns"
    title = "EDNS DAU"
    rfc = "RFC 6975 §3"

    algorithm: int = bits(8, "an algorithm that the asker can check", key="dns.opt.dau", names=ALGORITHMS)


class DigestUnderstood(Header):
    """DHU: one digest of DS records that the asker can check."""

    key = "dns"
    title = "EDNS DHU"
    rfc = "RFC 6975 §3"

    digest: int = bits(8, "a digest that the asker can check", key="dns.opt.dhu", names=DIGESTS)


class HashUnderstood(Header):
    """N3U: one hash of NSEC3 that the asker can check."""

    key = "dns"
    title = "EDNS N3U"
    rfc = "RFC 6975 §3"

    hash: int = bits(8, "a hash that the asker can check", key="dns.opt.n3u", names={1: "SHA-1"})


class ClientSubnet(EdnsOption):
    """For whom a resolver asks, so that the answer can fit the place."""

    title = "EDNS client subnet"
    rfc = "RFC 7871 §6"

    family: int = bits(
        16, "the kind of address", key="dns.opt.client.family", names={1: "IPv4", 2: "IPv6"}, rfc="RFC 7871 §6", minor=True
    )  # fmt: skip
    source_prefix_length: int = bits(8, "bits of the address that are told", key="dns.opt.client.netmask")
    scope_prefix_length: int = bits(
        8, "in an answer: the bits that the answer holds for", key="dns.opt.client.scope", minor=True
    )


class SubnetAddress(Header):
    """An address that is neither IPv4 nor IPv6."""

    key = "dns"
    title = "EDNS client subnet"
    rfc = "RFC 7871 §6"

    address: bytes = as_found("where the asker is", key="dns.opt.client.addr")


class SubnetAddressIpv4(Header):
    """The first bytes of an IPv4 address."""

    key = "dns"
    title = "EDNS client subnet"
    rfc = "RFC 7871 §6"

    address: bytes = as_found("where the asker is", key="dns.opt.client.addr4", kind=IPV4_PREFIX)


class SubnetAddressIpv6(Header):
    """The first bytes of an IPv6 address."""

    key = "dns"
    title = "EDNS client subnet"
    rfc = "RFC 7871 §6"

    address: bytes = as_found("where the asker is", key="dns.opt.client.addr6", kind=IPV6_PREFIX)


class _TimeLeftKind(BytesKind):
    """Four bytes that are a number of seconds."""

    def digits(self, raw: Any, width: int) -> str:
        wire = bytes(raw)
        return SECONDS.digits(int.from_bytes(wire, "big"), 32) if len(wire) == 4 else BYTES.digits(wire, width)


class Expire(EdnsOption):
    """How long a server may still use its copy of the zone."""

    title = "EDNS expire"
    rfc = "RFC 7314 §2"

    expire: bytes = variable(
        "how long the server may still use its copy of the zone",
        key="dns.opt.data",
        size=lambda header: header.length,
        kind=_TimeLeftKind(),
    )


class ClientCookie(EdnsOption):
    """By a cookie each side knows the other again, so that nobody can speak in its name."""

    title = "EDNS cookie"
    rfc = "RFC 7873 §4"

    client_cookie: bytes = bits(64, "the server repeats it", key="dns.opt.cookie.client", kind=BYTES)


class ServerCookie(Header):
    """The cookie that the server gave."""

    key = "dns"
    title = "EDNS cookie"
    rfc = "RFC 7873 §4"

    server_cookie: bytes = as_found("the client repeats it in its next question", key="dns.opt.cookie.server")


class _TenthsKind(Kind):
    """Tenths of a second."""

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return f"{raw / 10:.1f} s"


class KeepaliveTimeout(Header):
    """How long a connection may stay open with nothing said."""

    key = "dns"
    title = "EDNS TCP keepalive"
    rfc = "RFC 7828 §3.1"

    timeout: int = bits(
        16, "how long the connection may stay open with nothing said", key="dns.opt.edns_tcp_keepalive.timeout", kind=_TenthsKind()
    )  # fmt: skip


class EdnsPadding(Header):
    """Bytes that say nothing, so that an encrypted message does not tell by its length."""

    key = "dns"
    title = "EDNS padding"
    rfc = "RFC 7830 §3"

    padding: bytes = as_found("says nothing: hides how long the message is", key="dns.opt.padding", minor=True)


class TrustPoint(Header):
    """Chain: the name down to which the asker has checked the signatures."""

    key = "dns"
    title = "EDNS chain"
    rfc = "RFC 7901 §4"

    closest_trust_point: str = name_field("the asker knows the keys down to here", key="dns.opt.chain.fqdn")


class _TagsKind(BytesKind):
    """Pairs of bytes that are the numbers of keys."""

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        wire = bytes(raw)
        return ", ".join(str(int.from_bytes(wire[at : at + 2], "big")) for at in range(0, len(wire) - 1, 2))


class KeyTags(EdnsOption):
    """The keys by which the asker trusts the zone."""

    title = "EDNS key tags"
    rfc = "RFC 8145 §4.1"

    tags: bytes = variable(
        "the numbers of the keys that the asker trusts", key="dns.opt.data", size=lambda header: header.length, kind=_TagsKind()
    )  # fmt: skip


class ExtendedError(EdnsOption):
    """What was wrong, in more detail than the response code has."""

    title = "EDNS extended error"
    rfc = "RFC 8914 §2"

    info_code: int = bits(
        16, "what was wrong", key="dns.opt.ext_error.info_code", names=ERRORS, label="Extended error", rfc="RFC 8914 §4"
    )


class ExtendedErrorText(Header):
    """What the server says of the error."""

    key = "dns"
    title = "EDNS extended error"
    rfc = "RFC 8914 §2"

    extra_text: bytes = as_found("what the server says of it", key="dns.opt.ext_error.extra_text", kind=UTF8)


class _WireNameKind(BytesKind):
    """A name, shown to a person as one."""

    def digits(self, raw: Any, width: int) -> str:
        wire = bytes(raw)
        try:
            return read_name(wire, 0, len(wire), 0).text
        except PacketError:
            return BYTES.digits(wire, width)


class ReportChannel(EdnsOption):
    """Whom to tell of errors in the zone."""

    title = "EDNS report channel"
    rfc = "RFC 9567 §6.1"

    agent_domain: bytes = variable(
        "errors are told by asking for names below this one", key="dns.opt.data", size=lambda header: header.length, kind=_WireNameKind()
    )  # fmt: skip
