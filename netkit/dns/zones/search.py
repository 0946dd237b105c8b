"""One step of the algorithm of a name server: what a zone has for a name and type (RFC 1034 section 4.3.2, step 3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.zones.zone import WILDCARD, Node, Zone

__all__ = ["Found", "Kind", "search"]


class Kind(Enum):
    """How the search in a zone ended."""

    DATA = "data"
    NO_DATA = "no data"
    NO_NAME = "no such name"
    ALIAS = "alias"
    REDIRECT = "redirect"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Found:
    """The end of a search; `at` is the name that decided: the owner, the cut, the DNAME's owner or the closest encloser."""

    kind: Kind
    at: dns.name.Name
    rrsets: tuple[dns.rrset.RRset, ...] = ()
    wildcard: dns.name.Name | None = None


def search(zone: Zone, name: dns.name.Name, rdtype: RdataType) -> Found:
    """Go down from the origin to `name`, which must be at or below it."""
    encloser = zone.origin
    for each in zone.path(name):
        node = zone.nodes.get(each)
        if node is None or each in zone.hashes:
            return _beyond(zone, encloser, name, rdtype)
        if each in zone.delegations and not (each == name and rdtype == RdataType.DS):
            return Found(Kind.REFERRAL, each, (node[RdataType.NS, RdataType.NONE],))
        redirect = node.get((RdataType.DNAME, RdataType.NONE))
        if redirect is not None and each != name:
            return Found(Kind.REDIRECT, each, (redirect,))
        encloser = each
    return _at(zone.nodes[name], name, rdtype)


def _beyond(zone: Zone, encloser: dns.name.Name, name: dns.name.Name, rdtype: RdataType) -> Found:
    """Below the last name that exists: its wildcard answers, or nothing does (RFC 4592 section 3.3)."""
    try:
        wildcard = WILDCARD.concatenate(encloser)
    except dns.name.NameTooLong:
        return Found(Kind.NO_NAME, encloser)
    node = zone.nodes.get(wildcard)
    if node is None:
        return Found(Kind.NO_NAME, encloser)
    return _at(node, name, rdtype, wildcard)


def _at(node: Node, name: dns.name.Name, rdtype: RdataType, wildcard: dns.name.Name | None = None) -> Found:
    at = wildcard or name
    alias = node.get((RdataType.CNAME, RdataType.NONE))
    if alias is not None and rdtype not in (RdataType.CNAME, RdataType.ANY, RdataType.RRSIG, RdataType.NSEC):
        return Found(Kind.ALIAS, at, (_owned(alias, name, wildcard),), wildcard)
    # by its keys: a signature is made when it is looked at; NSEC3 records are at no name of the zone (RFC 5155 section 7.2.8)
    wanted = [node[kind] for kind in node if rdtype in (kind[0], RdataType.ANY) and RdataType.NSEC3 not in kind]
    if not wanted:
        return Found(Kind.NO_DATA, at, (), wildcard)
    return Found(Kind.DATA, at, tuple(_owned(rrset, name, wildcard) for rrset in wanted), wildcard)


def _owned(rrset: dns.rrset.RRset, name: dns.name.Name, wildcard: dns.name.Name | None) -> dns.rrset.RRset:
    """The set, owned by the name that was asked for where a wildcard stands for it."""
    if wildcard is None:
        return rrset
    copy: dns.rrset.RRset = rrset.copy()  # type: ignore[no-untyped-call]
    copy.name = name
    return copy
