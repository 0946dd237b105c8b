"""Whole corpora made anew: nothing raises, and every packet is read as it was, with the same problems.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout. Without `NETKIT_LONG=1` every twelfth capture is tried.
"""

import io
import os
from pathlib import Path

import pytest

import netkit.capture
from netkit.capture.anew import made_anew
from netkit.errors import NetkitError
from netkit.packet import dissect
from tests.length import LONG

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
LARGEST = 60_000
"""Bytes of a capture that is tried in the short run."""


def captures():
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    paths = sorted(path for path in CORPUS.rglob("*") if path.is_file())
    chosen = paths if LONG else [path for path in paths[::12] if path.stat().st_size <= LARGEST]
    for path in chosen:
        try:
            with netkit.capture.open(path) as capture:
                yield path, list(capture)
        except NetkitError:
            continue  # the README, the manifest


def problems(record):
    packet = dissect(record.data, record.link_type, original_length=record.original_length)
    return sorted(problem.rule for problem in packet.problems)


def test_every_capture_is_made_anew_and_read_as_before():
    tried = 0
    for path, old in captures():
        anew = made_anew(path, b"a seed for the tests", wrap=True)
        with netkit.capture.open(io.BytesIO(anew.data)) as capture:
            new = list(capture)
        assert capture.problems == (), path
        assert [(len(r.data), r.original_length, r.link_type) for r in new] == [
            (len(r.data), r.original_length, r.link_type) for r in old
        ], path
        different = [one.number for one, other in zip(old, new, strict=True) if problems(one) != problems(other)]
        assert different == [], path
        tried += 1
    assert tried > (300 if LONG else 15)
