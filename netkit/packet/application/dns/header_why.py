"""What the header of a DNS message makes its receiver do: flags, codes and counts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.why.effect import Effect, Here, Told

__all__ = ["HEADER"]

_CODES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("the server could not read the question", "RFC 1035 §4.1.1"),
        2: ("the server could not find out: the asker may try another", "RFC 1035 §4.1.1"),
        3: ("the name does not exist, whatever the type; resolvers remember that, too", "RFC 2308 §2.1"),
        4: ("the server does not know this kind of question", "RFC 1035 §4.1.1"),
        5: ("the server does not answer this to this asker", "RFC 1035 §4.1.1"),
        6: ("nothing was changed: a name exists that must not", "RFC 2136 §2.2"),
        7: ("nothing was changed: a record set exists that must not", "RFC 2136 §2.2"),
        8: ("nothing was changed: a record set that must exist does not", "RFC 2136 §2.2"),
        9: ("the server does not have this zone itself", "RFC 2136 §2.2"),
        10: ("a name lies outside of the zone", "RFC 2136 §2.2"),
    }
)

_KINDS: Mapping[int, str] = MappingProxyType(
    {
        0: "a question: nobody remembers anything from it",
        1: "an answer: resolvers may keep its records as long as each says",
    }
)

_OPERATIONS: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        1: ("asks for the name of an address, as nobody does any more", "RFC 3425 §3"),
        2: ("asks how the server is", "RFC 1035 §4.1.1"),
        4: ("the zone has changed: the server compares versions, and fetches the new one", "RFC 1996 §3"),
        5: ("the server changes the zone, if the conditions hold and the sender may", "RFC 2136 §3"),
        6: ("about the connection itself, which stays open", "RFC 8490 §5"),
    }
)


def _answers(here: Here) -> bool:
    return bool(here.other("dns.flags.response"))


def _identification(here: Here) -> Told:
    if _answers(here):
        return "the asker takes it only if its question had the same number, name, addresses and ports", "RFC 5452 §9.1"
    return "the answer has to repeat it: who can't see the question has to guess it to forge one", "RFC 5452 §9.1"


def _authoritative(here: Here) -> Told:
    if not _answers(here) or here.other("dns.flags.rcode") not in (0, 3):
        return ""
    if here.raw:
        return "the server has the zone itself: nothing of this comes out of a cache"
    if here.other("dns.count.answers"):
        return "not from a server of the zone: out of a cache, or asked elsewhere for this"
    return ""


def _truncated(here: Here) -> Told:
    if not here.raw:
        return ""
    if _answers(here):
        return (
            "records are missing that did not fit: the asker passes over those that came, and asks again over TCP",
            "RFC 2181 §9",
        )
    return "the message was longer than its way allows"


def _recursion_desired(here: Here) -> Told:
    if _answers(here):
        return ""
    if here.raw:
        return "the server shall ask other servers itself, and come back with the answer", "RFC 1034 §4.3.1"
    return "the server shall say what it knows itself: an answer, or whom to ask", "RFC 1034 §4.3.1"


def _recursion_available(here: Here) -> Told:
    if not _answers(here):
        return ""
    if here.raw:
        return "this server asks others for those who want it", "RFC 1034 §4.3.1"
    wanted = here.other("dns.flags.recdesired")
    return ("it was asked to ask others, but does not do that", "RFC 1034 §4.3.1") if wanted else ""


def _authentic(here: Here) -> Told:
    if not here.raw:
        return ""
    if _answers(here):
        return (
            "the server has checked the signatures; who trusts it, and the way to it, need not do so again",
            "RFC 4035 §3.2.3",
        )
    return "the asker wants to hear whether the server has checked the signatures", "RFC 6840 §5.7"


def _code(here: Here) -> Told:
    extended = here.other("dns.resp.ext_rcode") or 0
    return "" if extended or not _answers(here) else _CODES.get(here.raw, "")


def _answer_count(here: Here) -> Told:
    if not _answers(here) or here.other("dns.flags.rcode") or here.other("dns.flags.opcode"):
        return ""
    if here.raw:
        return "1 record answers the question" if here.raw == 1 else f"{here.raw:,} records answer the question"
    if any(field.group.startswith("authority") for field in here.all("dns.soa.mname")):
        return "the name exists, but has no records of this type; resolvers remember that, too", "RFC 2308 §2.2"
    if any(field.group.startswith("authority") for field in here.all("dns.ns")):
        return "no answer, but whom to ask: the asker goes on to the servers named below", "RFC 1034 §4.3.1"
    return (
        "nothing answers the question: as far as this server says, the name has no records of this type",
        "RFC 2308 §2.2",
    )


HEADER = (
    Effect("dns.id", _identification, also=("dns.flags.response",)),
    Effect("dns.flags.response", _KINDS),
    Effect("dns.flags.opcode", lambda here: _OPERATIONS.get(here.raw, "")),
    Effect("dns.flags.authoritative", _authoritative, also=("dns.flags.response", "dns.count.answers")),
    Effect("dns.flags.truncated", _truncated, also=("dns.flags.response",)),
    Effect("dns.flags.recdesired", _recursion_desired, also=("dns.flags.response",)),
    Effect("dns.flags.recavail", _recursion_available, also=("dns.flags.response", "dns.flags.recdesired")),
    Effect("dns.flags.authenticated", _authentic, also=("dns.flags.response",)),
    Effect("dns.flags.checkdisable", {1: "the server gives what it has, even where a signature is wrong"}),
    Effect("dns.flags.rcode", _code, also=("dns.flags.response",)),
    Effect("dns.count.answers", _answer_count, also=("dns.flags.response", "dns.flags.rcode")),
    Effect("dns.length", "over TCP, the receiver reads so many bytes, and knows that the message is whole"),
)  # fmt: skip
