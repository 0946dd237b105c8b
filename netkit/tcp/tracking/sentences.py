"""Why a segment was sent, by id, as far as a capture tells: the sentence with places for its parameters, and the RFC and section."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TOLD"]

TOLD: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "open.connect": ("opens the connection: from this number on its sender counts", "RFC 9293 §3.5"),
        "open.with-data": ("opens the connection, and brings data along (TCP Fast Open)", "RFC 7413 §3"),
        "open.accept": ("accepts the connection, and says from where the other side's bytes count", "RFC 9293 §3.5"),
        "again.handshake": ("no answer to the SYN for {time}: the timer ran out", "RFC 6298 §5"),
        "again.answer": ("the SYN has come again, so the answer to it is given again", "RFC 9293 §3.5"),
        "send.new": ("new data, as both windows allow", "RFC 9293 §3.7"),
        "send.first-seen": (
            "the first data of this side in the capture: whether it is new can't be told",
            "RFC 9293 §3.7",
        ),
        "send.beyond-gap": (
            "data behind a gap: what lies between was lost, overtaken or not captured before it came here",
            "RFC 9293 §3.7",
        ),
        "send.late": (
            "new here after a pause; a first copy may have been lost on the way to where the capture was made",
            "RFC 9293 §3.7",
        ),
        "send.new-or-probe": (
            "new data after a pause: the application may just have written it, or a tail loss probe has sent it",
            "RFC 8985 §7.3",
        ),
        "send.limited": ("new data for a duplicate ACK, so that more may come back: limited transmit", "RFC 3042 §2"),
        "send.finish": ("no more data will come from this side", "RFC 9293 §3.6"),
        "way.older": (
            "its sender's clock is older than that of bytes that came before: it was overtaken",
            "RFC 7323 §4",
        ),
        "way.same-clock": (
            "its sender's clock is still that of the bytes beside it: not sent again, the way was longer or doubled it",
            "RFC 7323 §4",
        ),
        "way.too-soon": (
            "it came sooner than its sender could have heard of a loss: the way was longer, or doubled it",
            "RFC 9293 §3.4",
        ),
        "way.along": (
            "it came soon behind what was sent after it, and nothing here had shown a loss: its way was longer, it seems",
            "RFC 9293 §3.4",
        ),
        "again.timer": ("nothing new was acknowledged for {time}: the timer ran out", "RFC 6298 §5.4"),
        "again.after-timer": ("sent before the timer ran out, and not acknowledged since", "RFC 5681 §3.1"),
        "again.fast": ("{count} duplicate ACKs ask for it: thought to be lost", "RFC 5681 §3.2"),
        "again.fewer": (
            "an ACK asks for it again, though fewer than three duplicates passed here: thought to be lost",
            "RFC 5681 §3.2",
        ),
        "again.partial": (
            "an ACK stopped short of all that was under way: the next segment is lost, too",
            "RFC 6582 §3.2",
        ),
        "again.sack": ("SACK shows a hole here, and what lies behind it has arrived", "RFC 6675 §5"),
        "again.rack": ("something that was sent later has arrived: this copy is lost", "RFC 8985 §6.2"),
        "again.probe": (
            "the last segment goes out again about two round trips later: a tail loss probe, which asks what is missing",
            "RFC 8985 §7.3",
        ),
        "again.late-probe": (
            "the only segment under way, when the timer was due: a tail loss probe, as this sender sends them first",
            "RFC 8985 §7.2",
        ),
        "again.timer-later": (
            "the only segment under way, when the timer was due: the timer, for this sender sends no tail loss probes",
            "RFC 6298 §5.4",
        ),
        "again.timer-or-probe": (
            "the only segment under way, when the timer was due: whether as a tail loss probe or by the timer can't be told from here",
            "RFC 8985 §7.2",
        ),
        "again.ack-lost": (
            "acknowledged already, and a timeout has passed: the ACK was lost behind the place of capture, and the timer ran out",
            "RFC 6298 §5.4",
        ),
        "again.acknowledged": (
            "acknowledged already: why it was sent again can't be told from here",
            "RFC 9293 §3.8.1",
        ),
        "again.crossed": (
            "it crossed with an ACK of the same bytes; what its sender knew before showed a loss here",
            "RFC 9293 §3.8.1",
        ),
        "again.unknown": ("sent again; why can't be told from here", "RFC 9293 §3.8.1"),
        "probe.window": ("the window is shut: this asks whether it is still", "RFC 9293 §3.8.6.1"),
        "probe.window-byte": ("one byte into a window that is shut asks whether it is still", "RFC 9293 §3.8.6.1"),
        "ask.keep-alive": ("an old number and no data: is the other side still there?", "RFC 9293 §3.8.4"),
        "ask.keep-alive-byte": ("one old byte: is the other side still there?", "RFC 9293 §3.8.4"),
        "ack.handshake": ("the third segment of the opening: the connection stands", "RFC 9293 §3.5"),
        "ack.first-seen": ("the first ACK of this side in the capture", "RFC 9293 §3.8.6.3"),
        "ack.none": ("no data, and nothing is acknowledged", "RFC 9293 §3.10.7"),
        "ack.second": ("two full segments or more are acknowledged at once", "RFC 9293 §3.8.6.3"),
        "ack.single": ("a single segment is acknowledged without waiting for company", "RFC 5681 §4.2"),
        "ack.delayed": ("the ACK waited {time} for company, and no longer", "RFC 9293 §3.8.6.3"),
        "ack.finish": ("the other side has finished: that is acknowledged", "RFC 9293 §3.10.7.4"),
        "ack.filled": ("a gap is filled: that is said at once", "RFC 5681 §4.2"),
        "ack.filled-in-part": ("a gap is filled, another remains: that is said at once", "RFC 5681 §4.2"),
        "ack.unseen": ("it acknowledges bytes that the capture has not shown", "RFC 9293 §3.10.7.4"),
        "ack.old": ("it acknowledges less than one before it: overtaken on the way", "RFC 9293 §3.10.7.4"),
        "ack.hole": ("something came behind a gap: the ACK says at once what is missing", "RFC 5681 §4.2"),
        "ack.repeated": ("D-SACK: these bytes came twice", "RFC 2883 §4"),
        "ack.duplicate": ("bytes came that were here already: the ACK says so", "RFC 9293 §3.10.7.4"),
        "ack.again": ("the last ACK once more; why can't be told from here", "RFC 5681 §2"),
        "ack.answer": ("answers a keep-alive or a window probe", "RFC 9293 §3.8.4"),
        "ack.window": ("nothing but the window has changed", "RFC 9293 §3.8.6.2.2"),
        "ack.window-opened": ("there is room again: a window update", "RFC 9293 §3.8.6.2.2"),
        "ack.challenge-reset": (
            "a reset came that was not believed at once: it could be forged, so it is asked back",
            "RFC 5961 §3.2",
        ),
        "ack.challenge-syn": (
            "a SYN came within the connection: it could be forged, so it is asked back",
            "RFC 5961 §4.2",
        ),
        "reset.refused": ("nobody listens on this port", "RFC 9293 §3.10.7.1"),
        "reset.unknown": ("a reset of a connection whose beginning was not captured", "RFC 9293 §3.5.2"),
        "reset.no-connection": ("its sender knows no such connection, or no more", "RFC 9293 §3.5.2"),
        "reset.abort": ("its sender throws the connection away: the application wants no more", "RFC 9293 §3.10.5"),
        "reset.outside": ("a reset with a number that the other side does not expect", "RFC 9293 §3.5.3"),
    }
)
"""What is told from a capture. Sentences for what can't be told say so."""
