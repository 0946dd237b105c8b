"""What a signed zone adds for an asker that wants it (DO): signatures, and the proof of what is not there (RFC 4035 section 3.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.name_text import name_text
from netkit.dns.reason import Reason
from netkit.dns.zones.chain import HashedChain, PlainChain
from netkit.dns.zones.search import Found, Kind
from netkit.dns.zones.zone import WILDCARD, Zone

if TYPE_CHECKING:
    import dns.message

__all__ = ["Chains", "Looked", "add_proofs"]

NONE = RdataType.NONE
Chains = Callable[[Zone], PlainChain | HashedChain | None]


class Looked(NamedTuple):
    """One search that an answer rests on."""

    zone: Zone
    name: dns.name.Name
    rdtype: RdataType
    found: Found


def add_proofs(response: dns.message.Message, looked: Sequence[Looked], chains: Chains) -> list[Reason]:
    """Put signatures and proofs into a response, and say why each proof is there."""
    reasons = []
    for each in looked:
        chain = chains(each.zone)
        if each.found.kind is Kind.REFERRAL:
            pointers = each.zone.find(each.found.at, RdataType.DS)
            if pointers is not None:
                response.authority.append(pointers)
                text = f"the digests of {name_text(each.found.at)}'s keys, by which its signatures can be checked"
                reasons.append(_reason("vouched", text, "RFC 4035 section 3.1.4"))
                continue
        if chain is None:
            continue
        for rrset, reason in _hashed(chain, each) if isinstance(chain, HashedChain) else _plain(chain, each):
            if not any(rrset is known for known in response.authority):
                response.authority.append(rrset)
                reasons.append(reason)
    response.answer = list(_signed(response.answer, looked))
    response.authority = list(_signed(response.authority, looked))
    signed = list(_signed(response.additional, looked))
    # RFC 4035 section 3.1.1: what does not fit is left out from the end
    response.additional = [each for each in signed if each.rdtype != RdataType.RRSIG]
    response.additional += [each for each in signed if each.rdtype == RdataType.RRSIG]
    return reasons


def _signed(rrsets: Sequence[dns.rrset.RRset], looked: Sequence[Looked]) -> Iterator[dns.rrset.RRset]:
    """The sets, each with its signatures behind it."""
    present = {(each.name, each.covers) for each in rrsets if each.rdtype == RdataType.RRSIG}
    for rrset in rrsets:
        yield rrset
        if rrset.rdtype == RdataType.RRSIG or (rrset.name, rrset.rdtype) in present:
            continue
        signature = next((made for each in looked if (made := _signature(each, rrset)) is not None), None)
        if signature is not None:
            yield signature


def _signature(looked: Looked, rrset: dns.rrset.RRset) -> dns.rrset.RRset | None:
    """The signatures of a set, as its zone has them; those of a wildcard go over to the name that it made."""
    zone, found = looked.zone, looked.found
    if not rrset.name.is_subdomain(zone.origin):
        return None
    made = found.wildcard is not None and rrset.name == looked.name
    owner = found.wildcard if made and found.wildcard is not None else rrset.name
    if rrset.rdtype not in (RdataType.DS, RdataType.NSEC) and zone.cut_above(owner) is not None:
        return None
    node = zone.nodes.get(owner, {})
    if (RdataType.RRSIG, rrset.rdtype) not in node or (rrset.rdtype, NONE) not in node:
        return None
    signature = node[RdataType.RRSIG, rrset.rdtype]
    if made or signature.ttl > rrset.ttl:
        signature = signature.copy()  # type: ignore[no-untyped-call]
        signature.name, signature.ttl = rrset.name, min(signature.ttl, rrset.ttl)
    return signature


def _plain(chain: PlainChain, looked: Looked) -> Iterator[tuple[dns.rrset.RRset, Reason]]:
    """RFC 4035 sections 3.1.3 and 3.1.4."""
    name, found = looked.name, looked.found
    if found.kind is Kind.REFERRAL:
        yield from _with(chain.at(found.at), "no-ds", f"{name_text(found.at)} has no DS", "RFC 4035 section 3.1.4")
        return
    if found.wildcard is not None or found.kind is Kind.NO_NAME:
        text = f"no name exists where {name_text(name)} would be"
        yield from _with(chain.covering(name), "no-closer", text, "RFC 4035 section 3.1.3.3")
    if found.kind is Kind.NO_NAME:
        wildcard = WILDCARD.concatenate(found.at)
        text = f"no wildcard {name_text(wildcard)} could stand for it"
        yield from _with(chain.covering(wildcard), "no-wildcard", text, "RFC 4035 section 3.1.3.2")
    elif found.kind is Kind.NO_DATA:
        text = f"{name_text(found.at)} has other types, not this one"
        yield from _with(chain.at(found.at) or chain.covering(found.at), "no-type", text, "RFC 4035 section 3.1.3.1")


def _hashed(chain: HashedChain, looked: Looked) -> Iterator[tuple[dns.rrset.RRset, Reason]]:
    """RFC 5155 section 7.2."""
    zone, name, found = looked.zone, looked.name, looked.found
    if found.kind is Kind.REFERRAL:
        here = chain.at(found.at)
        if here is not None:
            yield from _with(here, "no-ds", f"{name_text(found.at)} has no DS", "RFC 5155 section 7.2.7")
        else:
            yield from _closest(chain, zone, found.at)
    elif found.kind is Kind.NO_NAME:
        yield from _closest(chain, zone, name)
        wildcard = WILDCARD.concatenate(found.at)
        text = f"no wildcard {name_text(wildcard)} could stand for it"
        yield from _with(chain.covering(wildcard), "no-wildcard", text, "RFC 5155 section 7.2.2")
    elif found.kind is Kind.NO_DATA and found.wildcard is not None:
        yield from _closest(chain, zone, name)
        text = f"{name_text(found.wildcard)} has other types, not this one"
        # a wildcard that exists only for an unsigned delegation below it is left out of a chain that opts out
        here = chain.at(found.wildcard) or chain.covering(found.wildcard)
        yield from _with(here, "no-type", text, "RFC 5155 section 7.2.5")
    elif found.kind is Kind.NO_DATA:
        here = chain.at(name)
        if here is not None:
            text = f"{name_text(name)} has other types, not this one"
            yield from _with(here, "no-type", text, "RFC 5155 section 7.2.3")
        else:
            yield from _closest(chain, zone, name)
    elif found.wildcard is not None:
        closer = _next_closer(name, found.wildcard.parent())
        text = f"no name exists where {name_text(closer)} would be"
        yield from _with(chain.covering(closer), "no-closer", text, "RFC 5155 section 7.2.6")


def _closest(chain: HashedChain, zone: Zone, name: dns.name.Name) -> Iterator[tuple[dns.rrset.RRset, Reason]]:
    """The closest name above that is in the chain, and the gap of the next one down (RFC 5155 section 7.2.1)."""
    above = name
    while above != zone.origin:
        above = above.parent()
        here = chain.at(above)
        if here is not None:
            text = f"{name_text(above)} is the closest name above that exists"
            yield from _with(here, "encloser", text, "RFC 5155 section 7.2.1")
            closer = _next_closer(name, above)
            text = f"no name exists where {name_text(closer)} would be"
            yield from _with(chain.covering(closer), "no-closer", text, "RFC 5155 section 7.2.1")
            return


def _next_closer(name: dns.name.Name, encloser: dns.name.Name) -> dns.name.Name:
    return dns.name.Name(name.labels[len(name.labels) - len(encloser.labels) - 1 :])


def _with(rrset: dns.rrset.RRset | None, rule: str, text: str, rfc: str) -> Iterator[tuple[dns.rrset.RRset, Reason]]:
    if rrset is not None:
        yield rrset, _reason(rule, text, rfc)


def _reason(rule: str, text: str, rfc: str) -> Reason:
    return Reason(f"authority.{rule}", text, rfc, MappingProxyType({}))
