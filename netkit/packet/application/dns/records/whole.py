"""A record's data kept whole, for types without tables of their own: dnspython says what they are (RFC 3597)."""

from __future__ import annotations

from typing import Any

from netkit.packet.application.dns.codes import TYPES
from netkit.packet.application.dns.records.kinds import BytesKind
from netkit.packet.field import variable
from netkit.packet.header import Header
from netkit.packet.kinds import BYTES
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem
from netkit.packet.reading import Reading
from netkit.packet.run import Run, run_of

__all__ = ["RecordData", "check_whole", "keep_whole"]

LONGEST_TEXT = 400
"""Characters of dnspython's text that are shown."""


class RecordBytes:
    """The data of one record in place, with the packet and where the message begins in it: names in the data may point into that."""

    __slots__ = ("origin", "packet", "record_class", "record_type", "start", "wire")

    def __init__(self, packet: bytes, origin: int, start: int, end: int, record_type: int, record_class: int) -> None:
        self.wire = packet[start:end]
        self.packet = packet
        self.origin = origin
        self.start = start
        self.record_type = record_type
        self.record_class = record_class

    def __len__(self) -> int:
        """Bytes in place."""
        return len(self.wire)

    def __bytes__(self) -> bytes:
        """The bytes in place."""
        return self.wire

    def hex(self) -> str:
        """The bytes in hex."""
        return self.wire.hex()

    def text(self) -> str:
        """What dnspython writes for this record, as a zone file has it; DNSException says what is wrong with it."""
        import dns.rdata  # noqa: PLC0415 - it takes longer to load than a packet to read
        import dns.rdataclass  # noqa: PLC0415
        import dns.rdatatype  # noqa: PLC0415

        kind, network = (
            dns.rdatatype.RdataType.make(self.record_type),
            dns.rdataclass.RdataClass.make(self.record_class),
        )
        message = self.packet[self.origin :]
        data = dns.rdata.from_wire(network, kind, message, self.start - self.origin, len(self.wire))
        return str(data.to_text())


class _RecordKind(BytesKind):
    """Data of a record; for a person as a zone file has them, where dnspython knows the type."""

    late = True

    def digits(self, raw: Any, width: int) -> str:
        if isinstance(raw, RecordBytes) and (text := _written(raw)[0]):
            return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
        return BYTES.digits(bytes(raw), width)


class RecordData(Header):
    """A record's data, kept whole."""

    key = "dns"
    title = "DNS record data"
    rfc = "RFC 3597 §4"

    data: bytes = variable("the record's data, kept whole", key="dns.data", size=lambda _: 0, kind=_RecordKind())


def keep_whole(reading: Reading, group: str, origin: int, record_type: int, record_class: int) -> None:
    """Put what is left of a record into the present layer as one field."""
    start, end = reading.position, reading.end
    raw = RecordBytes(reading.data, origin, start, end, record_type, record_class)
    reading.add(run_of(RecordData.fields[0], raw, start), group)


def check_whole(layer: Layer) -> None:
    """Note what dnspython says is wrong with the records that were kept whole."""
    for part in layer.parts:
        if isinstance(part, Run) and isinstance(part.raw, RecordBytes) and layer.late_problems is not None:
            wrong = _written(part.raw)[1]
            if wrong:
                layer.late_problems.append(_problem(part, part.raw, wrong))


def _problem(part: Run, raw: RecordBytes, wrong: str) -> Problem:
    name = TYPES.get(raw.record_type, f"type {raw.record_type}")
    return Problem(
        rule="dns.record_data.malformed",
        key="dns.data",
        start_bit=part.start * 8,
        width_bits=len(raw) * 8,
        text=f"the data of {part.group} are no {name} record: {wrong}",
        rfc="RFC 1035 §4.1.3",
    )


def _written(raw: RecordBytes) -> tuple[str, str]:
    """The text that dnspython has for the record, and what it says is wrong."""
    import dns.exception  # noqa: PLC0415

    try:
        return raw.text(), ""
    except dns.exception.DNSException as error:
        return "", _plain(error)
    except Exception:  # noqa: BLE001 - what dnspython can't write is no fault of the bytes
        return "", ""


def _plain(error: Exception) -> str:
    """What dnspython says, as the end of a sentence."""
    words = " ".join(str(error).split()).rstrip(".") if error.args else ""
    return words or "they have another form"
