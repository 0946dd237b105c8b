"""A rule of a check, and a fault that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from netkit.dns.checking.telling import servers_told

if TYPE_CHECKING:
    from netkit.dns.checking.findings import Findings
    from netkit.dns.query import Server

__all__ = ["Fault", "Look", "Rule", "Severity", "Who"]


class Severity(Enum):
    """How bad it is; the value is the word in JSON."""

    FAULT = "fault"
    """Something does not work, or works by luck."""
    WEAKNESS = "weakness"
    """It works, but not for everybody, or only until something else fails."""
    REMARK = "remark"
    """Good to know; nothing is broken."""


class Who(Enum):
    """Who has to change something; the value is the word in JSON."""

    OWNER = "owner"
    """The zone's owner, in the zone."""
    PARENT = "parent"
    """The registry of the zone above, told by the zone's owner through the registrar."""
    OPERATOR = "operator"
    """Those who run the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a check looks for.

    `rule` is a stable dotted id. `title` says in docs what it is; `headline`, `breaks` and `mend` are sentences without their full stop,
    with places for `{zone}`, `{parent}` and `{servers}`, and whatever a fault is given beside. `who` has to change something. `rfc` is
    where it is laid down. `example` is a zone of the made-up internet that breaks it ("" where there is none).
    """

    rule: str
    severity: Severity
    title: str
    headline: str
    breaks: str
    mend: str
    who: Sequence[Who]
    rfc: str
    example: str = ""

    def fault(self, seen: Iterable[str], at: Iterable[Server] = (), **words: str) -> Fault:
        """A fault that breaks it: what was seen, at which servers (whose names are the word `servers`), and the words for the sentences."""
        servers = tuple(at)
        words.setdefault("servers", servers_told(servers))
        return Fault(
            rule=self,
            seen=tuple(seen),
            servers=servers,
            headline=self.headline.format_map(words),
            breaks=self.breaks.format_map(words),
            mend=self.mend.format_map(words),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: what was seen (which server said what), what it breaks for whom, and how to mend it."""

    rule: Rule
    headline: str
    seen: Sequence[str]
    breaks: str
    mend: str
    servers: Sequence[Server] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The rules that one look at the findings may find broken, and the function that looks."""

    rules: Sequence[Rule]
    find: Callable[[Findings], Iterable[Fault]]
