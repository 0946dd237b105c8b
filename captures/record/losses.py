"""A page load in which one segment of the response gets lost on the way and is sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .packets import Packet
from .page_loads import PageLoad, page_load_faults
from .plan import Place
from .scene import Page, Scene

_ADVERTISED_MSS = 700
# The MSS less ten bytes of TCP timestamps and two of padding.
_SEGMENT_BYTES = _ADVERTISED_MSS - 12
_LOST = 3

_LOAD = PageLoad(
    Place("198.51.100.27/27", "192.0.2.53/28", "203.0.113.92/26", 3, 2, 64, 64, _ADVERTISED_MSS),
    "www.thicket.example",
    "",
    Page(80, "/lost-and-found.html", 5400),
)

# Full segments of the response are counted from 0 in the order in which they come by; only one of them is dropped.
_DROP_ONE = f"tcp sport 80 meta length > {_SEGMENT_BYTES} numgen inc mod 1000000 == {_LOST - 1} counter drop"


def _loss_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """As a page load, but the lost segment comes after one that follows it, and comes once."""
    first_byte = scene.number("lost_sequence")
    server = scene.plan.address("web")
    numbers = [p.number("tcp.seq") for p in packets if p.source == server and p.number("tcp.len") > 0]
    faults = page_load_faults(scene, packets)
    if numbers.count(first_byte) != 1 or numbers.index(first_byte) == _LOST - 1 or len(set(numbers)) != len(numbers):
        faults.append(f"the segments of the response begin at {numbers}")
    marks = [p for p in packets if p.has("tcp.analysis.retransmission") or p.has("tcp.analysis.fast_retransmission")]
    return faults if len(marks) == 1 else [*faults, f"{len(marks)} packets look like retransmissions"]


def loss_scenes() -> list[Scene]:
    """All scenes of this file."""
    scene = _LOAD.scene("retransmission")
    facts = scene.facts | {"lost_segment": _LOST, "lost_sequence": (_LOST - 1) * _SEGMENT_BYTES + 1}
    return [
        replace(
            scene,
            title="A page load in which the third segment of the response is lost on the way and sent again.",
            shows=("ARP", "DNS", "TCP handshake", "HTTP", "duplicate ACK", "SACK", "TCP retransmission"),
            programs=(*scene.programs[:-1], "nft", "dumpcap"),
            faults=_loss_faults,
            facts=facts,
            loss=_DROP_ONE,
        )
    ]
