"""Answers in parts: each counts for itself, and the first wrong one is explained."""

from __future__ import annotations

import pytest

from netkit.lab.definition import load
from netkit.lab.judging.judgement import judge
from netkit.lab.variant import draw_variant
from netkit.view import Outcome
from tests.lab.students import LIBRARY
from tests.lab.tiny import write

LAB = """format = 1
version = "1.0"
title = "Parts"
summary = "parts"
minutes = 1

[[tasks]]
id = "1"
title = "A packet"
check = "a_packet"
kind = "packet"
points = 4
question = "Build one from {source}."
hint = "Look."

[[tasks]]
id = "2"
title = "A table"
check = "a_table"
kind = "table"
rows = ["first of {source}", "second"]
choices = ["up", "down"]
points = 3
question = "Which?"
hint = "Look."
"""
CHECK = """
from netkit.lab import Question, Situation, Wrong
from netkit.lab.parts import field_part, row_part
from netkit.packet import build

LINE = "ipv4 source=192.0.2.1 destination=192.0.2.2 ttl=9 / udp source_port=7 destination_port=53"


def situation(draw, library):
    return Situation(facts={"source": "192.0.2.1", "n": draw.number("n", 1, 10**6)}, files={"made.txt": b"hello"})


def a_packet(now):
    return Question(
        right=build(LINE).encode().hex(),
        parts=[
            field_part("ip.src", "192.0.2.1", why="It should come from {source}.", facts={}),
            field_part("ip.ttl", 9, weight=2, wrong=[
                Wrong(slug="ttl-from-zero", value=8, why="{answer} ends one router early, said of {source}.", facts={}),
            ]),
            field_part("udp.dstport", 53),
        ],
    )


def a_table(now):
    return Question(right=("up", "down"), parts=[row_part(0, "first", "up"), row_part(1, "second", "down")])
"""


@pytest.fixture
def variant(tmp_path):
    return draw_variant(load(write(tmp_path, LAB, CHECK)), "ada", LIBRARY)


def built(ttl=9, port=53, source="192.0.2.1"):
    return f"ipv4 source={source} destination=192.0.2.9 ttl={ttl} / udp source_port=7 destination_port={port}"


def test_a_packet_whose_fields_are_right_is_right_whatever_else_is_in_it(variant):
    verdict = judge(variant.lab.tasks[0], built(), variant)
    assert (verdict.outcome, verdict.points) == (Outcome.RIGHT, 4)


def test_each_field_has_its_share(variant):
    verdict = judge(variant.lab.tasks[0], built(ttl=8), variant)
    assert (verdict.outcome, verdict.points, verdict.misconception) == (Outcome.PARTIAL, 2, "ttl-from-zero")
    assert "2 of 3 right; not yet: ip.ttl." in verdict.explanation
    assert "8 ends one router early, said of 192.0.2.1." in verdict.explanation
    verdict = judge(variant.lab.tasks[0], built(ttl=1, port=54, source="192.0.2.3"), variant)
    assert (verdict.outcome, verdict.points, verdict.misconception) == (Outcome.WRONG, 0, None)
    assert "It should come from 192.0.2.1." in verdict.explanation


def test_a_field_that_is_not_there_is_said_to_be_missing(variant):
    verdict = judge(variant.lab.tasks[0], "4500", variant)
    assert verdict.outcome is Outcome.WRONG
    assert "ip.src: there is no such field." in verdict.explanation


def test_a_tables_rows_count_for_themselves(variant):
    task = variant.lab.tasks[1]
    assert variant.rows(task) == ("first of 192.0.2.1", "second")
    assert judge(task, "up down", variant).outcome is Outcome.RIGHT
    assert judge(task, "second=down", variant).points == 1
    assert judge(task, "down up", variant).outcome is Outcome.WRONG


def test_a_lab_without_a_recording_has_its_files_and_others_numbers(variant):
    assert variant.situation.traffic is None
    assert variant.situation.all_files == {"made.txt": b"hello"}
    assert variant.other_than(variant.lab.tasks[0]).situation.facts != variant.situation.facts
