"""Segments under way that turn out to be too big for the path are cut into smaller ones, and go out again (RFC 1191 section 6.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.event import EventKind, Trigger
from netkit.tcp.sending.flight import Sent

if TYPE_CHECKING:
    from netkit.tcp.sending.sender import Emission, Sender

__all__ = ["cut_smaller"]


def cut_smaller(sender: Sender, largest: int) -> list[tuple[Emission, bool]]:
    """From now on a segment carries `largest` bytes at most; what was under way in larger ones goes out again at once.

    It was no congestion that took them, so the window stays as it is. What the receiver is known to have stays whole.
    """
    books = sender.books
    sender.largest = largest
    out: list[tuple[Emission, bool]] = []
    pieces: list[Sent] = []
    for sent in books.flight:
        data_end = min(sent.end, sender.stream.written)
        if sent.sacked or data_end - sent.start <= largest:
            pieces.append(sent)
            continue
        for start in range(sent.start, data_end, largest):
            end = min(start + largest, data_end)
            last = end == data_end
            piece = Sent(
                start, sent.end if last else end, books.now, sent.first_at, sent.copies + 1, push=sent.push and last
            )
            pieces.append(piece)
            books.tell(EventKind.RETRANSMIT, "again.too-big", start, piece.end - start, Trigger.TOO_BIG)
            out.append(((piece.start, piece.end, piece.push), True))
    if out:
        books.flight.replace(pieces)
        sender.restart_timer()
    return out
