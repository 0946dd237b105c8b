"""Every lesson of the made-up internet, walked: it comes to what the lesson says, and no walk asks more than it has to."""

import dns.rdatatype
import pytest

from netkit.dns import Cache, Walker
from netkit.dns.made_up import MadeUpInternet

INTERNET = MadeUpInternet()


def walked(name, rdtype, cache=None, start=0.0, **settings):
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
    if lesson.security == "bogus":
        pytest.skip("nothing is validated yet")
    walker = walked(lesson.name, lesson.type, seed=seed)
    assert walker.result.rcode.name == lesson.rcode
    records = told(walker)
    assert all(any(fits(record, each) for record in records) for each in lesson.answer)
    if lesson.rcode == "SERVFAIL":
        assert walker.result.reason.text
    assert all(each.reason for each in walker.steps)


@pytest.mark.parametrize("lesson", INTERNET.lessons, ids=lambda each: each.slug)
def test_minimised_or_whole_the_answer_is_the_same(lesson):
    whole = walked(lesson.name, lesson.type, qmin=False)
    minimised = walked(lesson.name, lesson.type)
    assert whole.result.rcode == minimised.result.rcode
    assert sorted(told(whole)) == sorted(told(minimised))


@pytest.mark.parametrize("lesson", INTERNET.lessons, ids=lambda each: each.slug)
def test_a_walk_with_a_warm_cache_says_the_same(lesson):
    cache = Cache()
    first = walked(lesson.name, lesson.type, cache=cache)
    again = walked(lesson.name, lesson.type, cache=cache, start=20.0)
    assert again.result.rcode == first.result.rcode
    assert sorted(told(again)) == sorted(told(first))
    assert again.result.queries <= first.result.queries


def test_root_top_level_and_leaf_are_three_questions():
    assert walked("www.example.test", "A").result.queries == 3
