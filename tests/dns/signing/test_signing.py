"""Signing: the same seed gives the same bytes; what is not the zone's own is not signed; denials list what there is."""

import base64

import dns.name
import dns.rdatatype
import pytest
from dns.rdatatype import RdataType

from netkit.dns.signing import Nsec, Nsec3, Role, key_from_seed, sign_zone
from netkit.dns.zones import read_zone
from netkit.dns.zones.writing import write_zone

ORIGIN = dns.name.from_text("a.test.")
ZONE = read_zone("""
$ORIGIN a.test.
$TTL 600
@ IN SOA ns hostmaster 1 7200 900 1209600 300
@ IN NS ns
ns IN A 192.0.2.1
host.inside IN A 192.0.2.2
sub IN NS ns.sub
sub IN A 192.0.2.4
ns.sub IN A 192.0.2.3
""")
NONE = RdataType.NONE


def name(text):
    return dns.name.from_text(text, ORIGIN)


def signed(denial=None, algorithm=13, zone=ZONE, seed=b"s", roles=(Role.ALL,), **times):
    keys = [key_from_seed(seed, ORIGIN, algorithm, role) for role in roles]
    return sign_zone(zone, keys, **{"inception": 1000, "expiration": 2000, **times}, denial=denial)


def types(node):
    """The types that the denial at a node lists."""
    record = next(rrset[0] for (rdtype, _), rrset in node.items() if rdtype in (RdataType.NSEC, RdataType.NSEC3))
    return {
        dns.rdatatype.to_text(window * 256 + number * 8 + bit)
        for window, bits in record.windows
        for number, byte in enumerate(bits)
        for bit in range(8)
        if byte & 0x80 >> bit
    }


# RFC 6979 appendix A.2.5: the private key, and the signature of "sample" with SHA-256
RFC_6979_KEY = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
RFC_6979_SIGNATURE = (
    "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
    "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
)


def test_ecdsa_signs_as_rfc_6979_says():
    from cryptography.hazmat.primitives.asymmetric import ec

    key = key_from_seed(b"s", ORIGIN, 13)
    private = type(key.private)(ec.derive_private_key(RFC_6979_KEY, ec.SECP256R1()))
    assert private.sign(b"sample").hex() == RFC_6979_SIGNATURE


@pytest.mark.parametrize("algorithm", [13, 15])
def test_the_same_seed_gives_the_same_bytes(algorithm):
    assert write_zone(signed(algorithm=algorithm)) == write_zone(signed(algorithm=algorithm))
    assert write_zone(signed(algorithm=algorithm)) != write_zone(signed(algorithm=algorithm, seed=b"t"))


def test_each_zone_algorithm_role_and_generation_has_a_key_of_its_own():
    made = {
        key_from_seed(b"s", name(zone), algorithm, role, generation=generation).dnskey.key
        for zone in ("@", "sub")
        for algorithm in (13, 15)
        for role in Role
        for generation in (1, 2)
    }
    assert len(made) == 2 * 2 * 4 * 2


def test_capitals_of_a_zone_make_no_other_key():
    assert key_from_seed(b"s", dns.name.from_text("A.TEST.")).dnskey == key_from_seed(b"s", ORIGIN).dnskey


@pytest.mark.parametrize("denial", [Nsec(), Nsec3()])
def test_only_what_is_the_zones_own_is_signed(denial):
    zone = signed(denial)
    assert not [kind for kind in zone.nodes[name("ns.sub")] if kind[0] == RdataType.RRSIG]
    at_cut = {covered for rdtype, covered in zone.nodes[name("sub")] if rdtype == RdataType.RRSIG}
    assert at_cut == ({RdataType.NSEC} if isinstance(denial, Nsec) else set())
    assert (RdataType.RRSIG, RdataType.NS) in zone.nodes[ORIGIN]


