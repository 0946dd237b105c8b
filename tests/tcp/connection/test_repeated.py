"""D-SACK: the examples of RFC 2883 sections 4.1 and 4.2, with its numbers (the SYN is one before the first byte of each)."""

from __future__ import annotations

import pytest

from tests.tcp.segments import Hand

EXAMPLES = {
    "1, a segment that came before": [(500, 3500), (3500, 4000), (3000, 3500)],
    "2, with a hole behind": [(500, 4000), (4500, 5000), (3000, 3500)],
    "3, of a segment out of order": [(500, 4000), (4500, 5000), (5000, 5500), (5000, 5500)],
    "4, one part of a segment": [(500, 1000), (2000, 2500), (1000, 1500), (1000, 2000)],
    "5, two parts below the acknowledgment": [(500, 1000), (3000, 3500), (1000, 1500), (2000, 2500), (1000, 2500)],
    "6, two parts above it": [(500, 1000), (3500, 4000), (1500, 2000), (2500, 3000), (1500, 3000)],
}
TOLD = {
    "1, a segment that came before": (4000, [(3000, 3500)]),
    "2, with a hole behind": (4000, [(3000, 3500), (4500, 5000)]),
    "3, of a segment out of order": (4000, [(5000, 5500), (4500, 5500)]),
    "4, one part of a segment": (2500, [(1000, 1500)]),
    "5, two parts below the acknowledgment": (2500, [(1000, 1500), (3000, 3500)]),
    "6, two parts above it": (1000, [(1500, 2000), (1500, 3000), (3500, 4000)]),
}


def last_ack(pieces: list[tuple[int, int]]) -> tuple[int, list[tuple[int, int]]]:
    hand = Hand(sack=True, profile="linux")
    hand.establish(sack_permitted=True)
    for start, end in pieces:
        out = hand.comes("A", start - 499, 1, bytes(end - start))
    shown = [((a - hand.theirs) % 2**32 + 499, (b - hand.theirs) % 2**32 + 499) for a, b in out[-1].sack]
    return (out[-1].acknowledgment - hand.theirs) % 2**32 + 499, shown


@pytest.mark.parametrize("example", EXAMPLES)
def test_examples_of_the_rfc(example: str) -> None:
    """In example 6 the RFC lets 2000 to 2499 come before its last segment, which its own picture calls lost; here it is."""
    assert last_ack(EXAMPLES[example]) == TOLD[example]


def test_bytes_that_were_kept_and_come_again_in_order() -> None:
    """Section 4, guideline 1: what came twice is told, wherever it lies now."""
    assert last_ack([(500, 1000), (1500, 2000), (1000, 2500)]) == (2500, [(1500, 2000)])


def test_a_finish_that_is_kept_is_no_byte_that_came_twice() -> None:
    hand = Hand(sack=True, profile="linux")
    hand.establish(sack_permitted=True)
    hand.comes("FA", 101, 1, bytes(50))
    [ack] = hand.comes("FA", 101, 1, bytes(50))
    assert next(((a - hand.theirs) % 2**32, (b - hand.theirs) % 2**32) for a, b in ack.sack) == (101, 151)
