"""Who answers for names in a room: resolvers as the walker does, servers as the made-up internet does, and nobody falls over."""

from dataclasses import replace

import dns.dnssec
import dns.flags
import dns.message
import dns.rcode
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.address import parse_address
from netkit.dns.made_up import MadeUpInternet
from netkit.dns.made_up.internet import ORIGIN
from netkit.dns.made_up.walk import walk
from netkit.dns.walker import Walker
from netkit.internet.room import Held, Machine, NameServer, Resolver, Room
from netkit.internet.room.internet import internet_addresses
from netkit.internet.room.names import NameService

OWN = "$ORIGIN own.test.\n$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 10.0.0.60\nwww A 10.0.0.61\n"
RESOLVER, SERVER, OTHER = "10.0.0.53", "10.0.0.60", "203.0.113.10"
INTERNET = MadeUpInternet()


def room():
    ends = [(Held(parse_address(f"10.0.0.{n}"), 24), Held(parse_address(f"2001:db8:a::{n}"), 64)) for n in (2, 1)]
    return Room(
        student=ends[0],
        router=ends[1],
        machines=(
            Machine(name="r", addresses=(parse_address(RESOLVER),), services=(Resolver(),)),
            Machine(name="ns", addresses=(parse_address(SERVER),), services=(NameServer(zones=(OWN,)),)),
        ),
    )


@pytest.fixture(scope="module")
def names():
    return NameService(room())


def asked(names, name, kind="A", at=RESOLVER, *, tcp=False, now=0.0, flags=dns.flags.RD, **options):
    query = dns.message.make_query(name, kind, flags=flags, **options)
    served = names.serve(query.to_wire(), at, tcp=tcp, now=now)
    assert served.wire is not None
    response = dns.message.from_wire(served.wire)
    assert query.is_response(response)
    return response, served


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("www.example.test", "A"),
        ("www.example.test", "AAAA"),
        ("example.test", "MX"),
        ("nobody.example.test", "A"),
        ("inside.example.test", "A"),
        ("80.2.0.192.in-addr.arpa", "PTR"),
        ("www.expired.test", "A"),
        ("www.silent.test", "A"),
    ],
)
def test_a_resolver_says_what_a_walk_comes_to(names, name, kind):
    from netkit.dns.made_up import ORIGIN

    walker = Walker((name, kind), hints=INTERNET.hints, trust_anchors=INTERNET.trust_anchors, now=ORIGIN)
    walk(walker, INTERNET, ORIGIN)
    wanted = walker.result.to_message()
    found, _ = asked(names, name, kind)
    assert found.rcode() == wanted.rcode()
    assert [str(each) for each in found.answer] == [str(each) for each in wanted.answer]
    assert found.flags & dns.flags.RA
    assert not found.flags & dns.flags.AA


def test_signatures_come_to_who_asks_for_them(names):
    found, _ = asked(names, "www.example.test", want_dnssec=True)
    assert {each.rdtype.name for each in found.answer} == {"A", "RRSIG"}
    assert found.flags & dns.flags.AD


def test_it_remembers_and_is_quick_then():
    names = NameService(room())
    _, first = asked(names, "www.example.test", now=5.0)
    found, second = asked(names, "www.example.test", now=105.0)
    assert first.delay > 0.05
    assert second.delay == 0
    assert 100 <= 300 - found.answer[0].ttl <= 101
    _, third = asked(names, "www.example.test", now=406.0)
    assert third.delay > 0


def test_a_long_answer_is_cut_over_udp_and_whole_over_tcp(names):
    short, _ = asked(names, "large.example.test", "TXT")
    assert short.flags & dns.flags.TC
    long, _ = asked(names, "large.example.test", "TXT", tcp=True)
    assert not long.flags & dns.flags.TC
    assert len(long.answer[0]) > 2


def test_who_does_not_ask_for_recursion_gets_none(names):
    found, _ = asked(names, "www.example.test", flags=0)
    assert found.rcode() == dns.rcode.REFUSED


