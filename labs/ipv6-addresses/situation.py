"""What is drawn for a student: addresses and the groups that they are made of, prefixes, a MAC address, and a capture of two packets."""

from __future__ import annotations

import io

from netkit import capture
from netkit.address import (
    Address,
    Prefix,
    format_ipv6_full,
    format_mac,
    parse_address,
    solicited_node,
    solicited_node_mac,
)
from netkit.lab import Draw, Library, Situation, Traffic
from netkit.packet import build

FILE = "link.pcapng"
LAYOUTS = ("gg0t000r", "gg0t00rr", "gg00t000", "u0t000rr", "u00t000r", "u0trr000")
"""Groups of the address of 4.1: g and u begin it, 0 is zero, t ends in 0, r is any other. The second run of zeros is the longer one."""

GAPPED = ("ggr000sr", "ggrs0000", "ggr00srr", "gg0000sr", "u000rssr")
"""The same for 4.2, where s is a short group, and there is one run."""

SUBNETS = ((48, 9_999), (52, 999), (56, 99))
"""Lengths of a block for 4.5, and the highest number of a subnet whose digits, read as hex, are one, too."""

EXTENSIONS = (8, 16, 24)
MANY = 1 << 40


def situation(draw: Draw, _: Library) -> Situation:
    """Addresses of one student, and a capture: a solicitation, and a segment behind an extension header."""
    facts = written(draw) | made(draw) | subnets(draw) | destinations(draw)
    traffic = Traffic(FILE, lambda: recorded(draw, facts))
    return Situation(traffic=traffic, file=FILE, files={FILE: lambda: traffic.data}, facts=facts | {"file": FILE})


def groups(draw: Draw, label: str, layout: str) -> int:
    """An address by the letters of its groups."""
    number = 0
    for place, letter in enumerate(layout):
        drawn = draw.number(f"{label} {place}", 0, MANY)
        group = {
            "0": 0,
            "g": (0x2001, 0xDB8)[place % 2],
            "u": 0xFD00 | drawn % 0x100,
            "t": (1 + drawn % 0xFE) << 4,
            "r": 1 + drawn % 0xFFFF,
            "s": 1 + drawn % 0xFF,
        }[letter]
        number = number << 16 | group
    return number


def written(draw: Draw) -> dict[str, int | str]:
    """The address of 4.1 with all its digits, and that of 4.2 in its short form."""
    full = groups(draw, "full", draw.choice("layout", LAYOUTS))
    short = groups(draw, "short", draw.choice("gapped", GAPPED))
    return {"full": format_ipv6_full(full), "short": str(Address(6, short))}


def made(draw: Draw) -> dict[str, int | str]:
    """The MAC address of 4.3, and for 4.4 a target with its own, which nobody knows yet."""
    target = 0x20010DB8 << 96 | draw.number("link", 1, 0xFFFF) << 64 | draw.number("target", MANY, (1 << 64) - 1)
    example = target ^ draw.number("example", 1, (1 << 64) - 1)
    # the lowest bit of the first byte would mean a group
    macs = [draw.number(label, 1 << 41, (1 << 48) - 1) & ~(1 << 40) for label in ("mac", "target's mac")]
    return {
        "mac": format_mac(macs[0]),
        "target": str(Address(6, target)),
        "target_mac": format_mac(macs[1]),
        "example": str(Address(6, example)),
    }


def subnets(draw: Draw) -> dict[str, int | str]:
    """The block and the number of 4.5, and the length of 4.6."""
    length, most = draw.choice("block length", SUBNETS)
    block = Prefix.of(Address(6, 0x20010DB8 << 96 | draw.number("block", 1 << 16, (1 << 32) - 1) << 64), length)
    number = 10 + draw.number("subnet", 0, MANY) % (most - 9)
    return {"block": str(block), "number": number, "length": draw.number("length", 33, 60)}


def destinations(draw: Draw) -> dict[str, int | str]:
    """Destinations of 4.7, in an order of their own."""
    rest = draw.number("rest", 1 << 30, (1 << 62) - 1)
    ours = 0xFD << 120 | draw.number("ours", 1, (1 << 40) - 1) << 80 | rest
    named = {
        "loopback": "::1",
        "unspecified": "::",
        "on_link": str(Address(6, 0xFE80 << 112 | rest)),
        "all_nodes": "ff02::1",
        "on_host": draw.choice("on the link", ("ff01::1", "ff02::2", "ff02::fb")),
        "wide": draw.choice("wide", ("ff05::2", "ff08::1:3", "ff0e::101", "ff05::1:3")),
        "ours": str(Address(6, ours)),
        # an ordinary one: those for examples, 2001:db8::/32, are listed as not forwardable (RFC 6890)
        "anywhere": str(Address(6, 0x2A00 << 112 | draw.number("anywhere", 1 << 16, (1 << 20) - 1) << 96 | rest)),
    }
    order = sorted(named.values(), key=lambda address: draw.number(f"place of {address}", 0, MANY))
    return {**named, **{f"destination{place}": address for place, address in enumerate(order, 1)}}


def recorded(draw: Draw, facts: dict[str, int | str]) -> bytes:
    """A capture: the solicitation for an address that is not the task's, and a segment behind destination options."""
    example = parse_address(str(facts["example"]))
    mine, other = "02:00:00:00:00:01", "02:00:00:00:00:02"
    sender = Address(6, example.number >> 64 << 64 | 1)
    size = draw.choice("extension", EXTENSIONS)
    options = draw.choice("timestamps", ("", f" nop nop timestamps={draw.number('clock', 1, 1 << 31)},7"))
    data = (b"what TCP carries " * 90)[: draw.number("data", 100, 1200)]
    lines = (
        (
            f"ethernet source={mine} destination={format_mac(solicited_node_mac(example))} / ipv6 source={sender} "
            f"destination={solicited_node(example)} hop_limit=255 / icmpv6 type=135 target={example} source_link_address={mine}"
        ),
        (
            f"ethernet source={mine} destination={other} / ipv6 source={sender} destination={example} / destination_options "
            f"[pad_n padding=hex:{'00' * (size - 4)}] / tcp sport=49152 dport=80 ack psh{options} / data hex:{data.hex()}"
        ),
    )
    frames = [
        capture.NewRecord(data=build(line).encode(), time=number * 1_000_000) for number, line in enumerate(lines)
    ]
    file = io.BytesIO()
    capture.write(file, frames)
    return file.getvalue()
