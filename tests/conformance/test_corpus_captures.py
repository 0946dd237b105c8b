"""Whole corpora of captures: as many records as the manifest says, and times and lengths as tshark reads them.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout; its `manifest.tsv` has the columns file,
format and records.
"""

import csv
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import netkit.capture

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
    assert capture.packed == ("gzip" if packed == "gz" else None)
    if kind == "pcapng":
        assert capture.format == "pcapng"
    else:
        unit, order = kind.split("-")
        assert capture.format == "pcap"
        assert (capture.resolution, capture.byte_order) == (RESOLUTIONS[unit], BYTE_ORDERS[order])


def test_times_and_lengths_are_those_of_tshark():
    if not MANIFEST.is_file():
        pytest.skip(NO_CORPUS)
    if shutil.which("tshark") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("tshark is not installed, and in CI the oracle has to be there")
        pytest.skip("tshark is not installed")
    paths = [CORPUS / param.values[0]["file"] for param in manifest()]
    paths = [path for path in paths if path.name not in TSHARK_DIFFERS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        different = [path.name for path, ours, theirs in pool.map(compare, paths) if ours != theirs]
    assert different == []


def compare(path):
    with netkit.capture.open(path) as capture:
        ours = [(each.number, each.time, each.original_length, len(each.data)) for each in capture]
    fields = ("frame.number", "frame.time_epoch", "frame.len", "frame.cap_len")
    command = ["tshark", "-n", "-r", path, "-T", "fields", *(word for key in fields for word in ("-e", key))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    return path, ours, [(int(line[0]), nanoseconds(line[1]), int(line[2]), int(line[3])) for line in lines]


def nanoseconds(text):
    """Exactly, without a float; None for no time."""
    if not text:
        return None
    seconds, _, fraction = text.partition(".")
    return int(seconds) * 10**9 + int(fraction.ljust(9, "0"))
