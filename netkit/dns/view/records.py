"""Records in words and as JSON: names without the last dot, everything else as a zone file has it (RFC 1035 section 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import dns.dnssec
import dns.name
import dns.rdatatype
from dns.rdtypes.ANY.DNSKEY import DNSKEY
from dns.rdtypes.ANY.DS import DS

from netkit.dns.name_text import name_text
from netkit.dns.trust.algorithms import digest_text
from netkit.dns.view.algorithms import algorithm_words
from netkit.view import Json

if TYPE_CHECKING:
    import dns.rdata
    import dns.rrset

__all__ = ["data_text", "records_json", "sets_text", "type_text"]

ARROWS = frozenset({dns.rdatatype.A, dns.rdatatype.AAAA, dns.rdatatype.CNAME, dns.rdatatype.PTR})
"""Types whose data is told without their name: everybody knows an address, or a name, when they see it."""

LONGEST = 100
"""Characters of a record's data that a sentence has room for."""


def type_text(rdtype: int) -> str:
    """`AAAA`, or `TYPE65280` for one without a name (RFC 3597)."""
    return dns.rdatatype.to_text(dns.rdatatype.RdataType.make(rdtype))


def data_text(rdata: dns.rdata.Rdata) -> str:
    """A record's data in the form of a zone file, its names without the last dot."""
    names = {
        value.to_text(): name_text(value)
        for slot in rdata.__slots__
        if isinstance(value := getattr(rdata, slot, None), dns.name.Name)
    }
    return " ".join(names.get(word, word) for word in rdata.to_text().split(" "))


def sets_text(sets: Sequence[dns.rrset.RRset], most: int = 4) -> Iterator[tuple[str, int]]:
    """Each record set in words, `www.example.test → 192.0.2.80`, with its time to live in seconds; at most `most` records of each."""
    for rrset in sets:
        if rrset.rdtype == dns.rdatatype.RRSIG:
            continue
        told = [_in_words(rdata) for _, rdata in zip(range(most), rrset, strict=False)]
        if len(rrset) > most:
            told.append(f"{len(rrset) - most} more")
        kind = "" if rrset.rdtype in ARROWS else f" {type_text(rrset.rdtype)}"
        yield f"{name_text(rrset.name)}{kind} → {', '.join(told)}", rrset.ttl


def _in_words(rdata: dns.rdata.Rdata) -> str:
    """A record's data; of keys and their digests the tags, by which people know them."""
    if isinstance(rdata, DNSKEY):
        role = "key signing key" if rdata.flags & 1 else "zone signing key"
        return f"key {dns.dnssec.key_id(rdata)} ({role}, {algorithm_words(rdata.algorithm)})"
    if isinstance(rdata, DS):
        return f"digest of key {rdata.key_tag} ({algorithm_words(rdata.algorithm)}, {digest_text(rdata.digest_type)})"
    return _shortened(data_text(rdata))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def records_json(sets: Sequence[dns.rrset.RRset]) -> list[Json]:
    """Each record with its name, type, time to live in seconds and data."""
    return [
        {"name": name_text(rrset.name), "type": type_text(rrset.rdtype), "ttl": rrset.ttl, "data": data_text(rdata)}
        for rrset in sets
        for rdata in rrset
    ]
