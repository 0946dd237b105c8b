"""A proof as it goes into a response: the record set, and why it is there."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

import dns.name
import dns.rrset
from dns.rdatatype import RdataType

from netkit.dns.name_text import name_text
from netkit.dns.reason import Reason
from netkit.dns.zones.search import Found
from netkit.dns.zones.zone import Zone

__all__ = ["Looked", "Proof", "proof_reason", "proven"]

Proof = tuple[dns.rrset.RRset, Reason]


class Looked(NamedTuple):
    """One search that an answer rests on."""

    zone: Zone
    name: dns.name.Name
    rdtype: RdataType
    found: Found


def proven(rrset: dns.rrset.RRset | None, rule: str, text: str, rfc: str) -> Iterator[Proof]:
    """The proof with its reason, which names the record; nothing where the chain has no such record, as it is broken."""
    if rrset is not None:
        owner = name_text(rrset.name)
        record = (
            f"NSEC3 record {owner.partition('.')[0]}" if rrset.rdtype == RdataType.NSEC3 else f"NSEC record of {owner}"
        )
        yield rrset, proof_reason(rule, f"{text}, says the {record}", rfc, record=owner)


def proof_reason(rule: str, text: str, rfc: str, **parameters: str) -> Reason:
    """Why a proof is in the response, or is not."""
    return Reason(f"authority.{rule}", text, rfc, MappingProxyType(parameters))
