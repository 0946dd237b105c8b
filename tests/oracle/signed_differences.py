"""Where netkit's answers from signed zones are meant to differ from what two of NSD, Knot and BIND give, beside what differs anyway."""

from dataclasses import replace

import dns.flags
import dns.name
import dns.rdatatype

from tests.oracle.authority_differences import DIFFERENCES, Difference

__all__ = ["SIGNED_DIFFERENCES", "covered", "without_servers"]

ALIASES = {"CNAME", "DNAME", "RRSIG"}
ALIASES_TOO = {dns.rdatatype.CNAME, dns.rdatatype.DNAME, dns.rdatatype.RRSIG, dns.rdatatype.ANY}
SECTIONS = {"answer", "authority", "additional"}


def covered(record):
    """The type that a signature covers, or else the record's own."""
    return dns.rdatatype.to_text(int.from_bytes(record[3][:2], "big")) if record[1] == "RRSIG" else record[1]


def without_servers(query, ours, their, origins):
    """Another's response without what goes with `servers-left-out`: NS records of the zone and their addresses, with their signatures.

    Neither do its flags have CD, which BIND copies from the question (RFC 4035 section 3.1.6 has it cleared).
    """
    if their is None:
        return None
    their = replace(their, flags=their.flags.replace(" CD", ""))
    positive = query.question[0].rdtype in ALIASES_TOO or {each[1] for each in their.answer} - ALIASES
    if not their.answer or not positive:
        return their
    own = {each for each in their.authority - ours.authority if covered(each) == "NS" and each[0] in origins}
    servers = {dns.name.from_wire(each[3], 0)[0].canonicalize().to_text() for each in own if each[1] == "NS"}
    additional = frozenset(each for each in their.additional if each in ours.additional or each[0] not in servers)
    return replace(their, authority=their.authority - own, additional=additional)


def _truncated(case, unlike):
    """What is there is part of the whole, over TCP, where there is nothing unlike."""
    others = [their for their in case.theirs.values() if "TC" in their.flags or their == case.whole]
    parts = all(getattr(case.ours, part) <= getattr(case.whole, part) for part in SECTIONS)
    rcode = "rcode" not in unlike or (case.alone != case.ours and case.ours.rcode == case.theirs["nsd"].rcode)
    return "TC" in case.ours.flags and bool(others) and parts and rcode and {*unlike} <= {*SECTIONS, "flags", "rcode"}


def _empty_wildcard(case, unlike):
    ours, nsd, knot, bind = map(_without_ttl, (case.ours, *(case.theirs[name] for name in ("nsd", "knotd", "named"))))
    return unlike == ["authority"] and knot < ours and bind < ours and nsd <= ours


def _asterisk_asked(case, unlike):
    asterisk = case.query.question[0].name.labels[0] == b"*"
    return unlike == ["authority"] and asterisk and case.theirs["named"].authority == case.ours.authority


def _not_listed(case, unlike):
    """As BIND, with a gap that has opt-out."""
    out = any(each[1] == "NSEC3" and each[3][1] & 1 for each in case.ours.authority)
    return unlike == ["authority"] and out and case.theirs["named"].authority == case.ours.authority


def _ttl_of_soa(case, unlike):
    """As Knot, and as BIND but for the TTL."""
    bind = _without_ttl(case.theirs["named"]) == _without_ttl(case.ours)
    asked = case.query.question[0].rdtype == dns.rdatatype.SOA
    return asked and unlike == ["authority"] and bind and case.theirs["knotd"].authority == case.ours.authority


def _without_ttl(response):
    """The authority section; BIND has a TTL of its own for the SOA record where that was asked for."""
    return frozenset((name, kind, data) for name, kind, _, data, _ in response.authority)


def _all_signatures(case, unlike):
    """As BIND; what the others have is part of it."""
    parts = all(their.answer <= case.ours.answer for their in case.theirs.values())
    asked = case.query.question[0].rdtype == dns.rdatatype.RRSIG
    return asked and unlike == ["answer"] and parts and case.theirs["named"].answer == case.ours.answer


