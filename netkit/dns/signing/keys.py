"""A zone's keys, derived from a seed."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import dns.dnssec
import dns.dnssecalgs.base
import dns.dnssecalgs.ecdsa
import dns.dnssecalgs.eddsa
import dns.name
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.DNSKEY
import dns.rdtypes.ANY.DS
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from dns.dnssectypes import Algorithm, DSDigest

__all__ = ["Role", "SigningKey", "key_from_seed"]

ZONE_KEY, SEP = 0x0100, 0x0001
"""Flags of a DNSKEY: it is a key of the zone, and it is meant for DS records (RFC 4034 section 2.1.1)."""

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of the group of P-256 (FIPS 186-4 appendix D.1.2.3): private keys are numbers from 1 to below it."""


class Role(Enum):
    """What a key signs; the value is the word in tables."""

    KEYS = "ksk"
    """The set of keys alone (a key signing key)."""
    SETS = "zsk"
    """Everything but the set of keys (a zone signing key)."""
    ALL = "csk"
    """Everything (a combined signing key)."""
    NOTHING = "standby"
    """Nothing: it is published, and waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A key of the zone `zone`: what is published, and what signs."""

    zone: dns.name.Name
    role: Role
    dnskey: dns.rdtypes.ANY.DNSKEY.DNSKEY
    private: dns.dnssecalgs.base.GenericPrivateKey

    @property
    def tag(self) -> int:
        """The key's tag (RFC 4034 appendix B); other keys may have the same."""
        return dns.dnssec.key_id(self.dnskey)

    def ds(self, digest: DSDigest = DSDigest.SHA256) -> dns.rdtypes.ANY.DS.DS:
        """The DS record that points at this key; SHA-256 (2) or SHA-384 (4) (RFC 4509, RFC 6605)."""
        return dns.dnssec.make_ds(self.zone, self.dnskey, digest)


def key_from_seed(
    seed: bytes,
    zone: dns.name.Name,
    algorithm: int = Algorithm.ECDSAP256SHA256,
    role: Role = Role.ALL,
    *,
    generation: int = 1,
) -> SigningKey:
    """The key that the seed gives for a zone, an algorithm and a role; `generation` counts the keys of a zone that changes them.

    The algorithms are ECDSA P-256 (13) and Ed25519 (15); with any other number an Ed25519 key passes for one
    of that algorithm, which nobody knows, and so nobody can check its signatures.
    """
    wire = zone.canonicalize().to_wire() or b""
    secret = hmac.digest(seed, b"key %d %s %d " % (algorithm, role.value.encode(), generation) + wire, "sha512")
    private, public = _MAKERS.get(algorithm, _ed25519)(secret)
    dnskey = dns.rdtypes.ANY.DNSKEY.DNSKEY(  # type: ignore[no-untyped-call]
        dns.rdataclass.IN,
        dns.rdatatype.DNSKEY,
        ZONE_KEY if role is Role.SETS else ZONE_KEY | SEP,
        3,
        algorithm,
        public,
    )
    return SigningKey(zone=zone, role=role, dnskey=dnskey, private=private)


def _ecdsa(secret: bytes) -> tuple[dns.dnssecalgs.base.GenericPrivateKey, bytes]:
    # twice as many bits as the order has, so that the remainder favours no key (FIPS 186-4 appendix B.4.1)
    scalar = int.from_bytes(secret, "big") % (ORDER - 1) + 1
    private = dns.dnssecalgs.ecdsa.PrivateECDSAP256SHA256(ec.derive_private_key(scalar, ec.SECP256R1()))
    return private, private.public_key().encode_key_bytes()


def _ed25519(secret: bytes) -> tuple[dns.dnssecalgs.base.GenericPrivateKey, bytes]:
    private = dns.dnssecalgs.eddsa.PrivateED25519(ed25519.Ed25519PrivateKey.from_private_bytes(secret[:32]))
    return private, private.public_key().encode_key_bytes()


_MAKERS: dict[int, Callable[[bytes], tuple[dns.dnssecalgs.base.GenericPrivateKey, bytes]]] = {
    Algorithm.ECDSAP256SHA256: _ecdsa,
    Algorithm.ED25519: _ed25519,
}
