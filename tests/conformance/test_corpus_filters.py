"""Whole corpora: every filter of `tests/oracle/filters.txt` selects the packets that tshark's -Y selects, or there is a reason.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout. No packet and no filter is left out. Each difference has to have
one of the reasons of `tests/oracle/selections.py`, which are recognised by the packet, and not by where it comes from.

It is asked in two ways. First all packets are put into one capture, for which tshark starts once, with the preferences of
`tests/oracle/tshark.py`: each packet by itself, with the numbers that stand in it, which is what netkit's fields are. There 222 of the 415
filters agree on every one of 10,275 packets, and 58 packets differ in some filter. It takes some minutes; without
`NETKIT_WHOLE_CORPUS=1` only the first packets of each file count. Then, with that variable alone, file by file as a person does who types
`tshark -r FILE -Y FILTER`: with tshark's own preferences, where it puts segments and fragments together, and with the 26 filters of
streams. There 182 of 441 agree everywhere, and 160 packets differ, most of them because tshark shows a message where it is complete.
"""

import itertools
import os
import subprocess
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import netkit.capture
from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.query import Selection
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.filtering import compile_filter
from netkit.errors import NetkitError
from netkit.packet import dissect
from tests.oracle import tshark
from tests.oracle.filtering import FILTERS, FILTERS_OF_STREAMS, selected
from tests.oracle.selections import Selected, reason_of

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")

WHOLE = bool(os.environ.get("NETKIT_WHOLE_CORPUS"))

MOST = None if WHOLE else 6
"""Packets of each file."""

WANTED = 200
"""Filters that have to agree with tshark on every packet, whatever reasons there were."""

ALL = FILTERS + FILTERS_OF_STREAMS