def test_servers_answer_for_their_zones_alone(names):
    found, _ = asked(names, "www.own.test", at=SERVER)
    assert found.flags & dns.flags.AA
    assert found.answer[0][0].to_text() == "10.0.0.61"
    made_up, _ = asked(names, "www.example.test", "AAAA", at=OTHER)
    wanted = INTERNET.respond(dns.message.make_query("www.example.test", "AAAA"), OTHER)
    assert [str(each) for each in made_up.answer] == [str(each) for each in wanted.message.answer]


def test_every_server_of_the_made_up_internet_has_its_address():
    assert set(internet_addresses()) == set(INTERNET.servers)


@settings(max_examples=60)
@given(st.binary(max_size=80), st.sampled_from([RESOLVER, SERVER, OTHER]), st.booleans())
def test_any_bytes_get_an_answer_or_silence(names, wire, address, tcp):
    served = names.serve(wire, address, tcp=tcp, now=0.0)
    if len(wire) < 12 or wire[2] & 0x80:
        assert served.wire is None


@settings(max_examples=60)
@given(st.data())
def test_a_question_with_bytes_changed(names, data):
    wire = bytearray(dns.message.make_query("www.example.test", "A", use_edns=0).to_wire())
    for _ in range(data.draw(st.integers(1, 4))):
        wire[data.draw(st.integers(0, len(wire) - 1))] = data.draw(st.integers(0, 255))
    served = names.serve(bytes(wire), data.draw(st.sampled_from([RESOLVER, SERVER])), tcp=False, now=0.0)
    assert served.reasons[-1].rule != "service.failed"


ROOT, BELOW = "10.0.0.70", "10.0.0.71"
ROOTS = f"$ORIGIN .\n$TTL 60\n@ SOA a. h. 1 2 3 4 5\n@ NS a.\na. A {ROOT}\ntest. NS ns.test.\nns.test. A {BELOW}\n"
SIGNED = f"$ORIGIN test.\n$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A {BELOW}\nwww A 10.0.0.80\n"


def with_a_root_of_its_own():
    own = room()
    at = {"root": (ROOT, NameServer(zones=(ROOTS,))), "ns": (BELOW, NameServer(zones=(SIGNED,), key_seed=b"seed"))}
    machines = [
        Machine(name=name, addresses=(parse_address(address),), services=(service,))
        for name, (address, service) in at.items()
    ]
    resolver = Machine(name="r", addresses=(parse_address(RESOLVER),), services=(Resolver(roots=[("a.", ROOT)]),))
    return NameService(replace(own, machines=(resolver, *machines), internet=False))


def test_a_resolver_walks_from_the_root_that_it_is_given_and_forgets():
    names = with_a_root_of_its_own()
    assert [str(record) for rrset in asked(names, "www.test")[0].answer for record in rrset] == ["10.0.0.80"]
    assert asked(names, "www.test", now=20.0)[0].answer[0].ttl == 40
    names.forget()
    assert asked(names, "www.test", now=20.0)[0].answer[0].ttl == 60
    assert asked(names, "www.test", flags=dns.flags.Flag(0))[0].rcode() == dns.rcode.REFUSED
    # a server whose address nobody has is silent, and the walk goes on without it
    assert asked(names, "www.example.org")[0].rcode() == dns.rcode.NXDOMAIN


def test_a_server_signs_its_zones_with_the_keys_of_its_seed():
    names = with_a_root_of_its_own()
    signed, _ = asked(names, "www.test", at=BELOW, use_edns=0, want_dnssec=True)
    keys, _ = asked(names, "test", "DNSKEY", at=BELOW, use_edns=0)
    address, signature = signed.answer
    dns.dnssec.validate(address, signature, {keys.answer[0].name: keys.answer[0]}, now=ORIGIN)
    again, _ = asked(with_a_root_of_its_own(), "www.test", at=BELOW, use_edns=0, want_dnssec=True)
    assert again.answer == signed.answer
    assert len(asked(names, "www.test", at=BELOW)[0].answer) == 1
