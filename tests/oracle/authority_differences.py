"""Where netkit's authoritative answers are meant to differ from what two of NSD, Knot and BIND give: the one table.

Each difference has a test of its own, that looks as closely as can be at what is then still the same.
"""

from dataclasses import dataclass, replace

import dns.message
import dns.name

from tests.oracle.alias_chains import KNOT_LINKS, bind_follows, chain_of, knot_follows, nsd_follows

__all__ = ["DIFFERENCES", "Case", "Difference", "difference_of"]


@dataclass(frozen=True)
class Case:
    """A query, netkit's response, that with only the first zone, both over TCP (so in full), and those of the servers by name."""

    query: dns.message.Message
    tcp: bool
    ours: object
    alone: object
    whole: object
    whole_alone: object
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
    """NSD is as netkit in what is unlike, and Knot and BIND are as netkit would be with only the zone in which the question lies.

    Where the alias leads below a cut, Knot gives the referral, as netkit would, and BIND nothing at all.
    """
    if case.whole_alone == case.whole:
        return False
    nsd, knot, bind = (
        _but_for_glue(case, _leaner(case.ours, case.theirs["nsd"])),
        *(_leaner(case.alone, case.theirs[name]) for name in ("knotd", "named")),
    )
    referred = bool(case.alone.answer) and {"NS"} == {record[1] for record in case.alone.authority}
    silent = replace(case.alone, authority=frozenset(), additional=frozenset()) if referred else case.alone
    return all(
        getattr(nsd, part) == getattr(case.ours, part)
        and getattr(knot, part) == getattr(case.alone, part)
        and getattr(bind, part) in (getattr(case.alone, part), getattr(silent, part))
        for part in unlike
    )


def _each_stops_elsewhere(case, _unlike):
    """The chain leads into other zones; Knot and BIND have no more of it than netkit with the first zone only, NSD than netkit."""
    if case.whole_alone == case.whole or not _aliases(case.whole) or None in case.theirs.values():
        return False
    return case.theirs["nsd"].answer <= case.whole.answer and all(
        case.theirs[name].answer <= case.whole_alone.answer for name in ("knotd", "named")
    )


def _grown_too_long(case, _unlike):
    """Each has a part of netkit's chain, at whose end a DNAME has made a name of more than 255 bytes."""
    answered = [their for their in case.theirs.values() if their is not None]
    return case.whole.rcode == "YXDOMAIN" and all(their.answer <= case.whole.answer for their in answered)


def _cut_said(case, unlike):
    """NSD says TC as netkit does; the others are else the same, and leave out as much without saying so."""
    without = replace(case.ours, flags=case.ours.flags.replace(" TC", ""))
    same = [_leaner(case.ours, case.theirs[name]).answer == without.answer for name in ("knotd", "named")]
    return unlike == ["flags"] and "TC" in case.ours.flags and case.theirs["nsd"].flags == case.ours.flags and all(same)


def _but_for_glue(case, their):
    """Another's referral with netkit's TC and as much glue as netkit's, where all that it has is what netkit has over TCP."""
    if (
        "TC" in case.ours.flags
        and their.flags == case.ours.flags.replace(" TC", "")
        and "NS" in {each[1] for each in case.ours.authority}
        and their.additional <= case.whole.additional
    ):
        return replace(their, flags=case.ours.flags, additional=case.ours.additional)
    return their


def _wildcard_no_glue(case, unlike):
    """BIND does the same, and the others only have more."""
    more = all(case.ours.additional <= their.additional for their in case.theirs.values())
    return unlike == ["additional"] and more and _agreeing(case.ours, [case.theirs["named"]])


def _one_set_for_any(case, unlike):
    """BIND gives what netkit gives over TCP; NSD, Knot, and netkit over UDP, give a part of it, with one set of those at the last name."""
    if _type(case) != "ANY" or {"rcode", "edns", "question"} & {*unlike}:
        return False
    few = [case.theirs["nsd"].answer, case.theirs["knotd"].answer, *([] if case.tcp else [case.ours.answer])]
    bind = case.theirs["named"]
    return (bind.answer == case.whole.answer or "TC" in bind.flags) and all(
        each <= case.whole.answer and len({record[:2] for record in each} - _aliases(case.whole)) <= 1 for each in few
    )


