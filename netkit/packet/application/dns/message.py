"""A DNS message: a header of flags and counts, questions, and three sections of records (RFC 1035 §4.1)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.errors import TruncatedError
from netkit.packet.application.dns.name import BadNameError, name_field, read_name
from netkit.packet.application.dns.records import TYPES, RecordData, read_record_data
from netkit.packet.data import Data, TcpPayload
from netkit.packet.field import Field, bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH, SECONDS
from netkit.packet.problem import Problem
from netkit.packet.reading import Next, Reading
from netkit.packet.run import Run

__all__ = ["Dns", "DnsLength", "Opt", "Question", "ResourceRecord", "read_dns", "read_dns_over_tcp"]

OPT = 41

_OPCODES = MappingProxyType({0: "standard query", 1: "inverse query", 2: "server status", 4: "notify", 5: "update"})
_RCODES = MappingProxyType(
    {
        0: "no error", 1: "format error", 2: "server failure", 3: "no such name", 4: "not implemented", 5: "refused",
        6: "name exists", 7: "record set exists", 8: "record set does not exist", 9: "not authoritative", 10: "not in zone",
    }
)  # fmt: skip
_CLASSES = MappingProxyType({1: "Internet", 3: "Chaos", 4: "Hesiod", 254: "none", 255: "any"})


class Dns(Header):
    """The header of a DNS message."""

    key = "dns"
    title = "DNS"
    rfc = "RFC 1035 §4.1.1"

    identification: int = bits(
        16, "the answer repeats the question's number, and so finds it", key="dns.id", kind=HEXADECIMAL, label="ID"
    )
    response: bool = flag("this is an answer, not a question", key="dns.flags.response")
    operation_code: int = bits(4, "the kind of question", key="dns.flags.opcode", names=_OPCODES, default=0, minor=True)
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
    response_code: int = bits(4, "how it went", key="dns.flags.rcode", names=_RCODES, default=0)
    questions: int = bits(16, "how many questions follow", key="dns.count.queries", default=0, minor=True)
    answers: int = bits(16, "how many records answer it", key="dns.count.answers", default=0, minor=True)
    authority_records: int = bits(
        16, "how many records say who has authority", key="dns.count.auth_rr", default=0, minor=True
    )
    additional_records: int = bits(
        16, "how many records come along because they help", key="dns.count.add_rr", default=0, minor=True
    )


class Question(Header):
    """What is asked about the name before it."""

    key = "dns"
    title = "DNS question"
    rfc = "RFC 1035 §4.1.2"

    type: int = bits(16, "the type of record that is wanted", key="dns.qry.type", names=TYPES)
    class_: int = bits(
        16,
        "the kind of network",
        key="dns.qry.class",
        kind=HEXADECIMAL,
        names=_CLASSES,
        label="Class",
        default=1,
        minor=True,
    )


class ResourceRecord(Header):
    """What stands between a record's name and its data."""

    key = "dns"
    title = "DNS resource record"
    rfc = "RFC 1035 §4.1.3"

    type: int = bits(16, "the type of record", key="dns.resp.type", names=TYPES)
    class_: int = bits(
        16,
        "the kind of network",
        key="dns.resp.class",
        kind=HEXADECIMAL,
        names=_CLASSES,
        label="Class",
        default=1,
        minor=True,
    )
    time_to_live: int = bits(32, "how long the record may be kept", key="dns.resp.ttl", kind=SECONDS)
    data_length: int = bits(16, "bytes of data that follow", key="dns.resp.len", kind=LENGTH, minor=True)


class Opt(Header):
    """The pseudo-record of EDNS: it uses a record's fields for other things."""

    key = "dns"
    title = "EDNS"
    rfc = "RFC 6891 §6.1.2"

    type: int = bits(16, "41: this is no record of the zone, but EDNS", key="dns.resp.type", names=TYPES, default=OPT)
    payload_size: int = bits(
        16, "the largest UDP message that the sender can take", key="dns.rr.udp_payload_size", kind=LENGTH
    )
    extended_response_code: int = bits(
        8, "the higher bits of the response code", key="dns.resp.ext_rcode", default=0, minor=True
    )
    version: int = bits(8, "the version of EDNS: 0", key="dns.resp.edns0_version", default=0, minor=True)
    dnssec_ok: bool = flag(
        "send the signatures along", key="dns.resp.z.do", label="DO, DNSSEC OK", rfc="RFC 3225 §3", minor=True
    )
    reserved: int = bits(15, "must be zero", key="dns.resp.z.reserved", kind=HEXADECIMAL, default=0, minor=True)
    data_length: int = bits(16, "bytes of options that follow", key="dns.resp.len", kind=LENGTH, default=0, minor=True)


