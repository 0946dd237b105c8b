"""A name as it is spelled for people and programs: without the last dot, the root as one."""

from __future__ import annotations

from functools import lru_cache

import dns.name

__all__ = ["name_text", "zone_text"]


def name_text(name: dns.name.Name) -> str:
    """`www.example.test` for `www.example.test.`, `.` for the root; bytes that are no letters are escaped (RFC 4343 section 2.1)."""
    return _text(name.labels)


def zone_text(name: dns.name.Name) -> str:
    """The same within a sentence, in which a dot alone would not be read: `the root` for the root."""
    return name_text(name) if len(name) > 1 else "the root"


@lru_cache(maxsize=4096)
def _text(labels: tuple[bytes, ...]) -> str:
    """By labels, which differ where names that are equal are spelled differently, and which are quicker to find."""
    return dns.name.Name(labels).to_text(omit_final_dot=True) if len(labels) > 1 else "."
