"""The made-up internet's signed zones: chains of trust hold where they should, and break where a lesson says so."""

import hashlib

import dns.dnssec
import dns.message
import dns.name
import dns.rdata
import dns.rdatatype
import pytest
from dns.rdatatype import RdataType

from netkit.dns.made_up import ORIGIN, MadeUpInternet
from netkit.dns.made_up.loopback import LoopbackInternet
from netkit.dns.made_up.signing import read_signed_zones
from netkit.dns.made_up.view import parent_of
from netkit.dns.zones.writing import write_zone

INTERNET = MadeUpInternet()
TABLE = read_signed_zones()
SOUND = [
    ".",
    "test.",
    "example.",
    "example.test.",
    "wildcard.test.",
    "nsec3.test.",
    "opt-out.test.",
    "too-many-iterations.test.",
    "half-trusted.test.",
    "signed-dname.test.",
    "lookalikes.test.",
    "rollover.test.",
]
"""Zones where everything holds, from the root's key down."""
NONE = RdataType.NONE


def pointers(zone):
    """The DS records that lead to a zone: its parent's, or the trust anchors."""
    if zone == ".":
        return [dns.rdata.from_text("IN", "DS", each.split(" ", 4)[4]) for each in INTERNET.trust_anchors]
    return INTERNET.zone(parent_of(zone, INTERNET.zones)).find(dns.name.from_text(zone), RdataType.DS) or ()


def meant(zone):
    """The keys of a zone that DS records point at."""
    origin, keys = dns.name.from_text(zone), INTERNET.zone(zone).find(dns.name.from_text(zone), RdataType.DNSKEY)
    return [key for key in keys or () for ds in pointers(zone) if dns.dnssec.make_ds(origin, key, ds.digest_type) == ds]


def faults(zone, now=ORIGIN):
    """The sets of a zone whose signatures don't hold with its keys."""
    keys = {zone.origin: zone.find(zone.origin, RdataType.DNSKEY)}
    found = set()
    for name, node in zone.nodes.items():
        for rdtype, covered in node:
            if rdtype == RdataType.RRSIG:
                try:
                    dns.dnssec.validate(node[covered, NONE], node[rdtype, covered], keys, now=now)
                except dns.dnssec.ValidationFailure:
                    found.add((name, covered))
    return found


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_zone_is_signed_from_the_anchor_down(name):
    zone = INTERNET.zone(name)
    keys, signatures = (
        zone.nodes[zone.origin][kind] for kind in ((RdataType.DNSKEY, NONE), (RdataType.RRSIG, RdataType.DNSKEY))
    )
    entries = dns.rrset.from_rdata_list(zone.origin, keys.ttl, meant(name))
    assert entries
    dns.dnssec.validate(keys, signatures, {zone.origin: entries}, now=ORIGIN)
    assert not faults(zone)
    assert not faults(zone, ORIGIN + 60 * 86_400)
    if name != ".":
        assert parent_of(name, INTERNET.zones) in SOUND


def test_each_signed_zone_is_sound_or_has_a_lesson():
    in_lessons = {zone for lesson in INTERNET.lessons if lesson.topic == "trust" for zone in lesson.zones}
    assert set(TABLE) <= set(SOUND) | in_lessons
    assert set(TABLE) <= set(INTERNET.zones)


@pytest.mark.parametrize(
    ("name", "security"), [("cdn.test.", True), ("insecure.opt-out.test.", True), ("missing-ds.test.", False)]
)
def test_a_zone_without_ds_is_unsigned_or_its_parent_does_not_know(name, security):
    zone = INTERNET.zone(name)
    assert not pointers(name)
    assert (zone.find(zone.origin, RdataType.DNSKEY) is None) == security
    assert not faults(zone)


@pytest.mark.parametrize("name", ["wrong-key.test.", "stale-parent.test.", "lost-keys.test."])
def test_where_keys_are_wrong_no_key_is_meant(name):
    assert pointers(name)
    assert not meant(name)
    zone = INTERNET.zone(name)
    tags = {dns.dnssec.key_id(key) for key in zone.find(zone.origin, RdataType.DNSKEY) or ()}
    assert (pointers(name)[0].key_tag in tags) == (name == "wrong-key.test.")
    assert not faults(zone)


