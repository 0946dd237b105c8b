"""Records of DNSSEC: keys, signatures and digests, with those that stood in their place before (RFC 4034, RFC 2535)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.codes import ALGORITHMS, DIGESTS, TYPES
from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import as_found, bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, SECONDS
from netkit.packet.moment import MOMENT
from netkit.packet.reading import Reading

__all__ = ["DNSSEC", "key_tag"]


class DelegationSigner(Header):
    """DS, CDS, DLV: which key a zone has, told by the zone above it."""

    key = "dns"
    title = "DNS DS record data"
    rfc = "RFC 4034 §5.1"

    key_tag: int = bits(16, "the number of the key", key="dns.ds.key_id", kind=HEXADECIMAL)
    algorithm: int = bits(8, "how the key signs", key="dns.ds.algorithm", names=ALGORITHMS)
    digest_type: int = bits(8, "how the digest was made", key="dns.ds.digest_type", names=DIGESTS)


class DelegationDigest(Header):
    """DS: the digest of the key."""

    key = "dns"
    title = "DNS DS record data"
    rfc = "RFC 4034 §5.1.4"

    digest: bytes = as_found("a digest of the zone's name and its key", key="dns.ds.digest")


class ZoneKey(Header):
    """DNSKEY, CDNSKEY: a key of the zone."""

    key = "dns"
    title = "DNS DNSKEY record data"
    rfc = "RFC 4034 §2.1"

    reserved: int = bits(7, "must be zero", key="dns.dnskey.flags.reserved_high", default=0, minor=True)
    zone_key: bool = flag("the key signs records of the zone", key="dns.dnskey.flags.zone_key", minor=True)
    revoked: bool = flag(
        "don't trust this key any more", key="dns.dnskey.flags.key_revoked", rfc="RFC 5011 §2.1", minor=True
    )
    reserved_low: int = bits(6, "must be zero", key="dns.dnskey.flags.reserved_low", default=0, minor=True)
    secure_entry_point: bool = flag(
        "the zone above points at this key (a key-signing key)", key="dns.dnskey.flags.secure_entry_point", minor=True
    )
    protocol: int = bits(8, "always 3", key="dns.dnskey.protocol", default=3, minor=True)
    algorithm: int = bits(8, "how the key signs", key="dns.dnskey.algorithm", names=ALGORITHMS)


class PublicKey(Header):
    """DNSKEY: the key itself."""

    key = "dns"
    title = "DNS DNSKEY record data"
    rfc = "RFC 4034 §2.1.4"

    public_key: bytes = as_found("the key that checks signatures", key="dns.dnskey.public_key", noted=True)


def _read_dnskey(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    start = reading.position
    head = reading.read(ZoneKey, group)
    if head.protocol != 3:
        text = f"the protocol of a DNSKEY is {head.protocol}; it must be 3, or the key is not to be used"
        reading.report("dns.dnskey.protocol", head, "protocol", text, rfc="RFC 4034 §2.1.2")
    if reading.left:
        tag = key_tag(reading.data[start : reading.end])
        reading.layer.note(reading.position * 8, f"key tag {tag}")
        reading.run(PublicKey.fields[0], reading.left, group)


def key_tag(data: bytes) -> int:
    """The number of a key, from its record's data (RFC 4034 appendix B)."""
    if data[3] == 1:
        return int.from_bytes(data[-3:-1], "big") if len(data) > 6 else 0
    even, odd = sum(data[::2]), sum(data[1::2])
    total = (even << 8) + odd
    return total + (total >> 16) & 0xFFFF


