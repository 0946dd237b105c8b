"""Servers that do not speak EDNS, or fall silent when they hear it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.rule import Look, Rule, Severity, Who
from netkit.dns.checking.telling import agreed, told_by

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.heard import Heard
    from netkit.dns.checking.rule import Fault

__all__ = ["LOOK"]

NO_EDNS = Rule(
    rule="server.no-edns",
    severity=Severity.WEAKNESS,
    title="A server does not know EDNS, the extension that DNSSEC and answers above 512 bytes need",
    headline="{servers} {do} not speak EDNS",
    breaks="resolvers have to ask once more without it, or get answers of at most 512 bytes; signatures (DNSSEC) can't be had at all",
    mend="those who run {servers} update the server's software, or change the firewall that takes EDNS away",
    who=(Who.OPERATOR,),
    rfc="RFC 6891 §7",
    example="no-edns.test",
)
EDNS_SILENT = Rule(
    rule="server.edns-silent",
    severity=Severity.FAULT,
    title="A server, or a box before it, drops questions with EDNS without a word",
    headline="{servers} {answer} nothing to questions with EDNS",
    breaks="today's resolvers all ask with EDNS: each waits in vain before it tries without, and some never do",
    mend="those who run {servers} let questions with EDNS through the firewall, or replace the server's software",
    who=(Who.OPERATOR,),
    rfc="RFC 6891 §7",
)


def find(findings: Findings) -> Iterator[Fault]:
    """Servers that answer without EDNS, and otherwise not, or not in kind."""
    deaf, silent = [], []
    for server in findings.servers:
        heard = [each for each in findings.of(server) if not each.tcp and each.question.type == dns.rdatatype.SOA]
        with_edns = [each for each in heard if each.edns]
        without = [each for each in heard if not each.edns and each.message is not None]
        if not with_edns:
            continue
        said = _deaf(with_edns, without)
        if said:
            deaf.append((server, said))
        elif without and all(each.silent for each in with_edns):
            silent.append(server)
    if deaf:
        servers = [server for server, _ in deaf]
        do = agreed(servers, "does", "do")
        yield NO_EDNS.fault(told_by(deaf), servers, do=do)
    if silent:
        seen = told_by(
            (server, "answered a question without EDNS, and said nothing to the same with it") for server in silent
        )
        answer = agreed(silent, "answers", "answer")
        yield EDNS_SILENT.fault(seen, silent, answer=answer)


def _deaf(with_edns: list[Heard], without: list[Heard]) -> str:
    """In which way a server shows that it does not know EDNS, or ""."""
    plain = {each.rcode_text for each in without}
    for each in with_edns:
        if each.message is None:
            continue
        if each.rcode_text in ("FORMERR", "NOTIMP", "BADVERS", "SERVFAIL") and plain & {"NOERROR", "NXDOMAIN"}:
            return f"said {each.rcode_text} to a question with EDNS, and answered the same without it"
        if each.message.edns < 0 and each.rcode_text in ("NOERROR", "NXDOMAIN"):
            return "answered a question with EDNS as if it had none"
    return ""


LOOK = Look(rules=(NO_EDNS, EDNS_SILENT), find=find)
