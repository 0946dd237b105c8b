"""Every filter of `filters.txt` over the captures that ship: netkit selects the packets that tshark's -Y selects, by either batch."""

from pathlib import Path

import numpy as np
import pytest

import netkit.capture
from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.query import Selection
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.filtering import compile_filter
from tests.oracle.filtering import FILTERS, FILTERS_OF_STREAMS, selected

CAPTURES = sorted((Path(__file__).parents[2] / "captures").glob("*.pcapng"))

PARTS_OF_A_MESSAGE = {("dns-tcp.pcapng", 10), ("dns-tcp.pcapng", 12)}
"""A DNS message over TCP in two segments: tshark shows what it can of the first, and takes the second for a message of its own; to
netkit a part of a message is payload until streams are put together."""


@pytest.fixture(scope="module")
def capture(tmp_path_factory):
    """All captures as one file (pcapng files one behind the other are one), what each packet is called, and its records."""
    path = tmp_path_factory.mktemp("filters") / "all.pcapng"
    path.write_bytes(b"".join(each.read_bytes() for each in CAPTURES))
    names = []
    for each in CAPTURES:
        with netkit.capture.open(each) as records:
            names += [(each.name, record.number) for record in records]
    with netkit.capture.open(path) as records:
        return path, names, list(records)


def test_there_are_enough_filters_and_each_stands_once():
    assert len(FILTERS) >= 200
    assert len(set(FILTERS)) == len(FILTERS)


@pytest.mark.parametrize("quick", [False, True], ids=["plain", "quick"])
def test_the_same_packets_are_selected(capture, quick):
    path, names, records = capture
    batch = QuickBatch(frames_of(records)) if quick else PlainBatch(records)
    different = {}
    some = 0
    for text, theirs in zip(FILTERS, selected(path, FILTERS), strict=True):
        assert theirs is not None, f"tshark refuses {text}"
        ours = set((np.flatnonzero(compile_filter(text).rows(batch)) + 1).tolist())
        some += 0 < len(ours) < len(records)
        unlike = {names[number - 1] for number in ours ^ set(theirs)} - PARTS_OF_A_MESSAGE
        if unlike:
            different[text] = sorted(unlike)
    assert different == {}
    # The filters tell packets apart: hardly any of them selects nothing, or everything.
    assert some > 0.8 * len(FILTERS)


def test_the_same_packets_are_selected_where_the_whole_capture_counts(capture):
    path, _, records = capture
    relative = {"tcp__relative_sequence_numbers": "TRUE", "tcp__analyze_sequence_numbers": "TRUE"}
    different = {}
    for text, theirs in zip(FILTERS_OF_STREAMS, selected(path, FILTERS_OF_STREAMS, **relative), strict=True):
        assert theirs is not None, f"tshark refuses {text}"
        for steps in (False, True):
            with Selection(path, ["frame.number"], text) as selection:
                batches = selection.in_steps() if steps else iter(selection)
                ours = [int(number) for batch in batches for number in batch.column("frame.number").values]
            if ours != theirs:
                different[text] = sorted(set(ours) ^ set(theirs))[:5]
    assert different == {}
    assert len(records) > 500
