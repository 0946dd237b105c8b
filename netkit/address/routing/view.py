"""The longest match as a view: where a packet goes, each route that was weighed bit by bit, and the walk through the trie."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.address.address import Address
from netkit.address.count import counted
from netkit.address.routing.lookup import Lookup, Table, common_bits
from netkit.address.routing.route import Route
from netkit.view import BitRow, Bits, Block, Document, Heading, Json, Paragraph, Sentence
from netkit.view import Table as Rows

__all__ = ["SCHEMA", "route_view"]

SCHEMA = "netkit.address.route/1"

_NEAR_MISSES = 3
"""Routes that don't match and are shown all the same, those that share the most bits."""


def route_view(table: Table, lookups: Sequence[Lookup], *, everything: bool = False) -> Document:
    """What a table says about each destination, with all that was weighed."""
    blocks: list[Block] = []
    data: list[Json] = []
    for lookup in lookups:
        shown = _weighed(table, lookup, everything=everything)
        blocks += _blocks(table, lookup, shown)
        data.append(_data(lookup, shown))
    return Document(schema=SCHEMA, data={"routes": len(table.routes), "lookups": data}, blocks=blocks)


def _weighed(table: Table, lookup: Lookup, *, everything: bool) -> list[Route]:
    """The routes that match, the longest first, then those that come nearest."""
    matching = {route.order for route in lookup.matches}
    others = [
        route
        for route in table.routes
        if route.prefix.version == lookup.destination.version and route.order not in matching
    ]
    others.sort(key=lambda route: (-common_bits(route, lookup.destination), -route.prefix.length, route.order))
    return [*lookup.matches, *(others if everything else others[:_NEAR_MISSES])]


def _data(lookup: Lookup, shown: Sequence[Route]) -> Json:
    matching = {route.order for route in lookup.matches}
    return {
        "destination": str(lookup.destination),
        "version": lookup.destination.version,
        "route": None if lookup.route is None else _route_json(lookup.route),
        "chosen": [_route_json(route) for route in lookup.chosen],
        "matches": [_route_json(route) for route in lookup.matches],
        "tie": lookup.tie or None,
        "weighed": [
            {
                "prefix": str(route.prefix),
                "order": route.order,
                "matches": route.order in matching,
                "common_bits": common_bits(route, lookup.destination),
            }
            for route in shown
        ],
        "walk": [
            {
                "depth": step.depth,
                "prefixes": sorted({str(route.prefix) for route in step.routes}),
                "bit": step.bit,
                "goes_on": step.goes_on,
            }
            for step in lookup.steps
            if step.routes or not step.goes_on
        ],
    }


def _route_json(route: Route) -> Json:
    return {
        "prefix": str(route.prefix),
        "next_hop": None if route.next_hop is None else str(route.next_hop),
        "label": route.label or None,
        "interface": route.interface or None,
        "metric": route.metric,
        "kind": route.kind,
        "order": route.order,
        "text": route.text,
    }


def _blocks(table: Table, lookup: Lookup, shown: Sequence[Route]) -> list[Block]:
    blocks: list[Block] = [Sentence(text=_sentence(table, lookup))]
    if not shown:
        return blocks
    blocks += [Heading(text="Weighed", source="RFC 1812 §5.2.4.3, RFC 4632 §5.1"), _rows(lookup, shown)]
    blocks += [Heading(text="Bit by bit"), *_bits(lookup, shown), Paragraph(text=_walk(lookup))]
    return blocks


