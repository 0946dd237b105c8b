"""First sequence numbers (RFC 9293 section 3.4.1: MUST-8, MUST-9, SHLD-1; RFC 6528 section 3)."""

from __future__ import annotations

import itertools

from netkit.tcp import Endpoint, Segment
from tests.tcp.network import A, B, flags


def first(*, seed: object = 1, ends: tuple[object, object] = (A, B), now: float = 0.0) -> int:
    return Endpoint(*ends, seed=seed).connect(now=now).segments[0].sequence  # type: ignore[arg-type]


def test_the_number_goes_on_with_the_clock() -> None:
    """MUST-8: one every four microseconds, whole circles too."""
    start = first()
    assert (first(now=4e-6) - start) % 2**32 == 1
    assert (first(now=1.0) - start) % 2**32 == 250_000
    assert first(now=2**32 * 4e-6) == start


def test_one_that_listens_takes_its_number_when_the_syn_comes() -> None:
    numbers = []
    for now in (0.0, 2.0):
        endpoint = Endpoint(B, A, seed=2)
        endpoint.listen()
        numbers.append(endpoint.receive(Segment(sequence=7, flags=flags("S"), window=9), now=now).segments[0].sequence)
    assert (numbers[1] - numbers[0]) % 2**32 == 500_000


def test_who_does_not_know_the_seed_can_not_tell_it_from_other_connections() -> None:
    """SHLD-1 and MUST-9: a pseudorandom function of both ends and a key. Neighbouring ports and keys have nothing in common."""
    ports = [first(ends=((A[0], port), B)) for port in range(1000, 1064)]
    keys = [first(seed=seed) for seed in range(64)]
    for numbers in (ports, keys):
        assert len(set(numbers)) == 64
        steps = {(b - a) % 2**32 for a, b in itertools.pairwise(numbers)}
        assert len(steps) == 63
        assert any(number < 2**30 for number in numbers)
        assert any(number > 3 * 2**30 for number in numbers)
