"""Trust anchors: what is believed without anybody vouching for it (RFC 4035 section 4.4, RFC 7958)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.zonefile

from netkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ROOT_ANCHORS", "RootAnchor", "anchors_of", "is_shipped", "read_anchors"]

MOST = 1 << 20
"""Bytes of a file of anchors; IANA's has less than two thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RootAnchor:
    """A key of the root as IANA publishes it: its DS record, and from which day on it is to be believed."""

    tag: int
    text: str
    valid_from: str


ROOT_ANCHORS = (
    RootAnchor(
        tag=20326,
        text=". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
        valid_from="2017-02-02",
    ),
    RootAnchor(
        tag=38696,
        text=". IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
        valid_from="2024-07-18",
    ),
)
"""The keys of the root that netkit ships (IANA's root-anchors.xml)."""


def anchors_of(texts: Iterable[str]) -> Mapping[dns.name.Name, Sequence[dns.rdata.Rdata]]:
    """The anchors in `texts`, each one or more DS or DNSKEY records as zone files have them, by zone; UsageError for what is none."""
    found: dict[dns.name.Name, list[dns.rdata.Rdata]] = {}
    for text in texts:
        for rrset in _records(text):
            if rrset.rdtype not in (dns.rdatatype.DS, dns.rdatatype.DNSKEY):
                kind = dns.rdatatype.to_text(rrset.rdtype)
                raise UsageError(
                    f"a {kind} record is no trust anchor",
                    where=_line(text),
                    why="an anchor is a key (DNSKEY) or the digest of one (DS)",
                    hint=f"for example: {ROOT_ANCHORS[0].text}",
                )
            found.setdefault(rrset.name, []).extend(rrset)
    return MappingProxyType(found)


def is_shipped(record: dns.rdata.Rdata) -> bool:
    """Whether it is one of the root's keys that netkit came with."""
    return any(record in each for each in anchors_of(each.text for each in ROOT_ANCHORS).values())


def read_anchors(text: str, *, source: str) -> list[str]:
    """The anchors in a file, as texts: DS and DNSKEY records, or IANA's root-anchors.xml (RFC 7958). UsageError with what is wrong."""
    if len(text) > MOST:
        raise UsageError(f"{source} is too long for a file of trust anchors", why=f"it has {len(text):,} characters")
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        listed = list(_from_xml(text, source))
        anchors_of(listed)
        return listed
    kept = [line.split(";", 1)[0].rstrip() for line in text.splitlines()]
    found = [
        f"{rrset.name} {rrset.ttl} IN {dns.rdatatype.to_text(rrset.rdtype)} {record}"
        for rrset in _records("\n".join(kept), source)
        for record in rrset
    ]
    if not found:
        raise UsageError(
            f"no trust anchor stands in {source}",
            why="neither DS nor DNSKEY records are in it, nor is it IANA's root-anchors.xml",
            hint=f"a line like: {ROOT_ANCHORS[0].text}",
        )
    anchors_of(found)
    return found


def _records(text: str, source: str = "") -> list[dns.zonefile.RRset]:  # type: ignore[name-defined]
    try:
        return list(dns.zonefile.read_rrsets(text, rdclass=None, default_ttl=0, relativize=False))
    except (dns.exception.DNSException, ValueError) as error:
        raise UsageError(
            f"{source or 'this'} can't be read as trust anchors",
            where=_line(text),
            why=str(error)[:200] or type(error).__name__,
            hint=f"a line like: {ROOT_ANCHORS[0].text}",
        ) from error


def _line(text: str) -> str:
    lines = text.strip().splitlines()
    return (lines[0] if lines else "")[:80]


def _from_xml(text: str, source: str) -> Iterator[str]:
    """IANA's format: a TrustAnchor with its Zone, and for each key a KeyDigest."""
    if "<!" in text.replace("<!--", "").replace("<!DOCTYPE TrustAnchor>", ""):
        raise UsageError(
            f"{source} declares things of its own", why="IANA's root-anchors.xml has no DTD: entities are not read"
        )
    try:
        top = ET.fromstring(text)  # noqa: S314 - entities are refused above
    except ET.ParseError as error:
        raise UsageError(f"{source} is not well-formed XML", why=str(error)) from error
    zone = (top.findtext("Zone") or ".").strip()
    found = 0
    for digest in top.iter("KeyDigest"):
        fields = [(digest.findtext(name) or "").strip() for name in ("KeyTag", "Algorithm", "DigestType", "Digest")]
        if not all(fields):
            raise UsageError(
                f"a KeyDigest in {source} lacks a part", why="each has KeyTag, Algorithm, DigestType and Digest"
            )
        found += 1
        yield f"{zone} IN DS {' '.join(fields)}"
    if not found:
        raise UsageError(f"no KeyDigest stands in {source}", hint="https://data.iana.org/root-anchors/root-anchors.xml")
