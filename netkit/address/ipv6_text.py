"""IPv6 addresses as people write them: every form of RFC 4291 §2.2, and what is wrong with any other text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netkit.address.ipv4_text import parse_ipv4
from netkit.address.pointing import pointed, shortened, within
from netkit.errors import AddressError

__all__ = ["Group", "Written", "parse_ipv6", "read_ipv6"]

_RULE = "eight groups of one to four hex digits with colons; one :: may stand for groups of zeros (RFC 4291 §2.2)"
_GROUP = re.compile(r"[0-9a-fA-F]{1,4}")


@dataclass(frozen=True, slots=True)
class Group:
    """One of the groups that were written: its digits, where they begin in the text, its number. A dotted end is one group of 32 bits."""

    text: str
    start: int
    number: int

    @property
    def dotted(self) -> bool:
        """Whether it is the last 32 bits in dotted decimal."""
        return "." in self.text


@dataclass(frozen=True, slots=True)
class Written:
    """An IPv6 address as it was written: the groups before and after the `::`, and where that stands (-1: nowhere)."""

    text: str
    before: Sequence[Group]
    after: Sequence[Group]
    gap: int

    @property
    def missing(self) -> int:
        """The groups of zeros that the `::` stands for; 0 without one."""
        return 8 - sum(2 if group.dotted else 1 for group in (*self.before, *self.after))

    @property
    def number(self) -> int:
        """The 128 bits."""
        number = 0
        for group in self.before:
            number = number << (32 if group.dotted else 16) | group.number
        number <<= 16 * self.missing
        for group in self.after:
            number = number << (32 if group.dotted else 16) | group.number
        return number


def parse_ipv6(text: str) -> int:
    """The number of an IPv6 address in any form of RFC 4291 §2.2; AddressError (a ValueError) points at what is wrong with any other text.

    A zone (`%eth0`) is no part of the address on the wire: `parse_address` takes it.
    """
    return read_ipv6(text).number


def read_ipv6(text: str) -> Written:
    """`text` taken apart into its groups; AddressError as for `parse_ipv6`."""
    _check_signs(text)
    gap = text.find("::")
    if gap >= 0 and (second := text.find("::", gap + 1)) >= 0:
        told = "each may stand for any number of groups, so nobody could tell how many: one :: is all there may be (RFC 4291 §2.2)"
        at = (second, 1) if second == gap + 1 else (second, 2)
        raise pointed(_what(text), text, *at, found="three colons" if at[1] == 1 else "a second ::", why=told)
    if gap < 0:
        written = Written(text, _groups(text, text, 0), (), -1)
    else:
        before, after = _groups(text, text[:gap], 0), _groups(text, text[gap + 2 :], gap + 2)
        if before and before[-1].dotted:
            raise _misplaced(text, before[-1])
        written = Written(text, before, after, gap)
    _check_count(written)
    return written


def _what(text: str) -> str:
    return f"{shortened(text)} is no IPv6 address" if text.strip() else "there is no address here"


def _check_signs(text: str) -> None:
    """AddressError for a sign that no IPv6 address has, by what it is often meant for."""
    strange = next((at for at, character in enumerate(text) if character not in "0123456789abcdefABCDEF:."), None)
    if not text:
        raise pointed(_what(text), text, 0, 0, found="nothing", why=f"an IPv6 address is {_RULE}")
    if strange is None:
        return
    sign = text[strange]
    if sign == "%":
        found = f"{text!r} has a zone (after %), which is no part of the address on the wire"
        raise pointed(
            found,
            text,
            strange,
            len(text) - strange,
            found="the zone",
            why="it says on which link the address is meant (RFC 4007 §11)",
        )
    if sign in "[]":
        why = "brackets hold an address together in a URL, where a colon begins the port (RFC 3986 §3.2.2); they are no part of it"
        raise pointed(
            _what(text), text, strange, 1, found="a bracket", why=why, hint=f"without them: {text.strip('[]')}"
        )
    if sign == "/":
        why = "what follows the / is a prefix length: a prefix was written, and an address is wanted"
        raise pointed(
            _what(text), text, strange, len(text) - strange, found="a prefix length", why=why, hint=text[:strange]
        )
    raise pointed(_what(text), text, strange, 1, found=f"{sign!r} is no hex digit", why=f"an IPv6 address is {_RULE}")


def _groups(text: str, part: str, offset: int) -> tuple[Group, ...]:
    """The groups of `part`, which begins `offset` characters into `text`."""
    if not part:
        return ()
    pieces = part.split(":")
    groups = []
    start = offset
    for index, piece in enumerate(pieces):
        groups.append(_group(text, piece, start))
        if groups[-1].dotted and index < len(pieces) - 1:
            raise _misplaced(text, groups[-1])
        start += len(piece) + 1
    return tuple(groups)


def _group(text: str, piece: str, start: int) -> Group:
    if "." in piece:
        try:
            return Group(piece, start, parse_ipv4(piece))
        except AddressError as error:
            raise within(_what(text), text, start, error, hint="") from None
    if _GROUP.fullmatch(piece):
        return Group(piece, start, int(piece, 16))
    if not piece:
        at = min(start, len(text) - 1) if start == len(text) else start
        found = "a colon with no group after it" if start == len(text) else "a colon with no group before it"
        raise pointed(
            _what(text),
            text,
            at,
            1,
            found=found,
            why=f"an IPv6 address is {_RULE}",
            hint="two colons stand for groups of zeros",
        )
    why = "a group is 16 bits, and a hex digit is four of them, so a group has at most four digits"
    raise pointed(_what(text), text, start, len(piece), found=f"{len(piece)} digits", why=why)


def _misplaced(text: str, group: Group) -> AddressError:
    why = "the dotted form may stand for the last 32 bits only (RFC 4291 §2.2)"
    return pointed(_what(text), text, group.start, len(group.text), found="dotted numbers before the end", why=why)


def _check_count(written: Written) -> None:
    """AddressError unless the groups make 128 bits."""
    text, missing = written.text, written.missing
    count = 8 - missing
    if written.gap < 0 and missing > 0:
        found = f"only {count} {'group' if count == 1 else 'groups'} of 16 bits"
        hint = "a :: stands for the groups of zeros that were left out" if ":" in text else ""
        raise pointed(_what(text), text, len(text), 0, found=found, why=f"an IPv6 address is {_RULE}", hint=hint)
    if missing < 0 or (written.gap >= 0 and missing == 0):
        if written.gap >= 0 and missing == 0:
            why = "eight groups are already 128 bits, so there is none left for the :: to stand for"
            raise pointed(_what(text), text, written.gap, 2, found="nothing to stand for", why=why)
        ninth = _ninth(written)
        raise pointed(
            _what(text),
            text,
            ninth,
            len(text) - ninth,
            found=f"{count} groups of 16 bits",
            why=f"an IPv6 address is {_RULE}",
        )


def _ninth(written: Written) -> int:
    """Where the first group stands that is one too many."""
    used = 0
    for group in (*written.before, *written.after):
        used += 2 if group.dotted else 1
        if used > 8:
            return group.start
    return len(written.text)
