"""Servers that speak no TCP, or cut answers that would fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import agreed, told_by
from netkit.dns.message_bytes import wire_of
from netkit.dns.name_text import zone_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.heard import Heard
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

NO_TCP = Rule(
    rule="server.no-tcp",
    severity=Severity.FAULT,
    title="A server answers over UDP, and not over TCP",
    headline="{servers} {take} no questions over TCP",
    breaks="answers that do not fit into a datagram (many records, signatures) can't be had from it: resolvers are told to come again over "
    "TCP, and nobody is there",
    mend="those who run {servers} let the server listen on TCP, and open port 53 for TCP in the firewall before it",
    who=(Who.OPERATOR,),
    rfc="RFC 7766 §5",
    example="no-tcp.test",
)
CUTS = Rule(
    rule="server.cuts",
    severity=Severity.WEAKNESS,
    title="A server cuts even short answers over UDP",
    headline="{servers} {cut} even short answers over UDP",
    breaks="every question has to be asked twice, the second time over TCP: look-ups take three times as long",
    mend="those who run {servers} find out what cuts the answers: a limit of the server's, or a box before it that lets only TCP through",
    who=(Who.OPERATOR,),
    rfc="RFC 2181 §9",
    example="truncates.test",
)
SHORT = 512
"""Bytes that every server may send over UDP (RFC 1035 section 2.3.4)."""


def find(findings: Findings) -> Iterator[Fault]:
    """Servers without TCP, and those that cut."""
    without, cutting = [], []
    for server in findings.servers:
        heard = list(findings.of(server))
        speaks = any(each.message is not None or each.cut for each in heard if not each.tcp)
        over_tcp = [each for each in heard if each.tcp or each.cut]
        if speaks and over_tcp and all(each.message is None for each in over_tcp) and _lately(over_tcp):
            without.append((server, _how(over_tcp)))
        short = [each for each in heard if not each.tcp and each.question.type == dns.rdatatype.SOA]
        if short and all(each.cut and 0 < _size(each, heard) <= SHORT for each in short):
            cutting.append(server)
    if without:
        servers = [server for server, _ in without]
        take = agreed(servers, "takes", "take")
        yield NO_TCP.fault(told_by(without), servers, take=take)
    if cutting:
        said = f"marked the answer to a question for the SOA of {zone_text(findings.zone)} as cut (TC)"
        cut = agreed(cutting, "cuts", "cut")
        seen = told_by((server, said) for server in cutting)
        yield CUTS.fault(seen, cutting, cut=cut)


def _lately(heard: list[Heard]) -> bool:
    """Whether it was really asked over TCP: in a capture a cut answer may have had no follow-up."""
    return any(each.tcp or each.failure for each in heard)


def _how(heard: list[Heard]) -> str:
    why = next((each.failure for each in heard if each.failure), "")
    return f"answered over UDP, and not over TCP{': ' * bool(why)}{why}"


def _size(cut: Heard, heard: list[Heard]) -> int:
    """The bytes of the answer that came over TCP instead; 0 without one."""
    same = [cut, *(each for each in heard if each.tcp and each.question == cut.question)]
    message = next((each.message for each in same if each.message is not None), None)
    wire = None if message is None else wire_of(message)
    return 0 if wire is None else len(wire)


LOOK = Look(rules=(NO_TCP, CUTS), find=find)
