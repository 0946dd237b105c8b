"""Recordings between two kernels (`record.py`): the kernel's own counters say why each segment was sent again.

`kernel/` holds sixteen. With NETKIT_RECORD_KERNEL=150 as many are drawn and made anew (Linux, as root or with `unshare -r`; some minutes).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from netkit.tcp.tracking.verdict import Kind
from tests.tcp.tracking.recorded import PLACES, score_of, story_of

FOLDER = Path(__file__).parent / "kernel"
COUNT = int(os.environ.get("NETKIT_RECORD_KERNEL", "0"))


def in_full(score):
    return "\n".join([*score.faults, *map(str, sorted(score.counts.items()))])


def test_what_is_sure_is_true():
    score = score_of(FOLDER)
    assert not [each for each in score.faults if each.startswith("false")], in_full(score)
    assert score.total("sender") >= 30
    assert score.total("sender", "wrong") == 0, in_full(score)
    assert score.total("sender", "right") >= 0.95 * score.total("sender"), in_full(score)
    for place in PLACES:
        assert score.total(place, "wrong") <= 0.02 * score.total(place), in_full(score)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("keep-alive", Kind.KEEP_ALIVE),
        ("slow-reader", Kind.WINDOW_PROBE),
        ("slow-reader", Kind.WINDOW_UPDATE),
        ("needless", Kind.REPEAT_REPORT),
        ("overtaken", Kind.DUPLICATE_ACK),
    ],
)
def test_other_kinds_are_found(name, kind):
    assert any(each.verdict.kind is kind for each in story_of(FOLDER / f"{name}.sender.pcap.gz").told)


@pytest.mark.parametrize("place", PLACES)
def test_the_place_is_found_or_not_claimed(place):
    names = sorted(each.stem for each in FOLDER.glob("*.json"))
    where = {"sender": "near 0", "middle": "between", "receiver": "near 1"}[place]
    found = [story_of(FOLDER / f"{name}.{place}.pcap.gz").tracker.place.value for name in names]
    assert found.count(where) >= 0.9 * len(names), dict(zip(names, found, strict=True))


@pytest.mark.skipif(not COUNT, reason="records anew only if asked to: NETKIT_RECORD_KERNEL=150 says how many")
def test_recorded_anew(tmp_path):
    from tests.tcp.tracking.record import record
    from tests.tcp.tracking.scenarios import sweep

    for scenario in sweep(int(os.environ.get("NETKIT_RECORD_SEED", "7")), COUNT):
        record(scenario, tmp_path)
    score = score_of(tmp_path)
    told = [json.loads(path.read_text())["told"] for path in tmp_path.glob("*.json")]
    assert sum(each["again"] for one in told for each in one) > COUNT
    assert not [each for each in score.faults if each.startswith("false")], in_full(score)
    assert score.total("sender", "right") >= 0.95 * score.total("sender"), in_full(score)
