"""The picture of a walk: every zone has its card below the one that named it, and the chain of trust goes from card to card."""

import dns.name
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns.made_up import MadeUpInternet
from netkit.dns.picture import walk_page, walk_picture
from netkit.dns.query import Purpose, PurposeKind, Question, Server
from netkit.dns.reason import Reason
from netkit.dns.result import Result
from netkit.dns.step import GlueKind, Outcome, Referral, ReferredServer, Step
from netkit.render.svg import draw
from netkit.view import Standing
from tests.dns.view.made_trust import KINDS, bogus, insecure, secure, unchecked, validated

NAMES = [lesson.name for lesson in MadeUpInternet().lessons if lesson.topic in ("delegation", "aliases", "servers")]


def cards_of(tree):
    return {card.title: card for card in tree.cards}


def wires_of(tree):
    chips = {chip.key: chip for card in tree.cards for column in card.chips for chip in column}
    return [(chips[wire.source].title, wire.label, chips[wire.target].title, wire.standing) for wire in tree.wires]


def test_each_zone_hangs_below_the_one_that_named_it():
    tree = walk_picture(*unchecked("www.glueless.test"))
    above = {card.title: card.parent and tree.cards[card.parent].title for card in tree.cards}
    assert above == {
        ". (root)": None,
        "test": 0,
        "glueless.test": "test",
        "example": 0,
        "dns-host.example": "example",
    }
    (jump,) = tree.jumps
    assert tree.cards[jump.source].title == "glueless.test"
    assert tree.cards[jump.target].title == "dns-host.example"
    assert jump.returns
    assert "no glue" in tree.cards[jump.source].lines[jump.line].text


def test_an_alias_leads_from_zone_to_zone():
    tree = walk_picture(*unchecked("www.alias.test"))
    told = [(tree.cards[jump.source].title, tree.cards[jump.target].title) for jump in tree.jumps]
    assert told == [("alias.test", "alias.example"), ("alias.example", "cdn.test")]
    assert not any(jump.returns for jump in tree.jumps)


@pytest.mark.parametrize(("name", "zones"), [("www.loop.test", "loop"), ("www.cyclic.test", "cyclic")])
def test_what_goes_in_a_circle_is_drawn_as_one(name, zones):
    tree = walk_picture(*unchecked(name))
    told = {(tree.cards[jump.source].title, tree.cards[jump.target].title) for jump in tree.jumps}
    assert told == {(f"{zones}.test", f"{zones}.example"), (f"{zones}.example", f"{zones}.test")}
    assert any(jump.standing is Standing.BROKEN for jump in tree.jumps)


@pytest.mark.parametrize("name", NAMES)
def test_every_step_has_a_card_with_its_server(name):
    result, steps = unchecked(name)
    tree = walk_picture(result, steps)
    for step in steps:
        if step.server is None:
            continue
        holding = [card for card in tree.cards if step.number in card.stages]
        assert holding
        told = "\n".join(line.text for card in holding for line in card.lines)
        assert step.server.address in told or "more" in told


def test_servers_that_fail_say_how():
    tree = walk_picture(*unchecked("www.lame.test"))
    card = cards_of(tree)["lame.test"]
    failing = [line.text for line in card.lines if line.standing is Standing.BROKEN]
    assert len(failing) == 4
    assert all(text.endswith((": refused", ": lame")) for text in failing)
    assert (card.standing, card.badge) == (Standing.BROKEN, "no help")
    assert any(line.label == "to mend it" for line in tree.end)


def test_thirteen_servers_are_counted_and_not_listed():
    card = cards_of(walk_picture(*unchecked("www.many.test")))["many.test"]
    told = {line.label: line.text for line in card.lines}
    assert told["servers"] == "13 servers, with glue"
    assert told["not asked"].endswith("and 9 more")