@pytest.mark.parametrize(("name", "early"), [("expired.test.", False), ("not-yet-valid.test.", True)])
def test_signatures_may_have_another_time(name, early):
    zone = INTERNET.zone(name)
    signature = zone.nodes[zone.origin][RdataType.RRSIG, RdataType.SOA][0]
    assert meant(name)
    assert (signature.inception > ORIGIN, signature.expiration < ORIGIN) == (early, not early)
    assert not faults(zone, (signature.inception + signature.expiration) // 2)


@pytest.mark.parametrize(
    "name", ["bad-signature.test.", "missing-signature.test.", "broken-denial.test.", "missing-denial.test."]
)
def test_one_fault_is_one_fault(name):
    zone, whole = INTERNET.zone(name), INTERNET.unsigned_zone(name)
    www = dns.name.from_text("www", zone.origin)
    assert meant(name)
    assert faults(zone) == ({(www, RdataType.A)} if name == "bad-signature.test." else set())
    assert ((RdataType.RRSIG, RdataType.A) in zone.nodes[www]) == (name != "missing-signature.test.")
    denied = {owner for owner, node in zone.nodes.items() if (RdataType.NSEC, NONE) in node}
    missing = {"broken-denial.test.": {zone.origin}, "missing-denial.test.": whole.nodes.keys()}
    assert whole.nodes.keys() - denied == missing.get(name, set())


def test_two_keys_have_one_tag():
    zone = INTERNET.zone("lookalikes.test.")
    keys = zone.find(zone.origin, RdataType.DNSKEY)
    assert len(keys) == 2
    assert {dns.dnssec.key_id(key) for key in keys} == {21006}
    assert len(meant("lookalikes.test.")) == 1


def test_nobody_knows_the_unknown_algorithm():
    zone = INTERNET.zone("unknown-algorithm.test.")
    signatures = zone.nodes[zone.origin][RdataType.RRSIG, RdataType.SOA]
    assert [key.algorithm for key in meant("unknown-algorithm.test.")] == [251]
    with pytest.raises((dns.dnssec.UnsupportedAlgorithm, dns.dnssec.ValidationFailure)):
        dns.dnssec.validate(
            zone.soa,
            signatures,
            {zone.origin: zone.find(zone.origin, RdataType.DNSKEY)},
            now=ORIGIN,
        )


def test_served_at_other_addresses_it_is_signed_for_these():
    here = LoopbackInternet(INTERNET)
    zone = here._zone("example.test.")
    assert zone.find(dns.name.from_text("ns1.example.test."), RdataType.A)[0].to_text().startswith("127.")
    assert not faults(zone)
    assert zone.find(zone.origin, RdataType.DNSKEY) == INTERNET.zone("example.test.").find(
        zone.origin, RdataType.DNSKEY
    )


DIGESTS = {
    "example.test.": "7248c8c566086f027bf621818c07626fb22d6a7979ffeb9e1f343ee00e03fd8c",
    "nsec3.test.": "a52c46cf269e5d0b4d1409e23916e4b3bac7a702c57346d77b3dc98572ce0d64",
}
"""SHA-256 of signed zones, ECDSA and Ed25519: the same with cryptography 43 and 50, dnspython 2.7 and 2.9."""


@pytest.mark.parametrize("name", DIGESTS)
def test_signed_anywhere_a_zone_has_the_same_bytes(name):
    assert hashlib.sha256(write_zone(INTERNET.zone(name)).encode()).hexdigest() == DIGESTS[name]


def test_who_asks_for_no_signatures_waits_for_none(monkeypatch):
    monkeypatch.setattr(dns.dnssec, "sign", None)
    internet = MadeUpInternet()
    for address in ("198.51.100.4", "203.0.113.53", "203.0.113.10"):
        assert internet.respond(dns.message.make_query("www.example.test", "A"), address)