def _aliases(response):
    return {record[:2] for record in response.answer if record[1] in {"CNAME", "DNAME"}}


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
    """Each server gives exactly as much of the chain as it is known to, and is else as netkit, or as netkit with the first zone only."""
    name = case.query.question[0].name
    chain, alone = chain_of(name, case.whole.answer), chain_of(name, case.whole_alone.answer)
    if not (len(chain.links) > KNOT_LINKS or chain.loops or chain.repeated is not None):
        return False
    nsd, knot, bind = (case.theirs[each] for each in ("nsd", "knotd", "named"))
    return (
        nsd_follows(chain, case.whole, nsd)
        and knot_follows(alone, case.whole_alone, knot)
        and bind_follows(alone, case.whole_alone, bind)
    )


def _loop_of_wildcard(case, _unlike):
    """NSD denies a name that a wildcard leads back to; Knot and BIND are as long-chain says."""
    name = case.query.question[0].name
    chain, nsd = chain_of(name, case.whole_alone.answer), case.theirs["nsd"]
    return (
        chain.loops
        and nsd.rcode == "NXDOMAIN"
        and nsd.answer < chain.first(len(chain.links))
        and knot_follows(chain, case.whole_alone, case.theirs["knotd"])
        and bind_follows(chain, case.whole_alone, case.theirs["named"])
    )


def _any_below_dname(case, unlike):
    """BIND gives the first link alone; NSD and Knot give the links that long-chain says, and perhaps not the records at their end."""
    if _type(case) != "ANY" or {"edns", "question"} & {*unlike}:
        return False
    name = case.query.question[0].name
    chain, alone = chain_of(name, case.whole.answer), chain_of(name, case.whole_alone.answer)
    nsd, knot, bind = (chain_of(name, case.theirs[each].answer).links for each in ("nsd", "knotd", "named"))
    return (
        bool(chain.links)
        and chain.links[0][1] is not None
        and bind == chain.links[:1]
        and case.theirs["named"].rcode == "NOERROR"
        and case.theirs["nsd"].rcode == case.whole.rcode
        and nsd == chain.links[: chain.repeated]
        and knot == alone.links[:KNOT_LINKS]
    )


def _rcode_after_dname(case, _unlike):
    """NSD is the same but for the rcode; the others deny as netkit does, or have stopped before: full, or at the first zone's end."""
    nsd = case.theirs["nsd"]
    if (case.whole.rcode, nsd.rcode) != ("NXDOMAIN", "NOERROR") or "DNAME" not in {
        each[1] for each in case.whole.answer
    }:
        return False
    whole = case.ours if "TC" in case.ours.flags else case.whole
    others = [case.theirs["knotd"], case.theirs["named"]]
    return replace(nsd, rcode=whole.rcode, additional=whole.additional) == replace(whole, flags=nsd.flags) and all(
        other.rcode == case.whole.rcode
        or ("TC" in other.flags and other.answer <= case.whole.answer)
        or (case.whole != case.whole_alone and (other.rcode, other.answer) == ("NOERROR", case.alone.answer))
        for other in others
    )


def _hosts_of_afsdb(case, unlike):
    """BIND does the same; the others are as netkit without an additional section."""
    bare = replace(case.ours, additional=frozenset())
    fewer = [_leaner(bare, case.theirs[name]) == bare for name in ("nsd", "knotd")]
    types = {record[1] for record in case.ours.answer} - {"CNAME", "DNAME"}
    return (
        {*unlike} <= {"authority", "additional"}
        and types <= {"AFSDB", "KX", "RT"}
        and any(fewer)
        and _agreeing(case.ours, [case.theirs["named"], case.theirs["nsd"]]) >= 1
    )


