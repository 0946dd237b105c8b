"""Fuzz what scapy reads for netkit: `python -m tests.fuzz.beyond --count 100000 --jobs 2`."""

from netkit.packet import dissect
from netkit.packet.beyond.known import KNOWN
from tests.fuzz.case import Case, Target
from tests.fuzz.mutation import mutated
from tests.fuzz.packets import LINK_TYPES, check_dissection, check_views
from tests.fuzz.running import main
from tests.fuzz.seeds import packets
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, over_udp

__all__ = ["TARGET"]

PROMISES = """For any bytes, and whatever scapy's code does with them, dissect(beyond=True)

1. keeps every promise of dissect() (see tests.fuzz.packets);
2. gives the same for the same bytes, whatever was dissected before, unless scapy was stopped;
3. ends within the lines of Python that it may run, which is about a second (reported)."""


def seeds(folder=None):
    """Those packets in which scapy has something to say, and for each number that it knows some bytes."""
    found = [case for case in packets(folder) if any(layer.source for layer in _dissect(case).layers)]
    for space, numbers in KNOWN.items():
        for number in numbers:
            found += (Case(*_carrying(space, number, content)) for content in (bytes(80), bytes(range(1, 120))))
    return found


def _carrying(space, number, content):
    """A packet that carries something of this number, and its link type."""
    if space == "link_type":
        return content, number
    if space == "udp.port":
        return over_udp(content, number), 101
    if space == "tcp.port":
        return ipv4(6, b"\xc0\xde" + number.to_bytes(2, "big") + bytes(8) + b"\x50\x10" + bytes(6) + content), 101
    if space in ("ip.proto", "ipv6.nxt"):
        return ipv4(number, content), 101
    return bytes(12) + number.to_bytes(2, "big") + content, 1


def make(cases, chance):
    """A packet that is mutated, now and then with its link type, or repeated to make it long."""
    draw = chance.random
    data, link_type, _ = cases[int(draw() * len(cases))]
    data = mutated(data, cases[int(draw() * len(cases))].data, chance)
    kind = draw()
    if kind < 0.02 and data:
        data = (data + data[int(draw() * len(data)) :] * int(draw() * 1000))[: int(draw() * 70_000)]
    elif kind < 0.04:
        link_type = LINK_TYPES[int(draw() * len(LINK_TYPES))]
    return Case(data, link_type)


def _dissect(case):
    return dissect(case.data, case.link_type, original_length=case.original_length, beyond=True)


def check(case, deep):
    """The promises of one packet."""
    dissection = _dissect(case)
    check_dissection(dissection, case.data)
    if deep:
        broken = broken_promises(dissection, case.data)
        assert not broken, broken[:3]
        check_views(dissection)
        again = _dissect(case)
        if any(problem.rule == "scapy.dissection.too_long" for problem in dissection.problems):
            return  # scapy does some things only the first time, so that it is stopped a layer earlier or later
        assert [repr(field) for field in again.fields] == [repr(field) for field in dissection.fields]
        assert again.problems == dissection.problems


TARGET = Target("beyond", PROMISES, seeds, make, check, every=10)

if __name__ == "__main__":
    main(TARGET)
