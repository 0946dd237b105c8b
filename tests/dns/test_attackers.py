"""Servers that mean harm: a walk stays within its limits, takes no long time, and says why it ended."""

import struct

import dns.message
import pytest

from netkit.dns import Limits
from netkit.dns.wire import read_message
from tests.dns.network import ROOT, outcomes, referral, reply, walk

ADDRESS = ROOT[1]
EVIL = "203.0.113.66"
LIMITS = Limits()


def explained(walker):
    """The walk ended, within its share, and each of its steps and its end have a reason."""
    assert walker.done
    assert walker.result.rcode.name == "SERVFAIL"
    assert walker.result.reason.text
    assert walker.result.extended_errors[0].text
    assert walker.result.queries <= LIMITS.queries
    assert all(step.reason for step in walker.steps)
    return walker


def limits_hit(walker):
    return [each.concluded[0].rule for each in walker.steps if each.outcome.value == "limit"]


def under(name, suffix):
    return str(name).rstrip(".").endswith(suffix)


def test_fifteen_hundred_servers_without_address():
    """NXNSAttack: each of the names would have to be looked for."""

    def root(message, _):
        if under(message.question[0].name, "victim"):
            return referral(message, "victim.", ("ns.victim.", "203.0.113.9"))
        return referral(message, "evil.", *((f"ns{number}.victim.", None) for number in range(1500)))

    def victim(message, _):
        return reply(message, rcode="NXDOMAIN", aa=True, authority=["victim. 60 SOA ns.victim. x. 1 1 1 1 60"])

    walker, net = walk({ADDRESS: root, "203.0.113.9": victim}, "www.evil.")
    explained(walker)
    assert "limit.failed-addresses" in limits_hit(walker)
    assert len(net.asked) <= 2 * LIMITS.failed_lookups + 5
    assert any(each.reason.rule == "ignored.many-servers" for each in walker.steps[0].ignored)


def test_a_thousand_aliases():
    def root(message, _):
        name = message.question[0].name
        number = int(str(name).split(".")[0][1:])
        return reply(message, aa=True, answer=[f"{name} 60 CNAME n{number + 1}.zone{number % 2}."])

    walker, net = walk({ADDRESS: root}, "n0.zone0.", qmin=False)
    explained(walker)
    assert len(net.asked) <= LIMITS.aliases + 2


def test_a_thousand_aliases_in_one_message():
    def root(message, _):
        return reply(message, aa=True, answer=[f"n{number}. 60 CNAME n{number + 1}." for number in range(1000)])

    walker, _ = walk({ADDRESS: root}, "n0.")
    explained(walker)
    assert limits_hit(walker) == ["limit.aliases"]


def test_an_alias_of_itself():
    walker, net = walk({ADDRESS: lambda m, _: reply(m, aa=True, answer=["a. 60 CNAME a."])}, "a.")
    explained(walker)
    assert limits_hit(walker) == ["alias.loop"]
    assert len(net.asked) == 1


def test_two_zones_that_need_each_other_first():
    """TsuNAME: a is served from b, b from a."""

    def root(message, _):
        if under(message.question[0].name, "a"):
            return referral(message, "a.", ("ns.b.", None))
        return referral(message, "b.", ("ns.a.", None))

    walker, net = walk({ADDRESS: root}, "www.a.")
    explained(walker)
    assert walker.result.reason.rule in ("servers.circular", "servers.no-address")
    assert len(net.asked) <= 8


def test_a_chain_of_zones_each_served_from_the_next():
    def root(message, _):
        zone = str(message.question[0].name).rstrip(".").split(".")[-1]
        return referral(message, f"{zone}.", (f"ns.z{int(zone[1:]) + 1}.", None))

    walker, net = walk({ADDRESS: root}, "www.z0.")
    explained(walker)
    assert "limit.depth" in limits_hit(walker)
    assert max(each.purpose.depth for each in walker.steps) <= LIMITS.depth
    assert len(net.asked) <= LIMITS.queries


def test_a_tree_of_zones_that_grows_with_every_question():
    """CAMP: every answer makes several questions necessary."""
    made = iter(range(100_000))

    def root(message, _):
        zone = str(message.question[0].name).rstrip(".").split(".")[-1]
        return referral(message, f"{zone}.", *((f"ns.y{next(made)}.", None) for _ in range(10)))

    walker, net = walk({ADDRESS: root}, "www.z.", step=0.0)
    explained(walker)
    assert len(net.asked) <= LIMITS.queries
    assert "limit.queries" in limits_hit(walker)


def test_a_zone_for_every_label():
    def server(message, _):
        name = message.question[0].name
        return referral(message, str(name), ("ns.evil.", ADDRESS))

    deep = ".".join("a" for _ in range(120)) + "."
    walker, net = walk({ADDRESS: server}, deep, qmin=False)
    explained(walker)
    assert len(net.asked) <= LIMITS.referrals + LIMITS.tries


