"""A DNS message: a header of flags and counts, questions, and three sections of records (RFC 1035 §4.1)."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.errors import TruncatedError
from netkit.packet.application.dns.edns import OPT, MulticastOpt, Opt, check_opt, read_options
from netkit.packet.application.dns.header import Dns, DnsLength, DnsUpdate, Llmnr, Mdns
from netkit.packet.application.dns.name import BadNameError
from netkit.packet.application.dns.records.address import CHAOS_ADDRESS
from netkit.packet.application.dns.records.reading import add_name
from netkit.packet.application.dns.records.registry import MAY_BE_EMPTY, NO_POINTERS, RECORDS, report_pointers
from netkit.packet.application.dns.records.whole import RecordData, check_whole, keep_whole
from netkit.packet.application.dns.sections import (
    Extraneous,
    MulticastQuestion,
    MulticastRecord,
    Question,
    QuestionName,
    RecordName,
    ResourceRecord,
)
from netkit.packet.application.dns.stateful import read_stateful
from netkit.packet.data import Data, TcpPayload
from netkit.packet.reading import Next, Reading

__all__ = [
    "Dns",
    "DnsLength",
    "Opt",
    "Question",
    "ResourceRecord",
    "read_dns",
    "read_dns_over_tcp",
    "read_llmnr",
    "read_mdns",
]

UPDATE, STATEFUL = 5, 6

TSIG = 250

COUNTS = ("questions", "answers", "authority_records", "additional_records")
COUNTS_OF = Dns.taker(*COUNTS)
"""The four numbers, which stand in the same place in the header of each relative."""

RECORD_NUMBERS = ResourceRecord.taker("type", "class_", "time_to_live", "data_length")
"""The four numbers of a record, which stand in the same place in multicast DNS."""

GROUPS = ("question", "answer", "authority", "additional")
UPDATE_GROUPS = ("zone", "prerequisite", "update", "additional")


@dataclass(slots=True)
class _Message:
    """A message while it is read: where it begins, its header, and what was found so far."""

    origin: int
    head: Dns | Llmnr
    groups: tuple[str, ...]
    multicast: bool
    update: bool
    opts: int = 0
    signed: str = ""
    whole: bool = False


def read_dns(reading: Reading) -> Next:
    """Read one message, up to the present end."""
    return _read_message(reading, Dns)


def read_mdns(reading: Reading) -> Next:
    """Read one message of multicast DNS, up to the present end."""
    return _read_message(reading, Mdns)


def read_llmnr(reading: Reading) -> Next:
    """Read one message of link-local multicast name resolution, up to the present end."""
    return _read_message(reading, Llmnr)


def _read_message(reading: Reading, table: type[Dns | Llmnr]) -> Next:
    origin = reading.position
    reading.begin(table, rest=Data)
    update = table is Dns and reading.left > 2 and reading.data[origin + 2] >> 3 & 15 == UPDATE
    head = reading.read(DnsUpdate if update else table)
    if head.reserved:
        reading.report("dns.reserved_bit.set", head, "reserved", "the reserved bit Z is set; it must be zero")
    message = _Message(origin, head, UPDATE_GROUPS if update else GROUPS, table is Mdns, update)
    try:
        if _read_sections(reading, message) and reading.left:
            _read_behind(reading, head)
    except BadNameError as error:
        _report_name(reading, error)
    return None


def _report_name(reading: Reading, error: BadNameError) -> None:
    width = min(2, max(0, reading.end - error.offset))
    reading.report_bytes(error.rule, error.offset, width, error.what, key="dns", rfc=error.why)


def _read_sections(reading: Reading, message: _Message) -> bool:
    """Read the questions and the records; whether all were there."""
    groups = message.groups
    counts = COUNTS_OF(reading.data, message.origin)
    for number in range(1, counts[0] + 1):
        group = f"{groups[0]} {number}"
        if reading.position >= reading.end and _all_there_is(reading, message, 0, number):
            return False
        add_name(reading, QuestionName.fields[0], group, message.origin)
        reading.read(MulticastQuestion if message.multicast else Question, group)
    for section in (1, 2, 3):
        title = groups[section]
        for number in range(1, counts[section] + 1):
            if reading.position >= reading.end and _all_there_is(reading, message, section, number):
                return False
            _read_record(reading, message, section, f"{title} {number}")
    return True


def _all_there_is(reading: Reading, message: _Message, section: int, number: int) -> bool:
    """Say that the header counts more than there is, unless the bytes are known to be a part only."""
    if not reading.complete:
        return False
    name, head = COUNTS[section], message.head
    text = f"the header counts {getattr(head, name)} here, but the message ends before number {number}"
    reading.report("dns.count.high", head, name, text)
    return True


def _read_behind(reading: Reading, head: Dns | Llmnr) -> None:
    """Read what stands behind the last record: the values of a stateful operation, or bytes that don't belong there."""
    if head.operation_code == STATEFUL and not any(getattr(head, name) for name in COUNTS):
        read_stateful(reading)
        return
    size = reading.left
    text = f"{size} {'byte stands' if size == 1 else 'bytes stand'} behind the last record that the header counts"
    reading.report_bytes(
        "dns.message.trailing", reading.position, size, text, key="dns.extraneous.data", rfc=Extraneous.rfc
    )
    reading.take(Extraneous)


