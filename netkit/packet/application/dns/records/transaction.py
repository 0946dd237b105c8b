"""Records that are made for one message: TSIG, which signs it (RFC 8945), and TKEY, which agrees on the key (RFC 2930)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.codes import RCODES
from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH, SECONDS
from netkit.packet.moment import MOMENT

__all__ = ["TRANSACTIONS"]


class TsigAlgorithm(Header):
    """TSIG: how the message is signed."""

    key = "dns"
    title = "DNS TSIG record data"
    rfc = "RFC 8945 §4.2"

    algorithm_name: str = name_field("how the message is signed", key="dns.tsig.algorithm_name")


class Tsig(Header):
    """TSIG: when the message was signed, and the signature."""

    key = "dns"
    title = "DNS TSIG record data"
    rfc = "RFC 8945 §4.2"

    time_signed: str = bits(48, "when the message was signed", key="dns.tsig.time_signed", kind=MOMENT)
    fudge: int = bits(16, "how wrong the clocks may be", key="dns.tsig.fudge", kind=SECONDS)
    mac_size: int = bits(16, "bytes of the code", key="dns.tsig.mac_size", kind=LENGTH, label="MAC size", minor=True)
    mac: bytes = variable(
        "a code that only who has the key can make (message authentication code)",
        key="dns.tsig.mac",
        size=lambda header: header.mac_size,
        label="MAC",
    )


class TsigError(Header):
    """TSIG: the question's number, and what was wrong with the question's signature."""

    key = "dns"
    title = "DNS TSIG record data"
    rfc = "RFC 8945 §4.2"

    original_id: int = bits(
        16, "the message's number when it was signed", key="dns.tsig.original_id", label="Original ID", minor=True
    )
    error: int = bits(16, "what was wrong with the question's signature", key="dns.tsig.error", names=RCODES)
    other_length: int = bits(16, "bytes of other data", key="dns.tsig.other_len", kind=LENGTH, minor=True)
    other_data: bytes = variable(
        "the server's clock, where the clocks differ too much",
        key="dns.tsig.other_data",
        size=lambda header: header.other_length,
    )


class TkeyAlgorithm(Header):
    """TKEY: what the key is for."""

    key = "dns"
    title = "DNS TKEY record data"
    rfc = "RFC 2930 §2.3"

    algorithm: str = name_field("how messages will be signed with the key", key="dns.tkey.algo_name")


class Tkey(Header):
    """TKEY: how long the key holds, and what one side says to agree on it."""

    key = "dns"
    title = "DNS TKEY record data"
    rfc = "RFC 2930 §2"

    inception: str = bits(32, "from when on the key holds", key="dns.tkey.signature_inception", kind=MOMENT)
    expiration: str = bits(32, "until when the key holds", key="dns.tkey.signature_expiration", kind=MOMENT)
    mode: int = bits(
        16,
        "how the key is agreed on",
        key="dns.tkey.mode",
        names={1: "the server gives it", 2: "Diffie-Hellman", 3: "GSS-API", 4: "the resolver gives it", 5: "delete the key"},
    )  # fmt: skip
    error: int = bits(16, "what was wrong", key="dns.tkey.error", names=RCODES)
    key_size: int = bits(16, "bytes of key data", key="dns.tkey.key_size", kind=LENGTH, minor=True)
    key_data: bytes = variable(
        "what one side says to agree on the key", key="dns.tkey.key_data", size=lambda header: header.key_size
    )


class TkeyOther(Header):
    """TKEY: other data; there are none yet."""

    key = "dns"
    title = "DNS TKEY record data"
    rfc = "RFC 2930 §2.8"

    other_size: int = bits(16, "bytes of other data", key="dns.tkey.other_size", kind=LENGTH, minor=True)
    other_data: bytes = variable("other data", key="dns.tkey.other_data", size=lambda header: header.other_size)


TRANSACTIONS: Mapping[int, ReadData] = MappingProxyType(
    {
        249: in_order(*TkeyAlgorithm.fields, Tkey, TkeyOther),
        250: in_order(*TsigAlgorithm.fields, Tsig, TsigError),
    }
)
