"""The chain of trust in the made-up internet: what is asked, when, of whom, and what the cache saves."""

import dns.name
import dns.rdatatype
import pytest

from netkit.dns import Cache, Walker
from netkit.dns.limits import Limits
from netkit.dns.made_up import ORIGIN, MadeUpInternet
from netkit.dns.query import PurposeKind
from netkit.dns.result import Security
from netkit.dns.step import Outcome
from netkit.dns.trust.anchors import ROOT_ANCHORS

INTERNET = MadeUpInternet()


def rounds(name, rdtype="A", *, cache=None, answer=None, start=0.0, **settings):
    """The walk with all that is out answered at once, and how many questions each round trip had."""
    settings.setdefault("trust_anchors", INTERNET.trust_anchors)
    now = ORIGIN + start
    walker = Walker((name, rdtype), hints=INTERNET.hints, now=now, cache=cache, **settings)
    found = []
    while not walker.done:
        out = []
        while (query := walker.next_query()) is not None:
            out.append(query)
        found.append(len(out))
        now += 0.02
        for query in out:
            message = (answer or replied)(query)
            if message is None:
                walker.failed(query, "timeout", now=now)
            else:
                walker.receive(message, query=query, now=now)
    return walker, found


def replied(query):
    reply = INTERNET.respond(query.message, query.server, tcp=query.tcp)
    return None if reply is None else reply.message


def unsigned(query):
    """The reply without all that signing made."""
    message = replied(query)
    signing = (dns.rdatatype.RRSIG, dns.rdatatype.NSEC, dns.rdatatype.NSEC3, dns.rdatatype.DS)
    for section in (message.answer, message.authority, message.additional):
        section[:] = [each for each in section if each.rdtype not in signing]
    return message


def test_a_validated_walk_takes_as_many_round_trips_as_a_plain_one():
    walker, found = rounds("www.example.test")
    assert walker.result.security is Security.SECURE
    assert found == [2, 2, 2]
    assert walker.result.queries == 6
    plain, found = rounds("www.example.test", trust_anchors=())
    assert found == [1, 1, 1]
    assert plain.result.security is Security.INDETERMINATE


def test_the_links_lead_from_the_root_to_the_zone():
    result = rounds("www.example.test")[0].result
    assert [each.zone.to_text() for each in result.links] == [".", "test.", "example.test."]
    root, *others = result.links
    assert root.parent is None
    assert root.signed_with is None
    assert all(each.signed_with and each.step and each.keys_step for each in others)
    assert all(any(key.pointed_at and key.signs_keys for key in each.keys) for each in result.links)
    assert [each.signer.to_text() for each in result.checked] == ["example.test."]


def test_what_is_known_of_zones_is_not_asked_again():
    cache = Cache()
    rounds("www.example.test", cache=cache)
    walker, found = rounds("nosuch.example.test", cache=cache, start=1)
    assert walker.result.security is Security.SECURE
    assert found == [1]
    assert walker.result.links
    walker, found = rounds("www.example.test", cache=cache, start=2)
    assert found == []
    assert walker.result.security is Security.SECURE


def test_a_server_that_leaves_signatures_out_makes_no_name_bogus():
    spoiled = set()

    def answer(query):
        if query.zone == dns.name.from_text("test.") and len(spoiled | {query.server}) == 1:
            spoiled.add(query.server)
            return unsigned(query)
        return replied(query)

    walker, _ = rounds("www.example.test", answer=answer)
    assert walker.result.security is Security.SECURE
    (server,) = spoiled
    told = [each for each in walker.steps if any(one.rule == "trust.other-server" for one in each.concluded)]
    assert told
    assert {each.server.address for each in told} == {server}


def test_where_all_leave_signatures_out_the_name_is_bogus():
    walker, _ = rounds("www.example.test", answer=unsigned)
    result = walker.result
    assert result.security is Security.BOGUS
    assert result.rcode.name == "SERVFAIL"
    assert not result.answer
    assert result.mend
    assert result.extended_errors[0].code == 10
    assert result.queries <= 4 * (1 + Limits().other_servers)


