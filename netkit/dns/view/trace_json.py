"""A walk for a program: `netkit.dns.trace/1`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import dns.rcode

from netkit.dns.message_bytes import wire_of
from netkit.dns.name_text import name_text
from netkit.dns.view.chain_json import checked_json, link_json
from netkit.dns.view.records import records_json, type_text
from netkit.view import Json

if TYPE_CHECKING:
    import dns.message

    from netkit.dns.query import Question, Server
    from netkit.dns.reason import Reason
    from netkit.dns.result import Result
    from netkit.dns.step import Referral, Step

__all__ = ["SCHEMA", "answer_json", "step_json", "time_text", "trace_json"]

SCHEMA = "netkit.dns.trace/1"


def trace_json(result: Result, steps: Sequence[Step], *, epoch: float = 0.0) -> dict[str, Json]:
    """The whole walk, its times counted from `epoch` on."""
    return {
        "question": _question(result.question),
        "steps": [step_json(step, epoch=epoch) for step in steps],
        "answer": answer_json(result),
        "chain": [link_json(each) for each in result.links],
        "checked": [checked_json(each) for each in result.checked],
        "queries": result.queries,
    }


def step_json(step: Step, *, epoch: float = 0.0) -> dict[str, Json]:
    """One step, its times counted from `epoch` on; what is not known is null."""
    return {
        "number": step.number,
        "server": None if step.server is None else _server(step.server),
        "zone": name_text(step.zone),
        "question": _question(step.question),
        "transport": step.transport or None,
        "outcome": step.outcome.value,
        "reason": step.reason or None,
        "rfc": step.rfc or None,
        "because": _reason(step.because),
        "asked_so": [_reason(each) for each in step.asked_so],
        "concluded": [_reason(each) for each in step.concluded],
        "authoritative": step.authoritative,
        "records": records_json(step.records),
        "referral": None if step.referral is None else _referral(step.referral),
        "ignored": [{"what": each.what, "reason": _reason(each.reason)} for each in step.ignored],
        "purpose": {
            "kind": step.purpose.kind.value,
            "wanted": _question(step.purpose.wanted),
            "zone": None if step.purpose.zone is None else name_text(step.purpose.zone),
        },
        "depth": step.purpose.depth,
        "parent": step.purpose.parent,
        "cached": step.server is None and step.outcome.value == "cached",
        "remaining": step.remaining,
        "time": time_text(_since(epoch, step.asked_at)),
        "ended": None if step.ended_at is None else time_text(_since(epoch, step.ended_at)),
        "query_hex": _hex(step.query),
        "response_hex": _hex(step.response),
    }


def answer_json(result: Result) -> dict[str, Json]:
    """What the walk came to."""
    errors = [{"code": each.code, "text": each.text or None} for each in result.extended_errors]
    return {
        "rcode": dns.rcode.to_text(result.rcode),
        "records": records_json(result.answer),
        "authority": records_json(result.authority),
        "security": result.security.value,
        "extended_error": errors[0] if errors else None,
        "extended_errors": errors,
        "reason": _reason(result.reason),
        "mend": result.mend or None,
    }


def _since(epoch: float, seconds: float) -> float:
    """Seconds since `epoch`; a float that counts from 1970 has less than seven good digits behind the point."""
    return round(seconds - epoch, 6) if epoch else seconds


def time_text(seconds: float) -> str:
    """Seconds as text with nine digits."""
    return f"{Decimal(repr(seconds)):.9f}" if isinstance(seconds, float) else f"{seconds}.{0:09}"


def _question(question: Question) -> dict[str, Json]:
    return {"name": name_text(question.name), "type": type_text(question.type)}


def _server(server: Server) -> dict[str, Json]:
    return {"name": None if server.name is None else name_text(server.name), "address": server.address}


def _reason(reason: Reason | None) -> dict[str, Json] | None:
    return None if reason is None else {"rule": reason.rule, "text": reason.text, "rfc": reason.rfc or None}


def _referral(referral: Referral) -> dict[str, Json]:
    return {
        "zone": name_text(referral.zone),
        "time_to_live": referral.time_to_live,
        "servers": [
            {
                "name": name_text(server.name),
                "glue": server.kind.value,
                "addresses": list(server.addresses),
                "needed": _reason(server.needed),
                "believed": _reason(server.believed),
            }
            for server in referral.servers
        ],
    }


def _hex(message: dns.message.Message | None) -> str | None:
    wire = None if message is None else wire_of(message)
    return None if wire is None else wire.hex()
