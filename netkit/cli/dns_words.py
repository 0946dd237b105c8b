"""What a person means by the words behind `netkit dns trace`: a name, a type, and a server to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dns.exception
import dns.name
import dns.rdatatype

from netkit.dns.query import Question
from netkit.errors import UsageError

__all__ = ["Asked", "parse_words"]

FORM = "netkit dns trace NAME [TYPE] [@SERVER]"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question (None where no name was given), and the address of a server to begin with ("" for the root's)."""

    question: Question | None
    server: str = ""


def parse_words(words: Sequence[str]) -> Asked:
    """The question and the server; UsageError says which word is wrong."""
    servers = [word[1:] for word in words if word.startswith("@")]
    plain = [word for word in words if not word.startswith("@")]
    if len(servers) > 1 or len(plain) > 2:
        extra = plain[2] if len(plain) > 2 else f"@{servers[1]}"
        raise UsageError(
            f"{extra!r} is one word too many", why="a walk has one name, one type and one server", hint=FORM
        )
    server = _address(servers[0]) if servers else ""
    if not plain:
        return Asked(None, server)
    return Asked(Question(_name(plain[0]), _type(plain[1] if len(plain) > 1 else "A")), server)


def _address(word: str) -> str:
    from ipaddress import ip_address  # noqa: PLC0415

    try:
        return str(ip_address(word))
    except ValueError as error:
        raise UsageError(
            f"@{word} is no server's address",
            where=str(error),
            why="a walk begins with an address: it knows no name yet",
            hint="for example @192.0.2.53",
        ) from error


def _name(word: str) -> dns.name.Name:
    try:
        return dns.name.from_text(word, idna_codec=dns.name.IDNA_2008_Practical)
    except (dns.exception.DNSException, UnicodeError, ValueError) as error:
        raise UsageError(
            f"{word[:80]!r} is no domain name",
            where=str(error),
            why="a label has 1 to 63 bytes, a name at most 255 (RFC 1035 §2.3.4)",
            hint=FORM,
        ) from error


def _type(word: str) -> dns.rdatatype.RdataType:
    try:
        return dns.rdatatype.from_text(word)
    except (dns.rdatatype.UnknownRdatatype, ValueError) as error:
        raise UsageError(
            f"{word[:40]!r} is no type of record",
            why="types are A, AAAA, MX, NS, TXT and so on, or TYPE65280 for one without a name (RFC 3597)",
            hint=FORM,
        ) from error
