"""Every lesson of the made-up internet, walked: it comes to what the lesson says, and no walk asks more than it has to."""

import dns.rdatatype
import pytest

from netkit.dns import Cache, Walker
from netkit.dns.made_up import ORIGIN, MadeUpInternet
from netkit.dns.result import Security

INTERNET = MadeUpInternet()


def walked(name, rdtype, cache=None, start=0.0, *, trusting=False, **settings):
    if trusting:
        start += ORIGIN
        settings["trust_anchors"] = INTERNET.trust_anchors
    walker = Walker((name, rdtype), hints=INTERNET.hints, now=start, cache=cache, **settings)
    now = start
    while not walker.done:
        query = walker.next_query()
        reply = INTERNET.respond(query.message, query.server, tcp=query.tcp)
        now += query.timeout if reply is None else reply.round_trip
        if reply is None:
            walker.failed(query, "timeout", now=now)
        else:
            walker.receive(reply.message, query=query, now=now)
    return walker


def told(walker):
    """The answer's records as the lessons write them."""
    return [
        f"{rrset.name.to_text()} {dns.rdatatype.to_text(rrset.rdtype)} {record.to_text()}"
        for rrset in walker.result.answer
        for record in rrset
    ]


def fits(record, expected):
    name, rdtype, data = expected.split(" ", 2)
    return record == expected if data != "*" else record.startswith(f"{name} {rdtype} ")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("lesson", INTERNET.lessons, ids=lambda each: each.slug)
def test_a_lesson_comes_to_what_it_says(lesson, seed):
    walker = walked(lesson.name, lesson.type, seed=seed, trusting=bool(lesson.security))
    assert walker.result.rcode.name == lesson.rcode
    records = told(walker)
    assert all(any(fits(record, each) for record in records) for each in lesson.answer)
    if lesson.rcode == "SERVFAIL":
        assert walker.result.reason.text
    assert all(each.reason for each in walker.steps)


@pytest.mark.parametrize("lesson", INTERNET.lessons, ids=lambda each: each.slug)
def test_validated_a_lesson_is_as_trustworthy_as_it_says(lesson):
    result = walked(lesson.name, lesson.type, trusting=True).result
    assert result.rcode.name == lesson.rcode
    if lesson.security:
        assert result.security.value == lesson.security
        assert [each.code for each in result.extended_errors] == ([] if lesson.error is None else [lesson.error])
    else:
        assert result.security is not Security.BOGUS


@pytest.mark.parametrize("lesson", INTERNET.lessons, ids=lambda each: each.slug)
def test_minimised_or_whole_the_answer_is_the_same(lesson):
    whole = walked(lesson.name, lesson.type, qmin=False, trusting=bool(lesson.security))
    minimised = walked(lesson.name, lesson.type, trusting=bool(lesson.security))
    assert whole.result.rcode == minimised.result.rcode
    assert whole.result.security == minimised.result.security
    assert sorted(told(whole)) == sorted(told(minimised))


@pytest.mark.parametrize("trusting", [False, True])
@pytest.mark.parametrize("lesson", INTERNET.lessons, ids=lambda each: each.slug)
def test_a_walk_with_a_warm_cache_says_the_same(lesson, trusting):
    cache = Cache()
    first = walked(lesson.name, lesson.type, cache=cache, trusting=trusting)
    again = walked(lesson.name, lesson.type, cache=cache, start=20.0, trusting=trusting)
    assert again.result.rcode == first.result.rcode
    assert again.result.security == first.result.security
    assert sorted(told(again)) == sorted(told(first))
    assert again.result.queries <= first.result.queries


def test_without_validation_forged_and_right_look_the_same():
    bogus = [each for each in INTERNET.lessons if each.security == "bogus"]
    assert len(bogus) == 9
    assert all(walked(each.name, each.type).result.rcode.name != "SERVFAIL" for each in bogus)


def test_root_top_level_and_leaf_are_three_questions():
    assert walked("www.example.test", "A").result.queries == 3


def test_validated_these_are_six():
    result = walked("www.example.test", "A", trusting=True).result
    assert (result.queries, result.security) == (6, Security.SECURE)
