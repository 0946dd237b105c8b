"""The algorithms of keys and digests: their names, and which of them netkit can check (RFC 8624, IANA's registries)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import dns.dnssectypes

if TYPE_CHECKING:
    import dns.name
    from dns.rdtypes.ANY.DNSKEY import DNSKEY

__all__ = ["DIGESTS", "SUPPORTED", "algorithm_text", "digest_of", "digest_text"]

SUPPORTED = frozenset({5, 7, 8, 10, 13, 14, 15, 16})
"""RSA with SHA-1, SHA-256 and SHA-512, ECDSA on P-256 and P-384, Ed25519, Ed448.

What is not in here counts as unsigned (RFC 4035 section 5.2).
"""

DIGESTS: Mapping[int, Callable[[bytes], bytes]] = MappingProxyType(
    {
        1: lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
        2: lambda data: hashlib.sha256(data).digest(),
        4: lambda data: hashlib.sha384(data).digest(),
    }
)
"""The digests of DS records that can be checked: SHA-1, SHA-256, SHA-384."""

_DIGEST_NAMES = {1: "SHA-1", 2: "SHA-256", 3: "GOST R 34.11-94", 4: "SHA-384", 5: "GOST R 34.11-2012", 6: "SM3"}


def algorithm_text(number: int) -> str:
    """The algorithm's mnemonic, or its number."""
    try:
        return dns.dnssectypes.Algorithm(number).name
    except ValueError:
        return f"algorithm {number}"


def digest_text(number: int) -> str:
    """The digest's name, or its number."""
    return _DIGEST_NAMES.get(number, f"digest type {number}")


def digest_of(owner: dns.name.Name, key: DNSKEY, digest_type: int) -> bytes:
    """The digest that a DS record holds of a key (RFC 4034 section 5.1.4); KeyError where the type can't be checked."""
    data = owner.canonicalize().to_wire() or b""
    return DIGESTS[digest_type](data + (key.to_wire() or b""))
