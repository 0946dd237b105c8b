"""What is written is read again the same, by netkit and by tshark; what a format can't hold is refused; a file is complete or absent."""

import errno
import gzip
import io
import itertools
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.capture import Interface, NewRecord
from netkit.errors import AccessError, ExitCode, UsageError

ROOT = Path(netkit.__file__).parents[1]
START = 1_700_000_000_123_456_789

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
new_records = st.builds(
    NewRecord,
    data=st.binary(max_size=70),
    time=st.integers(0, 2**63),
    link_type=st.sampled_from([1, 101, 113]),
    original_length=st.none() | st.integers(70, 2**32 - 1),
    interface=st.sampled_from(["", "eth0", "wlan0", "ü"]),
    comments=st.lists(texts, max_size=3).map(tuple),
)


def written(records, **how):
    file = io.BytesIO()
    count = netkit.capture.write(file, records, **how)
    return count, file.getvalue()


def told(record):
    """What of a record has to come back, whichever kind it is."""
    where = record.interface
    name = (where.name or "") if isinstance(where, Interface) else where
    link_type = where.link_type if isinstance(where, Interface) else record.link_type
    length = len(record.data) if record.original_length is None else record.original_length
    return record.data, record.time, link_type, length, name, tuple(record.comments)


@settings(deadline=None, max_examples=60)
@given(st.lists(new_records, max_size=8), st.sampled_from(["little", "big"]))
def test_pcapng_keeps_everything(records, byte_order):
    count, data = written(records, byte_order=byte_order)
    capture = netkit.capture.open(io.BytesIO(data))
    assert [told(record) for record in capture] == [told(record) for record in records]
    assert (count, capture.problems, capture.byte_order) == (len(records), (), byte_order)


@settings(deadline=None, max_examples=60)
@given(st.lists(new_records, max_size=8), st.sampled_from(["little", "big"]), st.sampled_from([10**6, 10**9]))
def test_pcap_keeps_times_lengths_and_bytes(records, byte_order, resolution):
    plain = [NewRecord(data=r.data, time=r.time % (2**32 * 10**9), original_length=r.original_length) for r in records]
    count, data = written(plain, format="pcap", byte_order=byte_order, resolution=resolution)
    capture = netkit.capture.open(io.BytesIO(data))
    tick = 10**9 // resolution
    assert [(record.data, record.time, record.original_length) for record in capture] == [
        (data, time // tick * tick, length) for data, time, _, length, _, _ in map(told, plain)
    ]
    assert (count, capture.problems, capture.resolution) == (len(records), (), resolution)


@pytest.mark.parametrize(
    ("name", "starts", "unpack"),
    [
        ("a.pcapng", b"\x0a\x0d\x0d\x0a", None),
        ("a", b"\x0a\x0d\x0d\x0a", None),
        ("a.pcap", b"\x4d\x3c\xb2\xa1", None),
        ("a.CAP", b"\x4d\x3c\xb2\xa1", None),
        ("a.pcapng.gz", b"\x0a\x0d\x0d\x0a", gzip.decompress),
        ("a.pcap.zst", b"\x4d\x3c\xb2\xa1", lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)),
    ],
)
def test_the_ending_says_the_form(tmp_path, name, starts, unpack):
    for path in (tmp_path / name, str(tmp_path / name)):
        assert netkit.capture.write(path, [NewRecord(data=b"abc")]) == 1
    data = (tmp_path / name).read_bytes()
    assert (unpack(data) if unpack else data).startswith(starts)


def test_what_is_asked_for_counts_more_than_the_ending(tmp_path):
    path = tmp_path / "a.pcap.gz"
    netkit.capture.write(path, [], format="pcapng", packed="none")
    assert path.read_bytes().startswith(b"\x0a\x0d\x0d\x0a")


def test_the_same_records_give_the_same_bytes():
    records = [NewRecord(data=bytes(100), time=START, comments=("x",))] * 3
    for packed in ("none", "gzip", "zstd"):
        assert written(records, packed=packed) == written(records, packed=packed)