def _services(case, unlike):
    """But for the additional section all is the same; there NSD has nothing, and netkit no more than Knot and BIND together."""
    types = {record[1] for record in case.ours.answer} - {"CNAME", "DNAME"}
    bare = replace(case.ours, additional=frozenset())
    nsd, knot, bind = (_leaner(bare, case.theirs[name]) for name in ("nsd", "knotd", "named"))
    others = {record[1:] for server in (knot, bind) for record in server.additional}
    return (
        {*unlike} <= {"authority", "additional"}
        and types in ({"SVCB"}, {"HTTPS"})
        and all(replace(each, additional=frozenset()) == bare for each in (nsd, knot, bind))
        and nsd == bare
        and {record[1:] for record in case.ours.additional} <= others
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
        "NSD follows it; Knot and BIND stop, and leave it to who asks; where it leads below a cut, Knot adds the referral",
        "RFC 1034 section 4.3.2, step 3a: go back to step 1 with the new name, and step 2 takes the nearest zone that is here",
        _across_zones,
    ),
    Difference(
        "one-set-for-any",
        "ANY over UDP gets the set with the lowest type, over TCP all",
        "NSD and Knot give one set over both, each another; BIND all over both",
        "RFC 8482: one set is enough, and who comes over TCP has no false address",
        _one_set_for_any,
    ),
    Difference(
        "glue-truncates",
        "TC is set where addresses of servers below the cut don't fit",
        "Knot does; NSD 4.6 and BIND 9.18 set it only where nothing fits, or never",
        "RFC 9471 says that it must be",
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
        "RFC 6604 says: the rcode is about the end of the chain; who asks comes again over TCP, and hears the same",
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
        "rcode-after-dname",
        "where a DNAME leads to a name that does not exist, the rcode is NXDOMAIN",
        "NSD says NOERROR; Knot and BIND NXDOMAIN, unless they stopped before because it was full or in another zone",
        "RFC 6604 says: the rcode is about the end of the chain",
        _rcode_after_dname,
    ),
    Difference(
        "any-below-dname",
        "ANY for a name below a DNAME follows it, as any other type",
        "NSD and Knot do the same; BIND stops at the CNAME that it makes, which is of the type ANY",
        "RFC 6672 says: the new name takes the place of the old one, whatever the type",
        _any_below_dname,
    ),
    Difference(
        "loop-of-a-wildcard",
        "an alias that a wildcard makes, and that leads to itself, is NOERROR with the links there are",
        "Knot gives the same, BIND with SERVFAIL; NSD breaks off with NXDOMAIN",
        "RFC 4592: a wildcard stands for the name, so it is not missing; RFC 1034 section 3.6.2 only says that loops are an error",
        _loop_of_wildcard,
    ),
    Difference(
        "hosts-of-older-types",
        "AFSDB, KX and RT records bring the addresses of their hosts along",
        "BIND does the same; NSD leaves out AFSDB, Knot all three",
        "RFC 1183 and RFC 2230 ask for the addresses",
        _hosts_of_afsdb,
    ),
    Difference(
        "services",
        "SVCB and HTTPS records bring along the addresses of each TargetName, and its records of the same type",
        'Knot does the same, but not for the TargetName ".", with a wildcard as owner, and with glue; BIND follows further, and gives no '
        "record of the type to ServiceMode; NSD gives nothing",
        'RFC 9460 says that A, AAAA and SVCB records of the TargetNames should go along, and that "." in ServiceMode is the owner',
        _services,
    ),
    Difference(
        "long-chain",
        "up to 16 aliases are followed in an answer, and a loop is given once round",
        "Knot follows 5; BIND 12, and says SERVFAIL then and to every loop; NSD all, but no DNAME twice running",
        "no RFC gives a number (RFC 1034 section 3.6.2: chains should be followed, loops are an error)",
        _long_chain,
    ),
    Difference(
        "each-stops-elsewhere",
        "a chain of aliases that leads into other zones of the same server is followed to its end, and the rcode is that of the end",
        "Knot and BIND stop where the first zone ends; NSD sooner where a wildcard or a DNAME stands in the chain, or with another rcode",
        "RFC 1034 section 4.3.2, step 3a, goes on while there is an alias; RFC 6604 says: the rcode is about the end of the chain",
        _each_stops_elsewhere,
    ),
    Difference(
        "grown-too-long",
        "a DNAME that leads below itself is followed until the name is too long, and that is YXDOMAIN",
        "NSD and BIND stop after one alias of the same DNAME, Knot after five, with NOERROR",
        "RFC 6672 says: a name that gets too long is YXDOMAIN; who asks would come to the same",
        _grown_too_long,
    ),
    Difference(
        "cut-said",
        "TC is set where addresses that belong to the answer don't fit",
        "NSD does the same; Knot and BIND leave them out without a word",
        "RFC 2181 section 9 leaves it open for what is not needed; who wants them knows that there are more",
        _cut_said,
    ),
)


def _type(case):
    return case.query.question[0].rdtype.name


def difference_of(case, unlike, differences=DIFFERENCES):
    """The id of the difference that explains this, or None."""
    return next((each.id for each in differences if each.explains(case, unlike)), None)
