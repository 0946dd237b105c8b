"""Captures of one traffic made anew together: a packet is the same in all of them, on both sides of a NAT, and nothing is wrong with it."""

import io
from pathlib import Path

import pytest

import netkit.capture
from netkit.capture.anew import Recording
from netkit.packet import dissect
from tests.length import LONG
from tests.oracle.tshark import columns

CAPTURES = Path(__file__).parents[3] / "captures"
WAYS = [sorted(CAPTURES.glob(f"along-{number:02}-link-?.pcapng")) for number in range(1, 7)]
NATS = [[CAPTURES / f"nat-{number:02}-{side}.pcapng" for side in ("inside", "outside")] for number in range(1, 7)]
GROUPS = [*WAYS, *NATS] if LONG else [WAYS[0], NATS[2]]
NUMBERS = ("ip.id", "tcp.seq_raw", "tcp.ack_raw", "tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr", "icmp.ident",
           "icmpv6.echo.identifier", "ipv6.flow", "http.host")  # fmt: skip
"""What neither a router nor a NAT changes."""

ENDS = ("ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "eth.src", "eth.dst", "tcp.srcport", "tcp.dstport")
each_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group[0].stem)


def packets(source):
    with netkit.capture.open(io.BytesIO(source) if isinstance(source, bytes) else source) as capture:
        return [dissect(record.data, record.link_type) for record in capture]


def made(group, seed=b"together"):
    return [each.data for each in Recording(*group).all_anew(seed)]


def value(packet, keys):
    return tuple(packet.value(key) for key in keys)


@each_group
def test_what_is_one_in_two_of_them_stays_one(group):
    before, after = [packets(path) for path in group], [packets(data) for data in made(group)]
    there, back = {}, {}
    for old_file, new_file in zip(before, after, strict=True):
        for one, other in zip(old_file, new_file, strict=True):
            assert [(f.key, f.note == "right") for f in one.fields] == [
                (f.key, f.note == "right") for f in other.fields
            ]
            for keys in (*((key,) for key in ENDS), NUMBERS):
                # a packet is known by all its numbers together; an end by itself
                old, new = (keys, value(one, keys)), (keys, value(other, keys))
                assert there.setdefault(old, new) == new
                assert back.setdefault(new, old) == old
    assert there


@each_group
def test_another_seed_makes_others_and_the_same_the_same(group):
    assert made(group) == made(group)
    assert not set(made(group)) & set(made(group, b"another"))
    olds = {one.value(key) for path in group for one in packets(path) for key in ("ip.src", "ipv6.src", "eth.src")}
    news = {
        one.value(key) for data in made(group) for one in packets(data) for key in ("ip.src", "ipv6.src", "eth.src")
    }
    assert {each for each in olds & news if each is not None} == set()


def test_times_go_on_together():
    """What came first on any link comes first afterwards, between the links, too."""
    group = WAYS[0]

    def times(sources):
        found = []
        for number, source in enumerate(sources):
            with netkit.capture.open(io.BytesIO(source) if isinstance(source, bytes) else source) as capture:
                found += [(record.time, number, record.number) for record in capture]
        return [each[1:] for each in sorted(found)]

    assert times(made(group)) == times(group)


@each_group
def test_tshark_finds_nothing_wrong(group):
    statuses = [f"{layer}.checksum.status" for layer in ("ip", "tcp", "icmp", "icmpv6")]
    for source in (*made(group), *(path.read_bytes() for path in group)):
        rows = columns(source, [*statuses, "_ws.malformed"])
        assert {row[status] for row in rows for status in statuses} == {"1", ""}
        assert {row["_ws.malformed"] for row in rows} == {""}


def test_one_alone_is_made_as_it_always_was():
    path = WAYS[0][0]
    assert Recording(path).all_anew(b"alone")[0].data == Recording(path).anew(b"alone").data
