"""Journeys: what goes by at several places at once, a capture for each of them, so that a packet can be found again behind a router."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .header_options import generalise
from .packets import Packet, general_faults, read
from .plan import Layout
from .processes import run
from .recorder import UnsuitableError, start_dumpcap, until_suitable, wait_for_last_packet
from .scene import Fact, Page
from .servers import start_web_server
from .topology import Topology


@dataclass(frozen=True)
class Point:
    """One place at which a journey is watched, and the file of what goes by there."""

    name: str
    file: str
    title: str
    shows: tuple[str, ...]
    node: str
    interface: str
    facts: Mapping[str, Fact]

    def all_facts(self) -> dict[str, Fact]:
        """The truth about what this file shows, known before anything was recorded."""
        return dict(self.facts)


@dataclass(frozen=True)
class Deed:
    """Something that a node does."""

    node: str
    words: tuple[str, ...]


Seen = Mapping[str, Sequence[Packet]]
"""The packets of each file."""


@dataclass(frozen=True)
class Journey:
    """A network, what is done in it, and where it is watched; the interface `outside` of the `translator` hides who is behind it."""

    name: str
    title: str
    layout: Layout
    points: tuple[Point, ...]
    deeds: tuple[Deed, ...]
    page: Page
    programs: tuple[str, ...]
    faults: Callable[[Journey, Seen], list[str]]
    translator: str = ""


def record_journey(journey: Journey, folder: Path) -> list[tuple[Point, Path, int]]:
    """Record a journey until it meets its conditions; gives each point's file, and the number of its records."""
    return until_suitable(journey.name, folder, partial(_record_once, journey))


def _record_once(journey: Journey, room: Path, cleanup: ExitStack) -> list[tuple[Point, Path, int]]:
    page, captures = journey.page, {point.file: room / point.file for point in journey.points}
    topology = cleanup.enter_context(Topology(journey.layout))
    if journey.translator:
        topology.translate(journey.translator, "outside")
    start_web_server(journey.layout, page.port, page.path, page.size, room / "web", cleanup)
    running = []
    for point in journey.points:
        running.append(start_dumpcap(point.node, point.interface, captures[point.file], room / f"{point.file}.log"))
        cleanup.callback(running[-1].stop)
    for deed in journey.deeds:
        run(deed.words, namespace=deed.node)
    wait_for_last_packet(journey.name, lambda: _faults(journey, captures))
    for dumpcap in running:
        dumpcap.stop()
    for capture in captures.values():
        generalise(capture)
    faults = _faults(journey, captures)
    if faults:
        raise UnsuitableError(f"{journey.name}: {'; '.join(faults)}")
    return [(point, captures[point.file], len(read(captures[point.file]))) for point in journey.points]


def _faults(journey: Journey, captures: Mapping[str, Path]) -> list[str]:
    seen = {file: read(capture) for file, capture in captures.items()}
    found = [f"{file} is empty" for file, packets in seen.items() if not packets]
    for file, packets in seen.items():
        found += [f"{file}: {fault}" for fault in general_faults(packets, losses=False)]
    return found or journey.faults(journey, seen)
