"""How far a zone is trusted, and with which keys; what the cache keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.name
    from dns.rdtypes.ANY.DNSKEY import DNSKEY

    from netkit.dns.result import Security
    from netkit.dns.trust.link import Link

__all__ = ["ZoneTrust"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ZoneTrust:
    """A zone, its link of the chain, and the keys that may sign its data (none unless it is secure).

    It may be used until `expires`, in the seconds of the walk's clock.
    """

    zone: dns.name.Name
    link: Link
    keys: Sequence[DNSKEY]
    expires: float

    @property
    def security(self) -> Security:
        """The link's."""
        return self.link.security
