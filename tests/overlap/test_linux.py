"""`linux-6` beside the kernel that it is named after, as it was measured: tests/vectors/overlaps/linux-6.18.toml."""

import tomllib
from pathlib import Path

from netkit.packet import Reassembled, dissect, reassemble
from netkit.tcp import Reassembler
from tests.fragments.making import ipv4

MEASURED = tomllib.loads(
    (Path(__file__).parents[1] / "vectors" / "overlaps" / "linux-6.18.toml").read_text(encoding="utf-8")
)

TCP_AGREES = 9 / 10
"""How often netkit's rule, that all that touches is one block, is what the kernel does with random segments: it joins a segment only to one
that ends exactly where it begins, and in an order of its own."""


def inside(fragments):
    """Whether a fragment lies inside of bytes that were there already, but is no exact copy: those the kernel passes over, too."""
    held, came = set(), set()
    for start, size, _ in fragments:
        covered = set(range(start, start + size))
        if covered <= held and (start, size) not in came:
            return True
        held |= covered
        came.add((start, size))
    return False


def test_what_is_put_together_is_what_the_kernel_puts_together():
    """Where netkit drops and the kernel does not, a fragment was inside of others, or it began anew after it had dropped."""
    whole = 0
    for case in MEASURED["ip"]:
        packets = [
            dissect(ipv4(bytes([65 + n]) * size, start, more), 228)
            for n, (start, size, more) in enumerate(case["fragments"])
        ]
        result = reassemble(packets, policy="linux-6")
        if isinstance(result, Reassembled):
            whole += 1
            assert result.data[8::8].decode() == case["kernel"]
        elif case["kernel"]:
            assert result.rule == "fragments.dropped"
            clash = next(n for n in range(1, len(packets) + 1) if not _fits(reassemble(packets[:n], policy="linux-6")))
            rest = case["fragments"][clash:]
            covered = {at for start, size, _ in rest for at in range(start, start + size)}
            begun_anew = covered >= set(range(len(case["kernel"]) * 8 + 8))
            assert inside(case["fragments"]) or begun_anew, case
    assert whole >= 3


def _fits(result):
    return isinstance(result, Reassembled) or result.rule == "fragments.missing"


def test_segments_become_nearly_always_what_the_kernel_makes_of_them():
    same = 0
    for case in MEASURED["tcp"]:
        stream = Reassembler(0, policy="linux-6")
        for number, (start, size) in enumerate(case["segments"]):
            stream.push(1 + start, bytes([65 + number]) * size)
        for at in range(len(case["kernel"])):
            if not any(start <= at < start + size for start, size in case["segments"]):
                stream.push(1 + at, b".")
        same += stream.take().decode() == case["kernel"]
    assert same >= TCP_AGREES * len(MEASURED["tcp"])