class DnsLength(Header):
    """Over TCP each message has its length before it."""

    key = "dns"
    title = "DNS over TCP"
    rfc = "RFC 1035 §4.2.2"

    message_length: int = bits(16, "bytes of the message that follows", key="dns.length", kind=LENGTH)


class QuestionName(Header):
    """The name that stands before a question's type and class."""

    key = "dns"
    title = "DNS question name"
    rfc = "RFC 1035 §4.1.2"

    name: str = name_field("the name that is asked about", key="dns.qry.name")


class RecordName(Header):
    """The name that stands before a record's type."""

    key = "dns"
    title = "DNS record name"
    rfc = "RFC 1035 §4.1.3"

    name: str = name_field("the name that the record belongs to", key="dns.resp.name")


SECTIONS = ("answers", "authority_records", "additional_records")
_GROUPS = ("answer", "authority", "additional")


def read_dns(reading: Reading) -> Next:
    """Read one message, up to the present end."""
    origin = reading.position
    dns = reading.open(Dns, rest=Data)
    if dns.reserved:
        reading.report("dns.reserved_bit.set", dns, "reserved", "the reserved bit Z is set; it must be zero")
    try:
        _read_sections(reading, dns, origin)
    except BadNameError as error:
        width = max(0, reading.end - error.offset) * 8
        reading.problems.append(
            Problem(
                rule=error.rule,
                key="dns",
                start_bit=error.offset * 8,
                width_bits=min(width, 16),
                text=error.what,
                rfc=error.why,
            )
        )
    return None


def _read_sections(reading: Reading, dns: Dns, origin: int) -> None:
    for number in range(1, dns.questions + 1):
        group = f"question {number}"
        _read_name(reading, QuestionName.fields[0], group, origin)
        reading.read(Question, group)
    for section, title in zip(SECTIONS, _GROUPS, strict=True):
        for number in range(1, getattr(dns, section) + 1):
            _read_record(reading, f"{title} {number}", origin)


def _read_name(reading: Reading, field: Field, group: str, origin: int) -> None:
    name = read_name(reading.data, reading.position, reading.end, origin)
    reading.add(Run(field, name, reading.position), group)


def _read_record(reading: Reading, group: str, origin: int) -> None:
    _read_name(reading, RecordName.fields[0], group, origin)
    number = int.from_bytes(reading.data[reading.position : reading.position + 2], "big")
    record = reading.read(Opt, group) if number == OPT else reading.read(ResourceRecord, group)
    end = reading.position + record.data_length
    if end > reading.end:
        raise TruncatedError(
            f"the data of {group} of the DNS message", start=reading.position, needed=record.data_length, available=reading.left,
            limited_by=reading.limited_by,
        )  # fmt: skip
    outer_end, outer_limit = reading.end, reading.limited_by
    reading.end, reading.limited_by = end, "dns.resp.len"
    try:
        read_record_data(reading, number, group, origin)
    except TruncatedError as error:
        text = f"the data of {group} end too early: {error.what}"
        reading.report("dns.record_data.short", record, "data_length", text)
        reading.take(RecordData, group=group)
    finally:
        reading.end, reading.limited_by = outer_end, outer_limit


def read_dns_over_tcp(reading: Reading) -> Next:
    """Read the messages that lie whole in one segment, each behind its length."""
    while reading.left >= DnsLength.fixed_bytes:
        length = int.from_bytes(reading.data[reading.position : reading.position + 2], "big")
        if reading.left < DnsLength.fixed_bytes + length or length < Dns.fixed_bytes:
            break
        reading.open(DnsLength)
        reading.limit(reading.position + length, "dns.length")
        read_dns(reading)
        reading.release()
    reading.rest = TcpPayload
    return None
