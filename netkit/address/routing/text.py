"""Routing tables as text: a route a line, as `ip route` prints it, or as `PREFIX NEXTHOP` or `PREFIX=NEXTHOP`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from netkit.address.address import Address, parse_address
from netkit.address.pointing import pointed, shortened, within
from netkit.address.prefix import Prefix
from netkit.address.prefix_text import parse_prefix
from netkit.address.routing.route import KINDS, Route
from netkit.errors import AddressError

__all__ = ["MOST_ROUTES", "parse_route", "parse_table"]

MOST_ROUTES = 200_000
"""Routes that a table has at most."""

_DEFAULT = ("default", "0/0")
_ADDRESS_LIKE = re.compile(r"[0-9]+(?:\.|$)|[0-9a-fA-F]*:")
_FLAGS = frozenset(
    {
        "onlink",
        "linkdown",
        "dead",
        "pervasive",
        "offload",
        "trap",
        "notify",
        "rt_offload",
        "rt_trap",
        "cache",
        "unresolved",
        "offload_failed",
        "rt_offload_failed",
    }
)


def parse_table(lines: Iterable[str], *, numbered: bool = True) -> list[Route]:
    """The routes of a table, counted from 1; empty lines and those that begin with # are passed over.

    `nexthop` lines, which `ip route` puts beneath a route of several ways, become a route each. A `default` without a next hop has the
    version of the table's other routes. AddressError names the line, if they are `numbered`.
    """
    found: list[Route] = []
    above: Route | None = None
    waiting = 0
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        try:
            if line.startswith("nexthop ") and above is not None:
                hop = _with_words(above, line.split()[1:], line)
                found.append(replace(hop, order=len(found) + 1, text=f"{above.text} {line}"))
                waiting = 0
                continue
            if waiting and above is not None:
                raise _goes_nowhere(above)
            above = parse_route(line)
            waiting = number if _bare(above) else 0
            if not waiting:
                found.append(replace(above, order=len(found) + 1))
        except AddressError as error:
            raise _in_line(error, waiting or number if numbered else 0) from None
        if len(found) > MOST_ROUTES:
            raise AddressError(
                f"this table has more than {MOST_ROUTES:,} routes", why="netkit holds no more of them at once"
            )
    if waiting and above is not None:
        raise _in_line(_goes_nowhere(above), waiting if numbered else 0)
    return list(_settled(found))


def _bare(route: Route) -> bool:
    """Whether a line says no way at all, so that `nexthop` lines have to follow."""
    return route.kind == "unicast" and route.next_hop is None and not route.interface and not route.label


def _goes_nowhere(route: Route) -> AddressError:
    why = "behind the prefix stands where packets go: an address (via 192.0.2.1), an interface (dev eth0), or a name"
    return pointed(f"{shortened(route.text)} is no route", route.text, len(route.text), 0, found="no next hop", why=why)


def parse_route(text: str) -> Route:
    """The route that one line means; AddressError points at what is wrong.

    `192.0.2.0/24 via 10.0.0.1 dev eth0 metric 100` and `default dev wg0` as `ip route` prints them, `unreachable 198.51.100.0/24`, or in
    short `192.0.2.0/24=10.0.0.1`, `192.0.2.0/24 10.0.0.1`, where what follows may also be a name (`eth0`, `R2`).
    """
    line = text.strip()
    words = re.sub(r"\s*(?:=|->|→)\s*", " ", line, count=1).split()
    kind = "unicast"
    if words and words[0] in KINDS:
        kind, words = words[0], words[1:]
    if not words:
        raise pointed(
            "there is no route here",
            text,
            len(text),
            0,
            found="no prefix",
            why="a route begins with its prefix, such as 192.0.2.0/24",
        )
    first, rest = words[0], words[1:]
    version = _version_of(rest)
    prefix = Prefix(version or 4, 0, 0) if first in _DEFAULT else _prefix(first, line)
    route = Route(prefix=prefix, kind=kind, text=line)
    if rest and rest[0] not in _NAMED and rest[0] not in _FLAGS:
        route, rest = _short(route, rest[0], line), rest[1:]
    return _with_words(route, rest, line)


def _prefix(word: str, line: str) -> Prefix:
    try:
        return parse_prefix(word)
    except AddressError as error:
        raise within(error.what, line, max(line.find(word), 0), error) from None


def _version_of(words: list[str]) -> int | None:
    """The IP version of the next hop, where there is one."""
    for word in words:
        if _ADDRESS_LIKE.match(word):
            try:
                return parse_address(word).version
            except AddressError:
                continue
    return None


def _short(route: Route, word: str, line: str) -> Route:
    """The next hop as the short forms have it: an address, or a name."""
    if _ADDRESS_LIKE.match(word):
        return replace(route, next_hop=_next_hop(word, line))
    return replace(route, label=word)


_NAMED = frozenset(
    {
        "via", "dev", "metric", "proto", "scope", "src", "table", "pref", "mtu", "advmss", "expires", "weight", "nhid", "error", "hoplimit",
        "realm", "realms", "window", "rtt", "initcwnd", "initrwnd", "encap", "congctl", "quickack", "fastopen_no_cookie", "hops", "rto_min",
        "users", "used", "age", "nexthop", "tos", "dsfield",
    }
)  # fmt: skip
"""The words of `ip route` that one more word belongs to; netkit reads via, dev and metric, and passes the others over."""


def _with_words(route: Route, words: list[str], line: str) -> Route:
    """The route with what the words of `ip route` say."""
    rest = iter(words)
    for word in rest:
        if word in _FLAGS:
            continue
        if word not in _NAMED:
            start = max(line.find(word), 0)
            why = "behind the prefix stand its next hop (via ADDRESS), its interface (dev NAME) and its metric (metric NUMBER)"
            raise pointed(
                f"{shortened(line)} is no route", line, start, len(word), found=f"what is {shortened(word)}?", why=why
            )
        value = next(rest, "")
        if word == "via":
            if value in ("inet", "inet6"):
                value = next(rest, "")
            route = replace(route, next_hop=_next_hop(value, line))
        elif word == "dev":
            route = replace(route, interface=value)
        elif word == "metric":
            route = replace(route, metric=_metric(value, line))
    return route


def _next_hop(value: str, line: str) -> Address:
    try:
        return parse_address(value)
    except AddressError as error:
        start = line.rfind(value) if value else len(line)
        raise within(f"{shortened(line)} is no route", line, start, error) from None


def _metric(value: str, line: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", value):
        start = line.find(value) if value else len(line)
        raise pointed(
            f"{shortened(line)} is no route",
            line,
            start,
            len(value),
            found="no metric",
            why="a metric is a number; the lowest one wins between equal prefixes",
        )
    return int(value)


def _in_line(error: AddressError, number: int) -> AddressError:
    if not number:
        return error
    where = f"line {number}:\n{error.where}" if error.where else f"line {number}"
    return AddressError(
        error.what, where=where, why=error.why, hint=error.hint, text=error.text, start=error.start, length=error.length
    )


def _settled(routes: list[Route]) -> Iterator[Route]:
    """The same routes; a default that says no version takes that of the others, if they are all of one."""
    versions = {route.prefix.version for route in routes if not _open(route)}
    only = versions.pop() if len(versions) == 1 else 4
    for route in routes:
        yield replace(route, prefix=Prefix(only, 0, 0)) if _open(route) else route


def _open(route: Route) -> bool:
    """Whether it is a default route without an address that would tell its version."""
    words = route.text.split()
    return route.prefix.length == 0 and route.next_hop is None and any(word in _DEFAULT for word in words[:2])
