"""What netkit has no table for, taken apart by scapy: the one file that imports scapy, and only once there is something for it.

scapy reads a layer at a time here, and never one inside of another, so that what goes wrong in one leaves those before it. What it says
is not held against any authority as netkit's own tables are; its layers say that they are scapy's.
"""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from netkit.packet.beyond.fields import Taken, is_packet, take
from netkit.packet.beyond.known import ANSWERS, KNOWN, MODULES, OURS
from netkit.packet.beyond.part import BeyondLayer
from netkit.packet.beyond.value import plain
from netkit.packet.beyond.watch import Watch, WatchError
from netkit.packet.data import Data
from netkit.packet.problem import Problem
from netkit.packet.reading import Next, Read, Reading
from netkit.packet.registry import reader_for

__all__ = ["Beyond", "quiet"]

LINES = 1_000_000
"""Lines of Python that may run for one packet: about a second on a slow machine, a hundred times what a usual packet takes."""

DEEPEST = 300
"""Calls inside of one another; Python's own limit is 1,000, of which others use some, too."""

LONGEST_WORDS = 200

MOST_BYTES = 0xFFFF
"""Bytes that scapy is given at most: it copies what is left for each field, so that work grows with the square."""


class Beyond:
    """Who reads what comes next in one packet: netkit's own tables, and behind them scapy."""

    def __init__(self, lines: int = LINES, deepest: int = DEEPEST) -> None:
        self._watch = Watch(lines, deepest)

    def reader_for(self, following: Next, reading: Reading, declined: Read | None = None) -> Read | None:
        """Who reads what comes next, if netkit has a table for it, or scapy a class; not the one who `declined`, nor those before."""
        if following is None or isinstance(declined, partial):
            return None
        if reader := reader_for(following, reading, declined):
            return reader
        space, numbers = following
        known = KNOWN.get(space, {})
        number = next((number for number in numbers if number in known), None)
        if number is None or not reading.left:
            return None
        answers = getattr(reading.layers[-1].header, "source_port", None) == number if reading.layers else False
        name = ANSWERS.get((space, number), known[number]) if answers else known[number]
        return partial(self._read_with, name, space)

    def _read_with(self, name: str, space: str, reading: Reading) -> Next:
        with quiet():
            first = _class_of(name)
            return None if first is None else self._read(reading, first, _carrier(space, reading))

    def _read(self, reading: Reading, first: Any, under: Any) -> Next:
        """Read the layers from here on, each of which says what the next one is, up to one that netkit has a table for."""
        make = first
        while make is not None:
            if ours := OURS.get(f"{getattr(make, '__module__', '')}.{getattr(make, '__name__', '')}"):
                space, number = ours
                return space, (number,)
            make, under = self._layer(reading, make, under)
        return None

    def _layer(self, reading: Reading, make: Any, under: Any) -> tuple[Any, Any]:
        """Read one layer, into the reading; gives what makes the next, if there is one, and the packet that carries it."""
        data = reading.data[reading.position : reading.end]
        if len(data) > MOST_BYTES:
            _report(reading, "scapy.dissection.too_long", f"{len(data):,} bytes are more than scapy is given")
            return None, None
        try:
            found = self._watch.run(lambda: _dissected(make, data, under))
        except WatchError as stopped:
            _report(reading, "scapy.dissection.too_long", f"scapy was stopped over these bytes: {stopped}")
            return None, None
        except Exception as error:  # noqa: BLE001 - scapy raises whatever the code of the protocol meets
            _report(reading, "scapy.dissection.failed", f"scapy can't take these bytes apart: {self._words(error)}")
            return None, None
        if found is None:
            return None, None
        start = reading.position
        reading.rest = Data
        if found.taken.places:  # some layers of scapy's have no bytes of their own
            reading.layer = layer = BeyondLayer(found.name, start, reading.quoted)
            reading.layers.append(layer)
            reading.position += layer.put(found.taken.places, reading.data, start)
            if found.carried is not None and reading.position + found.carried < reading.end:
                if found.taken.trailer:
                    reading.read_trailer = partial(_read_trailer, found, start)
                reading.limit(reading.position + found.carried, layer.key)
        return found.following, found.packet

    def _words(self, error: Exception) -> str:
        """What an exception of scapy's says, which is scapy's code again."""
        name = type(error).__name__
        try:
            return plain(f"{name}: {self._watch.run(lambda: str(error))}", LONGEST_WORDS)
        except (Exception, WatchError):  # noqa: BLE001
            return name


