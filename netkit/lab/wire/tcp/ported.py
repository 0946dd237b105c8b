"""What a task wants of a learner's connections to one port of a server: each connection is a try of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from netkit.lab.wire import Wire
from netkit.lab.wire.tcp import connections, segments
from netkit.lab.wire.tcp.traits import at_address, filter_of

__all__ = ["to_port"]


def to_port(addresses: Sequence[str], port: int, *, steps: Sequence[Any], mistakes: Sequence[Any] = ()) -> Wire[Any]:
    """The steps over segments to and from a server, by its addresses; what goes to another port belongs to no try."""
    return Wire(
        view=segments(at_address(*addresses)),
        filter=filter_of(*addresses),
        runs=connections,
        apart=True,
        about=lambda event: event.run.server.port == port,
        steps=steps,
        mistakes=mistakes,
    )