def test_interfaces_are_described_once_and_in_order():
    card = Interface(7, 101, snap_length=96, name="eth1", description="the client's card", section=3)
    records = [
        NewRecord(data=b"a", interface="eth0"),
        NewRecord(data=b"b", link_type=101, interface="eth1"),
        NewRecord(data=b"c", interface="eth1"),
        NewRecord(data=b"d", interface=card),
        NewRecord(data=b"e", interface="eth0"),
    ]
    _, data = written(records, interfaces=[card])
    capture = netkit.capture.open(io.BytesIO(data))
    assert [record.interface.number for record in capture] == [1, 0, 2, 0, 1]
    assert [(each.name, each.link_type, each.snap_length, each.description) for each in capture.interfaces] == [
        ("eth1", 101, 96, "the client's card"),
        ("eth0", 1, 0, None),
        ("eth1", 1, 0, None),
    ]


def test_records_of_a_capture_can_be_written(make):
    data = make.section() + make.interface(snap_length=4) + make.simple(b"abcd", 60) + make.enhanced(b"xy", ticks=7)
    _, again = written(netkit.capture.open(io.BytesIO(data)))
    assert [told(record) for record in netkit.capture.open(io.BytesIO(again))] == [
        (b"abcd", None, 1, 60, "", ()),
        (b"xy", 7000, 1, 2, "", ()),
    ]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("byte_order", ["little", "big"])
def test_what_is_said_of_packets_and_interfaces_comes_along_in_either_byte_order(make, order, byte_order):
    options = make.option(2, b"eth0", order) + make.option(8, struct.pack(order + "Q", 10**9), order)
    options += make.option(14, struct.pack(order + "q", 5), order)
    data = make.section(order) + make.interface(order, options=options)
    options = make.option(1, b"look", order) + make.option(2, struct.pack(order + "I", 1), order)
    options += make.option(4, struct.pack(order + "Q", 7), order) + make.option(3, bytes.fromhex("02ec1d8797"), order)
    data += make.enhanced(b"abc", 1, options=options, order=order)
    _, again = written(netkit.capture.open(io.BytesIO(data)), byte_order=byte_order)
    capture = netkit.capture.open(io.BytesIO(again))
    (record,) = capture
    told = netkit.capture.details(record)
    assert (record.time, record.comments, told.direction, told.drops) == (5 * 10**9 + 1000, ("look",), "inbound", 7)
    assert told.hashes == (("CRC32", bytes.fromhex("ec1d8797")),)
    assert (record.interface.name, record.interface.speed, record.interface.time_offset) == ("eth0", (10**9, 10**9), 0)
    assert (capture.byte_order, capture.problems) == (byte_order, ())


@pytest.mark.parametrize("form", list(itertools.product([".pcapng", ".pcap"], ["", ".gz", ".zst"], ["little", "big"])))
def test_tshark_reads_it_without_a_complaint(tmp_path, tshark, form):
    ending, packing, byte_order = form
    path = tmp_path / f"made{ending}{packing}"
    comments = ("grün", "two\nlines") if ending == ".pcapng" else ()
    records = [
        NewRecord(
            data=bytes(60 + n), time=START + n, original_length=1500, interface=f"if{n % 3}", comments=comments[:n]
        )
        for n in range(5)
    ]
    netkit.capture.write(path, records, byte_order=byte_order)
    rows = [
        (number, START + n, 1500, 60 + n, ",".join(comments[:n]).replace("\n", "\\n"))
        for number, n in enumerate(range(5), 1)
    ]
    assert tshark(path) == rows


def test_capinfos_reads_what_it_says_about_itself(tmp_path, tshark):
    path = tmp_path / "made.pcapng"
    interfaces = [Interface(0, 1, 96, name="eth0", description="the client's card")]
    records = [NewRecord(data=b"", time=START, interface="eth0"), NewRecord(data=b"", time=START, link_type=101)]
    netkit.capture.write(
        path, records, interfaces=interfaces, comments=("about it",), hardware="a card", operating_system="Plan 9"
    )
    done = subprocess.run(["capinfos", path], capture_output=True, text=True, check=True)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    for line in (
        "Capture hardware: a card",
        "Capture oper-sys: Plan 9",
        "Capture application: netkit",
        "Capture comment: about it",
        "Name = eth0",
        "Description = the client's card",
        "Capture length = 96",
        "Encapsulation = Raw IP (7 - rawip)",
        "Time resolution = 0x09",
    ):
        assert line in lines


