"""Records of certificates and fingerprints: TLSA, SSHFP, CAA, CERT, OPENPGPKEY (RFC 6698, RFC 4255, RFC 8659, RFC 4398, RFC 7929)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.codes import ALGORITHMS
from netkit.packet.application.dns.records.kinds import CHARACTERS
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import as_found, bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH

__all__ = ["CERTIFICATES"]


class TlsCertificate(Header):
    """TLSA: how to know the certificate of a TLS server."""

    key = "dns"
    title = "DNS TLSA record data"
    rfc = "RFC 6698 §2.1"

    certificate_usage: int = bits(
        8,
        "whose certificate it is",
        key="dns.tlsa.certificate_usage",
        names={
            0: "an authority's, besides the usual check",
            1: "the server's, besides the usual check",
            2: "an authority's, in place of the usual check",
            3: "the server's, in place of the usual check",
        },
    )
    selector: int = bits(
        8, "which part of it", key="dns.tlsa.selector", names={0: "the whole certificate", 1: "its public key"}
    )
    matching_type: int = bits(
        8, "how it is given", key="dns.tlsa.matching_type", names={0: "as it is", 1: "SHA-256", 2: "SHA-512"}
    )


class TlsCertificateData(Header):
    """TLSA: the certificate, or its digest."""

    key = "dns"
    title = "DNS TLSA record data"
    rfc = "RFC 6698 §2.1.4"

    certificate_association_data: bytes = as_found(
        "what the certificate has to match", key="dns.tlsa.certificate_association_data"
    )


class SshFingerprint(Header):
    """SSHFP: what sort of key the fingerprint is of."""

    key = "dns"
    title = "DNS SSHFP record data"
    rfc = "RFC 4255 §3.1"

    algorithm: int = bits(
        8,
        "the kind of key",
        key="dns.sshfp.algorithm",
        names={1: "RSA", 2: "DSA", 3: "ECDSA", 4: "Ed25519", 6: "Ed448"},
    )
    fingerprint_type: int = bits(
        8, "how the fingerprint was made", key="dns.sshfp.fingerprint.type", names={1: "SHA-1", 2: "SHA-256"}
    )


class SshFingerprintBytes(Header):
    """SSHFP: the fingerprint."""

    key = "dns"
    title = "DNS SSHFP record data"
    rfc = "RFC 4255 §3.1.3"

    fingerprint: bytes = as_found("the fingerprint of the server's SSH key", key="dns.sshfp.fingerprint")


class CertificationAuthority(Header):
    """CAA: what the value is about."""

    key = "dns"
    title = "DNS CAA record data"
    rfc = "RFC 8659 §4.1"

    issuer_critical: bool = flag(
        "whoever does not know the tag must not issue a certificate", key="dns.caa.flags.issuer_critical", minor=True
    )
    reserved: int = bits(7, "must be zero", key="dns.caa.flags.reserved", default=0, minor=True)
    tag_length: int = bits(8, "bytes of the tag", key="dns.caa.tag_length", kind=LENGTH, minor=True)
    tag: bytes = variable(
        "what the value is about", key="dns.caa.tag", size=lambda header: header.tag_length, kind=CHARACTERS
    )


class CertificationAuthorityValue(Header):
    """CAA: the value of the tag."""

    key = "dns"
    title = "DNS CAA record data"
    rfc = "RFC 8659 §4.1"

    value: bytes = as_found("who may issue certificates, or whom to tell", key="dns.caa.value", kind=CHARACTERS)


class CertificateRecord(Header):
    """CERT: what sort of certificate it is."""

    key = "dns"
    title = "DNS CERT record data"
    rfc = "RFC 4398 §2"

    type: int = bits(
        16,
        "the kind of certificate",
        key="dns.cert.type",
        names={
            1: "PKIX", 2: "SPKI", 3: "PGP", 4: "the place of a PKIX certificate", 5: "the place of an SPKI certificate",
            6: "the place of a PGP key", 7: "attribute certificate", 8: "the place of an attribute certificate",
            253: "private, by URI", 254: "private, by object identifier",
        },
    )  # fmt: skip
    key_tag: int = bits(16, "the number of the key", key="dns.cert.key_tag", kind=HEXADECIMAL)
    algorithm: int = bits(8, "how the key signs", key="dns.cert.algorithm", names=ALGORITHMS)


class CertificateBytes(Header):
    """CERT: the certificate."""

    key = "dns"
    title = "DNS CERT record data"
    rfc = "RFC 4398 §2"

    certificate: bytes = as_found("the certificate, or a list of revoked ones", key="dns.cert.certificate")


class OpenPgpKey(Header):
    """OPENPGPKEY: the public key of a mailbox."""

    key = "dns"
    title = "DNS OPENPGPKEY record data"
    rfc = "RFC 7929 §2.1"

    public_key: bytes = variable("the OpenPGP key of a mailbox", key="dns.openpgpkey", size=lambda _: 0)


CERTIFICATES: Mapping[int, ReadData] = MappingProxyType(
    {
        37: in_order(CertificateRecord, *CertificateBytes.fields),
        44: in_order(SshFingerprint, *SshFingerprintBytes.fields),
        52: in_order(TlsCertificate, *TlsCertificateData.fields),
        61: in_order(*OpenPgpKey.fields),
        257: in_order(CertificationAuthority, *CertificationAuthorityValue.fields),
    }
)
