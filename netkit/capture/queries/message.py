"""A message of DNS, mDNS or LLMNR, as far as a list of questions and answers needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netkit.capture.streams.end import End
from netkit.packet.application.dns.codes import RCODES, TYPES
from netkit.packet.layer import Layer, Part

__all__ = ["MOST_RECORDS", "Message", "Record", "message_of"]

MOST_RECORDS = 64
"""Of a section that are kept; a message may have thousands."""

LONGEST = 300
"""Characters of a record's data that are kept."""

NS, SOA = 2, 6

SINGLE_BITS = 8
"""Fields of fewer bits are flags, which a list does not tell."""

NOT_DATA = frozenset(
    {
        "dns.qry.class", "dns.qry.qu", "dns.resp.class", "dns.resp.cache_flush", "dns.resp.ttl", "dns.resp.len",
        "dns.rr.udp_payload_size", "dns.resp.edns0_version", "dns.resp.z.do", "dns.resp.z.reserved", "dns.txt.length",
    }
)  # fmt: skip
"""Keys of fields of a question or record that are not its data."""


@dataclass(frozen=True, slots=True)
class Record:
    """A question, or a record in an answer with its data as text."""

    name: str
    type: str
    data: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What a message says, who sent it to whom, and in which packet it was whole; `time` is in nanoseconds since 1970.

    `code` is the response code with EDNS's bits. `referral` is the zone whose servers the answer names, where it has no answer of its own.
    `data` are the message's bytes, where the reader was asked to keep them.
    """

    protocol: str
    transport: str
    number: int
    time: int | None
    source: End
    destination: End
    identification: int
    response: bool
    operation: int
    code: int
    truncated: bool
    questions: Sequence[Record]
    answers: Sequence[Record]
    more_answers: int
    referral: str
    data: bytes = b""

    @property
    def code_name(self) -> str:
        """The response code in words."""
        return RCODES.get(self.code, f"code {self.code}")


def message_of(
    layer: Layer, *, transport: str, number: int, time: int | None, source: End, destination: End, data: bytes = b""
) -> Message | None:
    """The message that a layer is; None where its header is not whole."""
    head = layer.header
    if head is None or not hasattr(head, "identification"):
        return None
    sections = _Sections(layer)
    code = int(head.response_code) | sections.extended << 4
    return Message(
        layer.key,
        transport,
        number,
        time,
        source,
        destination,
        head.identification,
        bool(head.response),
        head.operation_code,
        code,
        bool(head.truncation),
        tuple(sections.questions),
        tuple(sections.answers[:MOST_RECORDS]),
        max(0, len(sections.answers) - MOST_RECORDS),
        sections.referral,
        data,
    )


@dataclass(slots=True)
class _Entry:
    """A question or record while it is read, field by field."""

    section: str
    name: str = ""
    type: int | None = None
    data: Sequence[str] = ()


class _Sections:
    """The questions and records of a message."""

    def __init__(self, layer: Layer) -> None:
        self.extended = 0
        entries: dict[str, _Entry] = {}
        for part in layer.parts:
            group = part.group.partition(",")[0]
            if not group:
                continue
            entry = entries.get(group)
            if entry is None:
                if len(entries) > 4 * MOST_RECORDS:
                    break
                entry = entries[group] = _Entry(group.partition(" ")[0])
            self._read(entry, part)
        self.questions = [_record(each) for each in entries.values() if each.section in ("question", "zone")][
            :MOST_RECORDS
        ]
        self.answers = [_record(each) for each in entries.values() if each.section in ("answer", "prerequisite")]
        authority = [each for each in entries.values() if each.section == "authority"]
        delegated = [each for each in authority if each.type == NS]
        self.referral = "" if any(each.type == SOA for each in authority) or not delegated else delegated[0].name

    def _read(self, entry: _Entry, part: Part) -> None:
        for field, raw, _, width in part.spans():
            key = field.key
            if key in ("dns.qry.name", "dns.resp.name"):
                entry.name = str(field.kind.value(raw, width))
            elif key in ("dns.qry.type", "dns.resp.type") and entry.type is None:
                entry.type = int(raw)
            elif key == "dns.resp.ext_rcode":
                self.extended = int(raw)
            elif key not in NOT_DATA and width >= SINGLE_BITS and sum(map(len, entry.data)) < LONGEST:
                entry.data = (*entry.data, str(field.kind.value(raw, width))[:LONGEST])


def _record(entry: _Entry) -> Record:
    number = entry.type
    return Record(entry.name, "" if number is None else TYPES.get(number, f"TYPE{number}"), " ".join(entry.data))