def test_minimising_stops_after_ten_names():
    def server(message, _):
        return reply(message, aa=True, authority=[". 60 SOA a. b. 1 1 1 1 60"])

    walker, net = walk({ADDRESS: server}, ".".join("a" for _ in range(100)) + ".")
    assert outcomes(walker)[-1] == "nodata"
    assert len(net.asked) <= LIMITS.minimised + 1
    assert len(net.asked[-1][1]) == 199


def test_time_runs_out():
    walker, _ = walk(
        {ADDRESS: lambda m, _: referral(m, str(m.question[0].name), ("ns.x.", ADDRESS))},
        ".".join("a" * 60) + ".",
        step=3.0,
    )
    explained(walker)
    assert "limit.time" in limits_hit(walker)


def test_referrals_that_lead_back_up():
    walker, net = walk({ADDRESS: lambda m, _: referral(m, ".", ("a.root.test.", ADDRESS))}, "x.")
    explained(walker)
    assert outcomes(walker)[0] == "lame"
    assert len(net.asked) == 1


def loop(message):
    """A name that points at itself."""
    return struct.pack("!HHHHHH", message.id, 0x8400, 1, 1, 0, 0) + b"\x01x\x00\x00\x01\x00\x01" + b"\xc0\x13" * 5


def ladder(message):
    """Pointers that lead to pointers, eight thousand in a row, and records that start on top."""
    rungs = b"".join(struct.pack("!H", 0xC000 | (28 + 2 * number)) for number in range(8000))
    head = struct.pack("!HHHHHH", message.id, 0x8400, 1, 4000, 0, 0) + b"\x01x\x00\x00\x01\x00\x01"
    record = struct.pack("!H", 0xC000 | (30 + 2 * 7999)) + struct.pack("!HHIH", 1, 1, 60, 4) + b"\xc0\x00\x02\x01"
    body = head + b"\x00" * 11 + rungs
    return (body + record * 4000)[:65535]


def junk(message):
    return struct.pack("!H", message.id) + bytes((number * 7919 >> 3) & 0xFF for number in range(65_533))


@pytest.mark.parametrize("made", [loop, ladder, junk])
def test_bytes_that_are_no_message(made):
    walker, net = walk({ADDRESS: lambda m, _: made(m)}, "x.")
    explained(walker)
    assert len(net.asked) <= LIMITS.attempts
    assert outcomes(walker)[0] in ("malformed", "timeout")


def test_a_ladder_of_pointers_is_not_climbed():
    message, fault = read_message(ladder(dns.message.make_query("x.", "A")))
    assert message is None
    assert "in a row" in fault


def test_pointers_as_honest_writers_make_them_are_read():
    query = dns.message.make_query("x.example.test.", "NS")
    made = reply(query, answer=[f"x.example.test. 60 NS ns{number}.example.test." for number in range(300)])
    read, fault = read_message(made.to_wire())
    assert not fault
    assert len(read.answer[0]) == 300


def test_nothing_but_a_header_and_less():
    for size in range(12):
        message, fault = read_message(bytes(size))
        assert message is None
        assert fault


def test_poison_in_every_section_is_left_alone():
    """Records about a bank, in an answer about something else, from a server that is not the bank's."""

    def root(message, _):
        if under(message.question[0].name, "evil"):
            return referral(message, "evil.", ("ns.evil.", EVIL))
        return referral(message, "bank.", ("ns.bank.", "203.0.113.1"))

    def evil(message, _):
        return reply(
            message,
            aa=True,
            answer=[f"{message.question[0].name} 60 A 192.0.2.1", "www.bank. 60 A 192.0.2.66"],
            authority=["bank. 60 NS ns.evil.", ". 60 NS ns.evil.", "evil. 60 NS ns.evil."],
            additional=["ns.bank. 60 A 203.0.113.66", "www.bank. 60 A 203.0.113.66", f"ns.evil. 60 A {EVIL}"],
        )

    def bank(message, _):
        return reply(message, aa=True, answer=[f"{message.question[0].name} 60 A 192.0.2.2"])

    servers = {ADDRESS: root, EVIL: evil, "203.0.113.1": bank}
    walker, _ = walk(servers, "www.evil.")
    assert [str(each.name) for each in walker.result.answer] == ["www.evil."]
    assert {each.what.split()[0] for each in walker.steps[-1].ignored} >= {"www.bank", "bank"}
    after, net = walk(servers, "www.bank.", cache=walker.cache, start=1.0)
    assert [each.address for each in after.result.answer[0]] == ["192.0.2.2"]
    assert net.asked[0][0] == ADDRESS


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "224.0.0.1", "::1", "::", "ff02::1", "::ffff:127.0.0.1"])  # noqa: S104 - a server says so
def test_glue_that_leads_nowhere_is_not_asked(address):
    def root(message, _):
        return referral(message, "x.", ("ns.x.", address))

    walker, net = walk({ADDRESS: root, address: root}, "www.x.")
    explained(walker)
    assert {each[0] for each in net.asked} == {ADDRESS}
