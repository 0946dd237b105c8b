"""The algorithms of keys by the names that people use."""

from __future__ import annotations

from netkit.packet.application.dns.codes import ALGORITHMS

__all__ = ["algorithm_words"]


def algorithm_words(number: int) -> str:
    """`ECDSA P-256`, or `algorithm 250` for one without a name."""
    return ALGORITHMS.get(number, f"algorithm {number}").partition(" with ")[0]
