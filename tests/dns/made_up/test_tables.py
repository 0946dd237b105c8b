"""The made-up internet's tables: they fit together, and every address is reserved for documentation (RFC 5737, 3849)."""

from __future__ import annotations

import ipaddress

import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.zone
import pytest

from netkit.dns.made_up import MadeUpInternet
from netkit.dns.made_up.behaviour import BEHAVIOURS
from netkit.dns.made_up.tables import zone_names, zone_text
from netkit.errors import UsageError

NETWORKS = [
    ipaddress.ip_network(text) for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]
TOPS = {"test", "example", "invalid", "arpa", ""}
INTERNET = MadeUpInternet()


def reserved(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return any(parsed.version == network.version and parsed in network for network in NETWORKS)


@pytest.mark.parametrize("name", zone_names())
def test_zone_has_reserved_names_and_addresses_only(name: str) -> None:
    zone = dns.zone.from_text(zone_text(name), origin=name, relativize=False)
    for owner, _, rdata in zone.iterate_rdatas():
        assert owner.to_text().rstrip(".").rpartition(".")[2] in TOPS
        if rdata.rdtype in {dns.rdatatype.A, dns.rdatatype.AAAA}:
            assert reserved(rdata.to_text())


def test_servers_and_zones_fit() -> None:
    served = {zone for server in INTERNET.servers.values() for zone in server.zones}
    assert served == set(INTERNET.zones)
    for address, server in INTERNET.servers.items():
        assert reserved(address)
        assert address == str(ipaddress.ip_address(address))
        assert server.behaviours <= BEHAVIOURS.keys()


def test_lessons_are_unique_and_name_zones() -> None:
    assert len({lesson.slug for lesson in INTERNET.lessons}) == len(INTERNET.lessons)
    assert len({lesson.command for lesson in INTERNET.lessons}) == len(INTERNET.lessons)
    for lesson in INTERNET.lessons:
        assert set(lesson.zones) <= set(INTERNET.zones), lesson.slug


def test_first_walk_takes_three_questions() -> None:
    query = dns.message.make_query("www.example.test", "A")
    for address in ("198.51.100.4", "203.0.113.53"):
        referral = INTERNET.respond(query, address)
        assert referral is not None
        assert not referral.message.answer
        assert referral.message.authority[0].rdtype == dns.rdatatype.NS
        assert referral.message.additional
    last = INTERNET.respond(query, "203.0.113.10")
    assert last is not None
    assert [rrset.to_text() for rrset in last.message.answer] == ["www.example.test. 300 IN A 192.0.2.80"]


def test_unknown_names_are_told_what_was_meant() -> None:
    with pytest.raises(UsageError, match="there is no lesson"):
        INTERNET.lesson("first-wlak")
    assert INTERNET.respond(dns.message.make_query("a.test", "A"), "192.0.2.1") is None
    assert INTERNET.respond(dns.message.make_query("a.test", "A"), "nonsense") is None
