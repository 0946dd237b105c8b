"""The quick way through many packets gives what the plain loop gives, whatever the packets are."""

import itertools
import random

import pytest

import netkit.capture
from netkit.capture.columnar import walk
from netkit.capture.columnar.frames import HEAD, frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch, walked_keys, walked_protocols
from netkit.capture.columnar.steps import STEPS, WALKED
from netkit.capture.interface import Interface
from netkit.capture.record import Record
from netkit.packet.carriers import CARRIERS
from netkit.packet.pictures import tables
from netkit.packet.registry import READERS
from tests.capture.columnar.alike import assert_alike, differences
from tests.fuzz.case import Case
from tests.fuzz.mutation import mutated
from tests.fuzz.seeds import capture_files, packets
from tests.length import LONG

ETHERNET = bytes.fromhex("020000000001020000000002")


def records(cases):
    return [
        Record(number, number, case.data, case.original_length or len(case.data), Interface(0, case.link_type, 0))
        for number, case in enumerate(cases, 1)
    ]


@pytest.mark.parametrize("path", list(capture_files(None)), ids=lambda path: path.name)
def test_shipped_captures(path):
    with netkit.capture.open(path) as capture:
        assert_alike(list(itertools.islice(capture, 400)))


def test_every_vector_and_example():
    assert_alike(records(packets()))


@pytest.mark.parametrize("seed", range(4))
def test_mutated_packets(seed):
    chance = random.Random(seed)
    seeds = [each for each in packets() if each.data]
    made = [
        each._replace(data=mutated(each.data, chance.choice(seeds).data, chance))
        for each in chance.choices(seeds, k=1200 if LONG else 500)
    ]
    assert_alike(records(made))


def test_every_shorter_prefix_and_every_cut():
    for case in packets()[:: 60 if LONG else 120]:
        prefixes = [case._replace(data=case.data[:end]) for end in range(len(case.data))]
        cut = [case._replace(data=case.data[:end], original_length=len(case.data)) for end in range(len(case.data))]
        assert not list(differences(records(prefixes + cut), [*walked_keys(), *walked_protocols()]))


def test_headers_that_lie_beyond_the_copied_beginning():
    tags = bytes.fromhex("81000001") * (HEAD // 4)
    ip = bytes.fromhex("45000028000040004006f96ec0000201c6336402") + bytes.fromhex(
        "c00000500000000100000002501001f600000000"
    )
    far = ETHERNET + tags + b"\x08\x00" + ip
    near = ETHERNET + b"\x08\x00" + ip
    made = records([packet(each) for each in (near, far, near, far[: HEAD + 10], far)])
    assert_alike(made)
    assert len(QuickBatch(frames_of(made)).column("tcp.dstport").rows) == 4


def packet(data):
    return Case(data)


def test_hostile_numbers_of_the_next_protocol_are_looked_up_in_bounded_turns():
    made = [packet(ETHERNET + number.to_bytes(2, "big") + bytes(60)) for number in range(1536, 1536 + 5000)]
    assert not list(differences(records(made), ["eth.type", "ip.src", "tcp", "vlan.id"]))


def test_packets_that_all_have_a_way_of_their_own_end_the_walk_early(monkeypatch):
    """Tags of two kinds in every order: no two packets go the same way, and none is walked through alone for long."""
    steps = []
    go = walk.Walk.go
    monkeypatch.setattr(walk.Walk, "go", lambda self, *given: (steps.append(1), go(self, *given))[1])
    made = []
    for number in range(1024):
        tags = b"".join(b"\x81\x00\x00\x01" if number >> bit & 1 else b"\x91\x00\x00\x01" for bit in range(10))
        made.append(Case(ETHERNET + tags + b"\x88\xb5" + bytes(40)))
    batch = QuickBatch(frames_of(records(made)))
    batch.prepare(["vlan.id"])
    assert len(steps) < len(made)
    assert len(batch.column("vlan.id").rows) == 10 * len(made)


def test_few_packets_of_a_usual_capture_are_taken_apart_one_by_one(monkeypatch):
    taken = []
    init = PlainBatch.__init__
    monkeypatch.setattr(PlainBatch, "__init__", lambda self, given: (taken.extend(given), init(self, given))[1])
    with netkit.capture.open(next(path for path in capture_files(None) if "page-load-01" in path.name)) as capture:
        every = list(capture)
    batch = QuickBatch(frames_of(every))
    batch.prepare(["ip.src", "tcp.seq_raw", "udp.dstport"])
    assert not taken
    assert len(batch.column("dns.qry.name").rows) == 2
    assert 0 < len(taken) < len(every) / 2


def test_a_selection_answers_as_the_whole_did():
    with netkit.capture.open(next(path for path in capture_files(None) if "page-load-01" in path.name)) as capture:
        every = list(capture)
    batch = QuickBatch(frames_of(every))
    batch.prepare(["tcp.seq_raw"])
    chosen = batch.select(batch.present("tcp"))
    again = PlainBatch([record for record, kept in zip(every, batch.present("tcp"), strict=True) if kept])
    for key in ("tcp.seq_raw", "ip.ttl", "frame.number", "http.host"):
        assert chosen.column(key).spelled() == again.column(key).spelled()
        assert chosen.column(key).rows.tolist() == again.column(key).rows.tolist()


def test_every_step_is_of_a_reader_below_the_applications():
    assert set(STEPS) <= set(CARRIERS.values())
    assert all(READERS[place] is reader for place, reader in CARRIERS.items())


def test_no_application_and_no_other_table_below_has_a_key_that_is_walked_to():
    """A packet whose message is not asked for is not taken apart: so no key that a step gives may lie in one."""
    walked = {field.key for table in WALKED for field in table.fields}
    others = {table for table in tables() if ".application." in table.__module__}
    assert not [field.key for table in others for field in table.fields if field.key in walked]