@pytest.mark.parametrize(
    ("records", "how", "what"),
    [
        ([NewRecord(data=b""), NewRecord(data=b"", link_type=101)], {"format": "pcap"}, "packet 2 has link type 101"),
        ([NewRecord(data=b"", comments=("x",))], {"format": "pcap"}, "packet 1 has a comment"),
        ([], {"format": "pcap", "comments": ["x"]}, "the file has a comment"),
        ([NewRecord(data=b"", time=2**32 * 10**9)], {"format": "pcap"}, "packet 1 can't be written to pcap"),
        ([NewRecord(data=b"", time=-1)], {"format": "pcap"}, "packet 1 can't be written to pcap"),
        ([NewRecord(data=b"", time=-1)], {}, "packet 1 can't be written"),
        ([NewRecord(data=b"", time=2**64)], {}, "packet 1 can't be written"),
        ([NewRecord(data=b"", comments=("x" * 65536,))], {}, "a comment on packet 1 has 65,536 bytes"),
        ([NewRecord(data=b"", comments=("\ud800",))], {}, "a comment on packet 1 can't be written"),
        ([NewRecord(data=b"", link_type=65536)], {}, "there is no link type 65536"),
        ([NewRecord(data=b"", link_type=-1)], {"format": "pcap"}, "there is no link type -1"),
        ([NewRecord(data=b"", original_length=2**32)], {}, "packet 1 is too long"),
        ([NewRecord(data=b"", original_length=2**32)], {"format": "pcap"}, "packet 1 is too long"),
        ([], {"format": "pcap", "resolution": 1000}, "pcap can't count 1,000 ticks"),
        ([], {"resolution": 999}, "pcapng can't count 999 ticks"),
        ([], {"format": "snoop"}, "there is no format 'snoop'"),
        ([], {"packed": "lz4"}, "there is no packing 'lz4'"),
        ([], {"byte_order": "middle"}, "there is no byte order 'middle'"),
    ],
)
def test_what_the_form_can_not_hold_is_refused_with_the_rule(tmp_path, records, how, what):
    path = tmp_path / "made"
    path.write_bytes(b"as before")
    with pytest.raises(UsageError) as caught:
        netkit.capture.write(path, records, **how)
    assert caught.value.what.startswith(what)
    assert caught.value.why
    assert path.read_bytes() == b"as before"
    assert list(tmp_path.iterdir()) == [path]


def test_more_bytes_than_there_were_are_no_packet():
    with pytest.raises(ValueError, match="4 bytes are kept of a packet that had 3"):
        NewRecord(data=b"abcd", original_length=3)


def failing():
    yield NewRecord(data=bytes(300_000))
    raise KeyError("the maker of the records failed")


def test_a_file_is_as_it_was_where_the_records_fail(tmp_path):
    for path in (tmp_path / "old.pcap", tmp_path / "new.pcap"):
        if path.name == "old.pcap":
            path.write_bytes(b"as before")
        with pytest.raises(KeyError):
            netkit.capture.write(path, failing())
    assert [path.name for path in tmp_path.iterdir()] == ["old.pcap"]
    assert (tmp_path / "old.pcap").read_bytes() == b"as before"


def test_a_file_that_is_read_may_be_written_over(tmp_path):
    path = tmp_path / "a.pcapng"
    netkit.capture.write(path, [NewRecord(data=b"a"), NewRecord(data=b"b")])
    with netkit.capture.open(path) as capture:
        netkit.capture.write(path, (record for record in capture if record.data == b"b"))
    assert [record.data for record in netkit.capture.open(path)] == [b"b"]


