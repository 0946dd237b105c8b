"""Where a walk takes place: in the made-up internet, in a capture, or out there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.name

from netkit.cli.capture_file import place_of
from netkit.errors import AccessError

if TYPE_CHECKING:
    from netkit.capture.problem import Problem
    from netkit.dns.driven import Driven
    from netkit.dns.made_up import MadeUpInternet
    from netkit.dns.made_up.walk import Before
    from netkit.dns.replay import Exchange

__all__ = ["Captured", "captured", "is_made_up", "live_walk", "made_up"]

TOPS = (
    "test",
    "example",
    "invalid",
    "2.0.192.in-addr.arpa",
    "100.51.198.in-addr.arpa",
    "113.0.203.in-addr.arpa",
    "8.b.d.0.1.0.0.2.ip6.arpa",
)
"""What exists in the made-up internet alone (RFC 2606, RFC 5737, RFC 3849)."""


def is_made_up(name: dns.name.Name) -> bool:
    """Whether a name lies in the made-up internet."""
    return any(name.is_subdomain(dns.name.from_text(top)) for top in TOPS)


def made_up() -> MadeUpInternet:
    """The made-up internet."""
    from netkit.dns.made_up import MadeUpInternet  # noqa: PLC0415 - it has many zones

    return MadeUpInternet()


def live_walk(walker: Driven, *, port: int | None, before: Before | None = None, judged: bool = True) -> None:
    """Let a walk take place out there, and say it where somebody on the way answered instead of the servers.

    Without `judged` nobody looks for that. AccessError where this machine has no network.
    """
    from netkit.cli.output import say  # noqa: PLC0415
    from netkit.dns.interception import noticed  # noqa: PLC0415
    from netkit.dns.view.finding import finding_block  # noqa: PLC0415

    try:
        from netkit.live.dns.driving import drive  # noqa: PLC0415 - only a live walk needs sockets
    except ImportError as error:
        raise AccessError(
            "real servers can't be asked from here",
            why=str(error),
            hint="--made-up walks in the made-up internet, which needs no network: netkit dns trace www.example.test",
        ) from error
    drive(walker, port=53 if port is None else port, before=before)
    finding = noticed(walker.steps) if judged else None
    if finding is not None:
        say(finding_block(finding))


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """The exchanges that a capture holds, what is wrong with its file, and how many packets of DNS it holds only in part."""

    exchanges: Sequence[Exchange]
    problems: Sequence[Problem]
    cut: int


def captured(path: str) -> Captured:
    """What a capture holds."""
    from netkit.capture.columnar.query import Selection  # noqa: PLC0415 - loads NumPy
    from netkit.capture.queries.observing import observed  # noqa: PLC0415
    from netkit.capture.queries.reading import MessageReader  # noqa: PLC0415
    from netkit.dns.replay import exchanges_of  # noqa: PLC0415

    reader = MessageReader(keep_bytes=True)
    with Selection(place_of(path), (), None) as selection:
        messages = (found for batch, rows in selection.marked() for found, _, _ in reader.messages(batch, rows))
        exchanges = exchanges_of(observed(messages))
        return Captured(exchanges=exchanges, problems=selection.reader.capture.problems, cut=reader.cut)
