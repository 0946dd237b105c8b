"""What is drawn for a student: hosts, a routing table, groups of hosts, networks, and addresses, with the files that show them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from netkit import capture
from netkit.address import Address, Prefix, host_range, on_link, parse_address, parse_prefix
from netkit.lab import Draw, Library, Situation
from netkit.packet import build

ROUTES = "routes.txt"
ARP = "arp.pcapng"
GROUPS = 4
SUMMARISED = 4
LENGTHS = (10, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 23, 26, 27, 28, 29, 30)
"""No multiple of 8, and none just behind one: there a mask's octet and the size of a block are both 128."""

SIZES = ((5, 7, 4, 6), (6, 7, 4, 5), (4, 7, 6, 5), (5, 6, 4, 3), (4, 6, 3, 5), (6, 8, 5, 7))
"""Host bits of the groups of a plan, in the order of asking: never the largest first."""


def situation(draw: Draw, _: Library) -> Situation:
    """Hosts, a routing table, groups and networks of one student."""
    facts = host(draw) | neighbours(draw) | router(draw) | groups(draw) | networks(draw) | sources(draw)
    files = {ROUTES: f"{facts['table']}\n".encode(), ARP: lambda: asked_by_arp(facts)}
    return Situation(file=ARP, facts=facts | {"routes": ROUTES, "arp": ARP}, files=files)


def inside(block: Prefix, number: int, *, ends: int = 1) -> Address:
    """An address in a block, `number` being any large one; not within `ends` addresses of either end."""
    return Address(4, block.number + ends + number % (block.size - 2 * ends))


def some_block(draw: Draw, label: str, length: int) -> Prefix:
    """A prefix of this length among the addresses for private use."""
    whole = parse_prefix(("10.0.0.0/8", "172.16.0.0/12")[draw.number(f"{label}: range", 0, 1)])
    return Prefix.of(inside(whole, draw.number(f"{label}: block", 0, 1 << 32)), length)


def host(draw: Draw) -> dict[str, int | str]:
    """A host and its prefix length, for 3.1 to 3.3."""
    length = draw.choice("length", LENGTHS)
    return {"host": str(inside(some_block(draw, "host", length), draw.number("host", 0, 1 << 32))), "length": length}


def neighbours(draw: Draw) -> dict[str, int | str]:
    """For 3.4: one host with a neighbour whose third octet differs, and one with a stranger whose first three are the same."""
    found: dict[str, int | str] = {}
    for name, low, high, cut in (("near", 18, 22, 24), ("far", 26, 28, 0)):
        length = draw.number(f"{name}: length", low, high)
        # the near ones are in different /24 of one subnet, the far ones in different subnets of one /24
        whole = some_block(draw, name, length if cut else 24)
        parts = cut or length
        own = draw.number(f"{name}: own", 0, (1 << 32) - 1) % whole.subnets(parts)
        step = 1 + draw.number(f"{name}: other", 0, (1 << 32) - 1) % (whole.subnets(parts) - 1)
        other = (own + step) % whole.subnets(parts)
        sender = inside(whole.subnet(parts, own), draw.number(f"{name}: sender", 0, 1 << 32), ends=2)
        target = inside(whole.subnet(parts, other), draw.number(f"{name}: target", 0, 1 << 32), ends=2)
        gateway = host_range(Prefix.of(sender, length)).first
        found |= {f"{name}_host": str(sender), f"{name}_length": length, f"{name}_gateway": str(gateway)}
        found |= {name: str(target)}
    return found


def asked_by_arp(facts: dict[str, int | str]) -> bytes:
    """A capture of what 3.4 asks to predict: each host's ARP request, and the reply."""
    frames = []
    for number, name in enumerate(("near", "far"), 1):
        sender, target = parse_address(str(facts[f"{name}_host"])), parse_address(str(facts[name]))
        if not on_link(sender, int(facts[f"{name}_length"]), target):
            target = parse_address(str(facts[f"{name}_gateway"]))
        mine, other = f"02:00:00:00:0{number}:01", f"02:00:00:00:0{number}:02"
        for line in (
            (
                f"ethernet source={mine} destination=ff:ff:ff:ff:ff:ff / arp opcode=1 arp.src.hw_mac={mine} "
                f"arp.src.proto_ipv4={sender} arp.dst.proto_ipv4={target}"
            ),
            (
                f"ethernet source={other} destination={mine} / arp opcode=2 arp.src.hw_mac={other} arp.dst.hw_mac={mine} "
                f"arp.src.proto_ipv4={target} arp.dst.proto_ipv4={sender}"
            ),
        ):
            frames.append(capture.NewRecord(data=build(line).encode(), time=len(frames) * 1_000_000))
    made = io.BytesIO()
    capture.write(made, frames)
    return made.getvalue()


