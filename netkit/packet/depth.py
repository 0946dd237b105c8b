"""How deep packets may lie in one another: a few bytes name each next one, so that without a bound 64 kB would hold thousands."""

from __future__ import annotations

from netkit.packet.reading import Reading

__all__ = ["MOST_LAYERS", "too_deep"]

MOST_LAYERS = 64
"""Layers that a packet may have before another tunnel, or tag, begins; a packet of a real network has about ten."""


def too_deep(reading: Reading) -> bool:
    """Whether a packet inside of the present one is not read any more, because of how many are around it; says so if it is not."""
    if len(reading.layers) < MOST_LAYERS:
        return False
    text = f"{len(reading.layers)} layers lie around these bytes; what is inside of so many is not taken apart"
    reading.report_bytes("packet.nesting.deep", reading.position, reading.left, text)
    return True
