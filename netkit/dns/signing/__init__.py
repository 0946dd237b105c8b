"""Signing whole zones (RFC 4034, 4035, 5155), with keys made from a seed: the same seed gives the same bytes everywhere."""

from __future__ import annotations

from netkit.dns.signing.keys import Role, SigningKey, key_from_seed
from netkit.dns.signing.nsec import Nsec
from netkit.dns.signing.nsec3 import Nsec3
from netkit.dns.signing.signer import sign_zone

__all__ = ["Nsec", "Nsec3", "Role", "SigningKey", "key_from_seed", "sign_zone"]
