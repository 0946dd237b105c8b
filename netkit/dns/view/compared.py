"""What each server of each zone says to the same question, side by side, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.flags
import dns.rcode
import dns.rdata
import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.step import Outcome
from netkit.dns.view.records import data_text, records_json, type_text
from netkit.dns.view.stage import OUTCOMES
from netkit.dns.view.trace_json import time_text
from netkit.view import Block, Heading, Json, Paragraph, Table, Trouble

if TYPE_CHECKING:
    import dns.message
    import dns.name

    from netkit.dns.query import Question, Server
    from netkit.dns.step import Step

__all__ = ["ServerSaid", "compared_blocks", "compared_json", "said_by_servers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSaid:
    """What one server (one address) of a zone said: to the question, and when asked for the zone's SOA and NS."""

    zone: dns.name.Name
    server: Server
    step: Step
    serial: int | None
    named: tuple[str, ...] | None

    @property
    def rcode(self) -> str:
        """The response code, or what came instead of an answer."""
        response = self.step.response
        return OUTCOMES[self.step.outcome] if response is None else dns.rcode.to_text(response.rcode())

    @property
    def authoritative(self) -> bool | None:
        """Whether it speaks with authority (AA); None without an answer."""
        response = self.step.response
        return None if response is None else bool(response.flags & dns.flags.AA)

    @property
    def answer(self) -> tuple[str, ...] | None:
        """The records of its answer in words; where it refers to other servers, these; None without an answer, or with an error."""
        response = self.step.response
        if response is None or response.rcode() not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
            return None
        return _told(response)

    @property
    def seconds(self) -> float | None:
        """How long it took."""
        return (
            None
            if self.step.response is None or self.step.ended_at is None
            else self.step.ended_at - self.step.asked_at
        )


def said_by_servers(steps: Sequence[Step], question: Question) -> list[ServerSaid]:
    """What was said in a round that asked each server for `question`, and for SOA and NS of its zone."""
    found: dict[tuple[dns.name.Name, Server, Question], Step] = {
        (step.zone, step.server, step.question): step
        for step in steps
        if step.server is not None and step.outcome is not Outcome.TRUNCATED
    }
    said = []
    for (zone, server, asked), step in found.items():
        if asked != question:
            continue
        soa = found.get((zone, server, type(question)(zone, dns.rdatatype.SOA)))
        names = found.get((zone, server, type(question)(zone, dns.rdatatype.NS)))
        said.append(ServerSaid(zone=zone, server=server, step=step, serial=_serial(soa), named=_named(names)))
    return said


def _serial(step: Step | None) -> int | None:
    for rdata in _records(step, dns.rdatatype.SOA):
        return int(rdata.serial)  # type: ignore[attr-defined]
    return None


def _named(step: Step | None) -> tuple[str, ...] | None:
    if step is None or step.response is None or step.response.rcode() != dns.rcode.NOERROR:
        return None
    return tuple(sorted(name_text(each.target).lower() for each in _records(step, dns.rdatatype.NS)))  # type: ignore[attr-defined]


def _records(step: Step | None, rdtype: int) -> Iterator[dns.rdata.Rdata]:
    if step is None or step.response is None:
        return
    for rrset in step.response.answer:
        if rrset.rdtype == rdtype and rrset.name == step.zone:
            yield from rrset


def _told(message: dns.message.Message) -> tuple[str, ...]:
    sets = [each for each in message.answer if each.rdtype != dns.rdatatype.RRSIG]
    if sets:
        return tuple(
            sorted(f"{name_text(s.name).lower()} {type_text(s.rdtype)} {data_text(r)}" for s in sets for r in s)
        )
    referred = [each for each in message.authority if each.rdtype == dns.rdatatype.NS]
    if referred and not message.flags & dns.flags.AA:
        return tuple(
            sorted(
                f"ask {name_text(r.target).lower()}, a server of {name_text(s.name).lower()}"
                for s in referred
                for r in s
            )
        )
    return ()