KILLED = """
import itertools, os, signal, sys
import netkit.capture
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell starts what it leaves in the background without it
def records():
    for number in itertools.count():
        if number == int(sys.argv[2]):
            print("here", flush=True)
            signal.pause()
        yield netkit.capture.NewRecord(data=bytes(1000))
netkit.capture.write(sys.argv[1], records())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("count", [0, 1, 1000])
def test_a_kill_leaves_the_old_file_or_none(tmp_path, count):
    old, new = tmp_path / "old.pcapng", tmp_path / "new.pcapng"
    netkit.capture.write(old, [NewRecord(data=b"as before")])
    before = old.read_bytes()
    for path in (old, new):
        program = [sys.executable, "-c", KILLED, path, str(count)]
        with subprocess.Popen(program, stdout=subprocess.PIPE, cwd=ROOT) as writer:
            writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
    assert old.read_bytes() == before
    assert not new.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C otherwise")
def test_an_interrupt_leaves_nothing_at_all(tmp_path):
    program = [sys.executable, "-c", KILLED, tmp_path / "new.pcapng", "1000"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as writer:
        writer.stdout.readline()
        writer.send_signal(signal.SIGINT)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no modes of this kind")
def test_a_new_file_may_be_read_as_any_other_and_a_replaced_one_as_before(tmp_path):
    (tmp_path / "other").touch()
    path, link = tmp_path / "a.pcapng", tmp_path / "link.pcapng"
    netkit.capture.write(path, [])
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode
    path.chmod(0o640)
    link.symlink_to(path)
    netkit.capture.write(link, [NewRecord(data=b"x")])
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert len(list(netkit.capture.open(path))) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_pipe_is_written_to_as_it_stands(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = "import sys, netkit.capture as c; print(sum(1 for _ in c.open(sys.argv[1])))"
    with subprocess.Popen([sys.executable, "-c", program, pipe], stdout=subprocess.PIPE, cwd=ROOT) as reader:
        netkit.capture.write(pipe, [NewRecord(data=b"x")] * 3)
        assert reader.stdout.read().split() == [b"3"]
    assert list(tmp_path.iterdir()) == [pipe]


class Full(io.RawIOBase):
    """A file on a full disk, which takes a little before."""

    def __init__(self):
        self.room = 5

    def write(self, data):
        taken = min(self.room, len(data))
        if not taken:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.room -= taken
        return taken


def test_a_full_disk_is_told():
    with pytest.raises(AccessError, match="the output can't be written") as caught:
        netkit.capture.write(Full(), [])
    assert caught.value.where == "No space left on device"
    assert caught.value.exit_code == ExitCode.NETWORK


class Slow(io.BytesIO):
    """A file that takes 7 bytes at a time."""

    def write(self, data):
        return super().write(data[:7])


def test_a_file_may_take_a_few_bytes_at_a_time():
    file = Slow()
    netkit.capture.write(file, [NewRecord(data=bytes(range(100)))])
    assert file.getvalue() == written([NewRecord(data=bytes(range(100)))])[1]
    assert not file.closed


def test_places_that_can_be_no_file(tmp_path):
    for path in (tmp_path, tmp_path / "none" / "a.pcap", "a\0b"):
        with pytest.raises(UsageError) as caught:
            netkit.capture.write(path, [])
        assert caught.value.why


def test_writing_is_a_stream(tmp_path):
    """Each record is asked for when the one before is written, and none is kept."""
    alive = []

    class Data(bytes):
        def __del__(self):
            alive.pop()

    def records():
        for _ in range(3000):
            alive.append(1)
            yield NewRecord(data=Data(1000))
            assert len(alive) < 300

    netkit.capture.write(tmp_path / "a.pcapng", records())


def test_a_section_says_that_its_length_is_not_known():
    """A stream can't know it, and -1 is what says so (draft-ietf-opsawg-pcapng §4.1)."""
    _, data = written([])
    kind, _, magic, major, minor, length = struct.unpack_from("<IIIHHq", data)
    assert (kind, magic, major, minor, length) == (0x0A0D0D0A, 0x1A2B3C4D, 1, 0, -1)
