"""What EDNS says in a question and its answer, in words (RFC 6891)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.edns
import dns.flags

from netkit.view import Fact

if TYPE_CHECKING:
    import dns.message

    from netkit.view import Json

__all__ = ["edns_facts", "edns_json", "error_meaning"]

EXTENDED_ERROR = "RFC 8914 §4"


def edns_facts(query: dns.message.Message, message: dns.message.Message) -> list[Fact]:
    """Facts about both OPT records, or that there is none."""
    if message.edns < 0:
        asked = (
            "the question had none"
            if query.edns < 0
            else "the server does not know EDNS: answers have at most 512 bytes"
        )
        return [Fact(label="EDNS", value="none", note=asked)]
    rows = [
        Fact(
            label="size",
            value=f"{message.payload:,} bytes",
            note="the most that the server takes over UDP"
            + (f"; you took {query.payload:,}" if query.edns >= 0 else ""),
        ),
        Fact(
            label="DO",
            value="yes" if message.ednsflags & dns.flags.DO else "no",
            note="signatures come along, where there are any"
            if message.ednsflags & dns.flags.DO
            else "without signatures",
        ),
    ]
    return rows + [_option(each) for each in message.options]


def _option(option: dns.edns.Option) -> Fact:
    if isinstance(option, dns.edns.EDEOption):
        code, text = int(option.code), option.text or ""
        meaning = error_meaning(code)
        return Fact(
            label="extended error",
            value=str(code),
            note=f"{meaning}: {text}" if text else meaning,
            source=EXTENDED_ERROR,
            trouble=True,
        )
    if isinstance(option, dns.edns.NSIDOption):
        name = option.nsid.decode("ascii", "backslashreplace")
        return Fact(label="NSID", value=option.nsid.hex() or "empty", note=f'"{name}"', source="RFC 5001 §2.3")
    data = option.to_wire() or b""
    return Fact(label=_name(option), value=f"{len(data):,} bytes", note=data[:32].hex())


def _name(option: dns.edns.Option) -> str:
    otype = option.otype
    return otype.name if isinstance(otype, dns.edns.OptionType) else f"option {int(otype)}"


def error_meaning(code: int) -> str:
    """What an extended error means: the registry's words, as sentences have them (RFC 8914 section 5.2)."""
    try:
        return dns.edns.EDECode(code).name.replace("_", " ").lower()
    except ValueError:
        return "of no registered kind"


def edns_json(message: dns.message.Message) -> Json:
    """The OPT record for a program; null where there is none."""
    if message.edns < 0:
        return None
    errors: list[Json] = []
    nsid: str | None = None
    for option in message.options:
        if isinstance(option, dns.edns.EDEOption):
            errors.append({"code": int(option.code), "text": option.text or None})
        elif isinstance(option, dns.edns.NSIDOption):
            nsid = option.nsid.hex()
    return {
        "version": message.edns,
        "payload": message.payload,
        "do": bool(message.ednsflags & dns.flags.DO),
        "nsid": nsid,
        "extended_errors": errors,
        "options": [{"code": int(each.otype), "data": (each.to_wire() or b"").hex()} for each in message.options],
    }
