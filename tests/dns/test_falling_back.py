"""Truncation and TCP, servers without EDNS, replies that do not fit, silence: what the walk does then."""

import dns.flags
import dns.message
import dns.name
import dns.rrset
import pytest

from netkit.dns import Limits
from tests.dns.network import ROOT, SilenceError, outcomes, reply, walk

ADDRESS = ROOT[1]
OTHER = "198.51.100.5"
TWO = [ROOT, ("b.root.test", OTHER)]


def answer(message, _=None):
    return reply(message, answer=[f"{message.question[0].name} 60 A 192.0.2.1"], aa=True)


def only(server):
    return {ADDRESS: server}


def addresses(walker):
    return [each.address for rrset in walker.result.answer for each in rrset]


def test_a_cut_answer_is_asked_for_again_over_tcp():
    walker, net = walk(only(lambda m, q: answer(m) if q.tcp else reply(m, tc=True)), "x.", qmin=False)
    assert addresses(walker) == ["192.0.2.1"]
    assert [each[3] for each in net.asked] == [False, True]
    assert outcomes(walker) == ["truncated", "answer"]
    assert walker.steps[1].transport == "tcp"
    assert walker.steps[1].asked_so[0].rfc == "RFC 7766 §5"


def test_the_records_in_a_cut_answer_are_not_used():
    walker, _ = walk(only(lambda m, q: reply(m, answer=["x. 60 A 192.0.2.66"], aa=True, tc=not q.tcp)), "x.")
    assert walker.steps[0].records == ()
    assert addresses(walker) == ["192.0.2.66"]


def test_a_server_that_cuts_over_tcp_too_is_left():
    walker, net = walk({ADDRESS: lambda m, _: reply(m, tc=True), OTHER: answer}, "x.", hints=TWO)
    assert addresses(walker) == ["192.0.2.1"]
    assert len(net.asked) <= 3


@pytest.mark.parametrize("rcode", ["FORMERR", "NOTIMP", "BADVERS"])
def test_a_server_without_edns_is_asked_without(rcode):
    def server(message, _):
        return reply(message, rcode=rcode) if message.edns >= 0 else answer(message)

    walker, net = walk(only(server), "x.")
    assert addresses(walker) == ["192.0.2.1"]
    assert [each[4] for each in net.asked] == [True, False]
    again, net = walk(only(server), "y.", cache=walker.cache, start=60.0)
    assert addresses(again) == ["192.0.2.1"]
    assert [each[4] for each in net.asked] == [False], "what a server can't do is remembered"


def test_formerr_without_edns_is_no_reason_to_ask_again_and_again():
    walker, net = walk(only(lambda m, _: reply(m, rcode="FORMERR")), "x.")
    assert walker.result.rcode.name == "SERVFAIL"
    assert len(net.asked) == 2


def wrong_id(message, _):
    found = answer(message)
    found.id ^= 1
    return found


def wrong_name(message, _):
    found = answer(message)
    found.question = [dns.rrset.RRset(dns.name.from_text("y."), 1, 1)]
    return found


def wrong_type(message, _):
    found = answer(message)
    found.question = [dns.rrset.RRset(message.question[0].name, 1, 28)]
    return found


def a_question(message, _):
    found = answer(message)
    found.flags &= ~dns.flags.QR
    return found


def no_question(message, _):
    found = answer(message)
    found.question = []
    return found


@pytest.mark.parametrize("forged", [wrong_id, wrong_name, wrong_type, a_question, no_question])
def test_a_reply_that_does_not_fit_is_not_believed(forged):
    walker, net = walk(only(forged), "x.")
    assert walker.result.rcode.name == "SERVFAIL"
    assert not walker.result.answer
    assert len(net.asked) == Limits().attempts
    assert all(each.ignored and each.ignored[0].reason.rfc for each in walker.steps if each.server)


def test_a_forged_datagram_does_not_end_the_wait():
    def server(message, query):
        if server.walker_waits:
            server.walker_waits = False
            return wrong_id(message, query).to_wire()
        return answer(message)

    server.walker_waits = True
    walker, _ = walk(only(server), "x.")
    assert addresses(walker) == ["192.0.2.1"]


def test_too_many_datagrams_that_do_not_fit_lead_to_tcp():
    from netkit.dns import Walker

    walker = Walker(("x.", "A"), hints=[ROOT], now=0.0)
    query = walker.next_query()
    forged = wrong_id(query.message, query).to_wire()
    settled = [walker.datagram(forged, query, ADDRESS, now=0.1) for _ in range(Limits().strays + 1)]
    assert settled == [False] * Limits().strays + [True]
    again = walker.next_query()
    assert again.tcp
    assert again.step.asked_so[-1].rule == "question.tcp-after-strays"


def test_a_datagram_from_elsewhere_is_not_looked_at():
    from netkit.dns import Walker

    walker = Walker(("x.", "A"), hints=[ROOT], now=0.0)
    query = walker.next_query()
    assert not walker.datagram(answer(query.message).to_wire(), query, "198.51.100.99", now=0.1)
    assert walker.steps[0].ignored[0].reason.rule == "ignored.source"
    assert walker.datagram(answer(query.message).to_wire(), query, ADDRESS, now=0.2)
    assert walker.done


