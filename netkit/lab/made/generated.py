"""Captures that a lab makes instead of having recorded them: a transfer, a walk, packets that were built.

Each gives the bytes of a pcapng file, the same for the same arguments. Addresses are those of the simulation, so that everybody would have
the same: `Library.anew_of` gives each student their own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit import capture
from netkit.capture.timed import Timed, records_of
from netkit.errors import UsageError

if TYPE_CHECKING:
    from netkit.dns.walker import Walker
    from netkit.internet.transferring import Transfer

__all__ = ["captured", "packets", "transfer_at", "walk_of"]

NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Packet:
    """A frame and when it went by, in nanoseconds."""

    time: int
    data: bytes
    comment: str = ""


def captured(timed: Iterable[Timed], *, commented: bool = False, begins: int = 0) -> bytes:
    """A pcapng file of packets; without `commented` nothing in it tells what happened. `begins` nanoseconds are added to their times."""
    target = io.BytesIO()
    moved = (_Packet(each.time + begins, each.data, each.comment) for each in timed) if begins else timed
    capture.write(target, records_of(moved, commented=commented))
    return target.getvalue()


def transfer_at(run: Transfer, place: str = "sender", *, begins: int = 0) -> bytes:
    """What goes by at one place of a transfer: at the `sender`, the `receiver`, or the `bottleneck`."""
    from netkit.internet.packets import packets_of  # noqa: PLC0415 - most labs need none of it

    return captured(packets_of(run, place), begins=begins)


def walk_of(
    name: str, kind: str = "A", *, seed: str = "0", dnssec: bool = False, begins: int = 0
) -> tuple[bytes, Walker]:
    """A walk through the made-up internet as a capture, and the walker, whose steps say what happened.

    It is what `netkit dns trace NAME TYPE --pcap FILE` writes, without the comments.
    """
    from netkit.dns.made_up import ORIGIN, MadeUpInternet  # noqa: PLC0415 - it has many zones
    from netkit.dns.made_up.walk import walk  # noqa: PLC0415
    from netkit.dns.packets import packets_of  # noqa: PLC0415
    from netkit.dns.walker import Walker  # noqa: PLC0415

    internet = MadeUpInternet()
    now = float(ORIGIN) if dnssec else 0.0
    anchors = internet.trust_anchors if dnssec else ()
    walker = Walker((name, kind), hints=internet.hints, trust_anchors=anchors, now=now, seed=seed)
    walk(walker, internet, now)
    return captured(packets_of(walker.steps, seed=seed), begins=begins), walker


def packets(timed: Iterable[tuple[float, bytes | str]], *, begins: int = 0) -> bytes:
    """Packets at these times (seconds): each the bytes of a frame, or a line as `netkit packet build` takes it.

    UsageError or BuildError where a line builds no packet, UsageError where times go back.
    """
    from netkit.packet import build  # noqa: PLC0415 - it makes the whole grammar

    made: list[_Packet] = []
    for seconds, frame in timed:
        time = round(seconds * NANOSECONDS)
        if made and time < made[-1].time:
            raise UsageError(
                "packets lie in the order of their times",
                where=f"{seconds} s comes after {made[-1].time / NANOSECONDS} s",
            )
        made.append(_Packet(time, build(frame).encode() if isinstance(frame, str) else frame))
    return captured(made, begins=begins)
