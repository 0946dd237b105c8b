"""The sentences of a walk: each with its id, its words, and the RFC where its rule stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.dns.reason import Reason

__all__ = ["RULES", "because"]

RULES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # why this server
        "server.hint": ("because nothing but the root is known so far: its servers' addresses come with every resolver", "RFC 9609 §2"),
        "server.stub": ("because this server was named for {zone} in advance", ""),
        "server.only": ("because it is the only server of {zone} with a known address", "RFC 1034 §5.3.3"),
        "server.any": ("because any of the {count} addresses of {zone}'s servers would do, and none was asked before: a lot drawn", "RFC 1034 §5.3.3"),
        "server.quickest": ("because it was the quickest of {zone}'s servers so far: {milliseconds} ms", "RFC 1034 §5.3.3"),
        "server.next": ("because it is the next of {zone}'s servers: {failed} did not help", "RFC 1034 §5.3.3"),
        "server.found": ("because its address has just been found out", "RFC 1034 §5.3.3"),
        "server.silent": ("because every server of {zone} was asked: those that stayed silent are asked again", "RFC 1035 §7.2"),
        "server.parent-side": ("because the servers that {zone} names itself did not help: those that its parent names are left", "RFC 1034 §4.2.2"),
        "server.not-authoritative": ("because no server of {zone} answers with authority: this one's answer is better than none", "RFC 2181 §5.4.1"),
        "server.same": ("because it is the server that said so", ""),
        # why this question
        "question.minimised": ("{zone}'s servers need not know more of the name: they know where {asked} is, if it is a zone of its own", "RFC 9156 §2"),
        "question.whole": ("after {asked} only the whole name is left to ask", "RFC 9156 §2"),
        "question.whole-after-denial": (
            "some servers wrongly deny a name that has only names below it, so the whole name is asked, too",
            "RFC 9156 §2.3",
        ),
        "question.whole-after-failure": ("the server may not cope with a shortened name, so the whole name is asked", "RFC 9156 §2.3"),
        "question.whole-after-alias": ("an alias stands above the name, so the whole name is asked", "RFC 9156 §2.3"),
        "question.tcp": ("over TCP, which has room for the whole answer", "RFC 7766 §5"),
        "question.tcp-after-strays": ("over TCP, because too many replies came that did not fit: somebody may be guessing", "RFC 5452 §9.3"),
        "question.without-edns": ("without EDNS, which this server does not understand", "RFC 6891 §7"),
        "question.parent-side": ("the parent answers for DS, so the servers above {name} are asked", "RFC 4035 §3.1.4.1"),
        # what came of it
        "answer.authoritative": ("{name} has what was asked for, and the server has authority for it", "RFC 1034 §4.3.2"),
        "answer.not-authoritative": ("the server has an answer, but does not claim authority for it", "RFC 2181 §5.4.1"),
        "answer.minimised": ("{name} is no zone of its own: one label more", "RFC 9156 §2"),
        "answer.all": ("what the server has chosen to give of {name}: nobody need give all", "RFC 8482 §4"),
        "alias.cname": ("{name} is another name of {target}: look for that", "RFC 1034 §3.6.2"),
        "alias.dname": ("everything below {owner} has another name below {target}, so {name} is {alias}", "RFC 6672 §3.1"),
        "nodata": ("{name} exists, but has no {type}", "RFC 2308 §2.2"),
        "nodata.no-soa": ("{name} has no {type}; without SOA nobody may keep that", "RFC 2308 §5"),
        "nxdomain": ("{name} does not exist", "RFC 2308 §2.1"),
        "nxdomain.no-soa": ("{name} does not exist; without SOA nobody may keep that", "RFC 2308 §5"),
        "nxdomain.too-long": ("the name that the DNAME at {owner} makes of {name} would be longer than 255 bytes", "RFC 6672 §2.2"),
        "nxdomain.alias": ("the alias leads to {name}, which does not exist", "RFC 2308 §2.1"),
        "referral": ("ask the servers of {zone}: {servers}", "RFC 1034 §4.3.2"),
        "referral.glueless": ("no address of them came with it: first find out where one of them is", "RFC 1034 §5.3.3"),
        "kept": ("may be kept for {time}", "RFC 1035 §3.2.1"),
        "kept.negative": ("that may be kept for {time}", "RFC 2308 §5"),
        # glue
        "glue.in-domain": ("needed: {name} lies inside {zone}, so nobody else could tell", "RFC 9471 §2.1"),
        "glue.sibling": ("helps: {name} lies in another child of {parent}, which could tell, too", "RFC 9471 §2.2"),
        "glue.elsewhere": ("none needed: {name} lies outside {parent}, so its servers need not know it", "RFC 1034 §4.2.1"),
        "glue.missing": ("missing: {name} lies inside {zone}, so without its address nobody can get there", "RFC 9471 §2.1"),
        "glue.believed": ("believed: {parent} may speak for everything below it", "RFC 2181 §5.4.1"),
        # what went wrong
        "lame.refused": ("the server does not want to answer for {zone}, though it should: it is lame", "RFC 9499 §7"),
        "lame.upward": ("the server points back up to {found} instead of knowing {zone}: it is lame", "RFC 9499 §7"),
        "lame.sideways": ("the server points to {zone} itself, as if it did not serve it: it is lame", "RFC 9499 §7"),
        "lame.empty": ("the server says nothing at all, without authority: it does not know {zone}", "RFC 9499 §7"),
        "lame.recursive": ("the server asks others instead of knowing {zone} itself", "RFC 9499 §7"),
        "failure.server": ("the server says that it failed (SERVFAIL): another may do better", "RFC 1035 §4.1.1"),
        "failure.format": ("the server does not understand the question (FORMERR)", "RFC 6891 §7"),
        "failure.not-implemented": ("the server does not do this (NOTIMP)", "RFC 1035 §4.1.1"),
        "failure.version": ("the server speaks no version 0 of EDNS (BADVERS), which it must", "RFC 6891 §6.1.3"),
        "failure.other": ("the server answers with {rcode}, which helps nobody here", "RFC 1035 §4.1.1"),
        "failure.timeout": ("nothing came back within {time}", "RFC 1035 §4.2.1"),
        "failure.unreachable": ("there is no way to this address", ""),
        "failure.malformed": ("what came back is no message of DNS: {detail}", "RFC 1035 §4.1"),
        "failure.mismatch": ("what came back does not belong to this question: {detail}", "RFC 5452 §9.1"),
        "failure.not-in-capture": ("the capture holds no answer to this question", ""),
        "failure.reported": ("it failed: {detail}", ""),
        "truncated": ("the answer is cut: it does not fit into a datagram", "RFC 2181 §9"),
        "truncated.tcp": ("the answer is cut, though TCP has room for it: the server is broken", "RFC 7766 §5"),
        "servers.none": ("{zone} has no server that can be asked", "RFC 1034 §5.3.3"),
        "servers.all-failed": ("none of the servers of {zone} could answer", "RFC 1034 §5.3.3"),
        "servers.no-address": ("no address of a server of {zone} could be found: {names}", "RFC 1034 §5.3.3"),
        "servers.circular": ("the servers of {zone} have their names in zones that need {zone} first: a circle", "RFC 1912 §2.8"),
        "address.waiting": ("{name} is being looked for already: to need it here is a circle", "RFC 1912 §2.8"),
        "address.failed": ("where {name} is could not be found out", "RFC 1034 §5.3.3"),
        "alias.loop": ("the aliases go in a circle: {name} was there before", "RFC 1034 §3.6.2"),
        # what was not believed
        "ignored.outside": ("{zone}'s servers cannot speak for it: it lies outside {zone}", "RFC 2181 §5.4.1"),
        "ignored.unasked": ("nobody asked for it, and no alias leads to it", "RFC 5452 §6"),
        "ignored.not-glue": ("it is no address of a server that is named here", "RFC 5452 §6"),
        "ignored.elsewhere": ("{name} lies outside {zone}: its own zone is asked instead", "RFC 2181 §5.4.1"),
        "ignored.identification": ("its number is {found}, that of the question {expected}", "RFC 5452 §9.1"),
        "ignored.question": ("it repeats another question: {found}", "RFC 5452 §9.1"),
        "ignored.case": ("it does not repeat the letters as they were asked, capital and small", ""),
        "ignored.query": ("it is a question, no response", "RFC 1035 §4.1.1"),
        "ignored.source": ("it came from {found}, who was not asked", "RFC 5452 §9.1"),
        "ignored.short": ("{found} bytes are less than a header", "RFC 1035 §4.1.1"),
        "ignored.address": ("{address} is nowhere to be asked: {why}", "RFC 6890 §2.2.2"),
        "ignored.synthesised": ("it was made anew from the DNAME", "RFC 6672 §3.1"),
        "ignored.many-servers": ("more than {count} servers of one zone are not kept", ""),
        "ignored.second-alias": ("a name has one alias at most", "RFC 2181 §10.1"),
        "ignored.wrong-owner": ("it is no zone above {name}", "RFC 5452 §6"),
        # the cache
        "cache.answer": ("known since {since}, good for another {time}: nobody is asked", "RFC 1034 §5.3.3"),
        "cache.negative": ("that there is nothing is known since {since}, good for another {time}: nobody is asked", "RFC 2308 §5"),
        "cache.failure": ("this failed a moment ago ({detail}), and is not tried again yet", "RFC 9520 §3.1"),
        "cache.delegation": ("the servers of {zone} are known since {since}, for another {time}: {saved} need not be asked", "RFC 1034 §5.3.3"),
        # limits
        "limit.queries": ("{count} questions were asked: a walk that needs more is stopped", "RFC 1034 §7.1"),
        "limit.time": ("{time} went by: nobody waits longer", "RFC 1034 §7.1"),
        "limit.aliases": ("{count} aliases in a row: a longer chain is not followed", "RFC 1034 §3.6.2"),
        "limit.depth": ("{count} look-ups wait for one another: no deeper", "RFC 1034 §7.1"),
        "limit.addresses": ("{count} servers of {zone} were looked for: no more (a delegation can name thousands)", "RFC 9520 §3.1"),
        "limit.failed-addresses": ("{count} servers of {zone} could not be found: no more are looked for", "RFC 9520 §3.1"),
        "limit.tries": ("{count} questions went to the servers of {zone} for this: no more", "RFC 9520 §3.1"),
        "limit.referrals": ("{count} referrals in a row: no further", "RFC 1034 §7.1"),
        # the end
        "end.answer": ("the answer is there", "RFC 1034 §5.3.1"),
        "end.nodata": ("the name exists, but has no record of this type", "RFC 2308 §2.2"),
        "end.nxdomain": ("there is no such name", "RFC 2308 §2.1"),
        "end.unfinished": ("the walk is not at its end", ""),
    }
)  # fmt: skip
"""By id: the sentence with places for its parameters, and the RFC and section that it rests on."""


def because(rule: str, **parameters: object) -> Reason:
    """The reason of that id, filled in."""
    template, rfc = RULES[rule]
    words = {name: str(value) for name, value in parameters.items()}
    return Reason(rule, template.format_map(words) if words else template, rfc, words)
