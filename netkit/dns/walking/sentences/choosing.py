"""Why this server is asked.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "server.hint": (
            "because nothing closer to the name is known than the root, whose servers' addresses come with every resolver",
            "RFC 9609",
        ),
        "server.stub": ("because this server was named for {zone} in advance", ""),
        "server.only": ("because it is the only server of {zone} with a known address", "RFC 1034 §5.3.3"),
        "server.any": (
            "because any of the {count} addresses of {zone}'s servers would do, and none was asked before: a lot drawn",
            "RFC 1034 §5.3.3",
        ),
        "server.quickest": (
            "because it was the quickest of {zone}'s servers so far: {milliseconds} ms",
            "RFC 1034 §5.3.3",
        ),
        "server.next": ("because it is the next of {zone}'s servers: {failed} did not help", "RFC 1034 §5.3.3"),
        "server.found": ("because its address has just been found out", "RFC 1034 §5.3.3"),
        "server.silent": (
            "because every server of {zone} was asked: those that stayed silent are asked again",
            "RFC 1035 §7.2",
        ),
        "server.parent-side": (
            "because the servers that {zone} names itself did not help: those that its parent names are left",
            "RFC 1034 §4.2.2",
        ),
        "server.not-authoritative": (
            "because no server of {zone} answers with authority: this one's answer is better than none",
            "RFC 2181 §5.4.1",
        ),
        "server.all-recursive": (
            "one server of {zone} after another is without authority: something in between answers for them; taken as nothing is better",
            "",
        ),
        "server.same": ("because it is the server that said so", ""),
    }
)
