"""What a person means by the words behind `netkit dns ask`: a question, and the server that is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

import dns.exception
import dns.name

from netkit.dns.asked import parse_words
from netkit.dns.query import Server
from netkit.errors import UsageError

if TYPE_CHECKING:
    from netkit.dns.query import Question

__all__ = ["Wanted", "read_words"]

FORM = "netkit dns ask NAME [TYPE] @SERVER[:PORT]"
END = re.compile(r"\[(?P<six>[0-9A-Fa-f:.]+)\](?:[:#](?P<port6>\d+))?|(?P<host>[^:#\[\]]+)(?:[:#](?P<port>\d+))?")
LAST_PORT = 65535


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A question, whom to ask, and at which port (None where nothing was said of it)."""

    question: Question
    server: Server
    port: int | None


def read_words(words: Sequence[str], addresses: Mapping[str, str], *, reverse: bool) -> Wanted:
    """The question and the server; UsageError says which word is wrong.

    `addresses` has the name of each server of the made-up internet by its address. An address as NAME stands for its name in the reverse
    tree, whose PTR is asked for; with `reverse` NAME has to be one.
    """
    servers = [word[1:] for word in words if word.startswith("@")]
    if len(servers) != 1:
        raise UsageError(
            "which server?" if not servers else f"'@{servers[1]}' is one server too many",
            why="one question goes to one server, whose address stands behind an @",
            hint=f"{FORM}, for example netkit dns ask www.example.test @203.0.113.10",
        )
    server, port = _server(servers[0], addresses)
    plain = [word for word in words if not word.startswith("@")]
    if not plain:
        raise UsageError("which name?", why="there is none behind the command", hint=FORM)
    if reverse:
        _check_address(plain[0])
    asked = parse_words(plain, form=FORM)
    assert asked.question is not None  # noqa: S101 - there is a name
    return Wanted(question=asked.question, server=server, port=port)


def _check_address(word: str) -> None:
    """UsageError if a word that has to be an address is none."""
    try:
        ip_address(word)
    except ValueError as error:
        raise UsageError(
            f"{word[:80]!r} is no address",
            where=str(error),
            why="-x asks for the name of an address",
            hint="for example netkit dns ask -x 192.0.2.80 @SERVER",
        ) from error


def _server(word: str, addresses: Mapping[str, str]) -> tuple[Server, int | None]:
    host, port = _parts(word)
    if port is not None and not 0 < port <= LAST_PORT:
        raise UsageError(f"{port} is no port", where=f"@{word}", why="ports go from 1 to 65535", hint=FORM)
    try:
        address = str(ip_address(host))
    except ValueError:
        named = host.rstrip(".").lower()
        found = [address for address, name in addresses.items() if name.rstrip(".").lower() == named]
        if found:
            return Server(dns.name.from_text(named), found[0]), port
        raise UsageError(
            f"@{word} is no server's address",
            where=f"no server of the made-up internet has the name {host!r}",
            why="a question goes to an address; finding that of a name would be a walk of its own",
            hint=f"netkit dns trace {host} finds the address; then netkit dns ask NAME @ADDRESS",
        ) from None
    name = addresses.get(address)
    return Server(dns.name.from_text(name) if name else None, address), port


def _parts(word: str) -> tuple[str, int | None]:
    """Host and port of `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::1`, `[2001:db8::1]:5353` or `ns.test:53`."""
    try:
        ip_address(word)
    except ValueError:
        found = END.fullmatch(word)
        if found is None:
            return word, None
        port = found["port6"] or found["port"]
        return found["six"] or found["host"], int(port[:6]) if port else None
    return word, None
