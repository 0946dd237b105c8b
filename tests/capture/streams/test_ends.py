"""Conversations are told apart by their ends alone, whatever these mix to."""

import random

import numpy as np
import pytest

from netkit.capture.streams import ends
from netkit.capture.streams.ends import Conversations, words_from_bytes


def made(seed, count=400):
    chance = random.Random(seed)
    addresses = [bytes(4), b"\x7f\0\0\1", bytes(15) + b"\1", bytes(16), b"", b"\xff" * 16]
    return [
        (one, other if len(one) == len(other) else one, chance.randrange(3), chance.choice((0, 1, 65535)))
        for one, other in ((chance.choice(addresses), chance.choice(addresses)) for _ in range(count))
    ]


@pytest.mark.parametrize("multiplier", [ends.MULTIPLIER, np.uint64(0)])
def test_a_conversation_is_its_two_ends_in_either_order(multiplier, monkeypatch):
    """With the multiplier 0 all mix to the same."""
    monkeypatch.setattr(ends, "MULTIPLIER", multiplier)
    keys = made(1)
    found = Conversations.of(words_from_bytes(keys))
    assert [found.key(row) for row in range(len(keys))] == keys
    pairs = [frozenset({key[::2], key[1::2]}) for key in keys]
    assert len(found.keys) == len(set(pairs))
    assert {(int(number), pair) for number, pair in zip(found.index, pairs, strict=True)} == {
        (int(found.index[pairs.index(pair)]), pair) for pair in set(pairs)
    }
    assert found.first.tolist() == [found.index.tolist().index(number) for number in range(len(found.keys))]
    assert found.itself.tolist() == [key[::2] == key[1::2] for key in found.keys]
