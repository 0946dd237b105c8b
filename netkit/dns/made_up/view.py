"""The made-up internet, a lesson and a zone of it, as views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.dns.made_up.behaviour import BEHAVIOURS
from netkit.dns.made_up.signing.words import denial_text, keys_text, signing_data
from netkit.dns.made_up.tables import TOPICS, zone_text
from netkit.dns.view.edns_facts import error_meaning
from netkit.dns.zones.writing import write_zone
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Paragraph, Remark, Remarks, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from netkit.dns.made_up.internet import MadeUpInternet
    from netkit.dns.made_up.tables import Lesson, Server

__all__ = [
    "OUTCOMES",
    "SCHEMA",
    "SECURITIES",
    "depths",
    "internet_view",
    "lesson_view",
    "served_text",
    "shown",
    "zone_view",
]

SCHEMA = "netkit.dns.zones/1"

NAMED = 2
"""So many servers of a zone are named in the tree; of more, the first and how many there are."""

INDENT = "· "
"""By this much a zone stands further in than the one above it; spaces at a cell's beginning would not be kept."""

OUTCOMES = {
    "answer": "an answer",
    "nodata": "no data: the name exists, but has no such record",
    "nxdomain": "NXDOMAIN: there is no such name",
    "failed": "no answer: the walk fails (SERVFAIL)",
}

SECURITIES = {
    "secure": "secure: signed, from the trust anchor down",
    "insecure": "insecure: provably not covered by signatures that can be checked",
    "bogus": "bogus: signatures are promised, and they are missing or don't hold",
}


def shown(name: str) -> str:
    """A name as one types it: without the last dot; the root is a dot."""
    return name.rstrip(".") or "."


def depths(zones: Sequence[str]) -> dict[str, int]:
    """How many zones lie above each, of zones that come after their parents."""
    found: dict[str, int] = {}
    for zone in zones:
        parent = parent_of(zone, found)
        found[zone] = 0 if parent is None else found[parent] + 1
    return found


def parent_of(zone: str, zones: Iterable[str]) -> str | None:
    """The zone that delegates a zone: the nearest of `zones` above it; None for the root."""
    above = [each for each in zones if each != zone and (each == "." or zone.endswith(f".{each}"))]
    return max(above, key=lambda each: 0 if each == "." else len(each), default=None)


