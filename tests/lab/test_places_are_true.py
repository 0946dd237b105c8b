"""Whoever says where a number stands has to be right, and whoever says that it stands nowhere, too."""

from __future__ import annotations

import re

import pytest

from netkit.lab.judging.judgement import judge
from netkit.view import Outcome
from tests.lab.students import IDS, LABS, variant

STANDS = re.compile(r"stands in packet (\d+), .*\(([\w.]+)\)")


@pytest.mark.parametrize(("slug", "task"), [("first-packets", "4"), ("first-packets", "6"), ("start-here", "5")])
def test_every_number_of_the_packets_given_as_an_answer(slug, task):
    seen = {variant(slug, student).identity: variant(slug, student) for student in IDS}
    asked = LABS[slug].task(task)
    assert asked is not None
    for mine in list(seen.values())[:6]:
        places: dict[int, set[tuple[int, str]]] = {0: set(), 1: set(), 999_983: set()}
        for packet in mine.situation.traffic.packets:
            for field in packet.fields:
                if field.width_bits and isinstance(field.value, int) and not isinstance(field.value, bool):
                    places.setdefault(field.value, set()).add((packet.number, field.key))
        for value, found in places.items():
            verdict = judge(asked, str(value), mine)
            if verdict.outcome is Outcome.RIGHT or verdict.misconception is not None:
                continue
            if stands := STANDS.search(verdict.explanation):
                assert (int(stands[1]), stands[2]) in found, (value, verdict.explanation)
            else:
                assert not found or "no field" not in verdict.explanation, (
                    value,
                    verdict.explanation,
                    sorted(found)[:3],
                )


HEADERS = {"Ethernet": (0, 13), "IPv4": (14, 33), "UDP": (34, 41)}
"""Ethernet II (14 bytes), IPv4 without options (RFC 791: 20), UDP (RFC 768: 8), one behind the other; DNS has the rest."""


@pytest.mark.parametrize("student", IDS[:20])
def test_whose_byte_shows_the_whole_header_that_was_answered(student):
    mine = variant("start-here", student)
    task = LABS["start-here"].task("3")
    assert task is not None
    packet = mine.situation.packets["question"]
    end = len(packet.dissection.data) - 1
    for answer, (first, last) in {**HEADERS, "DNS": (42, end)}.items():
        verdict = judge(task, answer, mine)
        if verdict.outcome is Outcome.RIGHT:
            continue
        (shown,) = verdict.evidence
        assert (shown.packet, shown.start_bit, shown.width_bits) == (packet.number, first * 8, (last - first + 1) * 8)
        assert f"it has bytes {first} to {last}" in verdict.explanation
        assert shown.hex == packet.dissection.data[first : last + 1].hex()
        assert not first <= int(mine.situation.facts["owned"]) <= last