def _sentence(table: Table, lookup: Lookup) -> str:
    destination = lookup.destination
    route = lookup.route
    if route is None:
        count = sum(one.prefix.version == destination.version for one in table.routes)
        told = {
            0: f"the table has none for IPv{destination.version}",
            1: f"the only one for IPv{destination.version} does not match",
        }.get(count, f"none of the {count:,} for IPv{destination.version} matches")
        return f"{destination} · no route: {told}, so a router drops the packet and tells the sender (ICMP: destination unreachable)"
    prefixes = len({one.prefix for one in lookup.matches})
    why = "the only prefix that matches" if prefixes == 1 else f"the longest of {prefixes} prefixes that match"
    if lookup.tie == "metric":
        why += f", and of its {sum(one.prefix == route.prefix for one in lookup.matches)} routes the one with the lowest metric"
    ways = f"{destination} · {route.where} · {_name(route)}, {why}"
    if lookup.tie == "equal":
        others = ", or ".join(one.target for one in lookup.chosen[1:])
        ways = f"{destination} · {route.where}, or {others} · {_name(route)}, {why}; its {len(lookup.chosen)} routes cost the same"
    return ways


def _name(route: Route) -> str:
    return "the default route" if not route.prefix.length else f"by {route.prefix}"


def _rows(lookup: Lookup, shown: Sequence[Route]) -> Rows:
    rows = []
    for route in shown:
        metric = "" if route.metric is None else str(route.metric)
        same = f"{common_bits(route, lookup.destination)} of {route.prefix.length}"
        rows.append([str(route.prefix), route.target, metric, same, _verdict(lookup, route)])
    columns = ["prefix", "next hop", "metric", "bits the same", "so"]
    if all(not row[2] for row in rows):
        rows = [[row[0], row[1], *row[3:]] for row in rows]
        columns.remove("metric")
    return Rows(columns=columns, rows=rows)


def _verdict(lookup: Lookup, route: Route) -> str:
    if route in lookup.chosen:
        return "the longest: this one" if len(lookup.matches) > 1 and lookup.tie != "equal" else "this one"
    if route not in lookup.matches:
        return "no match"
    if lookup.route is not None and route.prefix == lookup.route.prefix:
        return "the same prefix, but a higher metric"
    return "matches, but is shorter"


def _bits(lookup: Lookup, shown: Sequence[Route]) -> list[Block]:
    """The destination and each prefix in digits; a prefix that differs is pointed at where it parts first."""
    destination = lookup.destination
    rows = [BitRow(label=str(destination), value=destination.number)]
    seen = set()
    for route in shown:
        prefix = route.prefix
        if prefix in seen:
            continue
        seen.add(prefix)
        same = common_bits(route, destination)
        parts = same < prefix.length
        rows.append(
            BitRow(
                label=str(prefix),
                value=prefix.number,
                length=prefix.length,
                pointer=same if parts else None,
                remark=_difference(route, destination, same) if parts else "",
            )
        )
    return [Bits(rows=rows, width_bits=destination.width, digit_bits=1 if destination.version == 4 else 4)]


def _difference(route: Route, destination: Address, same: int) -> str:
    bit = route.prefix.number >> (destination.width - 1 - same) & 1
    if destination.version == 4:
        return f"{bit} here, {1 - bit} in the destination"
    shift = destination.width - 4 - same // 4 * 4
    ours, theirs = route.prefix.number >> shift & 15, destination.number >> shift & 15
    return f"{ours:x} ({ours:04b}) here, {theirs:x} ({theirs:04b}) in the destination"


def _walk(lookup: Lookup) -> str:
    """How a router finds it: down a trie, a bit a step."""
    found = [
        f"after {counted(step.depth, 'bit', 'bits')} {step.routes[0].prefix}" for step in lookup.steps if step.routes
    ]
    end = lookup.steps[-1]
    told = (
        "A router need not try every route: it follows the destination's bits from the left through a tree of all prefixes (a trie) "
        "and remembers the last that ended on its way"
    )
    met = f": {', '.join(found)}" if found else ": here none"
    if end.bit is None:
        stop = f"After all {end.depth} bits the way is at its end"
    else:
        stop = f"After {counted(end.depth, 'bit', 'bits')} no prefix goes on with a {end.bit}, so the walk ends there"
    last = ", and the last one found counts." if found else "."
    return f"{told}{met}. {stop}{last}"
