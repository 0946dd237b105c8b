"""Prefixes as people write them: `192.0.2.0/24`, `2001:db8::/32`, a mask behind the slash, or a whole address with its prefix length."""

from __future__ import annotations

import re

from netkit.address.address import Address, parse_address
from netkit.address.ipv4_text import parse_ipv4
from netkit.address.pointing import pointed, shortened, within
from netkit.address.prefix import Prefix, mask_number
from netkit.address.text import format_ipv4
from netkit.errors import AddressError

__all__ = ["parse_address_with_length", "parse_prefix", "split_length"]


def parse_prefix(text: str) -> Prefix:
    """The prefix that `text` means; a lone address is a prefix of all its bits (/32 or /128).

    AddressError points at what is wrong: also at bits that are set behind the prefix, with the prefix that was perhaps meant.
    """
    address, length = parse_address_with_length(text)
    if address.zone:
        raise pointed(
            f"{shortened(text)} is no prefix",
            text,
            text.find("%"),
            len(address.zone) + 1,
            found="a zone",
            why="a prefix has none",
        )
    prefix = Prefix.of(address, address.width if length is None else length)
    if prefix.number != address.number:
        raise _host_bits(text, address, prefix)
    return prefix


def parse_address_with_length(text: str) -> tuple[Address, int | None]:
    """An address and the length of the prefix written behind it (None if there is no /); the address may have host bits set."""
    written, slash, tail = text.partition("/")
    try:
        address = parse_address(written)
    except AddressError as error:
        if slash and error.text == written:
            raise _abbreviated(text, written, tail, error) from None
        raise
    if not slash:
        return address, None
    return address, split_length(text, tail, address)


def split_length(text: str, tail: str, address: Address) -> int:
    """The prefix length that stands behind the slash of `text`: a number, or a mask for IPv4."""
    start = len(text) - len(tail)
    what = f"{shortened(text)} is no prefix"
    if address.version == 4 and "." in tail:
        return _mask_length(text, tail, start)
    rule = f"behind the / stands how many bits the prefix has: 0 to {address.width} for IPv{address.version} (RFC 4632 §3.1)"
    if address.version == 6:
        rule = rule.replace("RFC 4632 §3.1", "RFC 4291 §2.3")
    if not re.fullmatch(r"[0-9]{1,6}", tail):
        found = "nothing behind the /" if not tail else "no prefix length"
        raise pointed(what, text, start, len(tail), found=found, why=rule)
    if len(tail) > 1 and tail[0] == "0":
        hint = f"{address}/{int(tail)}" if int(tail) <= address.width else ""
        raise pointed(what, text, start, len(tail), found="a leading zero", why=rule, hint=hint)
    if int(tail) > address.width:
        raise pointed(what, text, start, len(tail), found=f"more than {address.width}", why=rule)
    return int(tail)


def _mask_length(text: str, tail: str, start: int) -> int:
    """The length of the prefix that a dotted mask stands for; AddressError if its ones are not all to the left."""
    try:
        mask = parse_ipv4(tail)
    except AddressError as error:
        raise pointed(
            f"{shortened(text)} is no prefix", text, start + error.start, error.length, found="no mask", why=error.why
        ) from None
    length = mask.bit_count()
    if mask != mask_number(length):
        why = f"a mask is ones, then zeros; {tail} is {mask:032b} in binary"
        wildcard = mask ^ 0xFFFFFFFF
        hint = ""
        if wildcard == mask_number(wildcard.bit_count()):
            why = f"{why}, the other way round: a wildcard, which has its ones where the host is"
            hint = f"the mask is {format_ipv4(wildcard)}, the prefix length /{wildcard.bit_count()}"
        raise pointed(f"{shortened(text)} is no prefix", text, start, len(tail), found="no mask", why=why, hint=hint)
    return length


def _host_bits(text: str, address: Address, prefix: Prefix) -> AddressError:
    """A prefix with bits set that belong to the host: which, and the two things that may have been meant."""
    extra = address.number & prefix.wildcard
    count = address.width - prefix.length
    start, length = _place(text.partition("/")[0], address, address.width - extra.bit_length())
    shown = f", and here they are {extra:0{count}b}" if count <= 24 else ""
    behind = f"behind the first {prefix.length}" if prefix.length else "at all"
    why = f"in a prefix of {prefix.length} bits the other {count} are zero{shown}"
    if count == 1:
        why = f"in a prefix of {prefix.length} bits the other one is zero"
    hint = f"the prefix that it lies in is {prefix}; the address alone is {address}"
    return pointed(
        f"{shortened(text)} has host bits set", text, start, length, found=f"bits are set {behind}", why=why, hint=hint
    )


def _place(written: str, address: Address, bit: int) -> tuple[int, int]:
    """Where in a text the number or group stands that holds `bit`; the whole text where that is hard to say."""
    if address.version == 4:
        parts = written.split(".")
        index = bit // 8
        return sum(len(part) + 1 for part in parts[:index]), len(parts[index])
    groups = written.split(":")
    if "" in groups or "." in written or len(groups) != 8:
        from_end = 7 - bit // 16
        tail = written.rpartition("::")[2].split(":") if "::" in written else groups
        if "." in written or from_end >= len(tail):
            return 0, len(written)
        group = tail[len(tail) - 1 - from_end]
        return len(written) - sum(len(part) + 1 for part in tail[len(tail) - 1 - from_end :]) + 1, len(group)
    index = bit // 16
    return sum(len(part) + 1 for part in groups[:index]), len(groups[index])


def _abbreviated(text: str, written: str, tail: str, error: AddressError) -> AddressError:
    """A prefix whose address is not whole, such as `10/8`: what it would be with the zeros that were left out."""
    hint = error.hint
    parts = written.split(".")
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}\.?", written) and re.fullmatch(r"[0-9]{1,2}", tail):
        whole = ".".join([*(part for part in parts if part), "0", "0", "0"][:4])
        hint = f"{whole}/{tail}, if the zeros at the end were left out"
    return within(f"{shortened(text)} is no prefix", text, 0, error, hint=hint)
