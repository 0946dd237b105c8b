"""The signed zones of the made-up internet: by which keys, and with which faults."""

from __future__ import annotations

from netkit.dns.made_up.signing.signed import MadeUpSigner
from netkit.dns.made_up.signing.table import SignedZone, read_signed_zones

__all__ = ["MadeUpSigner", "SignedZone", "read_signed_zones"]
