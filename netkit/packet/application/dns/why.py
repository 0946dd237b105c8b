"""What the values of a DNS message make its receiver do; multicast DNS and LLMNR, which use few of its flags, have their own."""

from __future__ import annotations

from netkit.packet.application.dns.header_why import HEADER
from netkit.packet.application.dns.records_why import QUESTIONS, RECORDS, SILENT_RECORDS
from netkit.packet.why.effect import Effect, Effects, Here, Told

__all__ = ["DNS", "LLMNR", "MULTICAST_DNS"]


def _known_answers(here: Here) -> Told:
    if here.raw and not here.other("dns.flags.response"):
        return (
            "the asker has more to say of what it knows already: whoever could answer waits for that",
            "RFC 6762 §7.2",
        )
    return ""


DNS = Effects(HEADER, QUESTIONS, RECORDS, silent=SILENT_RECORDS)

_MULTICAST_KINDS = {
    0: "everyone on the link hears the question, and who has the name answers",
    1: "everyone on the link may keep these records as long as each says",
}

_LINK_LOCAL_KINDS = {
    0: "everyone on the link hears the question, and who has the name answers",
    1: "the answer, to the asker alone",
}

_EVERYONE = Effect("dns.qry.name", "who has records of this name answers")

MULTICAST_DNS = Effects(
    _EVERYONE,
    Effect("dns.flags.response", _MULTICAST_KINDS, "RFC 6762 §6"),
    Effect("dns.flags.truncated", _known_answers, also=("dns.flags.response",)),
    RECORDS,
    silent=(*SILENT_RECORDS, "dns.id", "dns.flags.rcode", "dns.qry.type"),
)

LLMNR = Effects(
    _EVERYONE,
    Effect("dns.id", "the asker finds its question by it"),
    Effect("dns.flags.response", _LINK_LOCAL_KINDS, "RFC 4795 §2"),
    Effect(
        "dns.flags.conflict",
        {1: "more than one host has this name: each looks whether it is still its own"},
        "RFC 4795 §4.2",
    ),
    Effect(
        "dns.flags.tentative",
        {1: "the name may not be the sender's alone: the asker must not use the answer"},
        "RFC 4795 §4.1",
    ),
    RECORDS,
    silent=(*SILENT_RECORDS, "dns.flags.rcode", "dns.qry.type"),
)
