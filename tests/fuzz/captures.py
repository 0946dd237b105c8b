"""Fuzz the reading of capture files: `python -m tests.fuzz.captures --count 200000 --jobs 2`."""

import gzip
import io
import struct
from pathlib import Path

import zstandard

from netkit import capture
from netkit.capture.converting import convert
from netkit.capture.form import Form
from netkit.errors import CaptureError
from tests.fuzz.case import Case, Target
from tests.fuzz.mutation import mutated
from tests.fuzz.running import main
from tests.fuzz.seeds import capture_files

__all__ = ["TARGET"]

PROMISES = """For any bytes, capture.open()

1. raises nothing but CaptureError, and that only before the first record could come; going through the records raises nothing;
2. numbers the records from 1, and gives each bytes that are in the file (unpacked), none longer than the file;
3. gives times that are whole numbers or none, and lengths on the wire that are not negative;
4. names what is wrong as problems with a dotted id and a text, so few that they fill no memory;
5. says the same when it is read one byte at a time, as from a slow pipe;
6. takes memory in proportion to the longest block, whatever the lengths claim (reported);
7. is converted to pcapng with the same records, and that is read without a problem."""

LARGEST_SEED = 12_000
MOST_UNPACKED = 1 << 22
"""Bytes of records that are read of one file: a packed file may hold a thousand times its size."""


def _zstd(data):
    return zstandard.ZstdCompressor(1).compress(data)


def _unzstd(data):
    return zstandard.ZstdDecompressor().decompressobj().decompress(data)


PACKERS = {
    b"\x1f\x8b": (lambda data: gzip.compress(data, 1, mtime=0), gzip.decompress),
    b"\x28\xb5\x2f\xfd": (_zstd, _unzstd),
}
"""What packs and what unpacks, by the first bytes of what is packed."""


class Pipe:
    """A file that gives one byte at a time, and can't seek."""

    def __init__(self, data):
        self._file = io.BytesIO(data)

    def read(self, _):
        return self._file.read(1)


def seeds(folder: Path | None = None) -> list[Case]:
    """Small captures of each format, and the same packed."""
    plain = [path.read_bytes() for path in capture_files(folder) if path.stat().st_size <= LARGEST_SEED]
    plain += [_pcap(order, magic) for order in "<>" for magic in (0xA1B2C3D4, 0xA1B23C4D)]
    bare = [data for data in plain if not data.startswith(tuple(PACKERS))]
    packed = [pack(data) for number, (pack, _) in enumerate(PACKERS.values()) for data in bare[number::5]]
    return [Case(data) for data in plain + packed]


def _pcap(order, magic):
    """A capture of three packets, in either order of bytes."""
    head = struct.pack(f"{order}IHHiIII", magic, 2, 4, 0, 0, 65535, 1)
    return head + b"".join(struct.pack(f"{order}IIII", at, 999, 20 + at, 60) + bytes(20 + at) for at in range(3))


def make(cases, chance):
    """A file with something changed, at times within the packing."""
    data, other = (cases[int(chance.random() * len(cases))].data for _ in range(2))
    for magic, (pack, unpack) in PACKERS.items():
        if data.startswith(magic) and chance.random() < 0.5:
            try:
                return Case(pack(mutated(unpack(data), b"", chance)))
            except (OSError, EOFError, zstandard.ZstdError):
                pass
    return Case(mutated(data, other, chance))


def check(case, deep):
    """The promises of one file."""
    found = _read(io.BytesIO(case.data), len(case.data))
    if deep and len(case.data) < LARGEST_SEED * 2:
        assert _read(Pipe(case.data), len(case.data)) == found, "a slow pipe gives another content than the file"
    if deep and isinstance(found, tuple):
        _convert(case.data, found[0])


def _convert(data, records):
    """Everything into pcapng, and back."""
    target = io.BytesIO()
    with capture.open(io.BytesIO(data)) as whole:
        convert(whole, target, Form())
    again = _read(io.BytesIO(target.getvalue()), len(target.getvalue()))
    assert again == (records, []), f"converted, it reads as {again}"


def _read(file, size):
    """What a file gives: its records, and its problems' ids."""
    try:
        records = capture.open(file)
    except CaptureError as error:
        assert error.what, "an error that does not say what is wrong"
        assert error.why or error.where, f"an error that does not say why: {error.what}"
        return str(error)
    found, total = [], 0
    with records:
        for number, record in enumerate(records, 1):
            assert record.number == number, f"record {number} has the number {record.number}"
            assert records.packed or len(record.data) <= size, f"record {number} has more bytes than the file"
            assert record.time is None or type(record.time) is int, f"record {number} is at {record.time!r}"
            assert record.original_length >= 0, f"record {number} was {record.original_length} bytes long"
            assert all(isinstance(comment, str) for comment in record.comments)
            assert isinstance(record.link_type, int)
            found.append((record.time, record.data, record.original_length, record.link_type))
            total += len(record.data)
            if total > MOST_UNPACKED:
                break
    for problem in records.problems:
        assert "." in problem.rule, f"{problem} has no dotted id"
        assert problem.text, f"{problem} says nothing"
        assert problem.offset >= 0, f"{problem} lies before the file"
    assert len(records.problems) < 1100
    return found, [(problem.rule, problem.offset) for problem in records.problems]


TARGET = Target("captures", PROMISES, seeds, make, check, every=50)

if __name__ == "__main__":
    main(TARGET)