def test_nsec_goes_round_and_lists_the_types():
    zone = signed()
    chain = {
        owner: node[RdataType.NSEC, NONE][0].next
        for owner, node in zone.nodes.items()
        if (RdataType.NSEC, NONE) in node
    }
    assert chain == {
        ORIGIN: name("host.inside"),
        name("host.inside"): name("ns"),
        name("ns"): name("sub"),
        name("sub"): ORIGIN,
    }
    assert types(zone.nodes[ORIGIN]) == {"NS", "SOA", "RRSIG", "NSEC", "DNSKEY"}
    assert types(zone.nodes[name("sub")]) == {"NS", "RRSIG", "NSEC"}
    assert zone.nodes[ORIGIN][RdataType.NSEC, NONE].ttl == 300  # RFC 9077: the smaller of the SOA's TTL and its minimum


@pytest.mark.parametrize(("opt_out", "count"), [(False, 5), (True, 4)])
def test_nsec3_has_empty_names_and_may_leave_out_delegations(opt_out, count):
    denial = Nsec3(iterations=2, salt=b"\x01", opt_out=opt_out)
    zone = signed(denial)

    def at(text):
        label = base64.b32hexencode(denial.hashed(name(text))).lower().decode()
        return zone.nodes.get(name(label))

    assert sum((RdataType.NSEC3, NONE) in node for node in zone.nodes.values()) == count
    assert types(at("inside")) == set()
    assert types(at("@")) == {"NS", "SOA", "RRSIG", "DNSKEY", "NSEC3PARAM"}
    assert (at("sub") is None) == opt_out
    if not opt_out:
        assert types(at("sub")) == {"NS"}


def test_hashes_are_those_of_rfc_5155():
    # RFC 5155 appendix A: salt aabbccdd, 12 iterations
    denial = Nsec3(iterations=12, salt=bytes.fromhex("aabbccdd"))
    hashes = {
        each: base64.b32hexencode(denial.hashed(dns.name.from_text(each))).decode().lower()
        for each in ("example", "*.w.example")
    }
    assert hashes == {"example": "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom", "*.w.example": "r53bq7cc2uvmubfu5ocmm6pers9tk9en"}


@pytest.mark.parametrize(
    ("role", "keys", "sets"), [(Role.KEYS, 1, 0), (Role.SETS, 0, 1), (Role.ALL, 1, 1), (Role.NOTHING, 0, 0)]
)
def test_a_key_signs_what_its_role_says(role, keys, sets):
    key = key_from_seed(b"s", ORIGIN, 13, role, generation=2)
    others = [key_from_seed(b"s", ORIGIN)]
    apex = sign_zone(ZONE, [*others, key], inception=1, expiration=2).nodes[ORIGIN]
    tags = [[each.key_tag for each in apex[RdataType.RRSIG, kind]] for kind in (RdataType.DNSKEY, RdataType.SOA)]
    assert [each.count(key.tag) for each in tags] == [keys, sets]
    assert key.dnskey in apex[RdataType.DNSKEY, NONE]


@pytest.mark.parametrize("roles", [(), (Role.KEYS,), (Role.SETS,), (Role.SETS, Role.NOTHING)])
def test_without_keys_for_all_nothing_is_signed(roles):
    with pytest.raises(ValueError, match="keys that sign"):
        signed(roles=roles)


def test_signing_again_replaces_what_was_there():
    once = signed(Nsec3())
    assert write_zone(signed(zone=once)) == write_zone(signed())


def test_times_are_those_that_were_given():
    (signature,) = signed(inception=7, expiration=9).nodes[ORIGIN][RdataType.RRSIG, RdataType.SOA]
    assert (signature.inception, signature.expiration) == (7, 9)


def test_what_is_written_can_be_read():
    zone = signed(Nsec3(opt_out=True))
    again = read_zone(write_zone(zone))
    assert {each: dict(node) for each, node in again.nodes.items()} == {
        each: dict(node) for each, node in zone.nodes.items()
    }


def test_ds_points_at_the_key():
    key = key_from_seed(b"s", ORIGIN)
    assert [(key.ds(digest).key_tag, key.ds(digest).digest_type, len(key.ds(digest).digest)) for digest in (2, 4)] == [
        (key.tag, 2, 32),
        (key.tag, 4, 48),
    ]
