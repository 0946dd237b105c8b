"""What is right for any other recorded capture is known as that, whoever's it is; of what is each student's own nobody can know that."""

from __future__ import annotations

import pytest

from netkit.lab.judgement import judge
from netkit.view import Outcome
from tests.lab.students import IDS, LABS, variant


@pytest.mark.parametrize(("slug", "tasks"), [("first-packets", "6"), ("start-here", "456")])
def test_the_right_answers_of_all_other_captures(slug, tasks):
    everybody = {variant(slug, student).identity: variant(slug, student) for student in IDS}
    mine = everybody.pop(variant(slug, IDS[0]).identity, None) or variant(slug, IDS[0])
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
