"""Whole corpora of captures, as they are and rewritten in every form.

As many records as the manifest says; times to the nanosecond, lengths and comments as tshark reads them; and the same
again of each file in every byte order, unit, format and packing, written by netkit, by editcap, and by the test itself.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout; its `manifest.tsv` has the columns file,
format and records.
"""

import csv
import gzip
import io
import os
import shutil
import struct
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import zstandard

import netkit.capture
from netkit.capture import NewRecord
from netkit.capture.converting import convert
from netkit.capture.form import Form

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
MANIFEST = CORPUS / "manifest.tsv"
NO_CORPUS = f"no corpus of captures: {MANIFEST} is not there (NETKIT_CORPUS names another folder)"

RESOLUTIONS = {"usec": 10**6, "nsec": 10**9}
BYTE_ORDERS = {"LE": "little", "BE": "big"}

TSHARK_DIFFERS = {
    "test018.pcapng": "tshark lists custom blocks as records",
    "test102.pcapng": "tshark lists custom blocks as records",
    "test202.pcapng": "tshark lists custom blocks as records",
    "brcm-tag.pcap": "tshark does not know link type 281 and reads nothing",
    "hoobr_juniper3.pcap": "tshark takes the upper bits of the network field for the link type and reads nothing",
    "vtp_asan.pcap": "tshark does not know link type 182 and reads nothing",
}
UNKNOWN_TO_WIRESHARK = {132, 182, 281}
"""Link types of which it reads no file: LINKTYPE_JUNIPER_ES, LINKTYPE_SITA and LINKTYPE_DSA_TAG_BRCM."""

FIELDS = ("frame.time_epoch", "frame.len", "frame.cap_len", "frame.comment")
MAGICS = {"usec": 0xA1B2C3D4, "nsec": 0xA1B23C4D, "modified": 0xA1B2CD34}


def manifest():
    if not MANIFEST.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason=NO_CORPUS), id="no corpus")]
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return [pytest.param(row, id=row["file"]) for row in csv.DictReader(file, delimiter="\t")]


@pytest.mark.parametrize("row", manifest())
def test_the_manifest_is_right(row):
    with netkit.capture.open(CORPUS / row["file"]) as capture:
        numbers = [record.number for record in capture]
    assert numbers == list(range(1, int(row["records"]) + 1))
    kind, _, packed = row["format"].partition(".")
    assert capture.packed == {"gz": "gzip", "zst": "zstd", "": None}[packed]
    if kind == "pcapng":
        assert capture.format == "pcapng"
    else:
        unit, order = kind.split("-")
        assert capture.format == "pcap"
        assert (capture.resolution, capture.byte_order) == (RESOLUTIONS[unit], BYTE_ORDERS[order])


@pytest.fixture(scope="module")
def paths():
    """Every file of the manifest."""
    if not MANIFEST.is_file():
        pytest.skip(NO_CORPUS)
    return [CORPUS / param.values[0]["file"] for param in manifest()]


@pytest.fixture(scope="module")
def wireshark():
    """The tools of Wireshark: the oracle."""
    missing = [name for name in ("tshark", "mergecap", "editcap") if shutil.which(name) is None]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"{', '.join(missing)} is not installed, and in CI the oracle has to be there")
    if missing:
        pytest.skip(f"{', '.join(missing)} is not installed")


def tshark(path):
    """What tshark says of each packet: time, lengths, comments."""
    words = (word for key in FIELDS for word in ("-e", key))
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "aggregator=\x01", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.split("\t") for line in done.stdout.split("\n")[:-1]]
    return [(nanoseconds(time), int(wire), int(kept), comment) for time, wire, kept, comment in lines]


def nanoseconds(text):
    """Exactly, without a float; None for no time."""
    if not text:
        return None
    seconds, _, fraction = text.partition(".")
    return int(seconds) * 10**9 + int(fraction.ljust(9, "0"))


def ours(path):
    """The same as netkit reads it; tshark writes line ends in comments as escapes."""
    with netkit.capture.open(path) as capture:
        return [
            (each.time, each.original_length, len(each.data), "\x01".join(map(spelled, each.comments)))
            for each in capture
        ]


def spelled(comment):
    return comment.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


