"""What is drawn for a student: a message and its ends, a router, a name, options and fragments, and the capture that shows task 4."""

from __future__ import annotations

import io

from netkit import capture
from netkit.address import parse_ipv4
from netkit.lab import Draw, Library, Situation, Traffic
from netkit.packet.building import ethernet, icmp, ipv4, quoted

FILE = "echo.pcapng"
HOST = "192.0.2.10"
FIRST_WORDS = ("hello", "good morning", "greetings", "best wishes", "good night", "welcome")
LAST_WORDS = (
    "the library",
    "the lighthouse",
    "the harbour",
    "the bakery",
    "the mill",
    "the observatory",
    "the greenhouse",
)
HOSTS = ("www", "mail", "shop", "files", "printer", "camera")
ZONES = ("harbour", "library", "lighthouse", "bakery", "garden", "station", "museum")
TOPS = ("example", "test", "invalid")
SIZES = {"MSS": 4, "window scale": 3, "SACK permitted": 2, "timestamps": 10, "a Fast Open cookie": 10}
"""Bytes of TCP's options, kind and length included; the cookie has 8."""

OPTIONS = (
    ("MSS",), ("MSS", "SACK permitted"), ("MSS", "window scale"), ("MSS", "SACK permitted", "window scale"),
    ("MSS", "timestamps", "a Fast Open cookie"), ("MSS", "SACK permitted", "timestamps", "a Fast Open cookie"),
    ("MSS", "timestamps", "window scale", "a Fast Open cookie"),
    ("MSS", "SACK permitted", "timestamps", "window scale", "a Fast Open cookie"),
)  # fmt: skip
"""Never 4 or 5 words: there two wrong ways come to one byte."""

PORTS = tuple(range(7100, 7400, 3))
"""Ports on which nobody is known to listen, so that the data are data."""

CUT = 8
"""A fragment's offset counts blocks of so many bytes."""


def situation(draw: Draw, _: Library) -> Situation:
    """One student's message, router, name, options and fragments."""
    facts = message(draw) | route(draw) | fragments(draw) | ipv4_header(draw)
    carried = draw.choice("options", OPTIONS)
    facts |= {
        "file": FILE,
        "option_words": draw.number("option words", 1, 10),
        "name": ".".join((draw.choice("host", HOSTS), draw.choice("zone", ZONES), draw.choice("top", TOPS))),
        "options": ", ".join(f"{each} ({SIZES[each]} bytes)" for each in carried),
        "o": sum(SIZES[each] for each in carried),
    }
    traffic = Traffic(FILE, lambda: echoes(facts))
    return Situation(traffic=traffic, file=FILE, facts=facts, files={FILE: lambda: traffic.data})


def message(draw: Draw) -> dict[str, int | str]:
    """What is sent, and between whom."""
    text = f"{draw.choice('first words', FIRST_WORDS)} from {draw.choice('last words', LAST_WORDS)} {draw.number('room', 1, 199)}"
    return {
        "message": text,
        "n": len(text),
        "source": f"2001:db8:{draw.number('site', 1, 0xFFFF):x}::{draw.number('source', 2, 0xFFFF):x}",
        "destination": f"2001:db8:ffff:{draw.number('other site', 1, 0xFFF):x}::{draw.number('destination', 2, 0xFFFF):x}",
        "source_port": draw.number("source port", 49_152, 65_535),
        "destination_port": draw.choice("destination port", PORTS),
    }


def ipv4_header(draw: Draw) -> dict[str, int | str]:
    """What the boxes of an IPv4 header need to be told."""
    ends = [f"192.0.2.{draw.number('source4', 2, 250)}", f"198.51.100.{draw.number('destination4', 2, 250)}"]
    source, destination = (f"{parse_ipv4(each):08x}" for each in ends)
    return {
        "source4": ends[0],
        "destination4": ends[1],
        "source_words": f"{source[:4]} {source[4:]}",
        "destination_words": f"{destination[:4]} {destination[4:]}",
        "identification": f"{draw.number('identification', 0x1000, 0xFFFF):04x}",
        "ttl4": draw.number("ttl4", 17, 99),
    }


def route(draw: Draw) -> dict[str, int | str]:
    """A router on the way to a target."""
    h = draw.number("h", 4, 20)
    return {"h": h, "router": router(h), "target": f"203.0.113.{draw.number('target', 2, 250)}"}


def router(number: int) -> str:
    """The address that router number so many answers with."""
    return f"198.51.100.{number * 7 % 250 + 1}"


def fragments(draw: Draw) -> dict[str, int | str]:
    """A link, and a fragment far enough behind that bytes without rounding would make another block."""
    mtu = draw.number("mtu", 520, 1499)
    if (mtu - 20) % CUT == 0:
        mtu += 1 + draw.number("over", 0, CUT - 2)
    rest = (mtu - 20) % CUT
    first = -(-CUT // rest)
    k = first + draw.number("k", 0, 3)
    carried = (mtu - 20) // CUT * CUT
    # the last one has more than fits behind the blocks of the one before, which otherwise would be the last itself
    size = carried * k + rest + draw.number("last", 0, 1 << 32) % (carried - rest) + 1
    return {"mtu": mtu, "k": k, "size": size}


def echoes(facts: dict[str, int | str]) -> bytes:
    """A capture of three echo requests, one router apart, and of what the routers said."""
    frames: list[capture.NewRecord] = []
    mine, other = "02:00:00:00:00:0a", "02:00:00:00:00:01"
    h = int(facts["h"])
    for number, ttl in enumerate((h - 1, h, h + 1)):
        request = {"source": HOST, "destination": facts["target"], "identification": 0x4000 + number}
        echo = icmp(type="echo-request", id=7, seq=number + 1)
        sent = ethernet(source=mine, destination=other) / ipv4(**request, time_to_live=ttl) / echo
        # what a router quotes is the packet as it came to it, with 1 left
        said = (
            ethernet(source=other, destination=mine)
            / ipv4(source=router(ttl), destination=HOST, time_to_live=256 - ttl, identification=number)
            / icmp(type=11)
            / quoted(ipv4(**request, time_to_live=1) / echo)
        )
        for packet in (sent, said):
            frames.append(capture.NewRecord(data=packet.encode(), time=len(frames) * 4_000_000 * ttl))
    made = io.BytesIO()
    capture.write(made, frames)
    return made.getvalue()