def compared_blocks(said: Sequence[ServerSaid]) -> list[Block]:
    """For each zone its servers in a table, what they answered, and where they differ."""
    blocks: list[Block] = []
    for zone in dict.fromkeys(each.zone for each in said):
        servers = [each for each in said if each.zone == zone]
        blocks.append(Heading(text=f"All servers of {zone_text(zone)}"))
        answers = list(dict.fromkeys(each.answer for each in servers if each.answer is not None))
        sets = list(dict.fromkeys(each.named for each in servers if each.named is not None))
        columns = ("server", "address", "says", "answer", "AA", "serial", "NS", "time")
        blocks.append(
            Table(
                columns=columns,
                rows=[
                    (
                        "?" if each.server.name is None else name_text(each.server.name),
                        each.server.address,
                        each.rcode,
                        _letter(answers, each.answer),
                        {None: "", True: "yes", False: "no"}[each.authoritative],
                        "" if each.serial is None else str(each.serial),
                        _letter(sets, each.named),
                        "" if each.seconds is None else f"{each.seconds * 1000:.0f} ms",
                    )
                    for each in servers
                ],
                right=(5, 7),
            )
        )
        lines = [f"answer {_letter(answers, each)}: {_listed(each) or 'no record'}" for each in answers]
        lines += [f"NS {_letter(sets, each)}: {_listed(each) or 'none'}" for each in sets]
        blocks.append(Paragraph(text="\n".join(lines), quiet=True))
        differences = list(_differences(servers))
        if differences:
            blocks.append(Trouble(text=f"the servers of {zone_text(zone)} differ", details=differences))
        else:
            blocks.append(Paragraph(text="They all say the same."))
    return blocks


MOST = 6


def _listed(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - MOST} more" if len(texts) > MOST else ""
    return "; ".join(texts[:MOST]) + more


def _letter(kinds: Sequence[object], kind: object) -> str:
    if kind is None:
        return ""
    number = kinds.index(kind)
    return chr(ord("a") + number) if number < 26 else str(number + 1)


WHAT: Sequence[tuple[str, Callable[[ServerSaid], object]]] = (
    ("what they say", lambda each: each.rcode),
    ("the answer", lambda each: each.answer),
    ("whether they speak with authority (AA)", lambda each: each.authoritative),
    ("the zone's serial number", lambda each: each.serial),
    ("the names of the zone's servers (NS)", lambda each: each.named),
)


def _differences(servers: Sequence[ServerSaid]) -> Iterator[str]:
    """Each way in which servers differ, with the few that are not as the most are."""
    for what, value in WHAT:
        values = [value(each) for each in servers]
        heard = [each for each in values if each is not None]
        if len(set(heard)) < 2:
            continue
        # Who speaks with authority counts more where as many say the one as the other.
        counted = [(heard.count(each), _authorities(servers, values, each), -heard.index(each)) for each in heard]
        usual = heard[counted.index(max(counted))]
        odd = [str(each.server) for each, has in zip(servers, values, strict=True) if has is not None and has != usual]
        yield f"in {what}: {len(odd)} of {len(heard)} differ from the rest: {_listed(odd)}"


def _authorities(servers: Sequence[ServerSaid], values: Sequence[object], value: object) -> int:
    return sum(each.authoritative is True for each, has in zip(servers, values, strict=True) if has == value)


def compared_json(said: Sequence[ServerSaid]) -> list[Json]:
    """The same for a program, zone by zone; `differences` is empty where all say the same."""
    return [
        {
            "zone": name_text(zone),
            "differences": list(_differences([each for each in said if each.zone == zone])),
            "servers": [_server_json(each) for each in said if each.zone == zone],
        }
        for zone in dict.fromkeys(each.zone for each in said)
    ]


def _server_json(said: ServerSaid) -> Json:
    response = said.step.response
    return {
        "name": None if said.server.name is None else name_text(said.server.name),
        "address": said.server.address,
        "rcode": None if response is None else dns.rcode.to_text(response.rcode()),
        "outcome": said.step.outcome.value,
        "authoritative": said.authoritative,
        "records": None if response is None else records_json(response.answer),
        "referral": None if response is None else records_json(response.authority),
        "serial": said.serial,
        "name_servers": None if said.named is None else list(said.named),
        "transport": said.step.transport,
        "time": None if said.seconds is None else time_text(said.seconds),
    }
