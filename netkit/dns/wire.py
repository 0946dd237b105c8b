"""A DNS message from its bytes, whatever they are: a message, or what is wrong with them."""

from __future__ import annotations

import dns.exception
import dns.flags
import dns.message

__all__ = ["read_message"]

HEADER = 12


def read_message(wire: bytes) -> tuple[dns.message.Message | None, str]:
    """The message, and ""; or None, and what makes it unreadable.

    Junk behind the message is passed over. Of a truncated message that breaks off in a record, what is whole is kept
    (RFC 2181 section 9).
    """
    try:
        return dns.message.from_wire(wire, ignore_trailing=True), ""
    except (dns.exception.DNSException, ValueError, IndexError) as error:
        fault = str(error) or type(error).__name__
    if len(wire) >= HEADER and wire[2] & 0x02:
        try:
            return dns.message.from_wire(wire, ignore_trailing=True, continue_on_error=True), ""
        except (dns.exception.DNSException, ValueError, IndexError):
            return None, fault
    return None, fault
