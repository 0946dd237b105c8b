"""Stable, opaque interface identifiers (RFC 7217): the same in the same network, another in another, and no MAC address in them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from netkit.address.address import Address
from netkit.address.identifier import address_with_identifier, is_reserved_identifier
from netkit.address.prefix import Prefix

__all__ = ["StableIdentifier", "make_stable_identifier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StableIdentifier:
    """An identifier and what it was made from: `message` was hashed, `digest` are the 32 bytes that came out, `identifier` its last 8."""

    prefix: Prefix
    interface: str
    network_id: str
    counter: int
    message: bytes
    digest: bytes
    identifier: int
    skipped: int

    @property
    def address(self) -> Address:
        """The address that a host with this identifier has in the prefix."""
        return address_with_identifier(self.prefix, self.identifier)


def make_stable_identifier(
    prefix: Prefix, *, secret: bytes, interface: str, network_id: str = "", counter: int = 0
) -> StableIdentifier:
    """The identifier that RFC 7217 §5 makes for a /64: F(Prefix, Net_Iface, Network_ID, DAD_Counter, secret_key).

    The RFC leaves F to the implementation, which may be any function that nobody can work out without the secret. netkit's is
    HMAC-SHA-256 with the secret as its key over: the prefix's 8 bytes, the interface's name, a zero byte, the network's name, a zero
    byte, the counter as one byte. The identifier is the last 8 bytes of the result (§5: as many bits as are needed, from the least
    significant on). `counter` counts the addresses that turned out to be somebody else's (duplicate address detection); a reserved
    identifier (RFC 5453) is passed over likewise. AddressError unless `prefix` is a /64 of IPv6; ValueError for a counter beyond 0 to
    255.
    """
    if not 0 <= counter <= 255:
        raise ValueError(f"the counter of duplicates is one byte here, so {counter} is too much")
    address_with_identifier(prefix, 0)
    skipped = 0
    while True:
        message = _message(prefix, interface, network_id, counter)
        digest = hmac.new(secret, message, hashlib.sha256).digest()
        identifier = int.from_bytes(digest[-8:], "big")
        if not is_reserved_identifier(identifier) or counter == 255:
            break
        counter += 1
        skipped += 1
    return StableIdentifier(
        prefix=prefix, interface=interface, network_id=network_id, counter=counter,
        message=message, digest=digest, identifier=identifier, skipped=skipped,
    )  # fmt: skip


def _message(prefix: Prefix, interface: str, network_id: str, counter: int) -> bytes:
    names = b"".join(name.encode("utf-8", "surrogateescape") + b"\0" for name in (interface, network_id))
    return prefix.number.to_bytes(16, "big")[:8] + names + bytes([counter])
