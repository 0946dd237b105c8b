"""What is said of the addresses that come with a referral.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "glue.in-domain": ("needed: {name} lies inside {zone}, so nobody else could tell", "RFC 9471 §2.1"),
        "glue.sibling": ("helps: {name} lies in another child of {parent}, which could tell, too", "RFC 9471 §2.2"),
        "glue.elsewhere": (
            "none needed: {name} lies outside {parent}, so its servers need not know it",
            "RFC 1034 §4.2.1",
        ),
        "glue.missing": (
            "missing: {name} lies inside {zone}, so without its address nobody can get there",
            "RFC 9471 §2.1",
        ),
        "glue.believed": ("believed: {parent} may speak for everything below it", "RFC 2181 §5.4.1"),
    }
)
