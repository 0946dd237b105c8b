"""A zone signed: keys, signatures and the chain of denials put into it (RFC 4035 section 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import dns.dnssec
import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.signing.authoritative import MADE, denial_ttl, own_sets
from netkit.dns.signing.keys import Role, SigningKey
from netkit.dns.signing.nsec import Nsec
from netkit.dns.signing.nsec3 import Nsec3
from netkit.dns.zones.zone import Node, Zone

__all__ = ["sign_zone"]

Sign = Callable[[dns.rrset.RRset], dns.rrset.RRset]

NONE = RdataType.NONE


def sign_zone(
    zone: Zone, keys: Sequence[SigningKey], *, inception: int, expiration: int, denial: Nsec | Nsec3 | None = None
) -> Zone:
    """The zone with its keys, the chain of denials (NSEC where none is given) and the signatures.

    The signatures are good from `inception` to `expiration`, seconds since 1970. What an earlier signing left is replaced. A signature is
    made when it is first looked at: of a long zone a walk needs few. ValueError where no key signs the set of keys, or none the others.
    """
    roles = {key.role for key in keys}
    if not {Role.ALL, Role.KEYS} & roles or not {Role.ALL, Role.SETS} & roles:
        raise ValueError("a zone needs keys that sign its set of keys and its other sets")
    denial = denial or Nsec()
    zone = _unsigned(zone)
    nodes = {name: dict(node) for name, node in zone.nodes.items()}
    apex = nodes[zone.origin]
    apex[RdataType.DNSKEY, NONE] = dns.rrset.from_rdata_list(
        zone.origin, apex[RdataType.SOA, NONE].ttl, [key.dnskey for key in keys]
    )
    if isinstance(denial, Nsec3):
        apex[RdataType.NSEC3PARAM, NONE] = denial.parameters(zone)
    own = own_sets(zone.with_nodes(nodes))
    signed = dict(own)
    for rrset in denial.chain(zone, own, denial_ttl(apex)):
        nodes.setdefault(rrset.name, {})[rrset.rdtype, NONE] = rrset
        signed[rrset.name] = signed.get(rrset.name, frozenset()) | {rrset.rdtype}

    def sign(rrset: dns.rrset.RRset) -> dns.rrset.RRset:
        return _signatures(rrset, keys, inception, expiration)

    lazy: Mapping[dns.name.Name, Node] = {
        name: _SignedNode(node, signed[name], sign) if signed.get(name) else node for name, node in nodes.items()
    }
    return zone.with_nodes(lazy)


def _unsigned(zone: Zone) -> Zone:
    """The zone without what signing makes; a name that had nothing else is gone, too."""
    if not any(rdtype in MADE for node in zone.nodes.values() for rdtype, _ in node):
        return zone
    kept = [rrset for node in zone.nodes.values() for (rdtype, _), rrset in node.items() if rdtype not in MADE]
    return Zone.of(zone.origin, kept)


def _signatures(rrset: dns.rrset.RRset, keys: Sequence[SigningKey], inception: int, expiration: int) -> dns.rrset.RRset:
    """The set of signatures of a set, one by each key whose role it is."""
    wanted = {Role.ALL, Role.KEYS if rrset.rdtype == RdataType.DNSKEY else Role.SETS}
    made = [
        dns.dnssec.sign(rrset, key.private, key.zone, key.dnskey, inception, expiration)
        for key in keys
        if key.role in wanted
    ]
    return dns.rrset.from_rdata_list(rrset.name, rrset.ttl, made)


class _SignedNode(Mapping[tuple[RdataType, RdataType], dns.rrset.RRset]):
    """The sets of a name, and their signatures, each made when it is looked at."""

    def __init__(self, sets: Node, signed: frozenset[RdataType], sign: Sign) -> None:
        self._sets = sets
        self._signed = signed
        self._sign = sign
        self._made: dict[RdataType, dns.rrset.RRset] = {}

    def __getitem__(self, kind: tuple[RdataType, RdataType]) -> dns.rrset.RRset:
        rdtype, covered = kind
        if rdtype != RdataType.RRSIG or covered not in self._signed:
            return self._sets[kind]
        if covered not in self._made:
            self._made[covered] = self._sign(self._sets[covered, NONE])
        return self._made[covered]

    def __iter__(self) -> Iterator[tuple[RdataType, RdataType]]:
        yield from self._sets
        for covered in sorted(self._signed):
            yield RdataType.RRSIG, covered

    def __len__(self) -> int:
        return len(self._sets) + len(self._signed)
