"""What went wrong, and whose fault it is.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "lame.refused": ("the server does not want to answer for {zone}, though it should: it is lame", "RFC 9499 §7"),
        "lame.upward": ("the server points back up to {found} instead of knowing {zone}: it is lame", "RFC 9499 §7"),
        "lame.sideways": ("the server points to {zone} itself, as if it did not serve it: it is lame", "RFC 9499 §7"),
        "lame.recursive": ("the server asks others instead of knowing {zone} itself", "RFC 9499 §7"),
        "failure.server": ("the server says that it failed (SERVFAIL): another may do better", "RFC 1035 §4.1.1"),
        "failure.format": ("the server does not understand the question (FORMERR)", "RFC 6891 §7"),
        "failure.not-implemented": ("the server does not do this (NOTIMP)", "RFC 1035 §4.1.1"),
        "failure.version": ("the server speaks no version 0 of EDNS (BADVERS), which it must", "RFC 6891 §6.1.3"),
        "failure.other": ("the server answers with {rcode}, which helps nobody here", "RFC 1035 §4.1.1"),
        "failure.timeout": ("nothing came back within {time}", "RFC 1035 §4.2.1"),
        "failure.unreachable": ("there is no way to this address", ""),
        "failure.closed": ("the machine is there, but takes no questions at this port", ""),
        "failure.malformed": ("what came back is no message of DNS: {detail}", "RFC 1035 §4.1"),
        "failure.mismatch": ("what came back does not belong to this question: {detail}", "RFC 5452 §9.1"),
        "failure.not-in-capture": ("the capture holds no answer to this question", ""),
        "failure.reported": ("it failed: {detail}", ""),
        "truncated": ("the answer is cut: it does not fit into a datagram", "RFC 2181 §9"),
        "truncated.tcp": ("the answer is cut, though TCP has room for it: the server is broken", "RFC 7766 §5"),
        "servers.none": ("{zone} has no server that can be asked", "RFC 1034 §5.3.3"),
        "servers.all-failed": ("none of the servers of {zone} could answer", "RFC 1034 §5.3.3"),
        "servers.unreadable": ("what the servers of {zone} send can't be read", "RFC 1035 §4.1"),
        "servers.no-address": ("no address of a server of {zone} could be found: {names}", "RFC 1034 §5.3.3"),
        "servers.circular": (
            "the servers of {zone} have their names in zones that need {zone} first: a circle",
            "RFC 1034 §5.3.3",
        ),
        "address.waiting": ("{name} is being looked for already: to need it here is a circle", "RFC 1034 §5.3.3"),
        "alias.loop": ("the aliases go in a circle: {name} was there before", "RFC 1034 §3.6.2"),
    }
)
