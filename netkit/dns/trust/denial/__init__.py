"""Proofs that something is not there: NSEC (RFC 4035 section 5.4) and NSEC3 (RFC 5155 section 8)."""

from netkit.dns.trust.denial.denied import Denied, DeniedKind
from netkit.dns.trust.denial.proving import Denials

__all__ = ["Denials", "Denied", "DeniedKind"]
