"""What is asked of the signed hierarchy, and what the RFCs make of it."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["BOGUS", "INDETERMINATE", "INSECURE", "LESSONS", "NOERROR", "NXDOMAIN", "SECURE", "SERVFAIL"]

SECURE, INSECURE, BOGUS, INDETERMINATE = "secure", "insecure", "bogus", "indeterminate"
NOERROR, NXDOMAIN, SERVFAIL = 0, 3, 2


def _denials(zone, kind=SECURE, *, wildcard=None):
    """The questions about a zone with the records of `hierarchy.DENIALS`: name, type, code, verdict."""
    made = kind if wildcard is None else wildcard
    return {
        f"{zone}: an address": (f"www.{zone}.test", "A", NOERROR, SECURE),
        f"{zone}: no name": (f"missing.{zone}.test", "A", NXDOMAIN, kind),
        f"{zone}: no name, deeper": (f"a.b.missing.{zone}.test", "A", NXDOMAIN, kind),
        f"{zone}: no type": (f"www.{zone}.test", "AAAA", NOERROR, kind if wildcard is None else SECURE),
        f"{zone}: an empty non-terminal": (f"nothing.{zone}.test", "A", NOERROR, kind if wildcard is None else SECURE),
        f"{zone}: from a wildcard": (f"any.wild.{zone}.test", "A", NOERROR, made),
        f"{zone}: from a wildcard, deeper": (f"x.y.wild.{zone}.test", "A", NOERROR, made),
        f"{zone}: a wildcard without the type": (f"any.wild.{zone}.test", "AAAA", NOERROR, made),
        f"{zone}: the wildcard itself": (f"*.wild.{zone}.test", "A", NOERROR, SECURE),
        f"{zone}: an alias": (f"inner.{zone}.test", "A", NOERROR, SECURE),
        f"{zone}: no keys for a name": (f"www.{zone}.test", "DS", NOERROR, kind if wildcard is None else SECURE),
    }


LESSONS: Mapping[str, tuple[str, str, int, str]] = MappingProxyType(
    {
        **_denials("example"),
        **_denials("hashed"),
        # Where unsigned delegations are left out, a covering record does not say that there is nothing (RFC 5155 sections 6 and 12.1.2)
        **_denials("open", INSECURE, wildcard=INSECURE),
        "the root": (".", "SOA", NOERROR, SECURE),
        "the root's keys": (".", "DNSKEY", NOERROR, SECURE),
        "no top level": ("www.nowhere", "A", NXDOMAIN, SECURE),
        "no zone": ("www.missing.test", "A", NXDOMAIN, SECURE),
        "keys": ("example.test", "DNSKEY", NOERROR, SECURE),
        "DS": ("example.test", "DS", NOERROR, SECURE),
        "DS of the top level": ("test", "DS", NOERROR, SECURE),
        "no DS": ("unsigned.test", "DS", NOERROR, SECURE),
        "no DS, by hashes": ("naked.hashed.test", "DS", NOERROR, SECURE),
        "no DS, by opting out": ("naked.open.test", "DS", NOERROR, INSECURE),
        "any": ("www.example.test", "ANY", NOERROR, SECURE),
        "one key": ("www.single.test", "A", NOERROR, SECURE),
        "alias of another zone": ("outer.example.test", "A", NOERROR, SECURE),
        "alias of an unsigned zone": ("unsafe.example.test", "A", NOERROR, INSECURE),
        "alias of a broken zone": ("worse.example.test", "A", SERVFAIL, BOGUS),
        "alias of nothing": ("gone.example.test", "A", NXDOMAIN, SECURE),
        "the alias itself": ("unsafe.example.test", "CNAME", NOERROR, SECURE),
        "DNAME": ("www.old.example.test", "A", NOERROR, SECURE),
        "DNAME to nothing": ("missing.old.example.test", "A", NXDOMAIN, SECURE),
        "DNAME to an unsigned zone": ("www.away.example.test", "A", NOERROR, INSECURE),
        "both zones on one server": ("www.same.example.test", "A", NOERROR, SECURE),
        "both zones on one server: no type": ("www.same.example.test", "TXT", NOERROR, SECURE),
        "unsigned": ("www.unsigned.test", "A", NOERROR, INSECURE),
        "unsigned: no name": ("missing.unsigned.test", "A", NXDOMAIN, INSECURE),
        "unsigned below NSEC": ("www.naked.example.test", "A", NOERROR, INSECURE),
        "unsigned below NSEC3": ("www.naked.hashed.test", "A", NOERROR, INSECURE),
        "unsigned below opt-out": ("www.naked.open.test", "A", NOERROR, INSECURE),
        "signed below NSEC3": ("www.signed.hashed.test", "A", NOERROR, SECURE),
        "signed below opt-out": ("www.signed.open.test", "A", NOERROR, SECURE),
        "expired": ("www.expired.test", "A", SERVFAIL, BOGUS),
        "not yet valid": ("www.early.test", "A", SERVFAIL, BOGUS),
        "a digest of no key": ("www.other-key.test", "A", SERVFAIL, BOGUS),
        "a stale parent": ("www.stale.test", "A", SERVFAIL, BOGUS),
        "a rollover": ("www.rollover.test", "A", NOERROR, SECURE),
        "no DS for a signed zone": ("www.no-ds.test", "A", NOERROR, INSECURE),
        "no algorithm that is known": ("www.new-algorithm.test", "A", NOERROR, INSECURE),
        "no digest that is known": ("www.new-digest.test", "A", NOERROR, INSECURE),
        "one algorithm that is known": ("www.one-known.test", "A", NOERROR, SECURE),
        "a wrong SHA-1 beside": ("www.sha1-beside.test", "A", NOERROR, SECURE),
        "no signature": ("www.stripped.test", "A", SERVFAIL, BOGUS),
        "no signature elsewhere": ("ns1.stripped.test", "A", NOERROR, SECURE),
        "a corrupt signature": ("www.corrupt.test", "A", SERVFAIL, BOGUS),
        "a changed record": ("www.changed.test", "A", SERVFAIL, BOGUS),
        "keys without a signature": ("www.bare-keys.test", "A", SERVFAIL, BOGUS),
        "no keys": ("www.no-keys.test", "A", SERVFAIL, BOGUS),
        "below no keys": ("www.below.no-keys.test", "A", SERVFAIL, BOGUS),
        "many iterations": ("www.many.test", "A", NOERROR, SECURE),
        "many iterations: no name": ("missing.many.test", "A", NXDOMAIN, INSECURE),
        "many iterations: no type": ("www.many.test", "AAAA", NOERROR, INSECURE),
        "many iterations: a wildcard": ("any.wild.many.test", "A", NOERROR, INSECURE),
        "150 iterations": ("www.hundred.test", "A", NOERROR, SECURE),
        "150 iterations: no name": ("missing.hundred.test", "A", NXDOMAIN, INSECURE),
        "150 iterations: no type": ("www.hundred.test", "AAAA", NOERROR, INSECURE),
        "51 iterations": ("www.fifty.test", "A", NOERROR, SECURE),
        "51 iterations: no name": ("missing.fifty.test", "A", NXDOMAIN, INSECURE),
        "no NSEC: a name": ("www.no-nsec.test", "A", NOERROR, SECURE),
        "no NSEC: no name": ("missing.no-nsec.test", "A", SERVFAIL, BOGUS),
        "no NSEC: no type": ("www.no-nsec.test", "AAAA", SERVFAIL, BOGUS),
        "no NSEC: a wildcard": ("any.wild.no-nsec.test", "A", SERVFAIL, BOGUS),
        "no NSEC3: a name": ("www.no-nsec3.test", "A", NOERROR, SECURE),
        "no NSEC3: no name": ("missing.no-nsec3.test", "A", SERVFAIL, BOGUS),
        "no NSEC3: no type": ("www.no-nsec3.test", "AAAA", SERVFAIL, BOGUS),
        "no NSEC3: a wildcard": ("any.wild.no-nsec3.test", "A", SERVFAIL, BOGUS),
        "another's NSEC: no name": ("mm.gap.test", "A", SERVFAIL, BOGUS),
        "two keys with one tag": ("www.lookalike.test", "A", NOERROR, SECURE),
    }
)
"""By what it is about: name, type, the code that a validating resolver gives, and its verdict."""
