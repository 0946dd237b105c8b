"""Root hints from a master file, as named.root is: the root's NS records and the addresses of the servers (RFC 9609)."""

from __future__ import annotations

import dns.exception
import dns.name
import dns.rdatatype
import dns.rrset
import dns.zonefile

from netkit.dns.name_text import name_text
from netkit.errors import ZoneError

__all__ = ["read_hints"]

EXAMPLE = ". 3600000 NS a.root-servers.test.  and  a.root-servers.test. 3600000 A 192.0.2.1"
DEFAULT_TTL = 3_600_000


def read_hints(text: str, *, source: str = "hints") -> list[tuple[dns.name.Name, str]]:
    """Each server's name and address, IPv4 first; ZoneError, and no other exception, where the text has none.

    `source` is what errors call the file. A server without an address is passed over while others have one.
    """
    sets = _sets(text, source)
    names = [
        rdata.target
        for rrset in sets
        if rrset.name == dns.name.root and rrset.rdtype == dns.rdatatype.NS
        for rdata in rrset
    ]
    if not names:
        raise ZoneError(
            f"{source} names no server of the root",
            where=f"it has {len(sets):,} record set{'' if len(sets) == 1 else 's'}, none of them NS at .",
            why="root hints are the root's NS records and the addresses of the servers that they name (RFC 9609)",
            hint=EXAMPLE,
        )
    addresses = {(rrset.name, rrset.rdtype): [rdata.address for rdata in rrset] for rrset in sets if _is_address(rrset)}
    found = [
        (name, address)
        for kind in (dns.rdatatype.A, dns.rdatatype.AAAA)
        for name in names
        for address in addresses.get((name, kind), ())
    ]
    if not found:
        raise ZoneError(
            f"{source} gives no address of any of its {len(names)} servers",
            where=f"{name_text(names[0])} has neither A nor AAAA",
            why="a walk begins with an address: it knows no name yet",
            hint=EXAMPLE,
        )
    return found


def _sets(text: str, source: str) -> list[dns.rrset.RRset]:
    try:
        return dns.zonefile.read_rrsets(text, name=None, rdclass=None, default_ttl=DEFAULT_TTL, origin=dns.name.root)
    except (dns.exception.DNSException, ValueError, UnicodeError, IndexError, KeyError) as error:
        raise ZoneError(
            f"{source} can't be read as root hints",
            where=str(error)[:200] or type(error).__name__,
            why="they are written as a master file is: NAME TTL TYPE DATA on each line (RFC 1035 §5.1)",
            hint=EXAMPLE,
        ) from None


def _is_address(rrset: dns.rrset.RRset) -> bool:
    return rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA)
