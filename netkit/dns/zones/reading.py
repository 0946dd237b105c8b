"""Master files read into zones (RFC 1035 section 5), by dnspython's reader, with errors that say where and what to do."""

from __future__ import annotations

import difflib
import re
from typing import Any

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.tokenizer
import dns.zonefile
from dns.rdatatype import RdataType

from netkit.dns.name_text import name_text
from netkit.dns.zones.zone import Zone
from netkit.errors import ZoneError

__all__ = ["read_zone"]

GENERATED_LIMIT = 65_536
"""How many records $GENERATE may make in a file: a line of a few bytes must not fill the memory."""

_WITH_CNAME = {RdataType.CNAME, RdataType.RRSIG, RdataType.NSEC, RdataType.KEY}
_ABSOLUTE_SOA = re.compile(r"^(\S+\.)\s+(?:\S+\s+){0,2}SOA\s", re.IGNORECASE | re.MULTILINE)
_COMMON = [
    "A",
    "AAAA",
    "CAA",
    "CNAME",
    "DNAME",
    "DNSKEY",
    "DS",
    "HINFO",
    "HTTPS",
    "LOC",
    "MX",
    "NAPTR",
    "NS",
    "NSEC",
    "NSEC3",
    "PTR",
    "RRSIG",
    "SOA",
    "SRV",
    "SSHFP",
    "SVCB",
    "TLSA",
    "TXT",
    "URI",
]


def read_zone(text: str, *, source: str = "zone", origin: dns.name.Name | None = None) -> Zone:
    """The zone that a master file describes.

    `origin` is where relative names begin; without one, $ORIGIN or the owner of the SOA record says it. `source` is what errors call
    the file. ZoneError, and no other exception, for a text that is no zone.
    """
    collected = _Collected(origin if origin is not None else _origin_of(text))
    tokenizer = dns.tokenizer.Tokenizer(text, filename=source)
    reader = _Reader(tokenizer, dns.rdataclass.IN, collected)  # type: ignore[arg-type]  # it has what the reader asks of one
    try:
        _check_text(text)
        reader.read()
    except _FaultError as fault:
        raise _error(fault, fault.line or reader.record_line, text, source) from None
    except dns.zonefile.UnknownOrigin:
        raise _error(
            _FaultError(
                "it does not say which zone it is",
                "names without a last dot are relative to an origin",
                "begin the file with: $ORIGIN example.test.",
            ),
            reader.record_line,
            text,
            source,
        ) from None
    except Exception as error:  # noqa: BLE001 - dnspython's parsers raise many kinds, and each means that the text is no zone
        raise _error(_fault_of(error, source), reader.record_line, text, source) from None
    return _finished(collected, source)


def _check_text(text: str) -> None:
    if "\0" in text:
        raise _FaultError("a NUL byte stands in it", "a zone file is text", "is this the right file?")
    if undecoded := re.search("[\ud800-\udfff]", text):
        raise _FaultError(
            "there is a byte that is no UTF-8",
            "a zone file is text in ASCII or UTF-8",
            "save it as UTF-8; a byte in data is written \\233",
            line=text.count("\n", 0, undecoded.start()) + 1,
        )


class _FaultError(Exception):
    """What is wrong, the rule, and what to do, before the line is known."""

    def __init__(self, what: str, why: str = "", hint: str = "", *, line: int | None = None) -> None:
        super().__init__(what)
        self.what, self.why, self.hint, self.line = what, why, hint, line


class _Collected:
    """Record sets as they come: what dnspython's reader needs of a transaction."""

    def __init__(self, origin: dns.name.Name | None) -> None:
        self.origin = origin
        self.sets: dict[tuple[dns.name.Name, RdataType, RdataType], dns.rrset.RRset] = {}
        self.types: dict[dns.name.Name, set[RdataType]] = {}
        self.generating = False
        self.generated = 0

    @property
    def manager(self) -> _Collected:
        return self

    def origin_information(self) -> tuple[dns.name.Name | None, bool, dns.name.Name | None]:
        return self.origin, False, self.origin

    def check_put_rdataset(self, check: Any) -> None:
        """The check for CNAMEs is ours, as it names both types."""

    def _set_origin(self, origin: dns.name.Name) -> None:
        if self.origin is None:
            self.origin = origin

    def add(self, name: dns.name.Name, ttl: int, rdata: dns.rdata.Rdata) -> None:
        if self.generating:
            self.generated += 1
            if self.generated > GENERATED_LIMIT:
                raise _FaultError(
                    f"$GENERATE makes more than {GENERATED_LIMIT} records", "", "use a wildcard, or fewer"
                )
        rdtype = rdata.rdtype
        if rdtype == RdataType.SOA and name != self.origin:
            raise _FaultError(
                f"a SOA record at {name_text(name)}, which is not where the zone begins",
                "a zone has one SOA record, at its origin (RFC 1035 section 5.2)",
                "move it to a file of its own, or mend $ORIGIN",
            )
        types = self.types.setdefault(name, set())
        types.add(rdtype)
        if RdataType.CNAME in types and not types <= _WITH_CNAME:
            other = dns.rdatatype.to_text(min(types - _WITH_CNAME))
            raise _FaultError(
                f"{name_text(name)} has a CNAME and a {other} record",
                "an alias has no other data (RFC 1034 section 3.6.2)",
                "keep one of the two",
            )
        key = (name, rdtype, rdata.covers())
        rrset = self.sets.get(key)
        if rrset is None:
            rrset = self.sets[key] = dns.rrset.RRset(name, rdata.rdclass, rdtype, rdata.covers())
        if rrset and rdtype in (RdataType.SOA, RdataType.CNAME, RdataType.DNAME) and rdata not in rrset:
            kind = dns.rdatatype.to_text(rdtype)
            raise _FaultError(
                f"{name_text(name)} has two {kind} records", f"there can be one {kind} at a name", "keep one"
            )
        if rrset:
            ttl = min(ttl, rrset.ttl)
        rrset.add(rdata, ttl)
        rrset.ttl = ttl


