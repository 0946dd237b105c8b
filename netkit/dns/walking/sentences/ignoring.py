"""What is not believed, or not needed.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ignored.outside": ("{zone}'s servers cannot speak for it: it lies outside {zone}", "RFC 2181 §5.4.1"),
        "ignored.unasked": ("nobody asked for it, and no alias leads to it", "RFC 5452 §6"),
        "ignored.not-glue": ("it is no address of a server that is named here", "RFC 5452 §6"),
        "ignored.elsewhere": ("{name} lies outside {zone}: its own zone is asked instead", "RFC 2181 §5.4.1"),
        "ignored.identification": ("its number is {found}, that of the question {expected}", "RFC 5452 §9.1"),
        "ignored.question": ("it repeats another question: {found}", "RFC 5452 §9.1"),
        "ignored.case": ("it does not repeat the letters as they were asked, capital and small", ""),
        "ignored.query": ("it is a question, no response", "RFC 1035 §4.1.1"),
        "ignored.source": ("it came from {found}, who was not asked", "RFC 5452 §9.1"),
        "ignored.short": ("{found} bytes are less than a header", "RFC 1035 §4.1.1"),
        "ignored.address": ("{address} is nowhere to be asked: {why}", "RFC 6890 §2.2.2"),
        "ignored.many-servers": ("more than {count} servers of one zone are not kept", ""),
        "ignored.next-outside": (
            "its next name lies outside {zone}: it can't speak of what lies between",
            "RFC 4034 §4.1.1",
        ),
        "ignored.wrong-owner": ("it is no zone above {name}", "RFC 5452 §6"),
    }
)
