"""How a zone is signed, in words and for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.dns.signing import Nsec, Role

if TYPE_CHECKING:
    from netkit.dns.made_up.signing.table import SignedZone
    from netkit.view import Json

__all__ = ["denial_text", "keys_text", "signing_data"]

ROLES = {
    Role.KEYS: "key signing key",
    Role.SETS: "zone signing key",
    Role.ALL: "combined signing key",
    Role.NOTHING: "key in waiting",
}
ALGORITHMS = {13: "ECDSA P-256", 15: "Ed25519"}


def keys_text(how: SignedZone) -> str:
    """The keys, by role and algorithm (RFC 9499 section 11)."""
    return ", ".join(
        f"{ROLES[key.role]} ({ALGORITHMS.get(key.algorithm, f'algorithm {key.algorithm}')})" for key in how.keys
    )


def denial_text(how: SignedZone) -> str:
    """By which records it denies names and types."""
    denial = how.denial
    if isinstance(denial, Nsec):
        return "NSEC"
    salt = f"salt {denial.salt.hex()}" if denial.salt else "no salt"
    return f"NSEC3 with {denial.iterations} iterations and {salt}" + (", opt-out" if denial.opt_out else "")


def signing_data(how: SignedZone | None) -> Json:
    """The keys and the denial for programs; null for a zone that is not signed."""
    if how is None or not how.keys:
        return None
    keys: list[Json] = [{"role": key.role.value, "algorithm": key.algorithm} for key in how.keys]
    return {"keys": keys, "denial": denial_text(how)}