@dataclass(frozen=True, slots=True)
class _Found:
    """A layer as scapy read it: `carried` bytes of it are for the next, which `following` makes; None where its fields do not say so."""

    packet: Any
    taken: Taken
    carried: int | None
    following: Any

    @property
    def name(self) -> str:
        """The name of scapy's class."""
        return type(self.packet).__name__


def _dissected(make: Any, data: bytes, under: Any) -> _Found | None:
    """One layer of scapy's; None where scapy knows no fields for these bytes."""
    from scapy.packet import Packet, Padding, Raw  # noqa: PLC0415 - it costs a second, and few packets need it

    packet = make(data, stop_dissection_after=Packet, _internal=1, _underlayer=under)
    if not is_packet(packet) or isinstance(packet, Raw):
        return None
    taken = take(packet, data)
    inner = packet.payload
    carried = inner.original if is_packet(inner) and not isinstance(inner, Padding) else b""
    if not data.startswith(carried, taken.size):
        return _Found(packet, taken, None, None)
    if carried and type(inner) is not Raw:  # a layer that reads what it carries by itself
        return _Found(packet, taken, len(carried), lambda *_, **__: inner)
    following = packet.guess_payload_class(carried) if carried else Raw
    # Each layer knows those below it; with all that each was given, that would be the square of the packet.
    packet.remove_payload()
    packet.original = b""
    return _Found(packet, taken, len(carried), None if following in (Raw, Padding) else following)


def _read_trailer(found: _Found, start: int, reading: Reading, end: int) -> None:
    """Put the fields that a layer has behind what it carries into a layer of their own."""
    reading.append(Data, min(end, start + found.taken.trailer[0].first_bit // 8))
    layer = BeyondLayer(found.name, reading.position, reading.quoted, title=f"{found.name} trailer")
    reading.layers.append(layer)
    reading.position += layer.put(found.taken.trailer, reading.data, start)


def _report(reading: Reading, rule: str, text: str) -> None:
    start, size = reading.position, reading.left
    key = reading.layers[-1].key if reading.layers else "data"
    reading.problems.append(Problem(rule=rule, key=key, start_bit=start * 8, width_bits=size * 8, text=text, rfc=""))


def _carrier(space: str, reading: Reading) -> Any:
    """The header below as scapy has it, for classes that ask it about its ports."""
    from scapy.layers.inet import TCP, UDP  # noqa: PLC0415

    make = {"tcp.port": TCP, "udp.port": UDP}.get(space)
    header: Any = reading.layers[-1].header if make and reading.layers else None
    if make is None or not hasattr(header, "source_port"):
        return None
    return make(sport=header.source_port, dport=header.destination_port)


def _class_of(name: str) -> Any:
    """A class of scapy's, or None where there is no scapy, or none that has it."""
    for module in MODULES:
        try:
            import_module(f"scapy.{module}")
        except Exception:  # noqa: BLE001, S112 - what scapy meets while it looks around on this machine is not the packet's fault
            continue
    module, _, attribute = name.partition(":")
    return getattr(sys.modules.get(f"scapy.{module}"), attribute, None)


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing that scapy or what it imports has to say to its own users is printed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with suppress(Exception):
            from scapy import error  # noqa: F401, PLC0415 - it is what gives scapy's log its handler
        log = logging.getLogger("scapy")
        handlers, log.handlers = log.handlers, [logging.NullHandler()]
        propagate, log.propagate = log.propagate, False
        try:
            yield
        finally:
            log.handlers, log.propagate = handlers, propagate