@pytest.fixture(scope="module")
def paths():
    """Every capture of the corpus."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    found = []
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file():
            try:
                netkit.capture.open(path).close()
            except NetkitError:
                continue  # the README, the manifest
            found.append(path)
    return found


def records_of(path):
    with netkit.capture.open(path) as capture:
        return list(itertools.islice(capture, MOST))


def protocols(path, preferences):
    """The protocols that tshark finds in each frame, by its number; what it knows of a frame that is no packet is empty."""
    command = [tshark.program(), "-n", "-r", str(path), "-T", "fields", "-e", "frame.number", "-e", "frame.protocols"]
    for name, value in preferences.items():
        command += ["-o", f"{name}:{value}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    rows = (line.split("\t") for line in done.stdout.splitlines())
    return {int(number): frozenset(names.split(":")) for number, names in rows}


def told(reasons, unnamed, agreeing, packets):
    """What the test found, for who reads it."""
    listing = "\n".join(f"  {name}: {text}" for name, text in unnamed[:60])
    return (
        f"{len(agreeing)} filters agree on every packet; {len(packets)} packets differ; reasons: {dict(reasons)}\n"
        f"{len(unnamed)} differences without a reason:\n{listing}"
    )


def test_the_same_packets_are_selected(paths, tmp_path, record_property):
    named = [(f"{path.relative_to(CORPUS)} {record.number}", record) for path in paths for record in records_of(path)]
    names, kept = zip(*named, strict=True)
    path = tmp_path / "corpus.pcapng"
    path.write_bytes(tshark.capture_of([(each.link_type, each.original_length, each.data) for each in kept]))
    with netkit.capture.open(path) as capture:
        records = list(capture)
    plain, quick = PlainBatch(records), QuickBatch(frames_of(records))
    frames = protocols(path, tshark.PREFERENCES)
    *theirs, seen = selected(path, [*FILTERS, "frame"])
    reasons, unnamed, agreeing, packets, tested = Counter(), [], [], set(), 0
    for text, numbers in zip(FILTERS, theirs, strict=True):
        compiled = compile_filter(text)
        wanted = np.zeros(len(records), bool)
        wanted[np.array(numbers, int) - 1] = True
        ours = compiled.rows(plain)
        assert np.array_equal(compiled.rows(quick), ours), text
        unlike = np.flatnonzero(ours != wanted).tolist()
        tested += bool(numbers)
        agreeing += [] if unlike else [text]
        packets |= set(unlike)
        for place in unlike:
            case = Selected(
                plain.packets[place], frames[place + 1], frozenset(compiled.keys), seen=place + 1 in set(seen)
            )
            reason = reason_of(case)
            reasons[reason] += 1
            if reason is None:
                unnamed.append((names[place], text))
    what = told(reasons, unnamed, agreeing, packets)
    record_property("found", what)
    assert not unnamed, what
    assert len(agreeing) >= WANTED, what
    assert len(packets) < 0.01 * len(records) + 30, what
    assert tested > (0.8 if MOST is None else 0.6) * len(FILTERS)


@pytest.mark.skipif(not WHOLE, reason="tshark starts for each file, which takes minutes (NETKIT_WHOLE_CORPUS=1)")
def test_a_person_s_tshark_selects_the_same_packets_of_each_file(paths, record_property):
    compiled = [compile_filter(text) for text in ALL]
    keys = tuple({key for each in compiled for key in each.keys})
    reasons, unnamed, packets, differing = Counter(), [], set(), set()
    for path in paths:
        name = str(path.relative_to(CORPUS))
        ours = [set() for _ in ALL]
        with Selection(path, keys, None) as batches:
            for batch in batches:
                for found, each in zip(ours, compiled, strict=True):
                    found.update((np.flatnonzero(each.rows(batch)) + batch.frames.number[0]).tolist())
        records = {record.number: record for record in records_of(path)}
        try:
            *theirs, seen = selected(path, [*ALL, "frame"], {})
        except subprocess.CalledProcessError:
            continue  # a kind of file that tshark does not read
        cases = Cases(path, records, set(seen))
        for text, mine, numbers, each in zip(ALL, ours, theirs, compiled, strict=True):
            for number in mine ^ cases.packets_of(numbers):
                reason = reason_of(cases.of(number, each.keys))
                reasons[reason] += 1
                packets.add((name, number))
                differing.add(text)
                if reason is None:
                    unnamed.append((f"{name} {number}", text))
    what = told(reasons, unnamed, set(ALL) - differing, packets)
    record_property("found", what)
    assert not unnamed, what


class Cases:
    """The packets of one file about which filters differ; what costs a start of tshark is found out when it is first asked for."""

    def __init__(self, path, records, seen):
        self.path = path
        self.records = records
        self.seen = seen
        self.frames = None
        self.other_frames = len(seen) > len(records)
        self.numbers = self._numbers() if self.other_frames else None

    def _numbers(self):
        """For each frame of tshark's that is a packet, the packet's number."""
        self.frames = protocols(self.path, {})
        packets = [number for number, names in sorted(self.frames.items()) if not names <= {"file-pcapng", "data", ""}]
        return dict(zip(packets, self.records, strict=False))

    def packets_of(self, numbers):
        """The packets that these frames are."""
        if self.numbers is None:
            return set(numbers)
        return {self.numbers[number] for number in numbers if number in self.numbers}

    def of(self, number, keys):
        """The packet of this number, with what the two find in it."""
        if self.frames is None:
            self.frames = protocols(self.path, {})
        frame = number if self.numbers is None else {packet: each for each, packet in self.numbers.items()}[number]
        record = self.records[number]
        times = [each.time for each in self.records.values() if each.time is not None]
        apart = (
            max((abs(record.time - time) for time in [*times, EPOCH_2020 * 10**9]), default=0) / 10**9
            if record.time is not None
            else 0
        )
        return Selected(
            dissect(record.data, record.link_type, original_length=record.original_length),
            self.frames.get(frame, frozenset()),
            frozenset(keys),
            seen=frame in self.seen,
            apart=apart,
            whole=True,
            other_frames=self.other_frames,
        )


EPOCH_2020 = 1_577_836_800
"""The beginning of the year 2020, which filters compare times with."""
