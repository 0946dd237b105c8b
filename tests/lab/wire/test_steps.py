"""Steps against events: order, time, what must not lie between, what has to follow; events are plain numbers with a time here."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.lab.wire import (
    After,
    Anytime,
    AtLeast,
    Before,
    FollowedBy,
    NoneBetween,
    Sighting,
    Trait,
    Wire,
    Within,
    look,
    single,
)
from netkit.lab.wire.matching import MOST_COMPARED, MOST_TRIED, match
from netkit.lab.wire.wire import Mistake

SECOND = 10**9


@dataclass(frozen=True, eq=False)
class Sent:
    """Something of a kind that went by."""

    number: int
    kind: str
    at: float
    facts: dict = field(default_factory=dict)

    @property
    def ended(self):
        return self.number

    @property
    def time(self):
        return int(self.at * SECOND)

    ended_time = time

    @property
    def packets(self):
        return (self.number,)


def wire_of(text, gap=1.0):
    """An event for each letter, numbered from 1; a dot lets time pass."""
    found, at = [], 0.0
    for letter in text:
        at += gap
        if letter != ".":
            found.append(Sent(len(found) + 1, letter, at))
    return found


def is_a(kind):
    return Trait(wanted=f"kind {kind}", instead="another kind", holds=lambda event, _: event.kind == kind)


def saw(kind, *, when=(), name=None):
    return Sighting(name=name or kind, text=f"a {kind}", traits=[is_a(kind)], when=when)


def numbers(found):
    return {name: event.number for name, event in found.items()}


def meets(steps, text):
    return match(steps, wire_of(text)).unmet is None


def test_sightings_have_to_be_seen_in_their_order():
    steps = [saw("a"), saw("b"), saw("c")]
    assert meets(steps, "xaxbxcx")
    assert not meets(steps, "acb")
    assert not meets(steps, "ab")
    assert match(steps, wire_of("acxb")).unmet.step.name == "c"


def test_a_first_try_that_led_nowhere_hides_no_later_one():
    steps = [saw("a"), saw("b", when=[After("a"), Within(1.0, of="a")])]
    assert not meets(steps, "a..b")
    assert numbers(match(steps, wire_of("a..bab")).found) == {"a": 3, "b": 4}
    assert meets(steps, "aba..b")


def test_one_may_have_to_be_over_before_another():
    steps = [saw("b"), saw("a", when=[Before("b")])]
    assert meets(steps, "ab")
    assert not meets(steps, "ba")


def test_nothing_of_a_kind_between_two():
    rest = NoneBetween(name="quiet", text="no x", traits=[is_a("x")], since="a", until="b")
    steps = [saw("a"), saw("b"), rest]
    assert meets(steps, "xabx")
    assert not meets(steps, "axb")
    # the second a has none behind it
    assert meets(steps, "axab")
    unmet = match(steps, wire_of("axb")).unmet
    assert (unmet.step.name, unmet.nearest.number) == ("quiet", 2)


def test_nothing_of_a_kind_around_one():
    alone = NoneBetween(name="alone", text="no x", traits=[is_a("x")], since="a", until="a", around=1.5)
    assert meets([saw("a"), alone], "x.a.x")
    assert not meets([saw("a"), alone], "xa")
    assert not meets([saw("a"), alone], "ax")
    assert meets([saw("a"), alone], "ax...a")


def test_so_many_at_least():
    steps = [saw("a"), AtLeast(name="many", text="three b", count=3, traits=[is_a("b")]), saw("c")]
    assert meets(steps, "abbbc")
    assert not meets(steps, "babbc")
    assert not meets(steps, "abbcb")


def test_each_is_followed_by_another():
    steps = [FollowedBy(name="all", text="each a is followed by b", traits=[is_a("a")], by=[is_a("b")], within=1.0)]
    assert meets(steps, "abab")
    assert not meets(steps, "")
    assert not meets(steps, "aab")
    assert match(steps, wire_of("aba")).unmet.nearest.number == 3


def test_the_nearest_is_the_one_with_the_most_traits_and_of_those_the_latest():
    second = Trait(wanted="an even number", instead="an odd one", holds=lambda event, _: event.number % 2 == 0)
    step = Sighting(name="a", text="an even a", traits=[is_a("a"), second])
    unmet = match([step], wire_of("axaxx")).unmet
    assert (unmet.nearest.number, unmet.trait) == (3, second)
    unmet = match([step], wire_of("xx")).unmet
    assert (unmet.nearest, unmet.trait.wanted) == (None, "kind a")


def test_a_search_ends_however_much_there_is_to_try():
    steps = [saw("a", name=f"a{number}") for number in range(12)] + [saw("b")]
    found = match(steps, wire_of("a" * 300))
    assert found.given_up
    assert found.unmet is not None
    assert MOST_TRIED < 10**6


def counted(traits):
    """The traits, and how often the last of them was looked at, in a list of one."""
    looked = [0]

    def holds(event, found):
        looked[0] += 1
        return traits[-1].holds(event, found)

    return [*traits[:-1], replace(traits[-1], holds=holds)], looked


def its_own(kind, apart):
    """Of a kind, and so many packets behind the one that it follows."""
    return Trait(
        wanted=kind, instead="", holds=lambda event, found: event.kind == kind and event.number == found["it"].number + apart
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("ab" * 2000, is_a("b")),
        ("ab" * 2000, its_own("b", 1)),
        ("a" * 2000 + "b" * 2000, its_own("b", 2000)),
        ("a" * 4000 + "b", is_a("b")),
    ],
    ids=["turn by turn", "each its own", "all answers at the end", "one for all"],
)
def test_many_events_that_are_followed_are_looked_at_a_few_times_each(text, by):
    by, looked = counted([by])
    found = match([FollowedBy(name="all", text="", traits=[is_a("a")], by=by)], wire_of(text))
    assert (found.unmet, found.given_up) == (None, False)
    assert looked[0] <= 3 * len(text)


def test_a_search_for_followers_ends_however_many_there_are():
    # the last is the first one's, so that each looks through all others
    backwards = Trait(wanted="b", instead="", holds=lambda event, found: event.number + found["it"].number == 4001)
    by, looked = counted([backwards])
    found = match([FollowedBy(name="all", text="", traits=[is_a("a")], by=by)], wire_of("a" * 2000 + "b" * 2000))
    assert found.given_up
    assert (found.unmet.step.name, found.unmet.nearest) == ("all", None)
    assert looked[0] <= MOST_COMPARED


@given(st.text("ab.", max_size=30), st.sampled_from([None, 1.0, 2.0]))
def test_what_is_followed_is_what_comparing_all_pairs_says(text, within):
    events = wire_of(text)
    step = FollowedBy(name="all", text="", traits=[is_a("a")], by=[is_a("b")], within=within)
    alone = [
        event.number
        for event in events
        if event.kind == "a"
        and not any(
            other.kind == "b" and other.number > event.number and (within is None or other.at - event.at <= within)
            for other in events
        )
    ]
    unmet = match([step], events).unmet
    assert (unmet is None) is ("a" in text and not alone)
    assert (unmet and unmet.nearest and unmet.nearest.number) == (alone[0] if alone else None)


def view(packets):
    return packets


def task(*steps, mistakes=(), **more):
    return Wire(view=view, steps=steps, mistakes=mistakes, filter="", **more)


def mistake(slug, *steps):
    return Mistake(slug=slug, why="", steps=steps)


def by_two(events):
    return [events[at : at + 2] for at in range(0, len(events), 2)]


def test_a_right_try_makes_it_right_and_else_the_latest_is_explained():
    wire = task(
        saw("a"),
        saw("b"),
        mistakes=[mistake("x-there", saw("x")), mistake("y-there", saw("y"))],
        runs=by_two,
        apart=True,
    )
    assert look(wire, wire_of("xxabyy")).right
    assert not look(wire, wire_of("xabx")).right
    assert look(wire, wire_of("yyxx")).mistake.slug == "x-there"
    assert look(wire, wire_of("xxyy")).mistake.slug == "y-there"
    # of one try, the first in the order of the task
    assert look(wire, wire_of("zzyx")).mistake.slug == "x-there"
    assert look(wire, wire_of("xxzz")).mistake is None


def test_tries_that_count_together_are_right_together():
    wire = task(saw("a"), saw("b"), mistakes=[mistake("a-then-x", saw("a"), saw("x"))], runs=by_two)
    assert look(wire, wire_of("a.zzb")).right
    # the mistake has to end in the latest try, and may have begun before
    assert look(wire, wire_of("azzx")).mistake.slug == "a-then-x"
    assert look(wire, wire_of("axzz")).mistake is None


@given(st.text("abcxyz", max_size=40))
def test_prefixes_are_right_from_the_last_condition_on_and_not_before(text):
    wire = task(saw("a"), saw("b"), saw("c"))
    events = wire_of(text)
    right = [look(wire, events[:count]).right for count in range(len(events) + 1)]
    assert right == sorted(right)
    position = -1
    for letter in "abc":
        position = text.find(letter, position + 1) if position >= -1 else -2
        if position == -1:
            position = -2
    assert right.count(True) == (len(events) - position if position >= 0 else 0)


@given(st.lists(st.sampled_from("abcxyz"), max_size=30), st.data())
def test_what_has_nothing_to_do_with_the_task_changes_nothing(letters, data):
    wire = task(
        saw("a"), saw("b"), mistakes=[mistake("x", saw("x"))], about=lambda event: event.kind in "abx",
    )  # fmt: skip
    events = wire_of("".join(letters))
    kept = [event for event in events if event.kind in "abx"]
    others = data.draw(st.permutations([event for event in events if event.kind not in "abx"]))
    mixed = sorted([*kept, *(replace(event, kind="z") for event in others)], key=lambda event: event.number)
    seen, again, bare = look(wire, events), look(wire, mixed), look(wire, kept)
    assert seen.right == again.right == bare.right
    assert numbers(seen.found) == numbers(again.found) == numbers(bare.found)
    assert seen.packets == again.packets == {event.number for event in kept}


def test_nothing_at_all_is_not_right():
    assert not look(task(saw("a")), []).right
    assert not look(task(NoneBetween(name="quiet", text="no x", traits=[is_a("x")])), []).right


@pytest.mark.parametrize("count", [0, 1, 5])
def test_times_that_are_missing_exclude_nothing(count):
    class Timeless(Sent):
        time = ended_time = None

    events = [Timeless(number, "ab"[number % 2], 0.0) for number in range(1, count + 3)]
    assert match([saw("b"), saw("a", when=[After("b"), Within(0.1, of="b")])], events).unmet is None


@pytest.mark.parametrize(("text", "right"), [("ab", True), ("ba", True), ("b.a", True), ("aa", False), ("a", False)])
def test_anytime_is_any_order(text, right):
    steps = [saw("a"), saw("b", when=[Anytime()])]
    assert (match(steps, wire_of(text)).unmet is None) is right


@pytest.mark.parametrize(("text", "told"), [("xb", True), ("bx", True), ("xa", False), ("ax", True), ("xax", True)])
def test_a_mistake_that_was_made_good_is_not_told_again(text, told):
    mistake = single("x", "An x.", is_a("x"), unless=[is_a("a")])
    wire = Wire(view=list, steps=[saw("a"), saw("c")], mistakes=[mistake], filter="dns")
    assert (look(wire, wire_of(text)).mistake is mistake) is told


def test_of_lasting_mistakes_the_one_that_was_made_last_is_told():
    def runs(events):
        return [[event] for event in events]

    mistakes = [single(kind, f"A {kind}.", is_a(kind), unless=[is_a("a")]) for kind in "xy"]
    wire = Wire(view=list, steps=[saw("a"), saw("c")], mistakes=mistakes, filter="dns", runs=runs)
    told = {text: look(wire, wire_of(text)).mistake for text in ("xy", "yx", "yxb", "xyb", "xya")}
    assert {text: mistake and mistake.slug for text, mistake in told.items()} == {
        "xy": "y", "yx": "x", "yxb": "x", "xyb": "x", "xya": None,
    }  # fmt: skip