class OldKey(Header):
    """KEY: a key of a host, a user or a zone, before there was DNSKEY."""

    key = "dns"
    title = "DNS KEY record data"
    rfc = "RFC 2535 §3.1"

    no_authentication: bool = flag("not for authentication", key="dns.key.flags.authentication", minor=True)
    no_confidentiality: bool = flag("not for confidentiality", key="dns.key.flags.confidentiality", minor=True)
    not_required: bool = flag("is not required", key="dns.key.flags.required", minor=True)
    reserved_high: int = bits(2, "must be zero", key="dns.key.flags.reserved_high", default=0, minor=True)
    user: bool = flag("belongs to a user", key="dns.key.flags.associated_user", minor=True)
    entity: bool = flag(
        "belongs to something other than a zone", key="dns.key.flags.associated_named_entity", minor=True
    )
    reserved_middle: bool = flag("must be zero", key="dns.key.flags.reserved_middle", minor=True)
    ipsec: bool = flag("for IPsec", key="dns.key.flags.ipsec", label="IPsec", minor=True)
    mime: bool = flag("for mail", key="dns.key.flags.mime", label="MIME", minor=True)
    reserved_low: int = bits(2, "must be zero", key="dns.key.flags.reserved_low", default=0, minor=True)
    signatory: int = bits(4, "what the key may sign updates of", key="dns.key.flags.signatory", minor=True)
    protocol: int = bits(8, "what the key is for", key="dns.key.protocol", names={3: "DNSSEC", 4: "IPsec", 255: "all"})
    algorithm: int = bits(8, "how the key signs", key="dns.key.algorithm", names=ALGORITHMS)


class OldPublicKey(Header):
    """KEY: the key itself."""

    key = "dns"
    title = "DNS KEY record data"
    rfc = "RFC 2535 §3.1"

    public_key: bytes = as_found("the key", key="dns.key.public_key")


class Signature(Header):
    """RRSIG, SIG: what was signed, when, and by which key."""

    key = "dns"
    title = "DNS RRSIG record data"
    rfc = "RFC 4034 §3.1"

    type_covered: int = bits(16, "the type of the records that are signed", key="dns.rrsig.type_covered", names=TYPES)
    algorithm: int = bits(8, "how the key signs", key="dns.rrsig.algorithm", names=ALGORITHMS)
    labels: int = bits(8, "labels of the signed name, without the root and a *", key="dns.rrsig.labels", minor=True)
    original_time_to_live: int = bits(
        32,
        "the time to live that was signed; caches count the other one down",
        key="dns.rrsig.original_ttl",
        kind=SECONDS,
        minor=True,
    )
    expiration: str = bits(
        32, "until when the signature holds", key="dns.rrsig.signature_expiration", kind=MOMENT, label="Signature expiration"
    )  # fmt: skip
    inception: str = bits(
        32, "from when on the signature holds", key="dns.rrsig.signature_inception", kind=MOMENT, label="Signature inception"
    )  # fmt: skip
    key_tag: int = bits(16, "the number of the key", key="dns.rrsig.key_tag")


class Signer(Header):
    """RRSIG: who signed."""

    key = "dns"
    title = "DNS RRSIG record data"
    rfc = "RFC 4034 §3.1.7"

    signers_name: str = name_field("the zone whose key signed", key="dns.rrsig.signers_name", label="Signer's name")


class SignatureBytes(Header):
    """RRSIG: the signature itself."""

    key = "dns"
    title = "DNS RRSIG record data"
    rfc = "RFC 4034 §3.1.8"

    signature: bytes = as_found("the signature of all records of this name and type", key="dns.rrsig.signature")


class ZoneDigest(Header):
    """ZONEMD: how the digest of the whole zone was made."""

    key = "dns"
    title = "DNS ZONEMD record data"
    rfc = "RFC 8976 §2.2"

    serial: int = bits(32, "the zone's version that this is of", key="dns.zonemd.serial")
    scheme: int = bits(8, "how the records are put together", key="dns.zonemd.scheme", names={1: "simple"})
    hash_algorithm: int = bits(
        8, "how they are digested", key="dns.zonemd.hash_algo", names={1: "SHA-384", 2: "SHA-512"}
    )


class ZoneDigestBytes(Header):
    """ZONEMD: the digest itself."""

    key = "dns"
    title = "DNS ZONEMD record data"
    rfc = "RFC 8976 §2.2.4"

    digest: bytes = as_found("a digest of all records of the zone", key="dns.zonemd.digest")


_DIGEST = in_order(DelegationSigner, *DelegationDigest.fields)
_SIGNATURE = in_order(Signature, *Signer.fields, *SignatureBytes.fields)

DNSSEC: Mapping[int, ReadData] = MappingProxyType(
    {
        24: _SIGNATURE,
        25: in_order(OldKey, *OldPublicKey.fields),
        43: _DIGEST,
        46: _SIGNATURE,
        48: _read_dnskey,
        59: _DIGEST,
        60: _read_dnskey,
        63: in_order(ZoneDigest, *ZoneDigestBytes.fields),
        32769: _DIGEST,
    }
)
