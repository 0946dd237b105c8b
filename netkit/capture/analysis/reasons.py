"""Sentences: what was found about a segment of a connection, and why, in the numbers of this connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.capture.analysis.again import Again, Kind, Proof
from netkit.capture.analysis.finding import AGAIN, FINDINGS, Finding, findings_in
from netkit.capture.analysis.telling import Event
from netkit.capture.view import duration

__all__ = ["Explained", "Reason", "explained", "wiresharks_name"]

SIDES = ("server", "client")


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that was found: its name, why it is so here, and where it is laid down."""

    finding: Finding
    name: str
    text: str
    rfc: str


@dataclass(slots=True)
class _Seen:
    """What one side had said when a segment came, in relative numbers."""

    expected: int | None = None
    acknowledged: int | None = None
    window: int = 0


@dataclass(frozen=True, slots=True)
class Explained:
    """A segment with its reasons."""

    event: Event
    reasons: tuple[Reason, ...]


def explained(events: Iterable[Event]) -> Iterator[Explained]:
    """Every segment of one stream, in order, with its reasons."""
    seen = {True: _Seen(), False: _Seen()}
    for event in events:
        own, peer = seen[event.of_client], seen[not event.of_client]
        reasons = tuple(
            Reason(each, _name(each, event), _SENTENCES[each](event, own, peer), _rfc(each, event))
            for each in findings_in(event.analysed.findings)
        )
        yield Explained(event, reasons)
        numbered = event.numbered
        if numbered.next_sequence is not None and (own.expected is None or numbered.next_sequence > own.expected):
            own.expected = numbered.next_sequence
        own.acknowledged, own.window = numbered.acknowledgment, numbered.window


def wiresharks_name(again: Again, findings: int) -> str | None:
    """What Wireshark calls a segment that came below the greatest number, where netkit calls it otherwise; None where both agree."""
    called = next((each for each in findings_in(findings & _ALL_AGAIN)), None)
    if called is None or called is again.finding:
        return None
    return FINDINGS[called].name


_ALL_AGAIN = AGAIN | Finding.FAST_RETRANSMISSION | Finding.SPURIOUS_RETRANSMISSION


def _name(finding: Finding, event: Event) -> str:
    again = event.analysed.again
    return FINDINGS[again.finding if finding & _ALL_AGAIN and again else finding].name


def _rfc(finding: Finding, event: Event) -> str:
    again = event.analysed.again
    return FINDINGS[again.finding if finding & _ALL_AGAIN and again else finding].rfc


def _side(*, client: bool) -> str:
    return SIDES[client]