def through_mergecap(paths, folder):
    """What Wireshark's library reads of many files, one after the other: a program for each would take minutes."""
    merged = folder / "merged.pcapng"
    done = subprocess.run(
        ["mergecap", "-a", "-F", "pcapng", "-w", merged, *paths], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return tshark(merged)


def test_times_lengths_and_comments_are_those_of_tshark(paths, wireshark, tmp_path):
    read = [path for path in paths if path.name not in TSHARK_DIFFERS]
    by_themselves = [path for path in read if path.suffix == ".pcapng"]
    together = [path for path in read if path.suffix != ".pcapng"]
    assert through_mergecap(together, tmp_path) == [row for path in together for row in ours(path)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        theirs = list(pool.map(tshark, by_themselves))
    assert [path.name for path, told in zip(by_themselves, theirs, strict=True) if told != ours(path)] == []


def records_of(path):
    with netkit.capture.open(path) as capture:
        return list(capture), capture.problems


def content(records):
    return [(r.number, r.time, r.data, r.original_length, r.link_type, r.comments) for r in records]


def packed(data, packing):
    if packing == "gz":
        return gzip.compress(data, 1)
    return zstandard.ZstdCompressor().compress(data) if packing == "zst" else data


def by_hand(records, order, kind):
    """A pcap file written by the test itself, in any byte order and unit, and in the modified form."""
    link_type = records[0].link_type if records else 1
    pieces = [struct.pack(order + "IHHiIII", MAGICS[kind], 2, 4, 0, 0, 262144, link_type)]
    unit = 1 if kind == "nsec" else 1000
    more = struct.pack(order + "IHBB", 3, 0x0800, 4, 0) if kind == "modified" else b""
    for record in records:
        seconds, rest = divmod(record.time, 10**9)
        pieces += [struct.pack(order + "IIII", seconds, rest // unit, len(record.data), record.original_length), more]
        pieces.append(record.data)
    return b"".join(pieces)


FORMS = [(order, kind) for order in "<>" for kind in ("usec", "nsec", "modified")]
PACKINGS = ("", "gz", "zst")


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_every_file_in_every_form_of_pcap(paths, wireshark, tmp_path, form):
    order, kind = form
    rewritten, expected = [], []
    for number, path in enumerate(paths):
        records = [record for record in records_of(path)[0] if record.time is not None and record.time < 2**32 * 10**9]
        one_link_type = len({record.link_type for record in records}) <= 1
        if not records or not one_link_type:
            continue
        target = tmp_path / f"{number}.pcap"
        target.write_bytes(packed(by_hand(records, order, kind), PACKINGS[number % 3]))
        found, problems = records_of(target)
        unit = 1 if kind == "nsec" else 1000
        told = [(each.time // unit * unit, each.data, each.original_length, each.link_type) for each in records]
        assert [(each.time, each.data, each.original_length, each.link_type) for each in found] == told, path
        assert problems == ()
        if records[0].link_type not in UNKNOWN_TO_WIRESHARK:
            rewritten.append(target)
            expected += [(time, length, len(data), "") for time, data, length, _ in told]
    assert through_mergecap(rewritten, tmp_path) == expected


@pytest.mark.parametrize("byte_order", ["little", "big"])
def test_every_file_written_as_pcapng(paths, wireshark, tmp_path, byte_order):
    rewritten, expected = [], []
    for number, path in enumerate(paths):
        records, _ = records_of(path)
        packing = PACKINGS[number % 3]
        target = tmp_path / f"{number}.pcapng{'.' if packing else ''}{packing}"
        news = [
            NewRecord(
                data=record.data,
                time=record.time or 0,
                link_type=record.link_type,
                original_length=max(record.original_length, len(record.data)),
                comments=record.comments,
            )
            for record in records
        ]
        netkit.capture.write(target, news, byte_order=byte_order)
        found, problems = records_of(target)
        assert [(r.time, r.data, r.link_type, r.comments) for r in found] == [
            (r.time or 0, r.data, r.link_type, r.comments) for r in records
        ]
        assert problems == ()
        if records and not {record.link_type for record in records} & UNKNOWN_TO_WIRESHARK:
            rewritten.append(target)
            expected += ours(target)
    assert through_mergecap(rewritten, tmp_path) == expected


def test_every_file_through_a_conversion_and_back(paths):
    """pcap to pcapng and back to pcap is the same packets, and pcapng to pcapng everything."""
    for path in paths:
        with netkit.capture.open(path) as capture:
            middle = io.BytesIO()
            convert(capture, middle, Form(packed="zstd"))
            had_problems = bool(capture.problems)
        with netkit.capture.open(io.BytesIO(middle.getvalue())) as again:
            parts = list(again.parts())
            assert again.problems == ()
        records = [part for part in parts if isinstance(part, netkit.capture.Record)]
        assert content(records) == content(records_of(path)[0]), path
        if capture.format == "pcapng" and not had_problems:
            with netkit.capture.open(path) as capture:
                assert list(capture.parts()) == parts, path
        elif capture.format == "pcap" and capture.packed is None:
            back = io.BytesIO()
            convert(netkit.capture.open(io.BytesIO(middle.getvalue())), back, Form(format="pcap"))
            with netkit.capture.open(io.BytesIO(back.getvalue())) as last:
                assert content(last) == content(records), path


@pytest.mark.parametrize("form", ["pcap", "nsecpcap", "modpcap", "pcapng"])
def test_what_editcap_writes_is_read_the_same(paths, wireshark, tmp_path, form):
    for path in paths[::12]:
        target = tmp_path / path.name
        done = subprocess.run(["editcap", "-F", form, path, target], capture_output=True, text=True, check=False)
        if done.returncode:
            continue  # a link type, or several, that this form has no room for
        records = records_of(path)[0]
        unit = 1000 if form in ("pcap", "modpcap") else 1
        found, problems = records_of(target)
        assert [(r.time, r.data, r.original_length) for r in found] == [
            (None if r.time is None else r.time // unit * unit, r.data, r.original_length) for r in records
        ], path
        assert problems == ()