def test_the_client_that_checks_by_itself_gets_the_answer():
    walker, _ = rounds("www.example.test", answer=unsigned, cd=True)
    assert walker.result.security is Security.BOGUS
    assert walker.result.rcode.name == "NOERROR"
    assert walker.result.answer


def test_anchors_that_no_longer_fit_say_that_netkit_is_too_old():
    walker, _ = rounds("www.example.test", trust_anchors=[each.text for each in ROOT_ANCHORS])
    assert walker.result.security is Security.INDETERMINATE
    assert walker.result.rcode.name == "SERVFAIL"
    assert walker.result.reason.rule == "anchor.too-old"
    assert "too old" in walker.result.extended_errors[0].text


def test_an_anchor_of_ones_own_that_does_not_fit_is_no_matter_of_age():
    other = ". IN DS 4711 13 2 " + "ab" * 32
    walker, _ = rounds("www.example.test", trust_anchors=[other])
    assert walker.result.security is Security.BOGUS
    assert walker.result.reason.rule == "keys.none-meant"


def test_an_anchor_may_be_a_key_and_lie_in_the_middle():
    key = INTERNET.zone("example.test.").find(dns.name.from_text("example.test."), dns.rdatatype.DNSKEY)
    anchors = [f"example.test. 3600 IN DNSKEY {record}" for record in key]
    walker, found = rounds("www.example.test", trust_anchors=anchors)
    assert walker.result.security is Security.SECURE
    assert found == [1, 1, 2]
    walker, _ = rounds("www.sibling.test", trust_anchors=anchors)
    assert walker.result.security is Security.INDETERMINATE
    assert walker.result.rcode.name == "NOERROR"


@pytest.mark.parametrize(
    ("settings", "security"),
    [
        ({"insecure": [dns.name.from_text("example.test.")]}, Security.INSECURE),
        ({"insecure": [dns.name.from_text("elsewhere.test.")]}, Security.SECURE),
        ({"algorithms": {8}}, Security.INSECURE),
        ({"algorithms": {13}}, Security.SECURE),
    ],
)
def test_settings_say_what_is_checked(settings, security):
    assert rounds("www.example.test", **settings)[0].result.security is security


def test_a_bogus_answer_is_not_asked_for_again_at_once():
    cache = Cache()
    first, _ = rounds("www.example.test", cache=cache, answer=unsigned)
    again, found = rounds("www.example.test", cache=cache, start=2)
    assert found == []
    assert again.result.security is Security.BOGUS
    assert again.result.extended_errors[0].code == first.result.extended_errors[0].code
    later, _ = rounds("www.example.test", cache=cache, start=10)
    assert later.result.security is Security.SECURE


def test_questions_for_keys_say_so():
    walker, _ = rounds("www.example.test")
    keys = [each for each in walker.steps if each.purpose.kind is PurposeKind.KEYS]
    assert [each.question.type.name for each in keys] == ["DNSKEY"] * 3
    assert all(each.asked_so and each.asked_so[0].rule == "question.keys" for each in keys)
    assert all(each.outcome is Outcome.ANSWER for each in keys)


def test_keys_that_nobody_needs_any_more_are_not_waited_for():
    def answer(query):
        return None if query.message.question[0].rdtype == dns.rdatatype.DNSKEY else replied(query)

    walker, _ = rounds("www.example.test", answer=answer)
    assert walker.result.security is Security.BOGUS
    assert all(each.ended_at is not None for each in walker.steps)


def test_unsigned_answers_below_a_name_that_is_not_there_cost_few_questions():
    deep = "a.b.c.d.e.f.g.h.i.j.k.example.test"
    walker, _ = rounds(
        deep,
        answer=lambda query: (
            unsigned(query)
            if query.zone.to_text() == "example.test." and query.message.question[0].rdtype == 1
            else replied(query)
        ),
    )
    assert walker.result.security is Security.BOGUS
    assert walker.result.queries < 40


def test_what_points_at_keys_that_do_not_come_is_told():
    result = rounds("www.lost-keys.test")[0].result
    (link,) = [each for each in result.links if each.security is Security.BOGUS]
    assert [each.tag for each in link.pointers]
    assert not any(each.matches for each in link.pointers)
