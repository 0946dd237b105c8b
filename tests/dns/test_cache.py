"""The cache: what is believed more, for how long, and what it saves."""

import dns.name
import dns.rdatatype
import dns.rrset
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns import Cache
from netkit.dns.cache import Credibility, Entry, Negative
from tests.dns.network import ROOT, outcomes, referral, reply, walk

A, NS = dns.rdatatype.A, dns.rdatatype.NS
ZONE = dns.name.from_text("example.test.")
NAME = dns.name.from_text("www.example.test.")


def entry(text, credibility=Credibility.ANSWER, *, now=0.0, name="www.example.test.", rdtype="A", ttl=300):
    rrset = dns.rrset.from_text(name, ttl, "IN", rdtype, text)
    return Entry(rrset, credibility, now, now + ttl, 1, 1, ZONE)


def test_a_record_set_lives_as_long_as_it_says():
    cache = Cache()
    cache.put(entry("192.0.2.1"))
    assert cache.get(NAME, A, now=299.9).aged(299.9).ttl == 0
    assert cache.get(NAME, A, now=100.0).aged(100.0).ttl == 200
    assert cache.get(NAME, A, now=300.0) is None


def test_names_are_the_same_in_capital_letters():
    cache = Cache()
    cache.put(entry("192.0.2.1"))
    assert cache.get(dns.name.from_text("WWW.Example.TEST."), A, now=1.0) is not None


def test_labels_are_not_confused_with_their_bytes():
    cache = Cache()
    cache.put(entry("192.0.2.1", name="a\\.b.c."))
    cache.put(entry("192.0.2.2", name="a\\000b.c."))
    for other in ("a.b.c.", "a.b\\.c.", "a\\000.b.c.", "a.\\000b.c.", "ab.c."):
        assert cache.get(dns.name.from_text(other), A, now=1.0) is None, other


@given(st.lists(st.tuples(st.sampled_from(list(Credibility)), st.integers(0, 400)), min_size=1, max_size=12))
def test_what_is_believed_more_stays(puts):
    """Against a plain model: the best credibility alive wins, the last among equals."""
    cache, model = Cache(), None
    for number, (credibility, now) in enumerate(sorted(puts, key=lambda each: each[1])):
        cache.put(entry(f"192.0.2.{number}", credibility, now=float(now)))
        if model is None or model[1] + 300 <= now or credibility >= model[0]:
            model = (credibility, now, f"192.0.2.{number}")
    last = max(now for _, now in puts)
    found = cache.get(NAME, A, now=float(last), least=Credibility.ADDITIONAL)
    assert found.rrset[0].address == model[2]
    assert found.credibility == model[0]


def test_glue_is_no_answer():
    cache = Cache()
    cache.put(entry("192.0.2.1", Credibility.ADDITIONAL))
    assert cache.get(NAME, A, now=1.0) is None
    assert cache.get(NAME, A, now=1.0, least=Credibility.ADDITIONAL) is not None


def test_a_child_that_repeats_itself_does_not_live_longer_than_its_first_word():
    """Ghost domains: a withdrawn delegation must not be kept alive by its own servers."""
    cache = Cache()
    for now in (0.0, 200.0, 250.0):
        cache.put(entry("ns.example.test.", Credibility.AUTHORITY, now=now, name="example.test.", rdtype="NS"))
    assert cache.get(ZONE, NS, now=299.0) is not None
    assert cache.get(ZONE, NS, now=301.0) is None


def test_a_denial_of_the_name_denies_every_type_and_a_denial_of_a_type_only_that():
    cache = Cache()
    common = {"proof": (), "learned_at": 0.0, "expires": 60.0, "walk": 1, "step": 1, "zone": ZONE}
    cache.put_negative(Negative(name=NAME, rdtype=A, **common))
    assert cache.negative(NAME, A, now=1.0)
    assert not cache.negative(NAME, dns.rdatatype.MX, now=1.0)
    cache.put_negative(Negative(name=NAME, rdtype=None, **common))
    assert cache.negative(NAME, dns.rdatatype.MX, now=1.0)
    assert not cache.negative(NAME, dns.rdatatype.MX, now=60.0)
    assert len(list(cache.negatives(now=1.0))) == 2


def root(message, _):
    return referral(message, "test.", ("ns.test.", "203.0.113.1"))