def test_a_message_without_its_query_is_found_a_place_or_ignored():
    from netkit.dns import Walker

    walker = Walker(("x.", "A"), hints=[ROOT], now=0.0)
    query = walker.next_query()
    walker.receive(wrong_name(query.message, query), now=0.1)
    assert not walker.done
    walker.receive(answer(query.message), now=0.2)
    assert walker.done
    assert walker.next_query() is None


def test_silence_is_asked_again_after_the_others_and_waits_longer():
    waits = []

    def silent(_, query):
        waits.append(query.timeout)
        raise SilenceError

    walker, net = walk({ADDRESS: silent, OTHER: silent}, "x.", hints=TWO)
    assert walker.result.rcode.name == "SERVFAIL"
    assert {each[0] for each in net.asked[:2]} == {ADDRESS, OTHER}, "first everybody once"
    assert waits[0] == Limits().first_timeout
    assert max(waits) > waits[0]
    assert walker.steps[-1].ended_at <= Limits().seconds + max(waits)


def test_an_unreachable_server_is_not_asked_twice():
    def gone(*_):
        raise SilenceError("unreachable")

    walker, net = walk({ADDRESS: gone, OTHER: gone}, "x.", hints=TWO)
    assert len(net.asked) == 2
    assert outcomes(walker) == ["unreachable", "unreachable"]


@pytest.mark.parametrize("rcode", ["SERVFAIL", "REFUSED", "NOTAUTH", "YXRRSET"])
def test_a_server_that_fails_makes_room_for_the_next(rcode):
    walker, net = walk({ADDRESS: lambda m, _: reply(m, rcode=rcode), OTHER: answer}, "x.", hints=TWO)
    assert addresses(walker) == ["192.0.2.1"]
    assert [each[0] for each in net.asked].count(ADDRESS) <= 1


def test_letters_must_come_back_as_they_were_asked_for_where_that_is_wanted():
    name = "abcdefghijklmnopqrstuvwxyz.test."
    walker, net = walk(only(answer), name, mixed_case=True, qmin=False)
    assert addresses(walker) == ["192.0.2.1"]
    assert net.asked[0][1] != name.rstrip("."), "26 letters, all small by chance: once in 67 million"

    def levels(message, _):
        found = answer(message)
        found.question = [dns.rrset.RRset(dns.name.from_text(name), 1, 1)]
        return found

    walker, _ = walk(only(levels), name, mixed_case=True, qmin=False)
    assert walker.result.rcode.name == "SERVFAIL"
    assert walker.steps[0].ignored[0].reason.rule == "ignored.case"


def test_numbers_of_messages_come_from_the_seed():
    first, second, other = (walk(only(answer), "x.", seed=seed)[0] for seed in (1, 1, 2))
    numbers = [each.steps[0].query.id for each in (first, second, other)]
    assert numbers[0] == numbers[1] != numbers[2]


def test_a_recursive_answer_is_taken_where_nobody_has_a_better_one():
    def recursive(message, _):
        return reply(message, answer=["x. 60 A 192.0.2.9"], ra=True)

    walker, net = walk({ADDRESS: recursive, OTHER: answer}, "x.", hints=TWO)
    assert addresses(walker) == ["192.0.2.1"]
    walker, net = walk({ADDRESS: recursive, OTHER: recursive}, "x.", hints=TWO)
    assert addresses(walker) == ["192.0.2.9"]
    assert len(net.asked) == 2


def test_a_network_that_answers_in_everybodys_place_is_not_asked_for_ever():
    def intercepted(message, _):
        return reply(message, rcode="NXDOMAIN", ra=True)

    servers = [(f"{letter}.root.test", f"198.51.100.{number}") for number, letter in enumerate("abcdefghijklm", 1)]
    walker, net = walk({address: intercepted for _, address in servers}, "x.", hints=servers)
    assert walker.result.rcode.name == "NXDOMAIN"
    assert len(net.asked) == 3
    assert any(each.rule == "server.all-recursive" for step in walker.steps for each in step.concluded)


def test_a_server_that_says_nothing_at_all_makes_room_for_one_that_does():
    walker, net = walk({ADDRESS: lambda m, _: reply(m), OTHER: answer}, "x.", hints=TWO)
    assert addresses(walker) == ["192.0.2.1"]
    walker, net = walk({ADDRESS: lambda m, _: reply(m), OTHER: lambda m, _: reply(m)}, "x.", hints=TWO)
    assert (walker.result.rcode.name, walker.result.answer, len(net.asked)) == ("NOERROR", (), 2)


@pytest.mark.parametrize("rcode", ["NOERROR", "YXDOMAIN"])
def test_a_dname_that_makes_too_long_a_name(rcode):
    target = ".".join(["t" * 60] * 4) + "."

    def server(message, _):
        return reply(message, answer=[f"moved. 60 DNAME {target}"], aa=True, rcode=rcode)

    walker, _ = walk(only(server), "a" * 30 + ".moved.", qmin=False)
    assert walker.result.rcode.name == "YXDOMAIN"
    assert [each.rdtype.name for each in walker.result.answer] == ["DNAME"]
