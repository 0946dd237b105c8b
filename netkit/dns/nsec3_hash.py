"""The hash by which NSEC3 records stand for names (RFC 5155 section 5)."""

from __future__ import annotations

from hashlib import sha1

import dns.name

__all__ = ["nsec3_hash"]


def nsec3_hash(name: dns.name.Name, salt: bytes, iterations: int) -> bytes:
    """SHA-1, the only algorithm there is, of the absolute name in canonical form, and `iterations` times more of what came out."""
    digest = name.canonicalize().to_wire() or b""
    for _ in range(iterations + 1):
        digest = sha1(digest + salt, usedforsecurity=False).digest()
    return digest