class _Reader(dns.zonefile.Reader):
    """dnspython's reader, which remembers where a record began, and passes nothing over in silence."""

    record_line = 1

    def _rr_line(self) -> None:
        self.record_line = self.tok.where()[1]
        super()._rr_line()

    def _generate_line(self) -> None:
        self.record_line = self.tok.where()[1]
        self.txn.generating = True  # type: ignore[attr-defined]
        super()._generate_line()  # type: ignore[no-untyped-call]
        self.txn.generating = False  # type: ignore[attr-defined]

    def _eat_line(self) -> None:
        name, origin = self.last_name, self.zone_origin
        if name is not None and origin is not None and not name.is_subdomain(origin):
            raise _FaultError(
                f"{name_text(name)} lies outside the zone {name_text(origin)}",
                "a zone holds names at or below its origin",
                "a last dot makes a name absolute; without one, the origin is added",
            )
        super()._eat_line()  # type: ignore[no-untyped-call]


def _origin_of(text: str) -> dns.name.Name | None:
    """The owner of the SOA record where it is written in full and no $ORIGIN stands before it."""
    found = _ABSOLUTE_SOA.search(text)
    if found is None or re.search(r"^\$ORIGIN\s", text[: found.start()], re.IGNORECASE | re.MULTILINE):
        return None
    try:
        return dns.name.from_text(found[1])
    except (dns.exception.DNSException, UnicodeError, ValueError):
        return None


def _fault_of(error: Exception, source: str) -> _FaultError:
    """Dnspython's complaint in our words."""
    said = str(error)
    if said.startswith(f"{source}:"):
        said = said[len(source) + 1 :].partition(": ")[2]
    said = re.sub(r"^caught exception <class '[^']*'>: ", "", said)
    if unknown := re.match(r"unknown rdatatype '(.*)'$", said, re.DOTALL):
        near = difflib.get_close_matches(unknown[1].upper(), _COMMON, n=1)
        return _FaultError(
            f"there is no record type {unknown[1]}",
            "a record is NAME [TTL] [CLASS] TYPE DATA",
            f"did you mean {near[0]}?" if near else "a type without a name is written TYPE65280",
        )
    if "$INCLUDE" in said.upper():
        return _FaultError(
            "$INCLUDE is not followed", "one file is read, and no other is opened", "put its records here"
        )
    if "default TTL" in said:
        return _FaultError(
            "the record has no TTL", "nothing before it gives one (RFC 2308 section 4)", "write $TTL 3600"
        )
    return _FaultError(f"it can't be read: {said or type(error).__name__}", "a record is NAME [TTL] [CLASS] TYPE DATA")


def _error(fault: _FaultError, line: int, text: str, source: str) -> ZoneError:
    lines = text.split("\n")
    shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    shown = shown.encode("utf-8", "replace").decode()
    if len(shown) > 100:
        shown = shown[:100] + "…"
    where = f"line {line}: {shown}"
    return ZoneError(f"{source}: {fault.what}", where=where, why=fault.why, hint=fault.hint, line=line)


def _finished(collected: _Collected, source: str) -> Zone:
    origin = collected.origin
    if origin is None or (origin, RdataType.SOA, RdataType.NONE) not in collected.sets:
        raise ZoneError(
            f"{source}: the zone has no SOA record",
            why="each zone has one at its origin (RFC 1035 section 5.2)",
            hint="@ 3600 IN SOA ns1 hostmaster 1 7200 3600 1209600 300",
        )
    return Zone.of(origin, collected.sets.values())
