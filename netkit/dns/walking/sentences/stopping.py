"""Which limit was reached, and how a walk ends.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "limit.queries": ("{count} questions were asked: a walk that needs more is stopped", "RFC 1034 §5.3.3"),
        "limit.time": ("{time} went by: nobody waits longer", "RFC 1034 §5.3.3"),
        "limit.aliases": ("{count} aliases in a row: a longer chain is not followed", "RFC 1034 §3.6.2"),
        "limit.depth": ("{count} look-ups wait for one another: no deeper", "RFC 1034 §5.3.3"),
        "limit.addresses": (
            "{count} servers of {zone} were looked for: no more (a delegation can name thousands)",
            "RFC 1034 §5.3.3",
        ),
        "limit.failed-addresses": (
            "{count} servers of {zone} could not be found: no more are looked for",
            "RFC 1034 §5.3.3",
        ),
        "limit.tries": ("{count} questions went to the servers of {zone} for this: no more", "RFC 1034 §5.3.3"),
        "limit.referrals": ("{count} referrals in a row: no further", "RFC 1034 §5.3.3"),
        "end.answer": ("the answer is there", "RFC 1034 §5.3.3"),
        "end.nodata": ("the name exists, but has no record of this type", "RFC 2308 §2.2"),
        "end.nxdomain": ("there is no such name", "RFC 2308 §2.1"),
        "end.unfinished": ("the walk is not at its end", ""),
    }
)
