"""Slides for a room: the right answer stands among the known wrong ones, in an order that tells nothing, and is told only when asked."""

import json
from collections import Counter

import pytest

from netkit.errors import UsageError
from netkit.lab.views.slide import has_options, slide
from netkit.view import Slide
from tests.lab.students import IDS, LABS, answer_key, variant
from tests.render.drawing import drawn

TASKS = [("first-packets", "2"), ("first-packets", "5"), ("start-here", "3")]


def shown(slug, task, student, *, reveal):
    document = slide(LABS[slug].task(task), variant(slug, student), student, reveal=reveal)
    (block,) = document.blocks
    assert isinstance(block, Slide)
    return document, block


@pytest.mark.parametrize(("slug", "task"), TASKS)
def test_the_options_are_the_right_answer_and_the_misconceptions(slug, task):
    places = Counter()
    for student in IDS[:40]:
        key = answer_key(slug, student)[task]
        hidden, before = shown(slug, task, student, reveal=False)
        told, after = shown(slug, task, student, reveal=True)
        assert {option.text for option in before.options} >= {key.right}
        known = {text for texts in key.wrong.values() for text in texts}
        assert len(
            known & {option.text.lower() if key.kind == "choice" else option.text for option in before.options}
        ) >= 2 or (key.kind == "choice")
        assert [option.text for option in before.options] == [option.text for option in after.options]
        assert all(option.right is None and not option.why for option in before.options)
        assert [option.text for option in after.options if option.right] == [key.right]
        assert all(option.why for option in after.options if option.right)
        assert "right" not in json.dumps(hidden.data["options"])
        assert sum(option["right"] for option in told.data["options"]) == 1
        places[next(option.letter for option in after.options if option.right)] += 1
    # no letter is the right one nearly always
    assert len(places) >= 3
    assert max(places.values()) <= 26


def test_a_task_without_options_says_which_have_some():
    lab, mine = LABS["start-here"], variant("start-here", "ada")
    without = [task for task in lab.tasks if not has_options(task, mine)]
    for task in without:
        with pytest.raises(UsageError, match="no options") as caught:
            slide(task, mine, "ada", reveal=False)
        assert "these have: " in caught.value.hint
    assert len(without) < len(lab.tasks)


@pytest.mark.parametrize("mode", ["pipe", "plain"])
def test_what_a_task_gives_stands_line_for_line(mode):
    _, block = shown("dns-walk", "5", "ada", reveal=False)
    zones = variant("dns-walk", "ada").situation.facts["k_zones"].split(", ")
    lines = [line.split()[0].rstrip(",") for line in drawn([block], mode=mode) if line.split()]
    assert [word for word in lines if word in zones] == zones
