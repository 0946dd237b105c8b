"""What `open` takes, what it refuses and how it says so, and what a capture promises once it is open."""

import gc
import io
import os
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest

import netkit.capture
from netkit.errors import CaptureError, ExitCode, NetkitError, UsageError

ROOT = Path(netkit.__file__).parents[1]


@pytest.fixture
def small(make):
    return make.pcap_header() + make.pcap_record(b"one") + make.pcap_record(b"two")


class Drip(io.RawIOBase):
    """A file that gives a few bytes at a time and can't seek."""

    def __init__(self, data, size):
        self.rest, self.size = data, size

    def readable(self):
        return True

    def read(self, count=-1):
        count = min(count, self.size)
        piece, self.rest = self.rest[:count], self.rest[count:]
        return piece


class Endless:
    """A file that gives the same record for ever, or `limit` bytes long."""

    def __init__(self, head, part, limit):
        self.head, self.part, self.left = head, part, limit

    def read(self, _count):
        if self.head:
            piece, self.head = self.head, b""
            return piece
        if self.left <= 0:
            return b""
        self.left -= len(self.part)
        return self.part


@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_a_path_may_be_text_or_a_path(tmp_path, small, kind):
    path = tmp_path / "a.pcap"
    path.write_bytes(small)
    with netkit.capture.open(kind(path)) as capture:
        assert [record.data for record in capture] == [b"one", b"two"]
    assert capture.name == str(path)
    assert repr(capture) == f"<Capture {path}: pcap, little-endian>"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 17])
def test_bytes_may_come_a_few_at_a_time(make, small, size):
    other = make.section() + make.interface() + make.enhanced(b"one") + make.simple(b"two")
    for data in (small, other):
        assert [record.data for record in netkit.capture.open(Drip(data, size))] == [b"one", b"two"]


def test_a_file_object_that_was_passed_in_stays_open(small):
    file = io.BytesIO(small)
    with netkit.capture.open(file) as capture:
        list(capture)
    assert not file.closed


def test_a_file_read_to_its_end_closes_by_itself(tmp_path, small):
    path = tmp_path / "a.pcap"
    path.write_bytes(small)
    capture = netkit.capture.open(path)
    assert sum(1 for _ in capture) == 2
    del capture  # an unclosed file would be a ResourceWarning here, and that an error
    gc.collect()


def test_a_second_loop_goes_on_where_the_first_stopped(small):
    capture = netkit.capture.open(io.BytesIO(small))
    for record in capture:
        assert record.data == b"one"
        break
    assert next(capture).data == b"two"
    assert list(capture) == list(capture) == []


def test_after_closing_there_are_no_more_records(small):
    capture = netkit.capture.open(io.BytesIO(small))
    next(capture)
    capture.close()
    capture.close()
    assert list(capture) == []


def test_a_pipe_gives_each_packet_as_it_arrives(make):
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as file, os.fdopen(writing, "wb", buffering=0) as pen:
        pen.write(make.pcap_header() + make.pcap_record(b"one") + make.pcap_record(b"two")[:5])
        with netkit.capture.open(file) as capture:
            assert capture.name == "the input"
            assert next(capture).data == b"one"
            pen.write(make.pcap_record(b"two")[5:])
            assert next(capture).data == b"two"
            pen.close()
            assert list(capture) == []
            assert capture.problems == ()


def test_a_named_pipe(tmp_path, small):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(small,))
    writer.start()
    with netkit.capture.open(path) as capture:
        assert len(list(capture)) == 2
    writer.join()


def test_standard_input_of_a_process(small):
    program = "import sys, netkit.capture as c; print([r.data for r in c.open(sys.stdin.buffer)])"
    done = subprocess.run([sys.executable, "-c", program], input=small, capture_output=True, check=True)
    assert done.stdout == b"[b'one', b'two']\n".replace(b"\n", os.linesep.encode())


def test_reading_that_fails_in_the_middle_is_a_problem(make, small):
    class Failing(Drip):
        def read(self, count=-1):
            if not self.rest:
                raise OSError(5, "Input/output error")
            return super().read(count)

    capture = netkit.capture.open(Failing(small[:-1], 20))
    assert [record.data for record in capture] == [b"one"]
    assert [(problem.rule, problem.record) for problem in capture.problems] == [
        ("capture.read.failed", 1),
        ("pcap.record.truncated", 1),
    ]
    assert capture.problems[0].text == "reading on failed: Input/output error"


def test_a_file_that_would_have_to_wait_is_a_problem(make):
    class Waiting(Drip):
        def read(self, count=-1):
            return super().read(count) or None

    capture = netkit.capture.open(Waiting(make.pcap_header(), 100))
    assert list(capture) == []
    assert [problem.rule for problem in capture.problems] == ["capture.read.failed"]


