"""A DNS message from its bytes, whatever they are: a message, or what is wrong with them."""

from __future__ import annotations

import re

import dns.exception
import dns.flags
import dns.message

__all__ = ["read_message"]

HEADER = 12

USUAL_CHAIN = 2
LONGEST_CHAIN = 16
"""Pointers that lead straight to another pointer, in a row. Honest writers point at names (RFC 1035 section 4.1.4)."""

MOST_RECORDS_WITH_CHAINS = 1024

FURTHEST = 0x3FFF
"""The last byte that a pointer can lead to."""

_POINTERS = re.compile(rb"[\xc0-\xff]", re.DOTALL)


def read_message(wire: bytes) -> tuple[dns.message.Message | None, str]:
    """The message, and ""; or None, and what makes it unreadable.

    Junk behind the message is passed over. Of a truncated message that breaks off in a record, what is whole is kept
    (RFC 2181 section 9). A message whose pointers would make reading it long work is not read at all.
    """
    fault = _endless(wire)
    if fault:
        return None, fault
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


def _endless(wire: bytes) -> str:
    """Why reading the names in `wire` would take long, or ""."""
    chain = _longest_chain(wire)
    if chain <= USUAL_CHAIN:
        return ""
    records = sum(int.from_bytes(wire[place : place + 2], "big") for place in (4, 6, 8, 10))
    if chain > LONGEST_CHAIN:
        return f"{chain} pointers lead to one another in a row: no honest message is so long-winded"
    if records > MOST_RECORDS_WITH_CHAINS:
        return f"{records:,} records with pointers that lead to pointers"
    return ""


def _longest_chain(wire: bytes) -> int:
    """How many pointers lead straight to another pointer, at most, wherever a name may begin."""
    hops: dict[int, int] = {}
    longest = 0
    for found in _POINTERS.finditer(wire, HEADER, FURTHEST + 2):
        place = found.start()
        target = int.from_bytes(wire[place : place + 2], "big") & FURTHEST
        if target < place:
            hops[place] = count = hops.get(target, 0) + 1
            longest = max(longest, count)
    return longest
