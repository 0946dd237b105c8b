"""Made servers with signatures of their own: a key, what it signs, and what only looks as if it did."""

import dns.dnssec
import dns.message
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdataset
import dns.rdatatype
import dns.rrset
from dns.rdtypes.ANY.RRSIG import RRSIG

from netkit.dns.signing import key_from_seed
from tests.dns.network import reply

__all__ = ["NOW", "YEAR", "Signer", "lookalikes", "message", "records", "signature"]

NOW = 1_767_300_000
YEAR = 365 * 86_400


def records(text):
    """A record set in presentation format, a record a line: `"name ttl type data"`."""
    made = None
    for line in text.strip().splitlines():
        name, ttl, rdtype, data = line.split(None, 3)
        each = dns.rrset.from_text(name, int(ttl), "IN", rdtype, data)
        if made is None:
            made = each
        else:
            made.union_update(each)
    return made


def signature(
    rrset, zone, *, tag, algorithm=13, octets=b"\1" * 64, labels=None, signer=None, begins=-YEAR, ends=YEAR, covers=None
):
    """A signature that was never made: its bytes are `octets`."""
    counted = len(rrset.name.labels) - 1 - rrset.name.is_wild()
    return RRSIG(
        dns.rdataclass.IN, dns.rdatatype.RRSIG, covers or rrset.rdtype, algorithm, counted if labels is None else labels,
        rrset.ttl, (NOW + ends) % 2**32, (NOW + begins) % 2**32, tag, dns.name.from_text(signer or zone), octets,
    )  # fmt: skip


class Signer:
    """A zone's one key: `anchor` is its DS as text."""

    def __init__(self, zone):
        self.zone = dns.name.from_text(zone)
        self.key = key_from_seed(b"attackers", self.zone)
        self.tag = self.key.tag
        self.anchor = f"{zone} IN DS {self.key.ds()}"

    def signed(self, rrset, more=()):
        """The set and its signature, behind those in `more`."""
        true = dns.dnssec.sign(
            rrset, self.key.private, self.zone, self.key.dnskey, inception=NOW - YEAR, expiration=NOW + YEAR
        )
        return [rrset, together(rrset, [*more, true])]

    def keys(self, others=(), more=()):
        """The zone's key set: its key and others."""
        made = dns.rrset.RRset(self.zone, dns.rdataclass.IN, dns.rdatatype.DNSKEY)
        made.update_ttl(3600)
        for each in (*others, self.key.dnskey):
            made.add(each)
        return self.signed(made, more)


def together(rrset, signatures):
    """The RRSIG set of these signatures, in this order."""
    made = dns.rrset.RRset(rrset.name, dns.rdataclass.IN, dns.rdatatype.RRSIG, rrset.rdtype)
    made.update_ttl(rrset.ttl)
    for each in signatures:
        made.add(each)
    return made


def lookalikes(count, tag=None, *, flags=257):
    """So many DNSKEYs of RSA that all have one tag (RFC 4034 appendix B); signatures can be checked with each, and hold with none."""
    made, number = [], 0
    head = flags.to_bytes(2, "big") + b"\x03\x08" + b"\x03\x01\x00\x01"
    while len(made) < count:
        number += 1
        octets = bytearray(head + number.to_bytes(256, "big"))
        octets[8] |= 0x80
        octets[-1] |= 1
        octets[100:102] = b"\0\0"
        found = dns.dnssec.key_id(_key(octets))
        tag = found if tag is None else tag
        wanted = (tag - found) % 65_535
        octets[100:102] = wanted.to_bytes(2, "big")
        if dns.dnssec.key_id(_key(octets)) == tag:
            made.append(_key(octets))
    return made


def _key(octets):
    return dns.rdata.from_wire("IN", "DNSKEY", bytes(octets), 0, len(octets))


def message(query, *, answer=(), authority=(), rcode="NOERROR", aa=True):
    """A reply with these record sets, as it comes over the wire; AssertionError if it would not fit."""
    made = reply(query, aa=aa, rcode=rcode)
    made.use_edns(0, dns.flags.DO, 1232)
    made.answer, made.authority = list(answer), list(authority)
    wire = made.to_wire(max_size=65_535, want_shuffle=False)
    return dns.message.from_wire(wire)