def test_memory_stays_bounded(make):
    record = make.pcap_record(bytes(1000))
    for head, part in [
        (make.pcap_header(), record * 200),
        (make.section() + make.interface(), make.enhanced(bytes(1000)) * 200),
        (make.section(), make.block(0x1234, bytes(100_000))),
    ]:
        tracemalloc.start()
        for _ in netkit.capture.open(Endless(head, part, 40 << 20)):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 4 << 20


def test_a_claimed_length_allocates_nothing(make):
    for data in (
        make.pcap_header() + make.pcap_record(b"", captured=2**32 - 1),
        make.pcap_header() + make.pcap_record(b"", captured=100 << 20),
        make.section() + make.block(6, bytes(20), total=2**32 - 4),
        make.section() + make.block(6, bytes(20), total=100 << 20),
    ):
        tracemalloc.start()
        with netkit.capture.open(io.BytesIO(data)) as capture:
            assert list(capture) == []
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(capture.problems) == 1
        assert peak < 2 << 20


def test_the_error_of_the_sketch(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    with pytest.raises(CaptureError) as caught:
        netkit.capture.open("holiday.jpg")
    error = caught.value
    assert error.exit_code == ExitCode.MALFORMED
    assert error.what == "holiday.jpg is not a capture"
    assert error.where == "it begins with ff d8 ff e0 (a JPEG picture)"
    assert error.why.startswith(
        "pcap files begin with d4 c3 b2 a1, a1 b2 c3 d4, 4d 3c b2 a1 or a1 b2 3c 4d, pcapng files with 0a 0d 0d 0a"
    )
    assert error.hint == "netkit demo --list shows the captures that come with netkit"


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"\x89PNG\r\n\x1a\n....", "it begins with 89 50 4e 47 (a PNG picture)"),
        (b"%PDF-1.7\n%\xe2\xe3", "it begins with 25 50 44 46 (a PDF document)"),
        (b"PK\x03\x04rest", "it begins with 50 4b 03 04 (a ZIP archive, or a document that is one inside)"),
        (b"0000  45 00 00 28\n", "it begins with 30 30 30 30 (plain text)"),
        ("Grüße\n".encode() * 99, "it begins with 47 72 c3 bc (plain text)"),
        (bytes(100), "it begins with 00 00 00 00 (nothing but zero bytes)"),
        (b"\x01\x02\x03\x04", "it begins with 01 02 03 04"),
        (b"\xd4\xc3", "it begins with d4 c3"),
        (b"", "it is empty: 0 bytes"),
    ],
)
def test_what_is_no_capture_is_said_by_its_first_bytes(data, where):
    with pytest.raises(CaptureError) as caught:
        netkit.capture.open(io.BytesIO(data))
    assert (caught.value.what, caught.value.where) == ("the input is not a capture", where)
    assert caught.value.why
    assert caught.value.hint


def test_other_captures_and_packers_come_with_the_command_that_converts_them():
    with pytest.raises(CaptureError) as caught:
        netkit.capture.open(io.BytesIO(b"snoop\0\0\0\0\0\0\2"))
    assert "editcap" in caught.value.hint
    with pytest.raises(CaptureError, match="packed with LZ4") as caught:
        netkit.capture.open(io.BytesIO(b"\x04\x22\x4d\x18\x04\x00"))
    assert caught.value.hint == "unpack it first: lz4 -d the input"


def test_a_file_header_that_is_cut(make):
    with pytest.raises(CaptureError, match="cut off inside the file header") as caught:
        netkit.capture.open(io.BytesIO(make.pcap_header()[:20]))
    assert caught.value.where == "20 bytes are there, and the header has 24"


def test_no_file_to_read(tmp_path):
    for path in (tmp_path / "nothing.pcap", tmp_path, "a\0b"):
        with pytest.raises(UsageError) as caught:
            netkit.capture.open(path)
        assert caught.value.exit_code == ExitCode.USAGE
        assert all((caught.value.what, caught.value.where, caught.value.why, caught.value.hint))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path):
    path = tmp_path / "secret.pcap"
    path.touch(mode=0)
    with pytest.raises(NetkitError, match="may not be read"):
        netkit.capture.open(path)


def test_a_text_file_object_is_refused():
    with pytest.raises(UsageError, match="opened as text"):
        netkit.capture.open(io.StringIO("text"))


def test_a_file_that_is_refused_is_closed_again(tmp_path):
    path = tmp_path / "no.txt"
    path.write_text("no capture")
    with pytest.raises(CaptureError):  # an unclosed file would be a ResourceWarning, which is an error here
        netkit.capture.open(path)


def test_importing_is_cheap():
    heavy = (
        "numpy",
        "scapy",
        "click",
        "rich",
        "socket",
        "ssl",
        "threading",
        "gzip",
        "zlib",
        "zstandard",
        "asyncio",
        "pathlib",
    )
    program = f"import sys, netkit.capture; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
