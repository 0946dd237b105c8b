"""Where netkit's authoritative answers are meant to differ from what two of NSD, Knot and BIND give: the one table.

Each difference has a test of its own, that looks as closely as can be at what is then still the same.
"""

from dataclasses import dataclass, replace

import dns.message
import dns.name

__all__ = ["DIFFERENCES", "Case", "Difference", "difference_of"]


@dataclass(frozen=True)
class Case:
    """A query, netkit's response, its response with only the first zone and its whole one over TCP, and those of the servers by name."""

    query: dns.message.Message
    tcp: bool
    ours: object
    alone: object
    whole: object
    theirs: dict


@dataclass(frozen=True)
class Difference:
    """What differs, who does what, why netkit does as it does, and whether a case with these unlike parts is one of it."""

    id: str
    what: str
    who: str
    why: str
    explains: object


def _leaner(ours, their):
    """Another's response without the zone's servers, and their addresses, beside an answer that netkit gives without."""
    if their is None or not their.answer or ours.authority or {each[1] for each in their.authority} != {"NS"}:
        return their
    servers = {dns.name.from_wire(each[3], 0)[0].to_text() for each in their.authority}
    additional = frozenset(each for each in their.additional if each[0] not in servers or each in ours.additional)
    return replace(their, authority=frozenset(), additional=additional)


def _agreeing(ours, theirs):
    """How many are as netkit is, but for the zone's servers."""
    return sum(_leaner(ours, their) == ours for their in theirs)


def _servers_left_out(case, _unlike):
    return _agreeing(case.ours, case.theirs.values()) >= 2


def _across_zones(case, unlike):
    """Netkit is as NSD, or would be as Knot or BIND had it only the zone in which the question lies."""
    if case.alone == case.ours:
        return False
    others = [_leaner(case.alone, case.theirs[name]) for name in ("knotd", "named")]
    return _agreeing(case.ours, [case.theirs["nsd"]]) or all(
        getattr(case.alone, part) in [getattr(other, part) for other in others] for part in unlike
    )


def _wildcard_no_glue(case, unlike):
    """BIND does the same, and the others only have more."""
    more = all(case.ours.additional <= their.additional for their in case.theirs.values())
    return unlike == ["additional"] and more and _agreeing(case.ours, [case.theirs["named"]])


def _one_set_for_any(case, unlike):
    whole = case.theirs["named"]
    return (
        _type(case) == "ANY"
        and not {"rcode", "edns", "question"} & {*unlike}
        and (case.ours.answer <= whole.answer or whole.answer <= case.ours.answer or "TC" in whole.flags)
    )


def _rcode_of_the_whole(case, unlike):
    return unlike == ["rcode"] and "TC" in case.ours.flags and case.ours.rcode == case.theirs["nsd"].rcode


def _glue_truncates(case, unlike):
    """But for TC, and what of the glue has room, all is the same."""
    without = replace(case.ours, flags=case.ours.flags.replace(" TC", ""), additional=None)
    same = sum(replace(their, additional=None) == without for their in case.theirs.values())
    return "TC" in case.ours.flags and bool(case.ours.authority) and same >= 2


def _which_fit(case, unlike):
    """All that the others have beside, netkit has where there is room."""
    room = case.whole.additional != case.ours.additional
    those = [_leaner(case.ours, their).additional for their in case.theirs.values()]
    return unlike == ["additional"] and room and all(each <= case.whole.additional for each in those)


def _no_majority(case, unlike):
    """The three all differ in the additional section, and netkit is as one of them."""
    those = [_leaner(case.ours, their).additional for their in case.theirs.values()]
    return unlike == ["additional"] and len(set(those)) == 3 and case.ours.additional in those


def _long_chain(case, _unlike):
    aliases = sum(each[1] == "CNAME" for each in case.ours.answer)
    redirections = sum(each[1] == "DNAME" for each in case.ours.answer)
    many = aliases >= 5 or (redirections and aliases > redirections)
    return many and all(
        case.ours.answer <= their.answer or their.answer <= case.ours.answer for their in case.theirs.values()
    )


DIFFERENCES = (
    Difference(
        "servers-left-out",
        "a positive answer without the zone's NS records in the authority section",
        "NSD always adds them, BIND where RD is not set, Knot never",
        "RFC 1034 section 4.3.2 asks for none, and who has come here knows them from the referral",
        _servers_left_out,
    ),
    Difference(
        "across-zones",
        "an alias that leads into another zone of the same server is followed there",
        "NSD follows it; Knot and BIND stop, and leave it to who asks",
        "RFC 1034 section 4.3.2, step 3a: go back to step 1 with the new name, and step 2 takes the nearest zone that is here",
        _across_zones,
    ),
    Difference(
        "one-set-for-any",
        "ANY over UDP gets the set with the lowest type, over TCP all",
        "NSD and Knot give one set over both, each another; BIND all over both",
        "RFC 8482 sections 4.1 and 4.4: one set is enough, and who comes over TCP has no false address",
        _one_set_for_any,
    ),
    Difference(
        "glue-truncates",
        "TC is set where addresses of servers below the cut don't fit",
        "Knot does; NSD 4.6 and BIND 9.18 set it only where nothing fits, or never",
        "RFC 9471 section 3.1 says that it must be",
        _glue_truncates,
    ),
    Difference(
        "wildcard-no-glue",
        "a server's name that only a wildcard below the cut stands for gets no glue",
        "BIND does the same; NSD and Knot make glue of the wildcard",
        "RFC 1034 section 4.2.1: glue is what stands in the zone; the wildcard below the cut is the child's affair",
        _wildcard_no_glue,
    ),
    Difference(
        "rcode-of-the-whole",
        "where TC is set, the rcode is that of the whole answer",
        "NSD does the same; Knot and BIND stop where it is full, and say NOERROR",
        "RFC 6604 section 3: the rcode is about the end of the chain; who asks comes again over TCP, and hears the same",
        _rcode_of_the_whole,
    ),
    Difference(
        "which-fit",
        "of addresses that do not all fit, the last are left out, IPv4 and IPv6 of a host side by side",
        "Knot does the same, but for what it can compress; NSD and BIND send all IPv4 before IPv6",
        "no RFC says which; any of them leads on (RFC 2181 section 9: what is left out needs no TC)",
        _which_fit,
    ),
    Difference(
        "no-majority",
        "addresses beside hosts of which some lie below a cut: those above it",
        "NSD does the same; Knot adds glue, BIND may add none",
        "RFC 1034 section 4.3.2, step 6, leaves open what may be useful; glue is no answer (RFC 2181 section 5.4.1)",
        _no_majority,
    ),
    Difference(
        "long-chain",
        "up to 16 aliases are followed in an answer, and a loop is given once round",
        "BIND follows 11 or 16 and may say SERVFAIL, Knot few, NSD each DNAME once",
        "no RFC gives a number (RFC 1034 section 3.6.2: chains should be followed, loops are an error)",
        _long_chain,
    ),
)


def _type(case):
    return case.query.question[0].rdtype.name


def difference_of(case, unlike, differences=DIFFERENCES):
    """The id of the difference that explains this, or None."""
    return next((each.id for each in differences if each.explains(case, unlike)), None)
