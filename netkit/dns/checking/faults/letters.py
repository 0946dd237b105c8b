"""Servers that do not repeat a question as it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import agreed, told_by
from netkit.dns.name_text import name_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.rule import Fault
    from netkit.dns.query import Server

__all__ = ["LOOK"]

CASE_LOST = Rule(
    rule="server.case-lost",
    severity=Severity.WEAKNESS,
    title="A server does not repeat the letters of a question as they were asked, capital and small",
    headline="{servers} {do} not keep the capital letters of a question",
    breaks="resolvers that ask in mixed letters, to make it harder for forgers, find that the answer does not fit, and have to ask again",
    mend="those who run {servers} update the server's software, or change the box before it that rewrites names",
    who=(Who.OPERATOR,),
    rfc="RFC 1035 §2.3.3",
    example="lowercases.test",
)


def find(findings: Findings) -> Iterator[Fault]:
    """Servers in whose answers the question is spelled otherwise."""
    odd: dict[Server, str] = {}
    for heard in findings.at_zone:
        asked = heard.question.name
        if heard.message is None or not heard.message.question:
            continue
        repeated = heard.message.question[0].name
        if repeated == asked and repeated.labels != asked.labels:
            odd.setdefault(heard.server, f"was asked for {name_text(asked)}, and answered about {name_text(repeated)}")
    if odd:
        yield CASE_LOST.fault(told_by(odd.items()), odd, do=agreed(odd, "does", "do"))


LOOK = Look(rules=(CASE_LOST,), find=find)