def _again(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    again, numbered = event.analysed.again, event.numbered
    if again is None:
        return FINDINGS[Finding.RETRANSMISSION].rule
    what = _bytes(numbered.sequence, event.segment.length or 0)
    told = [_WHY[again.kind](event, again, what), _proof(again, event)]
    if again.proof is Proof.TIME:
        told.append("That is likely, not certain: nothing in the capture proves it.")
    if other := wiresharks_name(again, event.analysed.findings):
        told.append(f"Wireshark, which goes by the time alone, calls it “{other}”.")
    return " ".join(told)


def _bytes(sequence: int, length: int) -> str:
    """`Bytes 1–100 are`, `Byte 1 is`."""
    if length == 0:
        return f"Number {sequence:,}, of a SYN or FIN, is"
    return f"Bytes {sequence:,}–{sequence + length - 1:,} are" if length > 1 else f"Byte {sequence:,} is"


def _sent_again(event: Event, again: Again, what: str) -> str:  # noqa: ARG001 - as all are made
    timer, packet = event.analysed.timer, event.analysed.timer_packet
    after = f", {duration(timer)} after packet {packet}, the eldest that was not acknowledged" if timer else ""
    return f"{what} sent again{after}."


def _sent_fast(event: Event, again: Again, what: str) -> str:
    asker = _side(client=not event.of_client)
    if again.duplicates:
        acks = "a duplicate ACK" if again.duplicates == 1 else f"{again.duplicates} duplicate ACKs"
        return f"{what} sent again at once, for {acks} of the {asker} asked for them."
    return f"{what} sent again at once: the {asker} had just asked for them."


def _sent_needlessly(event: Event, again: Again, what: str) -> str:  # noqa: ARG001 - as all are made
    asker = _side(client=not event.of_client)
    return (
        f"{what} sent again although the {asker} had acknowledged them: the acknowledgment came too late, or was lost."
    )


def _overtaken(event: Event, again: Again, what: str) -> str:  # noqa: ARG001 - as all are made
    return f"{what} here {duration(again.waited)} behind the segment that went furthest, which had overtaken them."


_WHY: Mapping[Kind, Callable[[Event, Again, str], str]] = MappingProxyType(
    {
        Kind.RETRANSMISSION: _sent_again,
        Kind.FAST: _sent_fast,
        Kind.NEEDLESS: _sent_needlessly,
        Kind.REORDERED: _overtaken,
    }
)


def _proof(again: Again, event: Event) -> str:
    overtaken = again.kind is Kind.REORDERED
    sender = _side(client=event.of_client)
    if again.proof is Proof.CLOCK:
        order = "before" if overtaken else "behind"
        return f"The {sender}'s clock in it (TSval) shows that it was sent {order} the segment that went furthest."
    if again.proof is Proof.SEEN:
        return "The capture shows the same bytes before."
    return "The capture shows these bytes for the first time."


def _gap(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    begins, expected = event.numbered.sequence, own.expected or 0
    missing = "one byte was" if begins - expected == 1 else f"{begins - expected:,} bytes were"
    return f"It begins at {begins:,}, but {expected:,} was next: {missing} lost on the way, overtaken, or not captured."


def _ack_of_lost(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    other, number = _side(client=not event.of_client), event.numbered.acknowledgment
    if peer.expected is None or peer.expected <= 1:
        return f"It acknowledges what comes before {number:,}, but the capture shows no byte of the {other}'s: it misses packets."
    if peer.expected < number:
        return f"It acknowledges what comes before {number:,}, but the capture shows the {other}'s bytes only up to {peer.expected - 1:,}."
    return f"It acknowledges what comes before {number:,}, of which the capture does not show all: it misses packets of the {other}."


def _keep_alive(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    other = _side(client=not event.of_client)
    return f"Number {event.numbered.sequence:,} was sent long before: it only asks whether the {other} is there."


def _zero_window(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    own_side, other = _side(client=event.of_client), _side(client=not event.of_client)
    return f"The {own_side}'s buffer is full: the {other} must wait until a window is offered again."


def _probe(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    return f"One byte into the window of zero that the {_side(client=not event.of_client)} offered, to learn whether it has opened."


def _update(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    return f"The window went from {own.window:,} to {event.numbered.window:,} bytes, and nothing else changed."


def _full(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    end = event.numbered.next_sequence or 0
    other = _side(client=not event.of_client)
    return f"Its data end at {end:,}, where the {other}'s window of {peer.window:,} bytes ends: no more may be sent before it moves."


def _duplicate(event: Event, own: _Seen, peer: _Seen) -> str:  # noqa: ARG001 - as all are made
    analysed, number = event.analysed, event.numbered.acknowledgment
    beyond = f", and has {event.segment.selected:,} bytes beyond it (SACK)" if event.segment.selected else ""
    return f"No. {analysed.duplicate_number} to repeat packet {analysed.duplicate_of}: it still waits for byte {number:,}{beyond}."


def _by_rule(finding: Finding) -> Callable[[Event, _Seen, _Seen], str]:
    text = FINDINGS[finding].rule
    return lambda _event, _own, _peer: f"{text[0].upper()}{text[1:]}."


_SENTENCES: Mapping[Finding, Callable[[Event, _Seen, _Seen], str]] = MappingProxyType(
    {each: _by_rule(each) for each in Finding}
    | {
        Finding.LOST_SEGMENT: _gap,
        Finding.ACK_LOST_SEGMENT: _ack_of_lost,
        Finding.KEEP_ALIVE: _keep_alive,
        Finding.ZERO_WINDOW: _zero_window,
        Finding.ZERO_WINDOW_PROBE: _probe,
        Finding.WINDOW_UPDATE: _update,
        Finding.WINDOW_FULL: _full,
        Finding.DUPLICATE_ACK: _duplicate,
        Finding.RETRANSMISSION: _again,
        Finding.FAST_RETRANSMISSION: _again,
        Finding.SPURIOUS_RETRANSMISSION: _again,
        Finding.OUT_OF_ORDER: _again,
    }
)
