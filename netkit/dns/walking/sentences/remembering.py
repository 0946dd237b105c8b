"""What the cache knows already.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "cache.answer": ("known since {since}, good for another {time}: nobody is asked", "RFC 1034 §5.3.3"),
        "cache.negative": (
            "that there is nothing is known since {since}, good for another {time}: nobody is asked",
            "RFC 2308 §5",
        ),
        "cache.failure": ("this failed a moment ago ({detail}), and is not tried again yet", "RFC 9520"),
        "cache.delegation": (
            "the servers of {zone} are known since {since}, for another {time}: {saved} need not be asked",
            "RFC 1034 §5.3.3",
        ),
    }
)
