"""The servers of a checked zone side by side: for each address how it stands to the zone, and what it speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.checking.standing import Standing, standing
from netkit.dns.name_text import name_text
from netkit.view import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.dns.checking.findings import Findings
    from netkit.dns.checking.heard import Heard
    from netkit.dns.query import Server

__all__ = ["ServerChecked", "servers_checked", "servers_table"]

WORDS = {
    Standing.GOOD: "yes",
    Standing.LAME: "no",
    Standing.RESOLVER: "resolver",
    Standing.SILENT: "silent",
    Standing.BROKEN: "broken",
    Standing.UNKNOWN: "?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerChecked:
    """One address of a zone: what it is to it, its serial number, and whether it spoke in each way (None where nobody tried)."""

    server: Server
    standing: Standing
    said: str
    serial: int | None
    udp: bool | None
    tcp: bool | None
    edns: bool | None
    seconds: float | None


def servers_checked(findings: Findings) -> Iterator[ServerChecked]:
    """Each address that was asked."""
    for server in findings.servers:
        heard = list(findings.of(server))
        soa = findings.told(server, findings.zone, dns.rdatatype.SOA)
        times = [each.seconds for each in heard if each.message is not None and each.seconds is not None]
        yield ServerChecked(
            server=server,
            standing=standing(heard, findings.zone, server),
            said=_said(heard),
            serial=None if soa is None else int(soa[0].serial),
            udp=_spoke([each for each in heard if not each.tcp]),
            tcp=_spoke([each for each in heard if each.tcp or each.cut], over_tcp=True),
            edns=_extended([each for each in heard if each.edns and not each.tcp]),
            seconds=min(times, default=None),
        )


def _said(heard: Sequence[Heard]) -> str:
    codes = [each.rcode_text for each in heard if each.message is not None and each.question.type == dns.rdatatype.SOA]
    codes = codes or [each.rcode_text for each in heard if each.message is not None]
    return next((each for each in codes if each != "FORMERR"), codes[0] if codes else "")


def _spoke(heard: Sequence[Heard], *, over_tcp: bool = False) -> bool | None:
    if not heard:
        return None
    return any(each.message is not None or (each.cut and not over_tcp) for each in heard)


def _extended(heard: Sequence[Heard]) -> bool | None:
    if not any(each.message is not None for each in heard):
        return None
    return any(each.message is not None and each.message.edns >= 0 and each.rcode_text != "FORMERR" for each in heard)


def servers_table(findings: Findings) -> Table:
    """For a person."""
    words = {None: "", True: "yes", False: "no"}
    return Table(
        columns=("server", "address", "serves it", "serial", "TCP", "EDNS"),
        rows=[
            (
                "?" if each.server.name is None else name_text(each.server.name),
                each.server.address,
                each.said if each.standing is Standing.LAME and each.said != "NOERROR" else WORDS[each.standing],
                "" if each.serial is None else str(each.serial),
                words[each.tcp],
                words[each.edns],
            )
            for each in servers_checked(findings)
        ],
        right=(3,),
    )
