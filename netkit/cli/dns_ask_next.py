"""What to type after `netkit dns ask`: where a referral or an alias leads, and what shows more."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import dns.rcode

from netkit.dns.name_text import name_text
from netkit.dns.verdict import judge
from netkit.dns.view.records import type_text

if TYPE_CHECKING:
    from netkit.cli.dns_ask_words import Wanted
    from netkit.dns.attempt import Attempt

__all__ = ["next_commands"]

MOST = 3
WAYS = ("tcp", "tls", "https")


def next_commands(wanted: Wanted, attempt: Attempt, options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Commands, each with what it does; the most telling first."""
    return [each for each, _ in zip(_all(wanted, attempt, options), range(MOST), strict=False)]


def _all(wanted: Wanted, attempt: Attempt, options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if options["pcap"]:
        yield f"netkit capture show {shlex.quote(options['pcap'])}", "the packets"
    name, kind = shlex.quote(name_text(wanted.question.name)), type_text(wanted.question.type)
    place = " --live" if options["place"] == "live" else ""
    same = shlex.quote(f"@{_end(wanted, options)}") + "".join(f" --{way}" for way in WAYS if options[way]) + place
    message = attempt.response
    if message is not None:
        verdict = judge(message, wanted.question)
        if verdict.on_to:
            yield f"netkit dns ask {name} {kind} @{verdict.on_to}{place}", "ask a server that it refers to"
        if verdict.alias_of is not None:
            yield (
                f"netkit dns ask {shlex.quote(name_text(verdict.alias_of))} {kind} {same}",
                "ask for what the alias leads to",
            )
        if message.rcode() == dns.rcode.FORMERR and attempt.query.edns >= 0:
            yield f"netkit dns ask {name} {kind} {same} --no-edns", "ask without EDNS, which old servers do not know"
    if not options["messages"]:
        yield f"netkit dns ask {name} {kind} {same} --messages", "each byte of both messages"
    yield f"netkit dns trace {name} {kind}", "the walk from the root to the answer"


def _end(wanted: Wanted, options: Mapping[str, Any]) -> str:
    """The server as it is typed, with its port where that is not the usual one."""
    address, port = wanted.server.address, wanted.port or options["port"]
    if port is None:
        return address
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
