"""Fragments as tshark puts them together: real ones, overlapping ones, and those that netkit cuts."""

import random
from pathlib import Path

import pytest

import netkit.capture
from netkit.packet import Reassembled, dissect, fragment, reassemble
from netkit.packet.fragments import Completed, Defragmenter, fragment_of
from tests.conformance.test_corpus_captures import CORPUS, NO_CORPUS
from tests.fragments.making import ether, ipv4, ipv6
from tests.oracle.tshark import capture_of, columns

CAPTURES = Path(__file__).parents[2] / "captures"

FIELDS = ["frame.number", "ip.reassembled.data", "ipv6.reassembled.data", "_ws.malformed"]


def reassembled(capture):
    """What tshark puts together, by the number of the frame that completes it: the data behind the header."""
    rows = columns(capture, FIELDS, ip__defragment="TRUE", ipv6__defragment="TRUE")
    both = {int(row["frame.number"]): row["ip.reassembled.data"] or row["ipv6.reassembled.data"] for row in rows}
    return {number: bytes.fromhex(data) for number, data in both.items() if data}


def whole_ones(packets, policy="bsd"):
    """What netkit's stream of packets gives, in the same form."""
    stream, found = Defragmenter(policy), {}
    for number, packet in enumerate(packets, 1):
        for event in stream.receive(packet, number):
            if isinstance(event, Completed) and event.whole is not None:
                assert event.numbers[-1] == number
                found[number] = event.whole.data
    return found


def overlapping(chance, make, number):
    """Fragments of one packet, overlapping anyhow, of which the last to come is the one that makes it whole."""
    total = chance.randrange(33, 120)
    while True:
        came, covered = [], set()
        while covered != set(range(total)):
            start = chance.randrange(0, total, 8)
            end = min(start + 8 * chance.randrange(1, 6), total)
            if not start and end == total:
                continue  # that would be no fragment
            content = bytes([65 + len(came)]) * (end - start)
            came.append(make(content, start, end < total, number=number))
            covered |= set(range(start, end))
        if len(came) < 30:
            return came


def test_overlapping_fragments_are_decided_as_tshark_decides_them():
    chance = random.Random(4)
    frames = []
    for number in range(1, 400):
        frames += [ether(packet) for packet in overlapping(chance, chance.choice((ipv4, ipv6)), number)]
    theirs = reassembled(capture_of([(1, len(frame), frame) for frame in frames]))
    assert whole_ones(dissect(frame) for frame in frames) == theirs
    assert len(theirs) == 399


def test_what_netkit_cuts_is_put_together_by_tshark():
    """And no fragment has anything wrong that tshark would mark."""
    chance = random.Random(5)
    frames, wanted = [], {}
    for number in range(1, 150):
        payload = bytes([0xC0, 0xDE, 0x0B, 0xAD]) + bytes(
            [chance.randrange(256) for _ in range(chance.randrange(1300, 4000))]
        )
        if number % 2:
            options = chance.choice(
                [b"", bytes([0x94, 4, 0, 0]), bytes([7, 7, 4, 0, 0, 0, 0, 0]), bytes([1, 0x94, 4, 0, 0, 1, 1, 0])]
            )
            packet, mtu = ipv4(payload, options=options, number=number), chance.choice([68, 300, 576, 1279, 1280, 1293])
        else:
            packet, mtu = ipv6(payload)[:40] + payload, 1280
            packet = packet[:4] + len(payload).to_bytes(2, "big") + b"\xfd" + packet[7:]
        cut = fragment(dissect(ether(packet)), mtu, identification=number)
        chance.shuffle(cut)
        frames += cut
        if len(cut) > 1:
            wanted[len(frames)] = payload
    capture = capture_of([(1, len(packet.data), packet.data) for packet in frames])
    assert reassembled(capture) == wanted
    rows = columns(capture, ["_ws.malformed", "_ws.expert.severity", "ip.checksum.status", "frame.len"])
    assert {row["_ws.malformed"] for row in rows} == {""}
    assert "0" not in {row["ip.checksum.status"] for row in rows}


def real():
    shipped = [CAPTURES / "fragments.pcapng"]
    zeek = CORPUS / "zeek"
    names = ["dns-edns-ecs.pcap", "tunnels-gtp-gtp9_unknown_or_too_short_payload.pcap"]
    found = [pytest.param(path, id=path.name) for path in shipped]
    for name in names:
        path = zeek / name
        marks = () if path.is_file() else pytest.mark.skip(reason=NO_CORPUS)
        found.append(pytest.param(path, id=name, marks=marks))
    return found


def records_of(path):
    with netkit.capture.open(path) as capture:
        return [(record.link_type, record.original_length, record.data) for record in capture]


@pytest.mark.parametrize("path", real())
def test_real_fragments_are_put_together_as_tshark_does(path):
    records = records_of(path)
    theirs = reassembled(path.read_bytes())
    assert theirs
    assert whole_ones(dissect(data, link, original_length=size) for link, size, data in records) == theirs


@pytest.mark.parametrize("path", real())
def test_real_fragments_out_of_order_and_twice_are_the_same_packets(path):
    chance = random.Random(6)
    packets = [dissect(data, link, original_length=size) for link, size, data in records_of(path)]
    groups = {}
    for number, packet in enumerate(packets, 1):
        if (found := fragment_of(packet, number)) is not None:
            groups.setdefault(found.identity, []).append(packet)
    whole = {identity: reassemble(group) for identity, group in groups.items()}
    assert any(isinstance(result, Reassembled) for result in whole.values())
    for identity, group in groups.items():
        mixed = group * 2
        chance.shuffle(mixed)
        for policy in ("first", "last", "bsd", "linux-6"):
            again = reassemble(mixed, policy=policy)
            assert type(again) is type(whole[identity])
            if isinstance(again, Reassembled):
                assert again.encode() == whole[identity].encode()