def _read_record(reading: Reading, message: _Message, section: int, group: str) -> None:
    origin, start = message.origin, reading.position
    add_name(reading, RecordName.fields[0], group, origin)
    at = reading.position
    number = int.from_bytes(reading.data[at : at + 2], "big")
    record: Opt | MulticastOpt | ResourceRecord | MulticastRecord
    if number == OPT:
        opt = reading.read(MulticastOpt, group) if message.multicast else reading.read(Opt, group)
        _check_place(reading, message, section, start)
        check_opt(reading, opt, message.head.response_code)
        record = opt
    else:
        record = reading.read(MulticastRecord, group) if message.multicast else reading.read(ResourceRecord, group)
        if RECORD_NUMBERS(reading.data, at)[2] >> 31:
            text = "the highest bit of the time to live is set; it must be zero, and the time then counts as 0"
            reading.report("dns.ttl.large", record, "time_to_live", text, rfc="RFC 2181 §8")
    if message.signed:
        text = f"{message.signed} signs the message, so it must be the last record, but {group} comes after it"
        reading.report_bytes(
            "dns.tsig.not_last", start, reading.position - start, text, key="dns.resp.type", rfc="RFC 8945 §5.1"
        )
        message.signed = ""
    if number == TSIG:
        message.signed = group
    _, record_class, _, size = RECORD_NUMBERS(reading.data, at)
    if message.multicast:
        record_class &= 0x7FFF
    if reading.position + size > reading.end:
        raise TruncatedError(
            f"the data of {group} of the DNS message", start=reading.position, needed=size, available=reading.left,
            limited_by=reading.limited_by,
        )  # fmt: skip
    outer = reading.narrow(reading.position + size, "dns.resp.len")
    try:
        _read_data(reading, message, record, group, number, record_class)
    finally:
        reading.widen(outer)


def _check_place(reading: Reading, message: _Message, section: int, start: int) -> None:
    """EDNS stands once in a message, among the additional records, and belongs to the root (RFC 6891 §6.1.1)."""
    message.opts += 1
    at, rfc = reading.position - Opt.fixed_bytes, "RFC 6891 §6.1.1"
    if section != len(COUNTS) - 1:
        text = f"EDNS stands where a record of the section {message.groups[section]} should; its place is among the additional records"
        reading.report_bytes("dns.edns.section", at, 2, text, key="dns.resp.type", rfc=rfc)
    if message.opts == 2:
        text = "a message has EDNS once at most, but this is the second time"
        reading.report_bytes("dns.edns.repeated", at, 2, text, key="dns.resp.type", rfc=rfc)
    if reading.data[start]:
        text = "EDNS must belong to the root, but another name stands before it"
        reading.report_bytes("dns.edns.name", start, at - start, text, key="dns.resp.name", rfc=rfc)


def _read_data(
    reading: Reading,
    message: _Message,
    record: Opt | MulticastOpt | ResourceRecord | MulticastRecord,
    group: str,
    number: int,
    record_class: int,
) -> None:
    """Read the data of one record up to the present end; what its table leaves over is kept whole."""
    origin = message.origin
    read = RECORDS.get(number) if number != OPT else read_options
    if read is None or (number, record_class) == CHAOS_ADDRESS:
        if reading.left:
            keep_whole(reading, group, origin, number, record_class)
            if not message.whole:
                message.whole = True
                reading.layer.check_later((check_whole,))
        return
    if not reading.left and (message.update or number in MAY_BE_EMPTY or number == OPT):
        return
    first = len(reading.layer.parts)
    try:
        read(reading, group, origin)
    except TruncatedError as error:
        text = f"the data of {group} end too early: {error.what}"
        reading.report("dns.record_data.short", record, "data_length", text)
    except BadNameError as error:
        _report_name(reading, error)
    else:
        if reading.left:
            text = f"the data of {group} go on for {reading.left} bytes behind what its type has"
            reading.report("dns.record_data.long", record, "data_length", text)
    if number in NO_POINTERS and not message.multicast:
        report_pointers(reading, first)
    if reading.left:
        reading.take(RecordData, group=group)


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