def leaf(message, _):
    name = str(message.question[0].name)
    if name.startswith("no"):
        return reply(message, rcode="NXDOMAIN", aa=True, authority=["test. 900 SOA ns.test. x.test. 1 1 1 1 60"])
    if message.question[0].rdtype != A:
        return reply(message, aa=True, authority=["test. 900 SOA ns.test. x.test. 1 1 1 1 60"])
    return reply(message, aa=True, answer=[f"{name} 30 A 192.0.2.1"])


SERVERS = {ROOT[1]: root, "203.0.113.1": leaf}


def test_the_second_walk_asks_nobody_and_the_third_only_the_leaf():
    first, _ = walk(SERVERS, "www.test.")
    assert first.result.queries == 2
    again, net = walk(SERVERS, "www.test.", cache=first.cache, start=10.0)
    assert net.asked == []
    assert outcomes(again) == ["cached"]
    assert again.result.answer[0].ttl == 20
    assert again.steps[0].remaining == 20
    third, net = walk(SERVERS, "www.test.", cache=first.cache, start=40.0)
    assert [each[0] for each in net.asked] == ["203.0.113.1"]
    assert third.steps[0].concluded[0].rule == "cache.delegation"
    assert "the root need not be asked" in third.steps[0].reason


def test_denials_are_kept_for_the_smaller_of_the_two_times():
    first, _ = walk(SERVERS, "no.test.")
    assert first.result.rcode.name == "NXDOMAIN"
    assert first.result.authority[0].ttl == 60
    again, net = walk(SERVERS, "no.test.", "MX", cache=first.cache, start=50.0)
    assert (again.result.rcode.name, net.asked) == ("NXDOMAIN", [])
    assert again.result.authority[0].ttl <= 10
    _, net = walk(SERVERS, "no.test.", cache=first.cache, start=61.0)
    assert len(net.asked) == 1


def test_no_data_is_no_denial_of_the_name():
    first, _ = walk(SERVERS, "www.test.", "MX")
    assert first.result.rcode.name == "NOERROR"
    again, net = walk(SERVERS, "www.test.", "A", cache=first.cache, start=1.0)
    assert len(net.asked) == 1
    assert again.result.answer


def test_a_failure_is_not_repeated_at_once():
    """RFC 9520: what failed a moment ago is not tried again."""
    broken = {ROOT[1]: lambda m, _: reply(m, rcode="SERVFAIL")}
    first, _ = walk(broken, "x.")
    again, net = walk(broken, "x.", cache=first.cache, start=1.0)
    assert net.asked == []
    assert again.result.rcode.name == "SERVFAIL"
    assert again.result.extended_errors[0].code == 13
    later, net = walk(SERVERS, "x.test.", cache=first.cache, start=10.0)
    assert later.result.answer


def test_a_time_to_live_of_zero_serves_the_walk_that_learned_it_and_no_other():
    def server(message, _):
        return reply(message, aa=True, answer=[f"{message.question[0].name} 0 A 192.0.2.1"])

    first, _ = walk({ROOT[1]: server}, "x.")
    assert first.result.answer[0].ttl == 0
    _, net = walk({ROOT[1]: server}, "x.", cache=first.cache, start=1.0)
    assert len(net.asked) == 1


def test_room_is_made_for_what_is_new(monkeypatch):
    monkeypatch.setattr("netkit.dns.cache.cache.MOST", 50)
    cache = Cache()
    for number in range(500):
        cache.put(entry("192.0.2.1", name=f"n{number}.test.", now=float(number)))
    assert len(list(cache.entries(now=499.0))) <= 50
    assert cache.get(dns.name.from_text("n499.test."), A, now=499.0)


def test_a_zone_that_names_other_servers_than_its_parent_is_believed_and_it_is_said():
    def own(message, _):
        return reply(message, aa=True, answer=["www.test. 30 A 192.0.2.1"], authority=["test. 900 NS new.test."])

    walker, _ = walk({ROOT[1]: root, "203.0.113.1": own}, "www.test.")
    told = [each for each in walker.steps[-1].concluded if each.rule == "servers.disagree"]
    assert len(told) == 1
    assert "new.test" in told[0].text
    assert "ns.test" in told[0].text
    assert [str(each.target) for each in walker.cache.get(dns.name.from_text("test."), NS, now=1.0).rrset] == [
        "new.test."
    ]
