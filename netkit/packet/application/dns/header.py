"""The header of a DNS message, as each of its relatives has it: DNS, DNS UPDATE, multicast DNS, LLMNR (RFC 1035 §4.1.1)."""

from __future__ import annotations

from netkit.packet.application.dns.codes import OPCODES, RCODES
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH

__all__ = ["Dns", "DnsLength", "DnsUpdate", "Llmnr", "Mdns"]


class Dns(Header):
    """The header of a DNS message."""

    key = "dns"
    title = "DNS"
    rfc = "RFC 1035 §4.1.1"

    identification: int = bits(
        16, "the answer repeats the question's number, and so finds it", key="dns.id", kind=HEXADECIMAL, label="ID"
    )
    response: bool = flag("this is an answer, not a question", key="dns.flags.response")
    operation_code: int = bits(4, "the kind of question", key="dns.flags.opcode", names=OPCODES, default=0, minor=True)
    authoritative_answer: bool = flag(
        "the server has the zone itself", key="dns.flags.authoritative", label="AA, authoritative", minor=True
    )
    truncation: bool = flag(
        "the answer did not fit: ask again over TCP", key="dns.flags.truncated", label="TC, truncated", minor=True
    )
    recursion_desired: bool = flag(
        "please find the answer for me", key="dns.flags.recdesired", label="RD, recursion desired", minor=True
    )
    recursion_available: bool = flag(
        "this server finds answers for others", key="dns.flags.recavail", label="RA, recursion available", minor=True
    )
    reserved: bool = flag("must be zero", key="dns.flags.z", label="Z", minor=True)
    authentic_data: bool = flag(
        "in an answer: the server has checked the signatures; in a question: the asker wants to know",
        key="dns.flags.authenticated",
        label="AD, authentic data",
        rfc="RFC 6840 §5.7",
        minor=True,
    )
    checking_disabled: bool = flag(
        "don't check the signatures for me",
        key="dns.flags.checkdisable",
        label="CD, checking disabled",
        rfc="RFC 4035 §3.2.2",
        minor=True,
    )
    response_code: int = bits(4, "how it went", key="dns.flags.rcode", names=RCODES, default=0)
    questions: int = bits(16, "how many questions follow", key="dns.count.queries", default=0, minor=True)
    answers: int = bits(16, "how many records answer it", key="dns.count.answers", default=0, minor=True)
    authority_records: int = bits(
        16, "how many records say who has authority", key="dns.count.auth_rr", default=0, minor=True
    )
    additional_records: int = bits(
        16, "how many records come along because they help", key="dns.count.add_rr", default=0, minor=True
    )


class DnsUpdate(Dns):
    """The header of an update, whose sections mean something else."""

    key = "dns"
    title = "DNS update"
    rfc = "RFC 2136 §2.2"

    questions: int = bits(
        16, "how many zones are to be updated: 1", key="dns.count.zones", rfc="RFC 2136 §2.2", label="Zones", default=1, minor=True
    )  # fmt: skip
    answers: int = bits(
        16,
        "how many conditions must hold first",
        key="dns.count.prerequisites",
        rfc="RFC 2136 §2.2",
        label="Prerequisites",
        default=0,
        minor=True,
    )
    authority_records: int = bits(
        16,
        "how many records are to be added or deleted",
        key="dns.count.updates",
        rfc="RFC 2136 §2.2",
        label="Updates",
        default=0,
        minor=True,
    )


class Mdns(Dns):
    """The header of a message that everyone on the link gets."""

    key = "mdns"
    title = "Multicast DNS"
    rfc = "RFC 6762 §18"


class Llmnr(Header):
    """The header of link-local multicast name resolution."""

    key = "llmnr"
    title = "LLMNR"
    rfc = "RFC 4795 §2.1.1"

    identification: int = bits(
        16, "the answer repeats the question's number, and so finds it", key="dns.id", kind=HEXADECIMAL, label="ID"
    )
    response: bool = flag("this is an answer, not a question", key="dns.flags.response")
    operation_code: int = bits(
        4, "the kind of question: always 0", key="dns.flags.opcode", names=OPCODES, default=0, minor=True
    )
    conflict: bool = flag(
        "the asker got more than one answer, or the name is not the sender's alone",
        key="dns.flags.conflict",
        label="C, conflict",
        minor=True,
    )
    truncation: bool = flag(
        "the answer did not fit: ask again over TCP", key="dns.flags.truncated", label="TC, truncated", minor=True
    )
    tentative: bool = flag(
        "the sender does not know yet whether the name is its own",
        key="dns.flags.tentative",
        label="T, tentative",
        minor=True,
    )
    reserved: int = bits(4, "must be zero", key="dns.flags.reserved", label="Z", default=0, minor=True)
    response_code: int = bits(4, "how it went", key="dns.flags.rcode", names=RCODES, default=0)
    questions: int = bits(16, "how many questions follow: 1", key="dns.count.queries", default=0, minor=True)
    answers: int = bits(16, "how many records answer it", key="dns.count.answers", default=0, minor=True)
    authority_records: int = bits(
        16, "how many records say who has authority", key="dns.count.auth_rr", default=0, minor=True
    )
    additional_records: int = bits(
        16, "how many records come along because they help", key="dns.count.add_rr", default=0, minor=True
    )


class DnsLength(Header):
    """Over TCP each message has its length before it."""

    key = "dns"
    title = "DNS over TCP"
    rfc = "RFC 1035 §4.2.2"

    message_length: int = bits(16, "bytes of the message that follows", key="dns.length", kind=LENGTH)
