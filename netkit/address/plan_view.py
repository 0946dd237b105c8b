"""A subnet plan as a view: the subnets, why each has its size and its place, and what stays free."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.address.count import counted, large
from netkit.address.hosts import host_bits_for, host_range
from netkit.address.plan import Plan, Subnet
from netkit.address.prefix import Prefix
from netkit.address.subnet_view import subnet_json
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Paragraph, Sentence, Table

__all__ = ["SCHEMA", "plan_view"]

SCHEMA = "netkit.address.plan/1"

_MOST_WORKED = 12
"""Subnets whose working a first look shows."""


def plan_view(plan: Plan, *, everything: bool = False) -> Document:
    """The plan: a table in the order of the block, the working of each subnet, the free prefixes."""
    block = plan.block
    in_links = block.version == 6 and all(subnet.prefix.length <= 64 for subnet in plan.subnets)
    unit, name = (1 << 64, "subnets of /64") if in_links else (1, "addresses")
    used, whole = plan.used // unit, block.size // unit
    sentence = (
        f"{block} · {counted(len(plan.subnets), 'subnet', 'subnets')} · "
        f"{large(used)} of {large(whole)} {name} used, {large(whole - used)} free"
    )
    shown = plan.subnets if everything else plan.subnets[:_MOST_WORKED]
    blocks: list[Block] = [
        Sentence(text=sentence),
        _table(plan),
        Heading(text="How it comes about"),
        Facts(rows=_working(shown)),
    ]
    if len(shown) < len(plan.subnets):
        blocks.append(
            Paragraph(text=f"and {len(plan.subnets) - len(shown)} more likewise (--all shows them)", quiet=True)
        )
    blocks.append(Paragraph(text=_why(plan)))
    if plan.free:
        one = "subnet of /64" if in_links else "address"
        rows = [Fact(label=str(free), value=counted(free.size // unit, one, name)) for free in plan.free]
        blocks += [Heading(text="What stays free"), Facts(rows=rows)]
    blocks.append(Next(commands=[(f"netkit address explain {plan.subnets[0].prefix}", "one of them, in binary")]))
    return Document(schema=SCHEMA, data=_data(plan), blocks=blocks)


def _data(plan: Plan) -> dict[str, Json]:
    subnets: list[Json] = []
    for subnet in plan.as_asked:
        entry: dict[str, Json] = {
            "name": subnet.need.name,
            "needed_hosts": subnet.need.hosts,
            "needed_length": subnet.need.length,
        }
        found = subnet_json(subnet.prefix, subnet.prefix.first_address)
        subnets.append(entry | {key: value for key, value in found.items() if key not in ("host_number", "role")})
    return {
        "block": str(plan.block),
        "version": plan.block.version,
        "subnets": subnets,
        "used": plan.used,
        "free": [str(free) for free in plan.free],
        "free_addresses": plan.block.size - plan.used,
    }


def _table(plan: Plan) -> Table:
    if plan.block.version == 6:
        rows = [[subnet.need.name, str(subnet.prefix), _links(subnet.prefix)] for subnet in plan.subnets]
        return Table(columns=["subnet", "prefix", "of /64"], rows=rows, right=(2,))
    rows = []
    for subnet in plan.subnets:
        hosts = host_range(subnet.prefix)
        wanted = f"{subnet.need.hosts:,}" if subnet.need.hosts is not None else "–"
        rows.append(
            [subnet.need.name, wanted, f"{hosts.count:,}", str(subnet.prefix), str(hosts.first), str(hosts.last)]
        )
    return Table(columns=["subnet", "hosts", "room", "prefix", "first host", "last host"], rows=rows, right=(1, 2))


def _links(prefix: Prefix) -> str:
    """How many links there is room for in a prefix; nothing for one that is less than a link's."""
    return large(prefix.subnets(64)) if prefix.length <= 64 else ""


def _working(subnets: Sequence[Subnet]) -> list[Fact]:
    rows = []
    for subnet in subnets:
        prefix = subnet.prefix
        rows.append(Fact(label=subnet.need.name, value=f"/{prefix.length}", note=f"{_size(subnet)}; {_place(prefix)}"))
    return rows


def _size(subnet: Subnet) -> str:
    """Why a subnet has its size."""
    hosts = subnet.need.hosts
    if hosts is None:
        return f"as asked: {counted(subnet.prefix.size, 'address', 'addresses')}"
    bits = host_bits_for(hosts)
    fewer = (1 << (bits - 1)) - 2
    small = f", and 2^{bits - 1} − 2 = {fewer:,} is too little" if fewer < hosts else ""
    return f"2^{bits} − 2 = {(1 << bits) - 2:,} ≥ {hosts:,}{small}: {bits} host bits of 32"


def _place(prefix: Prefix) -> str:
    """Why a subnet begins where it does."""
    if prefix.size == 1:
        return f"it is {prefix.first_address}"
    if prefix.version == 6:
        return f"begins at {prefix.first_address}, where its {prefix.width - prefix.length} other bits are zero"
    octet = (prefix.length - 1) // 8 if prefix.length else 0
    unit = 1 << (8 * (octet + 1) - prefix.length)
    value = prefix.first_address.data[octet]
    inside = "" if octet == 3 else f" in byte {octet + 1}"
    return f"begins at {prefix.first_address}: {value}{inside} is a multiple of {unit}"


def _why(plan: Plan) -> str:
    """The rule of the whole plan, and what a narrower link could have."""
    told = (
        "The largest come first: then each begins at a multiple of its size, as it must, with no gap before it. "
        "Each is the smallest power of two that holds its hosts and its two ends, so the plan takes as few addresses as can be."
    )
    if plan.block.version == 6:
        return (
            "The largest come first: then each begins where all its other bits are zero, as it must, with no gap before it. "
            "Nobody counts hosts in IPv6: a link gets a /64, and a site a /56 or a /48 (RFC 6177)."
        )
    if any(subnet.need.hosts is not None and subnet.need.hosts <= 2 for subnet in plan.subnets):
        told += " A link between two routers can do with a /31, both of whose addresses are used (RFC 3021): ask for it as link=/31."
    return told
