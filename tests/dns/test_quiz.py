"""A walk as a quiz: the right choice is what happened, the others are not, and the seed decides all."""

from netkit.dns.name_text import zone_text
from netkit.dns.quiz import SAYS, quiz_of
from tests.dns.view.test_trace_view import walked


def test_the_right_choice_is_what_happened():
    walker = walked("www.hosted.test")
    items = [item for seed in range(8) for item in quiz_of(walker.steps, seed=seed)]
    assert {item.step.number for item in items} == {step.number for step in walker.steps if step.server}
    for item in items:
        right = item.choices[item.right]
        assert right in (SAYS.get(item.step.outcome), f"the servers of {zone_text(item.step.zone)}")
        assert len(set(item.choices)) == len(item.choices) >= 2
        assert item.reason
    assert len({item.right for item in items}) > 1


def test_the_same_seed_asks_the_same():
    steps = walked("www.hosted.test").steps
    first, second, other = ([item.choices for item in quiz_of(steps, seed=seed)] for seed in (1, 1, 2))
    assert first == second != other
