"""Why this question is asked.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "question.minimised": (
            "{zone}'s servers need not know more of the name: they know where {asked} is, if it is a zone of its own",
            "RFC 9156 §2",
        ),
        "question.whole-after-denial": (
            "some servers wrongly deny a name that has only names below it, so the whole name is asked, too",
            "RFC 9156",
        ),
        "question.whole-after-failure": (
            "the server may not cope with a shortened name, so the whole name is asked",
            "RFC 9156",
        ),
        "question.whole-after-alias": ("an alias stands above the name, so the whole name is asked", "RFC 9156"),
        "question.tcp": ("over TCP, which has room for the whole answer", "RFC 7766 §5"),
        "question.tcp-after-strays": (
            "over TCP, because too many replies came that did not fit: somebody may be guessing",
            "RFC 5452 §9.3",
        ),
        "question.without-edns": ("without EDNS, which this server does not understand", "RFC 6891 §7"),
        "question.unneeded": ("nobody waits for the answer any more", ""),
        "question.parent-side": (
            "the parent answers for DS, so the servers above {name} are asked",
            "RFC 4035 §3.1.4.1",
        ),
    }
)