def router(draw: Draw) -> dict[str, int | str]:
    """A table for 3.5: one row matches first, another has the lowest metric, a third the longest prefix; two longer ones don't match."""
    short, middle = draw.number("short", 9, 12), draw.number("middle", 14, 18)
    longest = draw.number("longest", 20, 23)
    destination = inside(parse_prefix("10.0.0.0/8"), draw.number("destination", 0, 1 << 32))
    first, cheap = (short, middle) if draw.number("which is first", 0, 1) else (middle, short)
    # these share the longest prefix with the destination, and part from it behind that
    decoys = [
        Prefix.of(Address(4, destination.number ^ 1 << 31 - longest), 25),
        Prefix.of(Address(4, destination.number ^ 1 << 30 - longest), longest + 2),
    ]
    rest = [Prefix.of(destination, length) for length in (cheap, longest, 0)]
    turn = draw.number("turn", 0, 2)
    rows = [decoys[0], Prefix.of(destination, first), *rest[turn:], *rest[:turn], decoys[1]]
    start = draw.number("next hop", 2, 240)
    metrics = [draw.number(f"metric {number}", 2, 9) * 10 + number for number in range(len(rows))]
    metrics[rows.index(rest[0])] = draw.number("lowest metric", 1, 9)
    turned = draw.number("turned", 1, len(rows))
    hops = [f"192.0.2.{start + (number * 5 + turned) % 7}" for number in range(len(rows))]
    table = [
        f"  {row!s:<18} via {hop:<12} metric {metric}" for row, hop, metric in zip(rows, hops, metrics, strict=True)
    ]
    return {"destination": str(destination), "table": "\n".join(table)}


def groups(draw: Draw) -> dict[str, int | str]:
    """A block and groups of hosts for 3.6: one group has just no room in the subnet that has as many addresses."""
    sizes = draw.choice("sizes", SIZES)
    tempting = draw.number("tempting", 0, GROUPS - 1)
    hosts = {}
    for number, bits in enumerate(sizes):
        low, high = (1 << bits - 1) + 1, (1 << bits) - 2
        if number == tempting:
            low, high = low - 2, low - 1
        hosts[f"hosts{number + 1}"] = draw.number(f"hosts {number}", 0, 1 << 32) % (high - low + 1) + low
    length = 32 - (sum(1 << bits for bits in sizes) - 1).bit_length()
    return {"block": str(some_block(draw, "plan", length)), **hosts}


def networks(draw: Draw) -> dict[str, int | str]:
    """Networks side by side for 3.7, that begin at no multiple of their number."""
    length = draw.number("network length", 20, 26)
    whole = some_block(draw, "networks", length - 4)
    start = draw.number("first network", 0, 2) * SUMMARISED + draw.number("misaligned", 1, SUMMARISED - 1)
    return {f"network{number + 1}": str(whole.subnet(length, start + number)) for number in range(SUMMARISED)}


def sources(draw: Draw) -> dict[str, int | str]:
    """Source addresses for 3.8, special ones and their ordinary neighbours, in an order of their own."""

    def drawn(label: str, seconds: Sequence[int], first: int) -> str:
        octet = seconds[draw.number(f"{label}: second", 0, (1 << 32) - 1) % len(seconds)]
        rest = draw.number(f"{label}: rest", 0, (1 << 32) - 1) % 65_000 + 256
        return f"{first}.{octet}.{rest >> 8}.{rest % 253 + 1}"

    other = draw.choice("other", ((169, 254), (127, 0), (198, 18)))
    found = [
        drawn("ten", range(256), 10),
        drawn("172.16", [16], 172),
        drawn("172.17 to 31", range(17, 32), 172),
        drawn("172 public", [*range(2, 16), *range(32, 250)], 172),
        drawn("192.168", [168], 192),
        drawn("192 public", [*range(3, 31), *range(60, 88), *range(100, 168)], 192),
        drawn("shared", range(64, 128), 100),
        drawn("100 public", [*range(2, 64), *range(128, 250)], 100),
        drawn("other", [other[1]], other[0]),
    ]
    order = sorted(range(len(found)), key=lambda number: draw.number(f"place {number}", 0, 1 << 32))
    named = zip(
        ("of10", "of172a", "of172b", "public172", "of192", "public192", "shared", "public100", "other"),
        found,
        strict=True,
    )
    return dict(named) | {f"source{place + 1}": found[number] for place, number in enumerate(order)}
