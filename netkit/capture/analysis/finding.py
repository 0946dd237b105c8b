"""What can be found about a segment: Wireshark's flags, each with its key, a name, and the rule by which it is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntFlag
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["AGAIN", "FINDINGS", "Description", "Finding", "findings_in"]


class Finding(IntFlag):
    """Findings of one segment, together."""

    LOST_SEGMENT = 1 << 0
    ACK_LOST_SEGMENT = 1 << 1
    KEEP_ALIVE = 1 << 2
    KEEP_ALIVE_ACK = 1 << 3
    ZERO_WINDOW = 1 << 4
    ZERO_WINDOW_PROBE = 1 << 5
    ZERO_WINDOW_PROBE_ACK = 1 << 6
    WINDOW_UPDATE = 1 << 7
    WINDOW_FULL = 1 << 8
    DUPLICATE_ACK = 1 << 9
    RETRANSMISSION = 1 << 10
    FAST_RETRANSMISSION = 1 << 11
    SPURIOUS_RETRANSMISSION = 1 << 12
    OUT_OF_ORDER = 1 << 13
    REUSED_PORTS = 1 << 14


AGAIN = int(Finding.RETRANSMISSION | Finding.OUT_OF_ORDER)
"""What a segment is called whose numbers lie below the greatest that was seen; a fast or spurious retransmission is one, too."""


class Description(NamedTuple):
    """A finding for people: what it is called, when a segment is called so, and where that is laid down."""

    name: str
    rule: str
    rfc: str

    @classmethod
    def of(cls, name: str, rule: str, rfc: str = "RFC 9293 §3.8") -> Description:
        """A description; most are of what RFC 9293 says of the flow of data."""
        return cls(name, rule, rfc)


FINDINGS: Mapping[Finding, Description] = MappingProxyType(
    {
        Finding.LOST_SEGMENT: Description.of(
            "gap", "it begins behind the next byte that was expected: what lies between was not captured before it"
        ),
        Finding.ACK_LOST_SEGMENT: Description.of(
            "ACK of unseen data", "it acknowledges bytes that this capture did not see being sent"
        ),
        Finding.KEEP_ALIVE: Description.of(
            "keep-alive", "at most one byte, just before the next one: it only asks for an answer", "RFC 9293 §3.8.4"
        ),
        Finding.KEEP_ALIVE_ACK: Description.of(
            "answer to a keep-alive", "it repeats the last acknowledgment behind a keep-alive", "RFC 9293 §3.8.4"
        ),
        Finding.ZERO_WINDOW: Description.of(
            "zero window", "its sender has no room for any more data", "RFC 9293 §3.8.6"
        ),
        Finding.ZERO_WINDOW_PROBE: Description.of(
            "zero-window probe", "one byte sent into a window of zero, to learn whether it has opened", "RFC 9293 §3.8.6.1"
        ),
        Finding.ZERO_WINDOW_PROBE_ACK: Description.of(
            "answer to a probe", "it repeats that there is no room, behind a probe", "RFC 9293 §3.8.6.1"
        ),
        Finding.WINDOW_UPDATE: Description.of(
            "window update", "nothing but the window has changed since its sender's last segment", "RFC 9293 §3.8.6"
        ),
        Finding.WINDOW_FULL: Description.of(
            "window full", "its data end just where the other side's window ends", "RFC 9293 §3.8.6"
        ),
        Finding.DUPLICATE_ACK: Description.of(
            "duplicate ACK", "it repeats the last acknowledgment, with no data and the same window", "RFC 5681 §2"
        ),
        Finding.RETRANSMISSION: Description.of(
            "retransmission", "its bytes lie below the greatest that was sent already", "RFC 9293 §3.8.1"
        ),
        Finding.FAST_RETRANSMISSION: Description.of(
            "fast retransmission", "it begins at the byte that duplicate ACKs have just asked for", "RFC 5681 §3.2"
        ),
        Finding.SPURIOUS_RETRANSMISSION: Description.of(
            "needless retransmission", "all its bytes had been acknowledged already", "RFC 9293 §3.8.1"
        ),
        Finding.OUT_OF_ORDER: Description.of(
            "out of order", "its bytes lie below the greatest, and came too soon behind it to have been asked for again",
            "RFC 9293 §3.4",
        ),
        Finding.REUSED_PORTS: Description.of(
            "ports used again", "an earlier connection in this capture had the same addresses and ports", "RFC 9293 §3.4.1"
        ),
    }
)  # fmt: skip


def findings_in(flags: int) -> Iterator[Finding]:
    """The findings of a segment, the more telling name alone where one includes the other."""
    if flags & (Finding.FAST_RETRANSMISSION | Finding.SPURIOUS_RETRANSMISSION):
        flags &= ~Finding.RETRANSMISSION
    for each in FINDINGS:
        if flags & each:
            yield each
