"""Broken packets beside tshark. Where to stop in one is each one's own choice; what both show has to be the same."""

from netkit.packet import dissect
from tests.length import LONG
from tests.oracle import tshark
from tests.oracle.comparison import compare
from tests.oracle.named import name_of
from tests.packet.mutating import mutations
from tests.vectors.reading import vectors

DEFINITE = ("good", "bad")

SEEDS = 40 if LONG else 15
"""How many ways each vector is broken."""


def contradictions(dissection, packet):
    """Differences in which one side says what the other denies, not those in which one side says nothing."""
    for difference in compare(dissection, packet):
        denied = difference.kind == "value"
        if difference.kind == "checksum":
            denied = difference.ours.startswith(DEFINITE) and difference.theirs in DEFINITE
        if denied and name_of(difference, dissection, packet) is None:
            yield difference


def test_netkit_and_tshark_never_contradict_each_other():
    broken = [(f"{vector!r}, {seed}", mutations(vector, seed)) for vector in vectors() for seed in range(SEEDS)]
    broken = [(name, data) for name, data in broken if data]
    packets = tshark.packets(tshark.capture_of([(1, len(data), data) for _, data in broken]))
    found = []
    values = 0
    for (name, data), packet in zip(broken, packets, strict=True):
        dissection = dissect(data)
        found += [(name, data.hex(), difference) for difference in contradictions(dissection, packet)]
        values += sum(1 for _ in dissection.fields)
    assert found == []
    assert values > 1250 * SEEDS
