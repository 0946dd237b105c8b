"""Names of fields as people type them: old names, and which ones an unknown one may have been meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from netkit.capture.columnar.catalog import known_keys
from netkit.errors import UsageError

__all__ = ["near_keys", "present_name", "unknown_key"]

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


def unknown_key(key: str, near: Sequence[str]) -> UsageError:
    """What to tell somebody who asks for a key that there is not, with those that were perhaps meant."""
    return UsageError(
        f"there is no field {key}",
        why="a field is named by its Wireshark key, such as ip.ttl or dns.qry.name",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else "netkit packet explain FILE:1 --json shows a packet's keys",
    )