def internet_view(internet: MadeUpInternet, *, aloud: bool = False) -> Document:
    """Every lesson with its command, and the tree of zones with who serves each; read aloud, the tree is in words."""
    lessons, zones = internet.lessons, internet.zones
    first = lessons[0]
    blocks: list[Block] = [
        Sentence(text=f"The made-up internet: {len(lessons)} lessons in {len(zones)} zones, without any network")
    ]
    for topic, title in TOPICS.items():
        blocks.append(Heading(text=title))
        blocks.append(
            Remarks(
                rows=[
                    Remark(label=each.slug, value=each.title, text=each.command)
                    for each in lessons
                    if each.topic == topic
                ]
            )
        )
    blocks += [
        Heading(text="The tree of zones"),
        _tree(internet, aloud=aloud),
        Next(
            commands=[
                (first.command, "begin here"),
                (f"netkit dns zones {first.slug}", "a lesson's story, servers and records"),
                ("netkit dns zones example.test", "a zone"),
            ]
        ),
    ]
    data: dict[str, Json] = {
        "lessons": [lesson_data(each) for each in lessons],
        "zones": [zone_data(internet, each) for each in zones],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _tree(internet: MadeUpInternet, *, aloud: bool) -> Table:
    zones = internet.zones
    served = {zone: _served(internet.servers_of(zone)) for zone in zones}
    if aloud:
        above = {zone: shown(parent_of(zone, zones) or "") if zone != "." else "nobody" for zone in zones}
        rows = [(shown(zone), above[zone], served[zone]) for zone in zones]
        return Table(columns=("zone", "delegated from", "who serves it"), rows=rows)
    deep = depths(zones)
    drawn = [(INDENT * deep[zone] + shown(zone), served[zone]) for zone in zones]
    return Table(columns=("zone", "who serves it"), rows=drawn)


def lesson_view(internet: MadeUpInternet, lesson: Lesson) -> Document:
    """One lesson: its story, what the walk comes to, and the zones that it goes through."""
    facts = [
        Fact(label="asked for", value=f"{lesson.name} {lesson.type}"),
        Fact(label="the walk comes to", value=OUTCOMES[lesson.outcome]),
        *(Fact(label="record", value=_record(each)) for each in lesson.answer),
        *([Fact(label="how far to trust it", value=SECURITIES[lesson.security])] if lesson.security else []),
        *(
            [Fact(label="extended error", value=str(lesson.error), note=error_meaning(lesson.error), source="RFC 8914")]
            if lesson.error is not None
            else []
        ),
        Fact(label="laid down in", value=lesson.source),
    ]
    blocks: list[Block] = [
        Sentence(text=f"{lesson.slug} · {lesson.title}"),
        *([Paragraph(text=f"Think first: {lesson.think}")] if lesson.think else []),
        Paragraph(text=lesson.story),
        Facts(rows=facts),
    ]
    for zone in lesson.zones:
        blocks += [Heading(text=f"The zone {shown(zone)}"), _servers(internet.servers_of(zone))]
        if _is_leaf(zone):
            blocks.append(Paragraph(text=zone_text(zone).rstrip()))
        else:
            blocks.append(Paragraph(text=f"Its records: netkit dns zones {shown(zone)}", quiet=True))
    blocks.append(Next(commands=[(lesson.command, "walk it")]))
    data: dict[str, Json] = {
        "lesson": lesson_data(lesson),
        "zones": [zone_data(internet, zone) | {"text": zone_text(zone)} for zone in lesson.zones],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def zone_view(internet: MadeUpInternet, zone: str, *, signed: bool = False) -> Document:
    """One zone, given by its absolute name: who serves it, what is learnt in it, and its master file (RFC 1035 section 5).

    `signed` shows the file with all that signing adds.
    """
    text = served_text(internet, zone) if signed else zone_text(zone)
    how = internet.signed_zones.get(zone)
    lessons = [each for each in internet.lessons if zone in each.zones]
    parent = parent_of(zone, internet.zones)
    below = [each for each in internet.zones if parent_of(each, internet.zones) == zone]
    facts = [
        *([] if parent is None else [Fact(label="delegated from", value=shown(parent))]),
        *([Fact(label="zones below", value=str(len(below)))] if below else []),
        *(
            [Fact(label="keys", value=keys_text(how)), Fact(label="denies by", value=denial_text(how))]
            if how is not None and how.keys
            else []
        ),
        *([Fact(label="lessons", value=", ".join(each.slug for each in lessons))] if lessons else []),
    ]
    blocks: list[Block] = [
        Sentence(text=f"{shown(zone)} · a zone of the made-up internet"),
        *([Facts(rows=facts)] if facts else []),
        _servers(internet.servers_of(zone)),
        Heading(text="Its master file", source="RFC 1035 section 5"),
        Paragraph(text=text.rstrip()),
        Next(
            commands=[
                (f"netkit dns zones --file {shown(zone)}", "the file alone"),
                *([(f"netkit dns zones --signed --file {shown(zone)}", "with its signatures")] if how else []),
                *((each.command, each.title) for each in lessons[:1]),
            ]
        ),
    ]
    data = {"zone": zone_data(internet, zone) | {"text": text}}
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def lesson_data(lesson: Lesson) -> dict[str, Json]:
    """A lesson for programs."""
    return {
        "slug": lesson.slug,
        "topic": lesson.topic,
        "title": lesson.title,
        "name": lesson.name,
        "type": lesson.type,
        "seed": lesson.seed or None,
        "command": lesson.command,
        "story": lesson.story,
        "source": lesson.source,
        "outcome": lesson.outcome,
        "rcode": lesson.rcode,
        "answer": list(lesson.answer),
        "think": lesson.think or None,
        "security": lesson.security or None,
        "extended_error": lesson.error,
        "zones": list(lesson.zones),
    }


def zone_data(internet: MadeUpInternet, zone: str) -> dict[str, Json]:
    """A zone and its servers for programs; times are seconds with nine digits."""
    servers: list[Json] = [
        {
            "name": each.name,
            "addresses": list(each.addresses),
            "behaviours": sorted(each.behaviours),
            "round_trip": f"{each.round_trip:.9f}",
        }
        for each in internet.servers_of(zone)
    ]
    signed = signing_data(internet.signed_zones.get(zone))
    return {"name": zone, "parent": parent_of(zone, internet.zones), "servers": servers, "signed": signed}


def served_text(internet: MadeUpInternet, zone: str) -> str:
    """A zone's master file as its servers have it: with keys, DS records, denials and signatures."""
    return write_zone(internet.zone(zone))


def _is_leaf(zone: str) -> bool:
    """Whether a zone is no registry's, the text of which would bury a lesson."""
    return zone not in {".", "test.", "example.", "arpa."}


def _record(text: str) -> str:
    """A record of a lesson's answer; any data is told by dots."""
    return f"{text[:-1]}…" if text.endswith(" *") else text


def _served(servers: Sequence[Server]) -> str:
    names = list(dict.fromkeys(shown(each.name) for each in servers))
    if len(names) > NAMED:
        return f"{names[0]} and {len(names) - 1} more"
    return ", ".join(names)


def _servers(servers: Sequence[Server]) -> Remarks:
    return Remarks(
        rows=[
            Remark(
                label=shown(each.name),
                value=", ".join(each.addresses),
                text=_behaving(each),
                trouble=bool(each.behaviours),
            )
            for each in servers
        ]
    )


def _behaving(server: Server) -> str:
    told = "; ".join(BEHAVIOURS[each] for each in sorted(server.behaviours)) or "answers as it should"
    return f"{told}, after {server.round_trip * 1000:.0f} ms" if "silent" not in server.behaviours else told