def test_trust_goes_from_the_anchor_to_the_answer():
    tree = walk_picture(*secure())
    good = Standing.GOOD
    assert {wire for wire in wires_of(tree) if "816" not in wire[2]} == {
        ("anchor 20326", "digest of", "KSK 20326", good),
        ("KSK 20326", "signs", "ZSK 60301", good),
        ("ZSK 60301", "signs", "DS 4711", good),
        ("DS 4711", "digest of", "KSK 4711", good),
        ("KSK 4711", "signs", "ZSK 11", good),
        ("ZSK 11", "signs", "DS 815", good),
        ("DS 815", "digest of", "KSK 815", good),
        ("KSK 815", "signs", "ZSK 42", good),
        ("ZSK 42", "signs", "A www.example.test", good),
    }
    assert {card.badge for card in tree.cards} == {"secure"}


def test_a_chain_breaks_where_no_key_fits():
    tree = walk_picture(*bogus())
    assert ("DS 999", "does not fit", "KSK 815", Standing.BROKEN) in wires_of(tree)
    card = cards_of(tree)["example.test"]
    assert (card.standing, card.badge) == (Standing.BROKEN, "bogus")
    assert [line.label for line in card.remarks] == ["bogus", "to mend it"]
    assert [line.label for line in tree.end] == ["bogus", "so", "to mend it"]
    assert "extended error 9, DNSKEY missing" in tree.end[1].text


def test_a_chain_ends_where_the_parent_proves_that_it_may():
    tree = walk_picture(*insecure())
    assert ("ZSK 11", "signs", "no DS", Standing.GOOD) in wires_of(tree)
    assert cards_of(tree)["example.test"].badge == "insecure"


@pytest.mark.parametrize("kind", KINDS)
def test_verdicts_can_be_told_without_colour(kind):
    tree = walk_picture(*KINDS[kind]())
    words = "\n".join(line.label for line in tree.end)
    assert kind in words
    picture = draw(tree)
    assert {"secure": "✓", "insecure": "○", "bogus": "✗"}.get(kind, "") in picture


def test_a_real_chain_is_drawn_as_it_was_validated():
    result, steps = validated("www.example.test")
    wires = wires_of(walk_picture(result, steps))
    for link in result.links[1:]:
        signed = [wire for wire in wires if wire[0].endswith(f" {link.signed_with}") and wire[2].startswith("DS ")]
        assert [wire[2] for wire in signed] == [f"DS {pointer.tag}" for pointer in link.pointers]
    (checked,) = result.checked
    assert any(wire[0].endswith(f" {checked.tag}") and wire[2] == "A www.example.test" for wire in wires)


LABELS = st.lists(st.binary(min_size=1, max_size=63), min_size=1, max_size=3)


@given(st.lists(LABELS, min_size=1, max_size=4), st.text(max_size=30))
def test_hostile_names_are_only_words(names, text):
    zones = [dns.name.Name([*labels[:3], b""]) for labels in names]
    reason = Reason("x", text, text)
    steps = []
    for number, zone in enumerate(zones, start=1):
        question = Question(zone, dns.rdatatype.A)
        server = ReferredServer(name=zone, kind=GlueKind.ELSEWHERE, addresses=(), needed=reason)
        step = Step(
            number=number,
            zone=zone,
            question=question,
            purpose=Purpose(PurposeKind.ANSWER, question),
            asked_at=0.0,
            server=Server(zone, "192.0.2.1"),
            outcome=Outcome.REFERRAL,
            concluded=[reason],
            referral=Referral(zone=zones[number % len(zones)], servers=[server], time_to_live=5),
        )
        steps.append(step)
    result = Result(question=steps[0].question, finished=True, reason=reason)
    drawn = draw(walk_picture(result, steps))
    assert not any(ord(sign) < 32 and sign != "\n" for sign in drawn)
    page = walk_page(result, steps, where=text)
    assert page.count("<script") == 1
    assert page.count("<style") == 1
    assert "\x1b" not in page
