"""Whole corpora, many of them broken on purpose: nothing raises, every byte is kept, and what netkit shows is what tshark shows.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout; every file in it that is a capture counts.
"""

import json
import os
from pathlib import Path

import pytest

import netkit.capture
from netkit.errors import NetkitError
from netkit.packet import build, dissect
from netkit.packet.building import from_dissection
from netkit.packet.building.text.writing import build_line
from tests.oracle import tshark
from tests.oracle.comparison import compare
from tests.oracle.named import name_of
from tests.packet.invariants import broken_promises

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")

UNKNOWN_TO_TSHARK = {
    182: "LINKTYPE_SITA: tshark reads no file with it",
    281: "LINKTYPE_DSA_TAG_BRCM: tshark reads no file with it",
}


@pytest.fixture(scope="module")
def records():
    """Every record of every capture in the corpus, with where it stands."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    found = []
    for path in sorted(CORPUS.rglob("*")):
        if not path.is_file():
            continue
        try:
            capture = netkit.capture.open(path)
        except NetkitError:
            continue  # the README, the manifest; tests/conformance/test_corpus_captures.py holds which files are captures
        with capture:
            found += [(f"{path.relative_to(CORPUS)} {record.number}", record) for record in capture]
    assert found, f"there is no capture in {CORPUS}"
    return found


def test_nothing_raises_and_no_byte_is_lost(records):
    broken = {}
    for name, record in records:
        dissection = dissect(record.data, record.link_type, original_length=record.original_length)
        if promises := broken_promises(dissection, record.data):
            broken[name] = promises
    assert broken == {}


def test_every_packet_is_built_from_its_line(records):
    """Broken ones, too: what is wrong in them is said to be so on purpose. Every tenth in the general form besides."""
    other = []
    for number, (name, record) in enumerate(records):
        packet = from_dissection(dissect(record.data, record.link_type, original_length=record.original_length))
        lines = [packet.to_text()] if number % 10 else [packet.to_text(), build_line(packet.layers, short=False)]
        other += [name for line in lines if build(line).encode() != record.data]
    assert other == []


def test_what_netkit_shows_is_what_tshark_shows(records):
    compared = [(name, record) for name, record in records if record.link_type not in UNKNOWN_TO_TSHARK]
    capture = tshark.capture_of([(record.link_type, record.original_length, record.data) for _, record in compared])
    packets = tshark.packets(capture)
    unnamed = []
    for (name, record), packet in zip(compared, packets, strict=True):
        dissection = dissect(record.data, record.link_type, original_length=record.original_length)
        differences = compare(dissection, packet)
        unnamed += [(name, each) for each in differences if name_of(each, dissection, packet) is None]
    listing = "\n".join(f"{name}: {difference}" for name, difference in unnamed[:200])
    assert not unnamed, f"{len(unnamed)} differences from tshark without a name:\n{listing}"


def test_every_record_can_be_written_as_json(records):
    for _, record in records[:: max(1, len(records) // 500)]:
        dissection = dissect(record.data, record.link_type, original_length=record.original_length)
        json.dumps([[field.key, field.value, field.raw, field.text] for field in dissection.fields])
