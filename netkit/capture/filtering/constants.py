"""Constants: what a word in a filter means, beside a field whose values are of some domain.

Each reader gives the value, or raises ValueError with the rule.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from netkit.address import parse_ipv4, parse_ipv6
from netkit.capture.columnar.domain import (
    BOOLEAN,
    BYTES,
    IPV4,
    IPV6,
    MAC,
    MOMENT,
    NUMBER,
    PROTOCOL,
    SIGNED,
    SPAN,
    TEXT,
    Domain,
)
from netkit.errors import AddressError

__all__ = ["EXAMPLES", "meaning"]

EXAMPLES: Mapping[Domain, str] = MappingProxyType(
    {
        NUMBER: "64, 0x40 or 0b1000000",
        SIGNED: "-64, 64 or 0x40",
        BOOLEAN: "1, 0, True or False",
        IPV4: "192.0.2.37, or 192.0.2.0/24 for all of a prefix",
        IPV6: "2001:db8::1, or 2001:db8::/32 for all of a prefix",
        MAC: "02:00:5e:10:00:01",
        BYTES: '47:45:54, 474554 or "GET"',
        PROTOCOL: '47:45:54, 474554 or "GET"',
        TEXT: '"www.harbour.test"',
        MOMENT: '"2026-11-24 07:00:00", which is UTC, or 1795503600.5 seconds since 1970',
        SPAN: "0.25, in seconds",
    }
)
"""What constants of each domain look like."""

_NUMBER = re.compile(
    r"(?P<sign>-)?(?:0[xX](?P<hex>[0-9a-fA-F]{1,16})|0[bB](?P<bin>[01]{1,64})|(?P<dec>0[0-7]*|[1-9][0-9]{0,19}))"
)
_BYTES = re.compile(r"(?:0[xX])?(?P<digits>[0-9a-fA-F]+)|(?P<pieces>[0-9a-fA-F]{1,4}(?:[:.-][0-9a-fA-F]{1,4})+)[:.-]?")
_SECONDS = re.compile(r"(?P<sign>-)?(?P<whole>\d{1,11})(?:\.(?P<part>\d{1,9})\d*)?")
_DATE = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
    r"(?:[ T]+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<part>\d{1,9}))?)?)?\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?"
)
_WRITTEN_DATE = re.compile(
    r"(?P<month>[A-Z][a-z]{2}) +(?P<day>\d\d?), *(?P<year>\d{4}) +"
    r"(?P<hour>\d\d?):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<part>\d{1,9}))? *(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TRUTHS = {"true": True, "false": False, "set": True, "not set": False}


def meaning(text: str, sort: str, domain: Domain) -> Any:
    """The value of a constant in a domain; ValueError says what it would have to be.

    Of an address it is (number, mask), of a MAC address a number, of times nanoseconds.
    """
    return _READERS[domain](text, sort)


def _number(text: str, sort: str) -> int:
    if sort == "character":
        return _byte(text)
    found = _NUMBER.fullmatch(text) if sort == "word" else None
    if found is None:
        raise ValueError("a number is wanted, without quotes")
    number = (
        int(found["hex"], 16) if found["hex"] else int(found["bin"], 2) if found["bin"]
        else int(found["dec"], 8 if found["dec"].startswith("0") else 10)
    )  # fmt: skip
    return -number if found["sign"] else number


def _unsigned(text: str, sort: str) -> int:
    number = _number(text, sort)
    if number < 0:
        raise ValueError("it is never below zero")
    return number


def _boolean(text: str, sort: str) -> bool:
    if sort != "character" and text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    try:
        return bool(_unsigned(text, sort))
    except ValueError:
        raise ValueError("a flag is set or not") from None


def _ipv4(text: str, sort: str) -> tuple[int, int]:
    return _prefix(text, sort, parse_ipv4, 32, "an IPv4 address")


def _ipv6(text: str, sort: str) -> tuple[int, int]:
    return _prefix(text, sort, parse_ipv6, 128, "an IPv6 address")


def _prefix(text: str, sort: str, parse: Callable[[str], int], bits: int, what: str) -> tuple[int, int]:
    if sort == "character":
        raise ValueError(f"{what} is wanted")
    address, slash, length = text.partition("/")
    if re.search(r"[g-zG-Z]", address):
        raise ValueError("netkit asks nobody for the address of a name, for the answer changes from day to day")
    try:
        number = parse(address)
    except AddressError as error:
        raise ValueError(error.why or error.what) from None
    if not slash:
        return number, (1 << bits) - 1
    if not length.isdecimal() or int(length) > bits:
        raise ValueError(f"behind / stands how many bits of {what} count: 0 to {bits}")
    return number, (1 << bits) - (1 << bits - int(length))


def _mac(text: str, sort: str) -> int:
    found = _bytes(text, sort) if sort == "word" else b""
    if len(found) != 6:
        raise ValueError("a MAC address has six bytes, in hex; for some of them take a slice: eth.src[0:3] == 02:00:5e")
    return int.from_bytes(found, "big")


def _bytes(text: str, sort: str) -> bytes:
    if sort == "character":
        return bytes([_byte(text)])
    if sort == "string":
        return text.encode("utf-8", "surrogateescape")
    found = _BYTES.fullmatch(text)
    if found is None:
        raise ValueError("bytes are written in hex, and text in double quotes")
    if found["digits"]:
        digits = found["digits"]
        if len(digits) > 2 and len(digits) % 2:
            raise ValueError("two digits of hex make a byte, and one is left over")
        return bytes.fromhex(digits.zfill(2))
    pieces = re.split("[:.-]", found["pieces"])
    if any(len(piece) not in (2, 4) for piece in pieces):
        raise ValueError("two digits of hex make a byte")
    return bytes.fromhex("".join(pieces))


def _byte(text: str) -> int:
    code = ord(text)
    if 0x80 <= code < 0xDC00 or code > 0xDCFF:
        raise ValueError("a character in single quotes is one byte, so it is ASCII or an escape as \\xff")
    return code & 0xFF


def _text(text: str, sort: str) -> str:  # noqa: ARG001 - all readers are called alike
    return text


def _span(text: str, sort: str) -> int:
    found = _SECONDS.fullmatch(text) if sort == "word" else None
    if found is None:
        raise ValueError("seconds are wanted, with a point before their parts")
    nanoseconds = int(found["whole"]) * 10**9 + int((found["part"] or "0").ljust(9, "0"))
    return -nanoseconds if found["sign"] else nanoseconds


def _moment(text: str, sort: str) -> int:
    if _SECONDS.fullmatch(text):
        return _span(text, "word")
    found = _DATE.fullmatch(text.strip()) or _WRITTEN_DATE.fullmatch(text.strip())
    if found is None or sort == "character":
        raise ValueError("a date is written as year-month-day, hours:minutes:seconds")
    month = _MONTHS.index(found["month"]) + 1 if found["month"] in _MONTHS else int(found["month"])
    zone = dt.UTC if found["zone"] in (None, "Z", "UTC") else _zone(found["zone"])
    try:
        time = dt.datetime(
            int(found["year"]), month, int(found["day"]), int(found["hour"] or 0), int(found["minute"] or 0),
            int(found["second"] or 0), tzinfo=zone,
        )  # fmt: skip
    except ValueError as error:
        raise ValueError(f"there is no such time: {error}") from None
    since = time - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return (since.days * 86400 + since.seconds) * 10**9 + int((found["part"] or "0").ljust(9, "0"))


def _zone(text: str) -> dt.timezone:
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return dt.timezone(dt.timedelta(minutes=-minutes if text.startswith("-") else minutes))


_READERS: Mapping[Domain, Callable[[str, str], Any]] = MappingProxyType(
    {
        NUMBER: _unsigned,
        SIGNED: _number,
        BOOLEAN: _boolean,
        IPV4: _ipv4,
        IPV6: _ipv6,
        MAC: _mac,
        BYTES: _bytes,
        PROTOCOL: _bytes,
        TEXT: _text,
        MOMENT: _moment,
        SPAN: _span,
    }
)
