"""What is right for any other recorded capture is known as that, whoever's it is; of what is each student's own nobody can know that."""

from __future__ import annotations

import pytest

from netkit.lab.judging.judgement import judge
from netkit.view import Outcome
from tests.lab.students import IDS, LABS, variant


def recorded(mine):
    """The recording that a variant is about, or was made from."""
    return mine.situation.traffic.name.partition(" for ")[0]


@pytest.mark.parametrize(("slug", "tasks"), [("first-packets", "6"), ("start-here", "456")])
def test_the_right_answers_of_all_other_captures(slug, tasks):
    variants = [variant(slug, student) for student in IDS[:80]]
    everybody = {recorded(each): each for each in variants}
    mine = everybody.pop(recorded(variants[0]))
    for stranger in everybody.values():
        for number in tasks:
            task = LABS[slug].task(number)
            assert task is not None
            answer = str(stranger.question(task).right)
            verdict = judge(task, answer, mine)
            assert verdict.outcome is Outcome.RIGHT or verdict.misconception is not None, (
                stranger.situation.traffic.name,
                number,
                answer,
            )
