"""A checked delegation for a program: `netkit.dns.check/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from netkit.dns.checking.areas import areas_of
from netkit.dns.name_text import name_text
from netkit.dns.view.checked_servers import servers_checked
from netkit.dns.view.trace_json import time_text

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings, NameServer
    from netkit.dns.checking.rule import Fault
    from netkit.dns.query import Server
    from netkit.dns.view.checked_servers import ServerChecked
    from netkit.view import Json

__all__ = ["SCHEMA", "checked_json"]

SCHEMA = "netkit.dns.check/1"


def checked_json(findings: Findings, faults: Sequence[Fault], *, where: str, questions: int) -> dict[str, Json]:
    """All of it; what is not known is null."""
    return {
        "name": name_text(findings.name),
        "zone": name_text(findings.zone),
        "parent": None if findings.parent is None else name_text(findings.parent),
        "where": where,
        "faults": [_fault(each) for each in faults],
        "areas": [
            {"name": each.name, "known": each.known, "text": each.text, "rules": [one.rule.rule for one in each.faults]}
            for each in areas_of(findings, faults)
        ],
        "untold": list(findings.untold),
        "delegation": [
            {
                "server": _server(each.server),
                "name_servers": [name_text(name) for name in each.names],
                "time_to_live": each.seconds,
            }
            for each in findings.delegation
        ],
        "name_servers": [_name_server(each) for each in findings.name_servers],
        "servers": [_checked(each) for each in servers_checked(findings)],
        "questions": questions,
    }


def _fault(fault: Fault) -> Json:
    rule = fault.rule
    return {
        "rule": rule.rule,
        "severity": rule.severity.value,
        "text": fault.headline,
        "seen": list(fault.seen),
        "breaks": fault.breaks,
        "mend": fault.mend,
        "who": [each.value for each in rule.who],
        "rfc": rule.rfc,
        "servers": [_server(each) for each in fault.servers],
    }


def _server(server: Server) -> dict[str, Json]:
    return {"name": None if server.name is None else name_text(server.name), "address": server.address}


def _name_server(server: NameServer) -> Json:
    found = server.found
    return {
        "name": name_text(server.name),
        "by_parent": server.by_parent,
        "by_zone": server.by_zone,
        "glue": list(server.glue),
        "addresses": list(found.addresses),
        "state": found.state.value,
        "alias_of": None if found.alias_of is None else name_text(found.alias_of),
    }


def _checked(checked: ServerChecked) -> Json:
    return {
        **_server(checked.server),
        "standing": checked.standing.value,
        "rcode": checked.said or None,
        "serial": checked.serial,
        "udp": checked.udp,
        "tcp": checked.tcp,
        "edns": checked.edns,
        "time": None if checked.seconds is None else time_text(checked.seconds),
    }
