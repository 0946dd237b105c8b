"""What goes wrong with DS records and signed zones: each a function that makes the wrong of the right."""

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdatatype

__all__ = [
    "changed", "corrupt_signature", "lookalike", "other_digest", "other_key", "with_algorithm", "with_digest_type", "without",
    "without_denial_of", "without_denials", "without_signature", "wrong_sha1_beside",
]  # fmt: skip

RRSIG, NSEC, NSEC3 = dns.rdatatype.RRSIG, dns.rdatatype.NSEC, dns.rdatatype.NSEC3


def other_digest(pointers):
    """The key tag fits, the digest does not."""
    return [f"{each.rsplit(None, 1)[0]} {'ab' * 32}" for each in _joined(pointers)]


def other_key(pointers):
    """A key that the zone does not have."""
    return [" ".join((str(int(each.split()[0]) ^ 1), *each.split()[1:3], "cd" * 32)) for each in _joined(pointers)]


def with_algorithm(number):
    """The same with another algorithm of the key."""
    return lambda pointers: [_with(each, 1, number) for each in _joined(pointers)]


def with_digest_type(number):
    """The same with another type of digest."""
    return lambda pointers: [_with(each, 2, number) for each in _joined(pointers)]


def wrong_sha1_beside(pointers):
    """A right SHA-256, and a SHA-1 that is of nothing: the weaker one does not count (RFC 4509 section 3)."""
    return [*pointers, *(" ".join((*each.split()[:2], "1", "ef" * 20)) for each in _joined(pointers))]


def without_signature(name, rdtype):
    """The set at `name` (relative; @ for the apex) loses its signature."""

    def change(zone):
        zone.delete_rdataset(_absolute(name, zone), RRSIG, dns.rdatatype.from_text(rdtype))

    return change


def without(name, rdtype):
    """The set is not there, nor its signature."""

    def change(zone):
        zone.delete_rdataset(_absolute(name, zone), rdtype)
        without_signature(name, rdtype)(zone)

    return change


def corrupt_signature(name, rdtype):
    """One bit of the signature is another."""

    def change(zone):
        covered = dns.rdatatype.from_text(rdtype)
        signatures = zone.find_rdataset(_absolute(name, zone), RRSIG, covered)
        signature = signatures[0]
        octets = bytearray(signature.signature)
        octets[-3] ^= 4
        signatures.clear()
        signatures.add(signature.replace(signature=bytes(octets)))

    return change


def changed(name, rdtype, text):
    """The set is another than the one that was signed."""

    def change(zone):
        rdataset = zone.find_rdataset(_absolute(name, zone), rdtype)
        rdataset.clear()
        rdataset.add(dns.rdata.from_text(rdataset.rdclass, rdataset.rdtype, text))

    return change


def without_denials(zone):
    """Only one NSEC or NSEC3 record is left, the apex's: without any, BIND takes a zone for unsigned, and Knot 3.2 ends."""
    hashed = zone.get_rdataset(zone.origin, dns.rdatatype.NSEC3PARAM)
    kept = zone.origin
    if hashed is not None:
        label = dns.dnssec.nsec3_hash(zone.origin, hashed[0].salt, hashed[0].iterations, hashed[0].algorithm)
        kept = dns.name.from_text(label, zone.origin)
    for name in list(zone):
        if name != kept:
            _drop_denial(zone, name)


def without_denial_of(name):
    """The NSEC record of one name is left out, so that the server takes that of another for the gap after it."""
    return lambda zone: _drop_denial(zone, _absolute(name, zone))


def lookalike(key):
    """The text of a DNSKEY of RSA that has the tag of `key`, a DNSKEY of RSA, too; its modulus is of no use (RFC 4034 appendix B)."""
    octets = bytearray(key.to_wire())
    octets[20] ^= 1
    for number in range(1 << 16):
        octets[100:102] = number.to_bytes(2, "big")
        made = dns.rdata.from_wire("IN", "DNSKEY", bytes(octets), 0, len(octets))
        if dns.dnssec.key_id(made) == dns.dnssec.key_id(key):
            return str(made)
    raise ValueError("no tag fits")


def _drop_denial(zone, name):
    for kind in (NSEC, NSEC3):
        zone.delete_rdataset(name, RRSIG, kind)
        zone.delete_rdataset(name, kind)


def _absolute(name, zone):
    return dns.name.from_text(name, zone.origin)


def _joined(pointers):
    """Tag, algorithm, digest type and digest; some tools break the digest in two."""
    parts = (each.split() for each in pointers)
    return [" ".join((*each[:3], "".join(each[3:]))) for each in parts]


def _with(pointer, place, number):
    parts = pointer.split()
    parts[place] = str(number)
    return " ".join(parts)
