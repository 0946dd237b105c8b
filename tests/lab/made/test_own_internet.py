"""An internet of a lab's own: delegation, glue, times, signatures, and a resolver in it, held against dnspython and the rules."""

import dns.dnssec
import dns.message
import dns.name
import dns.rdatatype
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.dns.made_up import ORIGIN
from netkit.dns.result import Security
from netkit.dns.step import Outcome
from netkit.lab.made.own_zones import OwnZones, Soa
from netkit.lab.made.resolver import Resolver
from netkit.packet import dissect

ROOTS = {"a.root.test": "192.0.2.1", "b.root.test": "192.0.2.2"}
LABELS = st.lists(st.sampled_from(("east", "floor", "room", "harbor", "maple")), min_size=1, max_size=4, unique=True)


def zones_to(names, *, time=86400):
    """The root, and each of these zones below the one before it."""
    zones = OwnZones(ROOTS)
    for number, name in enumerate(names):
        zones.add(name, {f"ns.{name}": f"198.51.100.{number + 1}"}, time=time)
    return zones


def resolver_in(zones, *, seed="0", now=0.0, **made):
    return Resolver(zones.internet(**made), address="203.0.113.1", client="203.0.113.2", seed=seed, now=now)


def fields_of(packet):
    return {found.key: found.value for found in reversed(list(dissect(packet.data).fields))}


@given(LABELS, st.data())
@settings(max_examples=25, deadline=None)
def test_a_cold_walk_asks_a_server_of_each_zone_and_a_second_one_nobody(labels, data):
    cuts = data.draw(st.lists(st.booleans(), min_size=len(labels), max_size=len(labels)))
    name, names = "test", ["test"]
    for label, cut in zip(labels, cuts, strict=True):
        name = f"{label}.{name}"
        names += [name] * cut
    zones = zones_to(names)
    zones.record(f"www.{name}", 300, "A 192.0.2.80")
    resolver = resolver_in(zones)
    walker = resolver.ask(f"www.{name}", "A")
    assert walker.result.queries == 1 + len(names)
    assert [step.outcome for step in walker.steps] == [*[Outcome.REFERRAL] * len(names), Outcome.ANSWER]
    assert len(resolver.packets) == 2 + 2 * (1 + len(names))
    assert resolver.ask(f"www.{name}", "A", after=299).result.queries == 0
    assert resolver.ask(f"www.{name}", "A", after=2).result.queries == 1


def test_what_the_client_is_told_is_counted_down_and_bears_its_questions_number():
    zones = zones_to(["test"])
    zones.record("www.test", 300, "A 192.0.2.80")
    resolver = resolver_in(zones)
    resolver.ask("www.test", "A")
    resolver.ask("www.test", "A", after=99.5)
    asked, *_, first, again, second = map(fields_of, resolver.packets)
    assert (asked["ip.src"], asked["ip.dst"], asked["udp.dstport"]) == ("203.0.113.2", "203.0.113.1", 53)
    assert (first["dns.id"], first["dns.resp.ttl"]) == (asked["dns.id"], 300)
    assert (second["dns.id"], second["dns.resp.ttl"]) == (again["dns.id"], 200)
    assert first["udp.dstport"] == asked["udp.srcport"] >= 49152
    times = [packet.time for packet in resolver.packets]
    assert times == sorted(times)


def test_the_same_seed_gives_the_same_bytes_and_another_one_others():
    def packets(seed):
        zones = zones_to(["test", "maple.test"])
        zones.record("www.maple.test", 300, "A 192.0.2.80")
        resolver = resolver_in(zones, seed=seed)
        resolver.ask("www.maple.test", "A")
        return [(packet.time, packet.data) for packet in resolver.packets]

    assert packets("1") == packets("1")
    assert packets("1") != packets("2")


def asked(internet, name, kind, address):
    return internet.respond(dns.message.make_query(name, kind), address).message


def test_glue_goes_with_names_at_and_below_the_cut_and_with_no_others():
    zones = OwnZones(ROOTS)
    zones.add("test", {"ns.test": "198.51.100.1"})
    servers = {
        "maple.test": "198.51.100.2",
        "ns1.maple.test": "198.51.100.3",
        "ns.oldmaple.test": "198.51.100.4",
        "ns.far.example": "",
    }
    zones.add("maple.test", servers, time=600)
    referral = asked(zones.internet(), "www.maple.test", "A", "198.51.100.1")
    (named,) = referral.authority
    assert {each.target.to_text(omit_final_dot=True) for each in named} == set(servers)
    assert named.ttl == 600
    assert {rrset.name.to_text(omit_final_dot=True): rrset[0].address for rrset in referral.additional} == {
        name: servers[name] for name in ("maple.test", "ns1.maple.test")
    }
    for name, address in servers.items():
        if address:
            assert asked(zones.internet(), "maple.test", "SOA", address).answer, name


def test_who_is_not_there_says_nothing_and_a_denial_has_the_zones_own_times():
    zones = zones_to(["test"])
    zones.add("maple.test", {"ns.maple.test": "198.51.100.9"}, soa=Soa(minimum=60, time=900, refresh=1234))
    internet = zones.internet()
    assert internet.respond(dns.message.make_query("test", "NS"), "192.0.2.99") is None
    (soa,) = asked(internet, "nobody.maple.test", "A", "198.51.100.9").authority
    assert (soa.ttl, soa[0].minimum, soa[0].refresh) == (60, 60, 1234)  # RFC 2308 section 3: the smaller of the two


def test_a_reply_may_be_changed_before_it_goes_out():
    zones = zones_to(["test"])

    def longer(message):
        for rrset in message.authority:
            rrset.ttl = 4321

    (soa,) = asked(zones.internet(changed=longer), "nobody.test", "A", "198.51.100.1").authority
    assert soa.ttl == 4321
    (untouched,) = asked(zones.internet(), "nobody.test", "A", "198.51.100.1").authority
    assert untouched.ttl != 4321


def test_signed_zones_are_a_chain_that_dnspython_follows_and_the_walker_trusts():
    zones = zones_to(["test", "maple.test"])
    zones.record("www.maple.test", 300, "A 192.0.2.80")
    resolver = resolver_in(zones, now=float(ORIGIN), seed="s")
    assert resolver.ask("www.maple.test", "A").result.security is not Security.SECURE
    signed = zones.internet(seed=b"a student")
    resolver = Resolver(signed, address="203.0.113.1", client="203.0.113.2", seed="s", now=float(ORIGIN))
    assert resolver.ask("www.maple.test", "A").result.security is Security.SECURE

    def of(name, kind, address):
        query = dns.message.make_query(name, kind, want_dnssec=True)
        found = signed.respond(query, address).message.answer
        return {rrset.rdtype: rrset for rrset in found}

    parent, child = dns.name.from_text("test"), dns.name.from_text("maple.test")
    keys = {zone: of(zone, "DNSKEY", address) for zone, address in ((parent, "198.51.100.1"), (child, "198.51.100.2"))}
    (key,) = keys[child][dns.rdatatype.DNSKEY]
    pointer = of(child, "DS", "198.51.100.1")
    assert list(pointer[dns.rdatatype.DS]) == [dns.dnssec.make_ds(child, key, "SHA256")]
    answer = of("www.maple.test", "A", "198.51.100.2")
    for signer, sets, kind in ((parent, pointer, "DS"), (child, keys[child], "DNSKEY"), (child, answer, "A")):
        published = {signer: keys[signer][dns.rdatatype.DNSKEY]}
        dns.dnssec.validate(sets[dns.rdatatype.from_text(kind)], sets[dns.rdatatype.RRSIG], published, now=ORIGIN)
