"""Zones of the made-up internet, signed and broken as the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.name
import dns.rdataclass
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.made_up.signing.faults import broken, broken_ds
from netkit.dns.signing import SigningKey, key_from_seed, sign_zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from netkit.dns.made_up.signing.table import KeyWords, SignedZone
    from netkit.dns.zones import Zone

__all__ = ["MadeUpSigner"]

DAY = 86_400
DS_TTL = 3600


class MadeUpSigner:
    """Makes the keys, the DS records and the signed zones; `moment`, in seconds since 1970, is when virtual time begins."""

    def __init__(self, zones: Mapping[str, SignedZone], *, seed: bytes, moment: int) -> None:
        self._zones = {dns.name.from_text(name): zone for name, zone in zones.items()}
        self._seed = seed
        self._moment = moment

    def signed(self, zone: Zone) -> Zone:
        """The zone as it is served: with DS records for its signed delegations, signed, and with its fault; an unsigned one as it is."""
        how = self._zones.get(zone.origin)
        if how is None or not how.keys:
            return zone
        first, last = (self._moment + days * DAY for days in how.valid_days)
        pointers = {cut: self.pointers(cut) for cut in zone.delegations & self._zones.keys()}
        with_ds = zone.with_nodes(
            {
                cut: {**zone.nodes[cut], (RdataType.DS, RdataType.NONE): rrset}
                for cut, rrset in pointers.items()
                if rrset
            }
        )
        keys = [self._key(zone.origin, words) for words in how.keys]
        signed = sign_zone(with_ds, keys, inception=first, expiration=last, denial=how.denial)
        return signed if how.fault is None else broken(signed, how.fault)

    def pointers(self, zone: dns.name.Name) -> dns.rrset.RRset:
        """The DS records that a zone's parent has for it; an empty set where it has none."""
        how = self._zones[zone]
        records = [self._key(zone, words).ds() for words in how.pointed_at]
        if how.fault_in_ds:
            records = [broken_ds(each, how.fault_in_ds) for each in records]
        found = dns.rrset.RRset(zone, dns.rdataclass.IN, RdataType.DS)
        for record in records:
            found.add(record, DS_TTL)
        return found

    def _key(self, zone: dns.name.Name, words: KeyWords) -> SigningKey:
        return key_from_seed(self._seed, zone, words.algorithm, words.role, generation=words.generation)
