"""Why an endpoint does what it does, by id: the sentence with places for its parameters, and the RFC and section that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES", "because", "seconds"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "send.new": ("new data, as both windows allow", "RFC 9293 §3.7"),
        "send.limited": ("new data for a duplicate ACK, so that more may come back: limited transmit", "RFC 3042 §2"),
        "send.rest": ("the rest: nothing else is under way, so a short segment may go", "RFC 9293 §3.7.4"),
        "send.finish": ("no more data will come from this side", "RFC 9293 §3.6"),
        "again.fast": (
            "{count} duplicate ACKs: the segment that all of them ask for is thought to be lost",
            "RFC 5681 §3.2",
        ),
        "again.partial": (
            "an ACK that stops short of all that was under way: the next segment is lost, too",
            "RFC 6582 §3.2",
        ),
        "again.sack": ("SACK shows a hole here, and enough behind it", "RFC 6675 §5"),
        "again.hole": ("a hole with little behind it: it goes out for want of anything better", "RFC 6675 §4"),
        "again.rescue": (
            "an ACK came further, and nothing else may be sent: the last segment goes out once more, for it may be lost, too",
            "RFC 6675 §4",
        ),
        "again.rack": ("segments sent later have arrived: this one is lost", "RFC 8985 §6.2"),
        "again.timer": ("nothing was acknowledged for {time}: the timer ran out", "RFC 6298 §5.4"),
        "again.after-timer": ("sent before the timer ran out, and not acknowledged since", "RFC 5681 §3.1"),
        "again.probe": (
            "the last segments may be lost without anything behind to show it: a tail loss probe",
            "RFC 8985 §7.3",
        ),
        "again.late-probe": (
            "the timer is about to run out: the last segment goes out again as a tail loss probe, which spares the window",
            "RFC 8985 §7.2",
        ),
        "send.override": (
            "as much as fits into a small window, which has not grown for a while",
            "RFC 9293 §3.8.6.2.1",
        ),
        "send.probe": ("new data as a tail loss probe: its ACK shows what is missing", "RFC 8985 §7.3"),
        "again.answer": ("the SYN has come again: the answer to it may be lost", "RFC 9293 §3.5"),
        "again.handshake": ("no answer to {what} for {time}", "RFC 6298 §5"),
        "wait.window": ("the receiver's window is full", "RFC 9293 §3.8.6"),
        "wait.nagle": ("a short segment waits until what is under way is acknowledged", "RFC 9293 §3.7.4"),
        "wait.silly": ("too little room in the receiver's window to be worth a segment", "RFC 9293 §3.8.6.2.1"),
        "probe.window": ("the window has been shut for {time}: one byte asks whether it is still", "RFC 9293 §3.8.6.1"),
        "probe.window-old": (
            "the window has been shut for {time}: a segment with an old number asks whether it is still",
            "RFC 9293 §3.8.6.1",
        ),
        "window.open": ("the window is open again", "RFC 9293 §3.8.6"),
        "window.restart": (
            "nothing was sent for longer than the timeout: the window is {window} again",
            "RFC 5681 §4.1",
        ),
        "window.shut": ("the receiver has no room", "RFC 9293 §3.8.6"),
        "loss.enter": (
            "a loss: the threshold falls to {threshold}, the window follows as segments leave",
            "RFC 9937 §6",
        ),
        "loss.timer": (
            "the timer ran out: the threshold falls to {threshold}, the window to {window}",
            "RFC 5681 §3.1",
        ),
        "loss.congestion": (
            "the receiver echoes a router's mark: the threshold falls to {threshold}",
            "RFC 3168 §6.1.2",
        ),
        "loss.probe": ("the probe has mended a loss: the threshold falls to {threshold}", "RFC 8985 §7.4.2"),
        "recovered": ("all that was under way at the loss has arrived: recovery is over", "RFC 6582 §3.2"),
        "undo.sack": ("what was sent again had arrived already (D-SACK): the window is put back", "RFC 3708 §3"),
        "undo.timestamps": ("the ACK answers the first copy, not the second: the window is put back", "RFC 4015 §3"),
        "undo.forward": (
            "new data was acknowledged before anything was sent again: the timer ran out too early",
            "RFC 5682 §2.1",
        ),
        "ack.second": ("every second full segment is acknowledged at once", "RFC 9293 §3.8.6.3"),
        "ack.quick": ("at the beginning each segment is acknowledged, so that the sender speeds up", "RFC 5681 §4.2"),
        "ack.delayed": ("an ACK may wait {time} for company, and no longer", "RFC 9293 §3.8.6.3"),
        "ack.hole": ("out of order: the ACK says at once what is still missing", "RFC 5681 §4.2"),
        "ack.filled": ("a hole is filled: that is said at once", "RFC 5681 §4.2"),
        "ack.duplicate": ("bytes that were here already: the ACK says so", "RFC 9293 §3.10.7.4"),
        "ack.finish": ("the other side has finished: that is acknowledged", "RFC 9293 §3.10.7.4"),
        "ack.window": ("there is room again: a window update", "RFC 9293 §3.8.6.2.2"),
        "ack.challenge-reset": (
            "a reset, but not with the number that is expected: it could be forged, so it is only asked back",
            "RFC 5961 §3.2",
        ),
        "ack.challenge-syn": (
            "a SYN within a connection: it could be forged, so it is only asked back",
            "RFC 5961 §4.2",
        ),
        "ack.challenge-ack": (
            "it acknowledges what was never sent, or long ago: it could be forged, so it is only asked back",
            "RFC 5961 §5.2",
        ),
        "ack.outside": ("outside of the window: the ACK says what is expected", "RFC 9293 §3.10.7.4"),
        "ack.keep-alive": ("nothing was heard for {time}: is the other side still there?", "RFC 9293 §3.8.4"),
        "receive.order": ("in order: handed on", "RFC 9293 §3.10.7.4"),
        "receive.hole": ("out of order: kept until what lies before it comes", "RFC 9293 §3.10.7.4"),
        "receive.again": ("these bytes were here already", "RFC 9293 §3.10.7.4"),
        "receive.old": ("its timestamp is older than the last: from an earlier round of numbers", "RFC 7323 §5.3"),
        "acknowledged.new": ("acknowledged up to here", "RFC 9293 §3.10.7.4"),
        "acknowledged.duplicate": ("{count}. duplicate ACK: something behind the gap has arrived", "RFC 5681 §2"),
        "acknowledged.sack": ("SACK: {bytes} bytes behind the gap have arrived", "RFC 2018 §5"),
        "state": ("{cause}: from {before} to {after}", "RFC 9293 §3.3.2"),
        "reset.refused": ("nobody listens here", "RFC 9293 §3.5.2"),
        "reset.late": ("data for an application that has closed: nobody will read them", "RFC 9293 §3.6.1"),
        "reset.received": ("the other side has reset the connection", "RFC 9293 §3.10.7.4"),
        "reset.abort": ("this side gives the connection up", "RFC 9293 §3.10.5"),
        "trouble.retries": (
            "sent {count} times without an answer: the application is told that nothing gets through",
            "RFC 9293 §3.8.3",
        ),
        "reset.user-timeout": (
            "nothing got through for {time}: the user timeout ends the connection",
            "RFC 9293 §3.8.3",
        ),
        "reset.retries": ("sent {count} times, and never acknowledged: the connection is given up", "RFC 9293 §3.8.3"),
        "reset.window": (
            "the window is shut, and {count} questions in a row were not answered: the connection is given up",
            "RFC 9293 §3.8.6.1",
        ),
        "reset.keep-alive": ("{count} probes without any answer: the other side is gone", "RFC 9293 §3.8.4"),
        "discard.timestamps": ("both sides had agreed on timestamps, and it has none: passed over", "RFC 7323 §3.2"),
        "discard.old-syn": (
            "a SYN, but neither its timestamp nor its number is beyond the connection that is over: an old one",
            "RFC 6191 §2",
        ),
        "discard.address": ("no host has that address alone: passed over", "RFC 9293 §3.9.2.3"),
        "urgent": ("{bytes} bytes to be read are urgent: the application is told", "RFC 9293 §3.8.5"),
        "again.too-big": ("it was too big for the path: the same bytes in smaller segments", "RFC 1191 §6.4"),
        "error.too-big": (
            "a router on the path says that its next link carries {mtu} bytes: a segment has {largest} bytes of data at most from now on",
            "RFC 1191 §6.4",
        ),
        "error.too-big-v6": (
            "a router on the path says that its next link carries {mtu} bytes: a segment has {largest} bytes of data at most from now on",
            "RFC 8201 §5.2",
        ),
        "error.mtu": ("a router names {mtu} bytes, which changes nothing here: passed over", "RFC 8201 §4"),
        "error.soft": ("ICMP: {what}. That may pass: TCP goes on trying", "RFC 9293 §3.9.2.2"),
        "error.hard": (
            "ICMP: {what}. A connection that stands does not end because of that, for anybody could say it",
            "RFC 5927 §5.2",
        ),
        "error.forged": (
            "ICMP: {what}, about a number that is not under way: it could be forged, and is passed over",
            "RFC 5927 §4",
        ),
        "reset.unreachable": (
            "ICMP: {what}. Nobody can be reached there: the connection is given up",
            "RFC 9293 §3.9.2.2",
        ),
        "discard.checks": ("it fits nothing that is expected here: passed over", "RFC 9293 §3.10.7"),
    }
)


def seconds(value: float) -> str:
    """A time in a sentence: `0.24 s`, `61.2 s`, `1,083 s`."""
    return f"{value:,.0f} s" if value >= 100 else f"{value:.3g} s"


def because(rule: str, **parameters: object) -> tuple[str, str, str]:
    """The rule's id, its sentence filled in, and where it is laid down."""
    template, rfc = SENTENCES[rule]
    return rule, template.format_map(parameters) if parameters else template, rfc
