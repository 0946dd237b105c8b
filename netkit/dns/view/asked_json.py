"""One question to one server for a program: `netkit.dns.ask/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import dns.flags
import dns.rcode

from netkit.dns.name_text import name_text
from netkit.dns.view.edns_facts import edns_json
from netkit.dns.view.records import records_json, type_text
from netkit.dns.view.trace_json import time_text

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.attempt import Attempt
    from netkit.dns.interception import Finding
    from netkit.dns.query import Question
    from netkit.dns.verdict import Verdict
    from netkit.view import Json

__all__ = ["SCHEMA", "asked_json"]

SCHEMA = "netkit.dns.ask/1"
FLAGS = ("AA", "TC", "RD", "RA", "AD", "CD")


def asked_json(
    question: Question,
    attempts: Sequence[Attempt],
    verdict: Verdict,
    *,
    where: str,
    findings: Sequence[Finding] = (),
) -> dict[str, Json]:
    """All of it; the `message` is that of the last attempt."""
    last = attempts[-1]
    return {
        "question": {"name": name_text(question.name), "type": type_text(question.type)},
        "where": where or None,
        "outcome": verdict.outcome.value,
        "reason": verdict.sentence,
        "rfc": verdict.rfc,
        "keep": verdict.keep,
        "message": None if last.response is None else _message(last.response),
        "attempts": [_attempt(each) for each in attempts],
        "findings": [
            {
                "rule": each.rule,
                "seen": each.seen,
                "meaning": each.meaning,
                "advice": each.advice,
                "rfc": each.source or None,
            }
            for each in findings
        ],
    }


def _message(message: dns.message.Message) -> dict[str, Json]:
    return {
        "id": message.id,
        "rcode": dns.rcode.to_text(message.rcode()),
        "flags": {name.lower(): bool(message.flags & dns.flags.Flag[name]) for name in FLAGS},
        "answer": records_json(message.answer),
        "authority": records_json(message.authority),
        "additional": records_json(message.additional),
        "edns": edns_json(message),
    }


def _attempt(attempt: Attempt) -> dict[str, Json]:
    return {
        "server": {
            "name": None if attempt.server.name is None else name_text(attempt.server.name),
            "address": attempt.server.address,
            "port": attempt.port,
        },
        "transport": attempt.transport,
        "time": time_text(attempt.time),
        "ended": time_text(attempt.ended),
        "failure": attempt.failure or None,
        "secured": attempt.secured or None,
        "passed_over": [
            {"rule": each.rule, "text": each.text, "rfc": each.rfc or None} for each in attempt.passed_over
        ],
        "query_hex": attempt.sent.hex(),
        "response_hex": attempt.wire.hex() or None,
    }
