"""What a reply to one question means for the one who asked, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.flags
import dns.name
import dns.rcode
import dns.rdatatype

from netkit.dns.durations import seconds_text
from netkit.dns.name_text import name_text
from netkit.dns.step import Outcome
from netkit.dns.walking.reading import read_reply

if TYPE_CHECKING:
    import dns.message
    import dns.rrset

    from netkit.dns.query import Question
    from netkit.dns.walking.reading import Reading

__all__ = ["Verdict", "judge"]

MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What kind of reply it is (`outcome`), a `sentence` without its full stop, and where the rule is laid down.

    `keep` is for how many seconds it may be kept, None where nothing says so. `alias_of` is the name that an alias leads to, `on_to` the
    address of a server that a referral names ("" where none came with it).
    """

    outcome: Outcome
    sentence: str
    rfc: str
    keep: int | None = None
    alias_of: dns.name.Name | None = None
    on_to: str = ""


ERRORS = {
    dns.rcode.FORMERR: ("the server did not understand the question (FORMERR)", "RFC 1035 §4.1.1"),
    dns.rcode.SERVFAIL: (
        "the server failed (SERVFAIL): it can't load the zone, did not reach another server, or found a signature wrong",
        "RFC 1035 §4.1.1",
    ),
    dns.rcode.NOTIMP: ("the server does not know this kind of question (NOTIMP)", "RFC 1035 §4.1.1"),
    dns.rcode.REFUSED: (
        "refused: the server is not responsible for this name, and does not look things up for whoever asks",
        "RFC 1035 §4.1.1",
    ),
    dns.rcode.NOTAUTH: ("the server is not responsible for this name (NOTAUTH)", "RFC 2136 §2.2"),
    dns.rcode.BADVERS: ("the server does not know this version of EDNS (BADVERS)", "RFC 6891 §6.1.3"),
    dns.rcode.BADCOOKIE: ("the server wants a cookie that it has given first (BADCOOKIE)", "RFC 7873 §5.2.3"),
}


def judge(message: dns.message.Message, question: Question) -> Verdict:
    """What `message`, a reply to `question`, means. Nothing is known of the server: whatever it says is read as its own."""
    reading = read_reply(message, question, dns.name.root)
    outcome = reading.outcome
    if message.flags & dns.flags.TC:
        return Verdict(
            outcome=Outcome.TRUNCATED,
            sentence="cut: the answer did not fit (TC), and what is there is not all of it",
            rfc="RFC 2181 §9",
        )
    if reading.recursive and outcome is Outcome.LAME and reading.servers is None:
        outcome = Outcome.NODATA  # of a resolver nothing else is to be expected
    told: Mapping[Outcome, Callable[[], Verdict]] = {
        Outcome.ANSWER: lambda: _answer(reading),
        Outcome.ALIAS: lambda: _alias(reading, question),
        Outcome.REFERRAL: lambda: _referral(reading),
        Outcome.NODATA: lambda: _denial(reading, outcome, question),
        Outcome.NXDOMAIN: lambda: _denial(reading, outcome, question),
        Outcome.LAME: lambda: _lame(reading, message),
    }
    return told.get(outcome, lambda: _error(message.rcode(), outcome))()


def _answer(reading: Reading) -> Verdict:
    ttl = min(each.ttl for each in (*reading.chain, *reading.records))
    said = _data(reading.records[0])
    through = f", through {_times(len(reading.chain), 'alias', 'aliases')}" if reading.chain else ""
    return Verdict(
        outcome=Outcome.ANSWER,
        sentence=f"{_who(reading)}: {said}{through}; good for {seconds_text(ttl)}",
        rfc="RFC 1034 §4.3.2" if reading.authoritative else "RFC 2181 §5.4.1",
        keep=ttl,
    )


def _who(reading: Reading) -> str:
    if reading.authoritative:
        return "an answer from a server that is responsible for the name (AA)"
    if reading.recursive:
        return "an answer from a resolver, which had it in its memory or has just looked it up (RA, no AA)"
    return "an answer from a server that does not claim to be responsible for the name (no AA)"


def _data(rrset: dns.rrset.RRset) -> str:
    from netkit.dns.view.records import sets_text  # noqa: PLC0415

    return next((text for text, _ in sets_text([rrset], MOST)), f"signatures of {name_text(rrset.name)}")


def _alias(reading: Reading, question: Question) -> Verdict:
    ttl = min(each.ttl for each in reading.chain)
    return Verdict(
        outcome=Outcome.ALIAS,
        sentence=f"an alias: {name_text(question.name)} is another name of {name_text(reading.target)}, "
        f"which has to be asked for next; good for {seconds_text(ttl)}",
        rfc="RFC 1034 §3.6.2",
        keep=ttl,
        alias_of=reading.target,
    )


def _referral(reading: Reading) -> Verdict:
    servers = reading.servers
    assert servers is not None  # noqa: S101 - there is no referral without
    names = sorted(name_text(each.target) for each in servers)
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    addresses = sum(len(each) for each in reading.glue)
    glue = f"; {_times(addresses, 'address', 'addresses')} came with it" if addresses else "; without any address"
    return Verdict(
        outcome=Outcome.REFERRAL,
        sentence=f"a referral: ask the servers of {name_text(servers.name)}, {', '.join(names[:MOST])}{more}{glue}",
        rfc="RFC 1034 §4.3.2",
        keep=servers.ttl,
        on_to=next((each[0].address for each in sorted(reading.glue, key=lambda each: each.rdtype)), ""),
    )


def _denial(reading: Reading, outcome: Outcome, question: Question) -> Verdict:
    name = name_text(reading.target)
    kind = dns.rdatatype.to_text(question.type)
    alias = f"{name_text(question.name)} is another name of {name}, and " if reading.chain else ""
    keep = None if reading.soa is None else min(reading.soa.ttl, reading.soa[0].minimum)
    kept = "nobody may keep that, for no SOA is there" if keep is None else f"that may be kept for {seconds_text(keep)}"
    if outcome is Outcome.NXDOMAIN:
        said, rfc = f"no such name: {alias}{name} does not exist", "RFC 2308 §2.1"
    else:
        said, rfc = f"no data: {alias}{name} has no {kind}", "RFC 2308 §2.2"
    return Verdict(outcome=outcome, sentence=f"{said}; {kept}", rfc=rfc, keep=keep)


def _lame(reading: Reading, message: dns.message.Message) -> Verdict:
    if message.rcode() == dns.rcode.NOTAUTH:
        return _error(dns.rcode.NOTAUTH, Outcome.LAME)
    owner = reading.servers.name if reading.servers is not None else dns.name.root
    zone = "the root" if owner == dns.name.root else name_text(owner)
    return Verdict(
        outcome=Outcome.LAME,
        sentence=f"lame: the server sends the question up to the servers of {zone}, so it knows nothing of this name",
        rfc="RFC 1912 §2.8",
    )


def _error(rcode: dns.rcode.Rcode, outcome: Outcome) -> Verdict:
    sentence, rfc = ERRORS.get(rcode, (f"something went wrong ({dns.rcode.to_text(rcode)})", "RFC 6895 §2.3"))
    return Verdict(outcome=outcome, sentence=sentence, rfc=rfc)


def _times(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
