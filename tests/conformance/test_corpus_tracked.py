"""Whole corpora: what is tracked for many packets at once is what is tracked packet by packet.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout; the first packets of every seventh file in it that is a capture
count, and of every one some thousand with `NETKIT_WHOLE_CORPUS=1`.
"""

import itertools
import os
from pathlib import Path

import pytest

import netkit.capture
from netkit.capture.analysis.at_once import following as at_once
from netkit.errors import NetkitError
from tests.capture.analysis.test_at_once import assert_alike

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
WHOLE = bool(os.environ.get("NETKIT_WHOLE_CORPUS"))
EVERY, MOST = (1, 20_000) if WHOLE else (7, 150)


def test_at_once_and_one_by_one(monkeypatch):
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    monkeypatch.setattr(at_once, "SHORTEST", 1)
    monkeypatch.setattr(at_once, "FEWEST", 1)
    for path in [each for each in sorted(CORPUS.rglob("*")) if each.is_file()][::EVERY]:
        try:
            with netkit.capture.open(path) as capture:
                packets = list(itertools.islice(capture, MOST))
        except NetkitError:
            continue
        if packets:
            assert_alike(packets, (40, 10**6))
