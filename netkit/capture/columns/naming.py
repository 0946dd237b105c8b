"""Names of fields as people type them: old names, and which ones an unknown one may have been meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import MappingProxyType

from netkit.capture.columns.catalog import known_keys

__all__ = ["near_keys", "present_name"]

_RENAMED: Mapping[str, str] = MappingProxyType({"bootp": "dhcp", "ssl": "tls"})
"""Protocols that Wireshark once called otherwise, and still understands."""


def present_name(key: str) -> str:
    """The name that a key has today."""
    first, dot, rest = key.partition(".")
    return f"{_RENAMED.get(first, first)}{dot}{rest}"


def near_keys(key: str) -> list[str]:
    """The keys that this one may have been meant to be, the likeliest first: at most three."""
    known = known_keys()
    folded = {each.lower(): each for each in known}
    if found := folded.get(key.lower()):
        return [found]
    last = key.rpartition(".")[2].lower()
    near = [folded[each] for each in difflib.get_close_matches(key.lower(), folded, n=3, cutoff=0.6)]
    same_end = [
        each
        for each in known
        if last
        and each.rpartition(".")[2].lower() == last
        and each.split(".")[0] == key.split(".", maxsplit=1)[0].lower()
    ]
    return list(dict.fromkeys(near + same_end))[:3]
