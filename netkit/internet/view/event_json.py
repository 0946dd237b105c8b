"""What an endpoint did, for programs: the same in a transfer in virtual time as with a real kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.view.words import time_json

if TYPE_CHECKING:
    from netkit.internet.ending import Ending
    from netkit.internet.host.ending import LiveEnding
    from netkit.tcp import Event
    from netkit.view import Json

__all__ = ["ending_json", "event_json", "retransmission_json"]


def event_json(event: Event, side: str) -> Json:
    """One event; time in seconds as text, numbers relative (SYN 0, first byte 1), length in bytes of data."""
    return {
        "time": time_json(event.time),
        "side": side,
        "kind": event.kind.value,
        "sequence": event.sequence,
        "length": event.length,
        "reason": event.reason,
        "rfc": event.rfc or None,
    }


def retransmission_json(event: Event) -> Json:
    """Something that was sent again, and by what trigger; units as of an event."""
    return {
        "sequence": event.sequence,
        "length": event.length,
        "time": time_json(event.time),
        "trigger": None if event.trigger is None else event.trigger.value,
        "reason": event.reason,
        "rfc": event.rfc or None,
    }


def ending_json(ending: Ending | LiveEnding | None) -> Json:
    """How it ended; null while it goes on."""
    return None if ending is None else {"kind": ending.kind.value, "reason": ending.text, "rfc": ending.rfc or None}
