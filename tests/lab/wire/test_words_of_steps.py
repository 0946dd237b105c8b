"""What a student is told of a step needs words; the steps of a mistake are only looked for."""

import pytest

from netkit.lab.wire import NoneBetween, Trait
from netkit.lab.wire.untold import none, one, several
from tests.lab.students import IDS, LABS, variant

ON_THE_WIRE = [
    (slug, task) for slug, lab in LABS.items() for task in lab.tasks if task.kind == "capture"
]  # fmt: skip


@pytest.mark.parametrize(("slug", "task"), ON_THE_WIRE, ids=lambda each: each if isinstance(each, str) else each.id)
def test_each_step_that_is_told_says_what_is_wanted_and_what_was_seen_instead(slug, task):
    wire = variant(slug, IDS[0]).as_written(task).wire
    for step in wire.steps:
        assert step.text, step.name
        if not isinstance(step, NoneBetween):
            assert all(trait.wanted and trait.instead for trait in step.traits), step.name


def test_there_are_such_tasks():
    assert {slug for slug, _ in ON_THE_WIRE} >= {"ask-the-right-question", "shake-hands"}


def test_steps_that_are_not_told_have_names_and_no_words():
    trait = Trait(holds=lambda *_: True)
    for step in (one("a", trait), several("a", 2, trait), none("a", trait, since="b", until="c")):
        assert (step.name, step.text, step.rule, step.then) == ("a", "", "", "")
        assert list(step.traits) == [trait]
    assert several("a", 2, trait).count == 2
    assert (none("a", trait, since="b").since, none("a", trait, until="c").until) == ("b", "c")
