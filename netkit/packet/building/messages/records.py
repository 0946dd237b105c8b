"""Questions and records of DNS, as zone files write them, and the parts that they are made of (RFC 1035 §5.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from netkit.errors import BuildError
from netkit.packet.application.dns.codes import TYPES
from netkit.packet.application.dns.edns import MulticastOpt, Opt
from netkit.packet.application.dns.header import Dns, Mdns
from netkit.packet.application.dns.records.registry import RECORDS
from netkit.packet.application.dns.records.whole import RecordData
from netkit.packet.application.dns.sections import (
    MulticastQuestion,
    MulticastRecord,
    Question,
    QuestionName,
    RecordName,
    ResourceRecord,
)
from netkit.packet.building.assembly import Assembly
from netkit.packet.building.draft import Draft
from netkit.packet.building.labels import Labels
from netkit.packet.building.messages.sections import OWNERS, SECTIONS
from netkit.packet.building.recipe import recipe_of
from netkit.packet.building.recovery.relaxing import relaxed
from netkit.packet.building.recovery.replicas import tree_of
from netkit.packet.building.values import Text, brief, named
from netkit.packet.reading import Reading

if TYPE_CHECKING:
    from netkit.packet.building.making import Making
    from netkit.packet.header import Header

__all__ = ["add_edns", "add_question", "add_record", "entry_of"]

_NETWORKS = {"IN": 1, "CH": 3, "HS": 4, "NONE": 254, "ANY": 255}


def add_question(section: str, making: Making, value: Any) -> None:
    """Add a question, `NAME [TYPE] [CLASS]`, or several."""
    for text in _texts(section, value):
        name, *words = text.split()
        kind, network = 1, 1
        for word in words:
            if word.upper() in _NETWORKS and word.upper() != "ANY":
                network = _NETWORKS[word.upper()]
            else:
                kind = _type(word)
        multicast = making.recipe.table is Mdns
        parts = (
            making.part(QuestionName, [("name", name)]),
            _said(making, MulticastQuestion if multicast else Question, type=kind, class_=network),
        )
        making.parts.append(Draft(recipe_of(SECTIONS[section]), parts=parts))


def add_record(section: str, making: Making, value: Any) -> None:
    """Add a record, `NAME [TTL] [CLASS] TYPE DATA`, or several."""
    for text in _texts(section, value):
        name, *words = text.split(None, 1)
        rest = words[0] if words else ""
        lifetime: int | None = None
        network = 1
        while rest:
            word, _, behind = rest.partition(" ")
            if word.isdecimal() and lifetime is None:
                lifetime = int(word)
            elif word.upper() in ("IN", "CH", "HS"):
                network = _NETWORKS[word.upper()]
            else:
                break
            rest = behind.strip()
        word, _, data = rest.partition(" ")
        if not word:
            raise BuildError(
                f"{brief(text)} is no record",
                why="a record is NAME TTL TYPE DATA",
                hint=f'{section}="www.example.test 300 A 192.0.2.80"',
            )
        kind = _type(word)
        multicast = making.recipe.table is Mdns
        head = _said(
            making, MulticastRecord if multicast else ResourceRecord, type=kind, class_=network, time_to_live=lifetime
        )
        inside = _data_parts(kind, network, data.strip())
        parts = (making.part(RecordName, [("name", name)]), head.changed(parts=inside))
        making.parts.append(Draft(recipe_of(SECTIONS[section]), parts=parts))


def add_edns(making: Making, value: Any) -> None:
    """Add the pseudo-record of EDNS, with the size of answers that the sender takes."""
    opt = MulticastOpt if making.recipe.table is Mdns else Opt
    said = [("payload_size", value)] if isinstance(value, int | str) and value is not True else []
    parts = (making.part(RecordName, [("name", ".")]), making.part(opt, said))
    making.parts.append(Draft(recipe_of(SECTIONS["additional"]), parts=parts))


def _said(making: Making, table: type[Header], **values: int | None) -> Draft:
    """A part with those of the values that are not what it says anyway."""
    recipe = recipe_of(table)
    usual = Draft(recipe, recipe.number)
    return making.part(table, [(name, value) for name, value in values.items() if value not in (None, usual.raw(name))])


def _texts(section: str, value: Any) -> Sequence[str]:
    texts = value if isinstance(value, list | tuple) else [value]
    for text in texts:
        if not isinstance(text, str) or not text.split():
            form = "NAME TYPE" if section in ("question", "zone") else "NAME TTL TYPE DATA"
            raise BuildError(
                f"{section} needs a text",
                why=f"it is written as in a zone file: {form}",
                hint=f'{section}="www.example.test A"',
            )
    return texts


def _type(word: str) -> int:
    """The number of a type by its name, `TYPE65280` or a number."""
    digits = word.upper().removeprefix("TYPE")
    if digits.isdecimal() and int(digits) < 1 << 16:
        return int(digits)
    try:
        return named(TYPES, word)
    except ValueError as problem:
        raise BuildError(
            f"{brief(word)} is no type of record", why="types are A, AAAA, MX, TXT and others", hint=str(problem)
        ) from problem


def _data_parts(kind: int, network: int, text: str) -> tuple[Draft, ...]:
    """The parts of a record's data from its text, which dnspython reads; BuildError says what it does not like."""
    import dns.exception  # noqa: PLC0415 - it takes longer to load than a packet to build
    import dns.name  # noqa: PLC0415
    import dns.rdata  # noqa: PLC0415

    name = TYPES.get(kind, f"TYPE{kind}")
    try:
        data = dns.rdata.from_text(network, kind, text, origin=dns.name.root, relativize=False).to_wire()  # type: ignore[arg-type]
    except (dns.exception.DNSException, ValueError, NotImplementedError) as error:
        words = " ".join(str(error).split()) or "they have another form"
        raise BuildError(f"{brief(text)} is no data of a record of type {name}", why=words) from error
    return _parts_of(kind, bytes(data or b""))