def _across_signed_zones(case, unlike):
    """As NSD, or as Knot or BIND had netkit only the zone in which the question lies."""
    if case.alone == case.ours:
        return False
    others = [case.theirs[name] for name in ("knotd", "named")]
    alone = all(getattr(case.alone, part) in [getattr(other, part) for other in others] for part in unlike)
    return alone or all(getattr(case.ours, part) == getattr(case.theirs["nsd"], part) for part in unlike)


def _any_of_signed(case, unlike):
    """Part of what BIND has, or more than it where it has no room."""
    bind = case.theirs["named"]
    asked = case.query.question[0].rdtype == dns.rdatatype.ANY and not {"rcode", "edns", "question"} & {*unlike}
    return asked and (case.ours.answer <= bind.answer or bind.answer <= case.ours.answer or "TC" in bind.flags)


def _long_signed_chain(case, _unlike):
    """Each goes as far as the others, or further."""
    aliases, redirections = (sum(each[1] == kind for each in case.ours.answer) for kind in ("CNAME", "DNAME"))
    answers = [their.answer for their in case.theirs.values()]
    inside = all(case.ours.answer <= each or each <= case.ours.answer for each in answers)
    return inside and (aliases >= 5 or 0 < redirections < aliases)


SIGNED_DIFFERENCES = (
    *DIFFERENCES,
    Difference(
        "which-part",
        "where TC is set, sets are left out from the end, each after its signatures",
        "Knot ends with the first set that has no room, BIND leaves the section empty, NSD takes what has room; BIND packs names tighter",
        "RFC 4035 section 3.1.1 asks only for TC; who asks comes again over TCP",
        _truncated,
    ),
    Difference(
        "empty-wildcard",
        "where the wildcard exists only because something lies below it, the denial proves that, too",
        "NSD does the same, but after a DNAME gives only that; Knot and BIND leave that record out",
        "RFC 4035 section 3.1.3.4, RFC 4592 section 4.2: without it, nothing says that the wildcard is there",
        _empty_wildcard,
    ),
    Difference(
        "asterisk-asked",
        "a question for a name that begins with * and is not there is denied like any other: the closest encloser, the gap, the wildcard",
        "BIND does the same; Knot takes the asterisk for the wildcard itself, NSD 4.6 says NXDOMAIN",
        "RFC 4592 section 2.2.1: an asterisk in a question means nothing special; RFC 5155 section 7.2.5",
        _asterisk_asked,
    ),
    Difference(
        "not-listed",
        "below a name that opt-out leaves out of the chain, the closest name that is in the chain is the closest encloser",
        "BIND does the same; Knot 3.2 proves nothing there, NSD 4.6 only a part",
        "RFC 5155 section 7.2.1 wants the longest name above that can be proven to exist",
        _not_listed,
    ),
    Difference(
        "ttl-of-soa",
        "a question for SOA that is denied has the TTL of any other denial",
        "Knot and NSD do the same; BIND says 0; NSD denies what lies below the hash of a name, or where a * is asked for, in its own way",
        "RFC 2308 section 3: the smaller of the SOA's TTL and its last field",
        _ttl_of_soa,
    ),
    Difference(
        "across-signed-zones",
        "an alias that leads into another zone of the same server is followed there, and each zone proves its part",
        "NSD does the same; Knot and BIND stop with the first zone's part",
        "RFC 1034 section 4.3.2, as for across-zones; RFC 4035 section 3.1.3 wants proofs for whatever is said",
        _across_signed_zones,
    ),
    Difference(
        "any-of-signed",
        "ANY gets one set with its signatures over UDP, all of them over TCP",
        "NSD and Knot give one set over both, each another; BIND all over both",
        "RFC 8482 sections 4.1 and 4.4, as for one-set-for-any",
        _any_of_signed,
    ),
    Difference(
        "long-signed-chain",
        "up to 16 aliases are followed, each with the signatures that it has",
        "BIND follows 11 or 16, Knot few, NSD each DNAME once",
        "RFC 1034 section 3.6.2, as for long-chain",
        _long_signed_chain,
    ),
    Difference(
        "all-signatures",
        "a question for RRSIG gets all signatures of the name",
        "BIND does the same, NSD mostly; Knot gives one",
        "RFC 4035 section 3.1 has signatures sent where they are asked for; RFC 8482 section 7 allows for one",
        _all_signatures,
    ),
)
