"""What questions and records begin with (RFC 1035 §4.1.2 and §4.1.3), and how multicast DNS uses the class (RFC 6762 §18.12)."""

from __future__ import annotations

from netkit.packet.application.dns.codes import CLASSES, TYPES
from netkit.packet.application.dns.name import name_field
from netkit.packet.field import as_found, bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH, SECONDS

__all__ = [
    "Extraneous", "MulticastQuestion", "MulticastRecord", "Question", "QuestionName", "RecordName", "ResourceRecord",
]  # fmt: skip


class QuestionName(Header):
    """The name that stands before a question's type and class."""

    key = "dns"
    title = "DNS question name"
    rfc = "RFC 1035 §4.1.2"

    name: str = name_field("the name that is asked about", key="dns.qry.name")


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
        names=CLASSES,
        label="Class",
        default=1,
        minor=True,
    )


class MulticastQuestion(Header):
    """What is asked of everyone on the link."""

    key = "dns"
    title = "Multicast DNS question"
    rfc = "RFC 6762 §18.12"

    type: int = bits(16, "the type of record that is wanted", key="dns.qry.type", names=TYPES)
    unicast_response: bool = flag(
        "please answer me alone", key="dns.qry.qu", label="QU, unicast response", rfc="RFC 6762 §5.4", minor=True
    )
    class_: int = bits(
        15,
        "the kind of network",
        key="dns.qry.class",
        kind=HEXADECIMAL,
        names=CLASSES,
        label="Class",
        default=1,
        minor=True,
    )


class RecordName(Header):
    """The name that stands before a record's type."""

    key = "dns"
    title = "DNS record name"
    rfc = "RFC 1035 §4.1.3"

    name: str = name_field("the name that the record belongs to", key="dns.resp.name")


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
        names=CLASSES,
        label="Class",
        default=1,
        minor=True,
    )
    time_to_live: int = bits(32, "how long the record may be kept", key="dns.resp.ttl", kind=SECONDS)
    data_length: int = bits(16, "bytes of data that follow", key="dns.resp.len", kind=LENGTH, minor=True)


class MulticastRecord(Header):
    """What stands between a record's name and its data, in multicast DNS."""

    key = "dns"
    title = "Multicast DNS resource record"
    rfc = "RFC 6762 §18.13"

    type: int = bits(16, "the type of record", key="dns.resp.type", names=TYPES)
    cache_flush: bool = flag(
        "these are all the records of this name and type: forget older ones",
        key="dns.resp.cache_flush",
        rfc="RFC 6762 §10.2",
        minor=True,
    )
    class_: int = bits(
        15,
        "the kind of network",
        key="dns.resp.class",
        kind=HEXADECIMAL,
        names=CLASSES,
        label="Class",
        default=1,
        minor=True,
    )
    time_to_live: int = bits(32, "how long the record may be kept", key="dns.resp.ttl", kind=SECONDS)
    data_length: int = bits(16, "bytes of data that follow", key="dns.resp.len", kind=LENGTH, minor=True)


class Extraneous(Header):
    """What stands behind the last record that the header counts."""

    key = "dns"
    title = "Bytes behind a DNS message"
    rfc = "RFC 1035 §4.1"

    data: bytes = as_found("bytes behind the last record that the header counts", key="dns.extraneous.data")
