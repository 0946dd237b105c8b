"""The overlap policies: whether an arriving piece wins against a held one, as each system decides it.

The arriving piece, the new one, covers the bytes from `s` up to, but not including, `e`; the held one, the old one, came as `a` up to `b`.
A held piece keeps the bounds it came with, even where it has lost some of its bytes since. Wherever the two overlap the same one wins.

Who does what was found by sending overlapping pieces to many systems: Shankar and Paxson, "Active Mapping" (2003); Novak, "Target-Based
Fragmentation Reassembly" (2005, Snort's README.frag3); Novak and Sturges, "Target-Based TCP Stream Reassembly" (2007). Snort 3 and
Suricata disagree on IRIX and HP-UX 10 for TCP (as Linux, or as BSD). `linux-6` was measured on Linux 6.18.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.errors import UsageError

__all__ = ["IP_POLICIES", "TCP_POLICIES", "NewWins", "Policy", "never", "policy_named"]

NewWins = Callable[[int, int, int, int], bool]
"""Whether the new piece [s, e) wins against the old one [a, b), which it overlaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One row: `name` is what people type, `rule` who wins in words, `systems` who does so, `source` where that is written.

    A policy with `merges` first joins held pieces that touch into one block, and compares with the block. One with `drops` lets nobody
    win: an overlap for which that is true makes the whole datagram worthless, and `for_good` also what still comes of it.
    """

    name: str
    rule: str
    systems: str
    source: str
    new_wins: NewWins
    merges: bool = False
    drops: NewWins | None = None
    for_good: bool = False


def never(s: int, e: int, a: int, b: int) -> bool:  # noqa: ARG001 - every row is asked in the same way
    """The old one wins, whatever the bounds are."""
    return False


def _always(s: int, e: int, a: int, b: int) -> bool:  # noqa: ARG001
    return True


def _starts_before(s: int, e: int, a: int, b: int) -> bool:  # noqa: ARG001
    return s < a


def _starts_before_or_with(s: int, e: int, a: int, b: int) -> bool:  # noqa: ARG001
    return s <= a


def _reaches_further(s: int, e: int, a: int, b: int) -> bool:
    return e > b or (e == b and s <= a)


def _covers_and_more_on_both_sides(s: int, e: int, a: int, b: int) -> bool:
    return s < a and e > b


def _starts_before_and_covers(s: int, e: int, a: int, b: int) -> bool:
    return s < a and e >= b


def _starts_before_or_with_and_longer(s: int, e: int, a: int, b: int) -> bool:
    return s < a or (s == a and e > b)


def _starts_before_or_with_and_covers(s: int, e: int, a: int, b: int) -> bool:
    return s < a or (s == a and e >= b)


def _covers_or_reaches_further(s: int, e: int, a: int, b: int) -> bool:
    return e >= b if s <= a else e > b


def _not_the_same(s: int, e: int, a: int, b: int) -> bool:
    return (s, e) != (a, b)


FRAG3 = "README.frag3 of Snort (Novak 2005)"
STREAM5 = "README.stream5 of Snort (Novak and Sturges 2007)"
MEASURED = "measured on Linux 6.18"


def _table(*rows: Policy) -> Mapping[str, Policy]:
    return MappingProxyType({row.name: row for row in rows})


IP_POLICIES = _table(
    Policy(
        name="first",
        rule="the old one wins, always",
        systems="HP-UX 11, Mac OS before X, SunOS 5.5 to 5.8",
        source=FRAG3,
        new_wins=never,
    ),
    Policy(
        name="last",
        rule="the new one wins, always",
        systems="Cisco IOS",
        source="RFC 791 §3.2",
        new_wins=_always,
    ),
    Policy(
        name="bsd",
        rule="the old one wins, unless the new one starts before it",
        systems="FreeBSD, AIX, IRIX, OpenVMS, OSF1, Tru64, SunOS 4.1.4, HP-UX B.10.20; also Wireshark",
        source=FRAG3,
        new_wins=_starts_before,
    ),
    Policy(
        name="bsd-right",
        rule="the new one wins if it ends behind the old one, or ends with it and starts no later",
        systems="HP JetDirect printers",
        source=FRAG3,
        new_wins=_reaches_further,
    ),
    Policy(
        name="linux-2007",
        rule="the old one wins, unless the new one starts before it or with it",
        systems="Linux 2.2 to 2.4, OpenBSD",
        source=FRAG3,
        new_wins=_starts_before_or_with,
    ),
    Policy(
        name="linux-6",
        rule="nobody wins: an overlap drops the whole datagram; only an exact duplicate is passed over",
        systems="Linux 6",
        source=MEASURED,
        new_wins=never,
        drops=_not_the_same,
    ),
    Policy(
        name="windows",
        rule="the old one wins, unless the new one starts before it and ends behind it",
        systems="Windows 95 to XP",
        source=FRAG3,
        new_wins=_covers_and_more_on_both_sides,
    ),
    Policy(
        name="solaris",
        rule="the old one wins, unless the new one starts before it and ends with it or behind it",
        systems="Solaris 9 and 10",
        source=FRAG3,
        new_wins=_starts_before_and_covers,
    ),
    Policy(
        name="rfc5722",
        rule="nobody wins: any overlap drops the whole datagram, and what still comes of it",
        systems="what the standard asks of IPv6",
        source="RFC 5722 §4, RFC 8200 §4.5",
        new_wins=never,
        drops=_always,
        for_good=True,
    ),
)
"""How fragments of IP packets are put together, by name."""

TCP_POLICIES = _table(
    Policy(
        name="first",
        rule="the old one wins, always",
        systems="Windows Vista",
        source=STREAM5,
        new_wins=never,
    ),
    Policy(
        name="last",
        rule="the new one wins, always",
        systems="no system that is known: the opposite of first",
        source=STREAM5,
        new_wins=_always,
    ),
    Policy(
        name="bsd",
        rule="the old one wins, unless the new one starts before it",
        systems="FreeBSD 4, NetBSD 2, OpenBSD 3, Mac OS X 10.3, and later ones",
        source=STREAM5,
        new_wins=_starts_before,
    ),
    Policy(
        name="linux-old",
        rule="the old one wins, unless the new one starts before it, or starts with it and covers it",
        systems="Linux 2.2 and earlier",
        source=STREAM5,
        new_wins=_starts_before_or_with_and_covers,
    ),
    Policy(
        name="linux-2007",
        rule="the old one wins, unless the new one starts before it, or starts with it and is longer",
        systems="Linux 2.4 and 2.6",
        source=STREAM5,
        new_wins=_starts_before_or_with_and_longer,
    ),
    Policy(
        name="linux-6",
        rule="held ones that touch count as one; it wins, unless the new one starts before it, or starts with it and is longer",
        systems="Linux 6",
        source=MEASURED,
        new_wins=_starts_before_or_with_and_longer,
        merges=True,
    ),
    Policy(
        name="windows",
        rule="the old one wins, unless the new one starts before it",
        systems="Windows 95 to XP, Windows Server 2003",
        source=STREAM5,
        new_wins=_starts_before,
    ),
    Policy(
        name="solaris",
        rule="the new one wins if it covers the old one, or starts inside of it and ends behind it",
        systems="Solaris 9, HP-UX 11",
        source=STREAM5,
        new_wins=_covers_or_reaches_further,
    ),
)
"""How segments of a TCP stream are put together, by name."""


def policy_named(name: str, table: Mapping[str, Policy]) -> Policy:
    """The row of this name; UsageError names the ones that it may have been meant to be."""
    if (found := table.get(name)) is not None:
        return found
    near = difflib.get_close_matches(name, table, n=2, cutoff=0.4)
    known = ", ".join(table)
    raise UsageError(
        f"there is no policy {name}",
        why=f"a policy says who keeps a byte that came twice; there are {known}",
        hint=f"did you mean {' or '.join(near)}?" if near else "",
    )
