"""The two ends of a connection: an address and a port each, and the number that one begins to count from."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.address import Address, parse_address
from netkit.errors import UsageError

__all__ = ["RECEIVER", "SENDER", "End", "initial_sequence", "parse_end"]


@dataclass(frozen=True, slots=True)
class End:
    """An address with a port."""

    address: Address
    port: int

    def __str__(self) -> str:
        return f"[{self.address}]:{self.port}" if self.address.version == 6 else f"{self.address}:{self.port}"


SENDER: Mapping[int, End] = MappingProxyType(
    {4: End(parse_address("192.0.2.10"), 49152), 6: End(parse_address("2001:db8::10"), 49152)}
)
RECEIVER: Mapping[int, End] = MappingProxyType(
    {4: End(parse_address("198.51.100.80"), 9), 6: End(parse_address("2001:db8:80::80"), 9)}
)
"""Ends where none are given: addresses for documentation (RFC 5737, RFC 3849), a port that anybody may use, and that
of a service which reads nothing into what it gets (discard, RFC 863)."""


def parse_end(text: str, port: int) -> End:
    """The end that `192.0.2.1:80`, `[2001:db8::1]:80` or an address alone means, which gets this port.

    UsageError (for the address AddressError) says what is wrong with another text.
    """
    address, named = text, ""
    if text.startswith("["):
        address, closed, named = text[1:].partition("]")
        if not closed or (named and not named.startswith(":")):
            raise _no_end(text)
        named = named.removeprefix(":") if named else ""
        if text.endswith(":"):
            raise _no_end(text)
    elif text.count(":") == 1:
        address, _, named = text.partition(":")
        if not named:
            raise _no_end(text)
    parsed = parse_address(address)
    if parsed.zone:
        raise UsageError(
            f"{text} names a link", why="which link it is no packet says (RFC 4007 §11)", hint=text.partition("%")[0]
        )
    if not named:
        return End(parsed, port)
    if not (named.isascii() and named.isdigit() and len(named) <= 5 and 0 < int(named) < 1 << 16):
        raise UsageError(f"{named} is no port", where=text, why="ports are numbers from 1 to 65,535")
    return End(parsed, int(named))


def initial_sequence(seed: str, local: End, remote: End) -> int:
    """The number that an end begins with: a keyed hash of both ends (RFC 9293 §3.4.1), the clock standing at 0.

    The seed is the secret, so that the same seed gives the same number.
    """
    ends = f"{local} {remote}".encode()
    return int.from_bytes(hmac.digest(seed.encode("utf-8", "surrogateescape"), ends, hashlib.sha256)[:4], "big")


def _no_end(text: str) -> UsageError:
    return UsageError(
        f"{text} is no address with a port",
        why="an IPv6 address stands in brackets before a port (RFC 3986 §3.2.2)",
        hint="192.0.2.1:80 or [2001:db8::1]:80",
    )