def _parts_of(kind: int, data: bytes) -> tuple[Draft, ...]:
    """The parts of a record's data, in full, as netkit's tables take them apart."""
    reading = Reading(data, original_length=len(data))
    reading.begin(Dns)
    if (read := RECORDS.get(kind)) and data:
        read(reading, "", 0)
    reading.take(RecordData)
    section = Draft(recipe_of(SECTIONS["answer"]), parts=tree_of(reading.layer.parts))
    (whole,) = relaxed((section,))
    return whole.parts if isinstance(whole, Draft) else ()


def entry_of(section: Draft) -> tuple[str, Any] | None:
    """The name and the text, or number, that stand for a question or record; None where no short form can say it.

    A value of None is said by the name alone.
    """
    name, *rest = section.parts
    if name.table not in OWNERS or not isinstance(name.tail[0], Labels) or len(rest) != 1:
        return None
    (head,) = rest
    owner = name.tail[0].text
    if head.table in (Question, MulticastQuestion):
        return section.name, _joined(owner, _shown(TYPES, head.raw("type")), _network(head.raw("class_")))
    if head.table in (Opt, MulticastOpt) and not head.parts:
        return "edns", head.raw("payload_size") if head.has("payload_size") else None
    if head.table in (ResourceRecord, MulticastRecord) and (data := _data_text(head)) is not None:
        kind, network = _shown(TYPES, head.raw("type")), _network(head.raw("class_"))
        return section.name, _joined(owner, str(head.raw("time_to_live")), network, kind, data)
    return None


def _joined(*words: str) -> Text:
    text = " ".join(word for word in words if word)
    return Text(text, text.encode())


def _shown(names: Mapping[int, str], number: int) -> str:
    return names.get(number, f"TYPE{number}")


def _network(number: int) -> str:
    """The class, where it is not that of the Internet."""
    return "" if number == 1 else next((name for name, known in _NETWORKS.items() if known == number), f"CLASS{number}")


def _data_text(head: Draft) -> str | None:
    """The text of a record's data, which dnspython writes; None where it can't."""
    import dns.rdata  # noqa: PLC0415

    assembly = Assembly(check=False)
    assembly.write((Draft(recipe_of(SECTIONS["answer"]), parts=head.parts),))
    data = bytes(assembly.data)
    try:
        return dns.rdata.from_wire(head.raw("class_"), head.raw("type"), data, 0, len(data)).to_text()
    except Exception:  # noqa: BLE001 - what dnspython can't write is told by its fields
        return None
