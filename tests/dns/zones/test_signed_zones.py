"""Answers from signed zones: what is proven and why, whose signatures are sent, and how little a hostile zone can cost."""

import itertools
import time

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import pytest
from dns.rdatatype import RdataType
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.dns.nsec3_hash import nsec3_hash
from netkit.dns.signing import Nsec, Nsec3, key_from_seed, sign_zone
from netkit.dns.zones import Authority, read_zone
from netkit.dns.zones.chain import MOST_HASHES, MOST_ITERATIONS
from netkit.dns.zones.writing import write_zone

FROM, TO = 1_750_000_000, 2_140_000_000
# The names of the zone of RFC 5155 appendix A.
TEXT = """$ORIGIN example.
$TTL 3600
@ SOA ns1 bugs.x.w 1 3600 300 3600000 3600
@ NS ns1
@ NS ns2
@ MX 1 xx
ns1 A 192.0.2.1
ns2 A 192.0.2.2
a NS ns1.a
a NS ns2.a
a DS 58470 5 1 3079F1593EBAD6DC121E202A8B766A6A4837206C
ns1.a A 192.0.2.5
ns2.a A 192.0.2.6
ai A 192.0.2.9
c NS ns1.c
ns1.c A 192.0.2.7
*.w MX 1 ai
x.w MX 1 xx
x.y.w MX 1 xx
xx A 192.0.2.10
alias CNAME ai
"""


def signed(text=TEXT, denial=None):
    zone = read_zone(text)
    return sign_zone(
        zone, [key_from_seed(b"tests", zone.origin)], inception=FROM, expiration=TO, denial=denial or Nsec()
    )


NSEC3_DENIAL = Nsec3(iterations=12, salt=bytes.fromhex("aabbccdd"), opt_out=True)
NSEC = signed()
NSEC3 = signed(denial=NSEC3_DENIAL)


def asked(zones, name, rdtype, *, wanted=True, tcp=True):
    query = dns.message.make_query(name, rdtype, want_dnssec=wanted)
    return Authority(zones).explain(query, tcp=tcp)


def kinds(section):
    return {(rrset.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(rrset.rdtype)) for rrset in section}


def owners(section, rdtype):
    return {rrset.name.labels[0].decode() for rrset in section if rrset.rdtype == rdtype}


@pytest.mark.parametrize(
    ("name", "rdtype", "hashes"),
    [  # RFC 5155 appendix B says each
        (
            "a.c.x.w.example",
            "A",
            "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom b4um86eghhds6nea196smvmlo4ors995 35mthgpgcu1qg68fab165klnsnk3dpvl",
        ),
        ("ns1.example", "MX", "2t7b4g4vsa5smi47k61mv5bv1a22bojr"),
        ("y.w.example", "A", "ji6neoaepv8b5o6k4ev33abha8ht9fgc"),
        ("mc.c.example", "MX", "35mthgpgcu1qg68fab165klnsnk3dpvl 0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
        ("a.z.w.example", "MX", "q04jkcevqvmu85r014c7dkba38o0ji5r"),
        (
            "a.z.w.example",
            "AAAA",
            "k8udemvp1j2f7eg6jebps17vp3n8i58h q04jkcevqvmu85r014c7dkba38o0ji5r r53bq7cc2uvmubfu5ocmm6pers9tk9en",
        ),
        ("example", "DS", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
    ],
)
def test_the_examples_of_rfc_5155_are_answered_with_its_proofs(name, rdtype, hashes):
    text = "\n".join(line for line in TEXT.split("\n") if not line.startswith("alias"))
    text += "2t7b4g4vsa5smi47k61mv5bv1a22bojr A 192.0.2.127\n"
    zone = signed(text, NSEC3_DENIAL)
    assert owners(asked([zone], name, rdtype).response.authority, RdataType.NSEC3) == {*hashes.split()}


@pytest.mark.parametrize("zone", [NSEC, NSEC3], ids=["NSEC", "NSEC3"])
@pytest.mark.parametrize(
    ("name", "rdtype"),
    [("no.example", "A"), ("ai.example", "MX"), ("z.w.example", "MX"), ("c.example", "DS"), ("h.c.example", "A")],
)
def test_each_proof_has_a_reason_with_its_rfc(zone, name, rdtype):
    answered = asked([zone], name, rdtype)
    proofs = [rrset for rrset in answered.response.authority if rrset.rdtype in (RdataType.NSEC, RdataType.NSEC3)]
    told = [reason for reason in answered.reasons if reason.rfc.startswith(("RFC 4035", "RFC 5155"))]
    assert proofs
    assert len(told) >= len(proofs)
    assert all(reason.rule.startswith("authority.") for reason in told)


@pytest.mark.parametrize("zone", [NSEC, NSEC3], ids=["NSEC", "NSEC3"])
@pytest.mark.parametrize("rdtype", ["A", "MX", "DS", "CNAME", "SOA"])
@pytest.mark.parametrize("name", ["example", "ai.example", "z.w.example", "no.example", "a.example", "h.c.example"])
def test_nobody_gets_signatures_who_does_not_ask_for_them(zone, name, rdtype):
    response = asked([zone], name, rdtype, wanted=False).response
    made = {"RRSIG", "NSEC", "NSEC3"} | ({"DS"} if rdtype != "DS" else set())
    assert not made & {kind for section in response.sections[1:] for _, kind in kinds(section)}


@pytest.mark.parametrize("zone", [NSEC, NSEC3], ids=["NSEC", "NSEC3"])
def test_what_a_wildcard_made_has_its_signature_with_the_labels_of_the_wildcard(zone):
    (made, signature) = asked([zone], "z.w.example", "MX").response.answer
    assert (made.name, signature.name) == (dns.name.from_text("z.w.example"),) * 2
    assert signature[0].labels == 2


def test_addresses_that_a_wildcard_made_are_signed_too():
    zone = signed(
        "$ORIGIN example.\n$TTL 60\n@ SOA ns.example.net. h 1 2 3 4 5\n@ NS ns.example.net.\n@ MX 1 m\n* A 192.0.2.1\n"
    )
    response = asked([zone], "example", "MX").response
    assert kinds(response.additional) == {("m.example", "A"), ("m.example", "RRSIG")}


def test_the_parent_and_the_child_at_one_server_each_sign_what_is_theirs():
    parent = signed(
        "$ORIGIN test.\n$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\nz CNAME x.a.b\nb NS ns\na.b NS ns\n"
    )
    child = signed("$ORIGIN b.test.\n$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns.test.\nalias CNAME no.test.\n")
    for zones in ([parent, child], [child, parent]):
        response = asked(zones, "b.test", "DS").response
        assert {rrset[0].signer.to_text() for rrset in response.authority if rrset.rdtype == RdataType.RRSIG} == {
            "test."
        }
        response = asked(zones, "b.test", "TXT").response
        assert {rrset[0].signer.to_text() for rrset in response.authority if rrset.rdtype == RdataType.RRSIG} == {
            "b.test."
        }
        response = asked(zones, "alias.b.test", "A").response
        assert {rrset[0].signer.to_text() for rrset in response.authority if rrset.rdtype == RdataType.RRSIG} == {
            "test."
        }


def test_the_denials_of_parent_and_child_at_one_name_do_not_become_one_set():
    parent = signed("$ORIGIN test.\n$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 192.0.2.1\n* CNAME a.b\nb NS ns\n")
    child = signed("$ORIGIN b.test.\n$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns.test.\n")
    answered = asked([parent, child], "c.test", "A")
    at_the_cut = [
        rrset for rrset in answered.response.authority if rrset.name == child.origin and rrset.rdtype == RdataType.NSEC
    ]
    assert at_the_cut == [parent.find(child.origin, RdataType.NSEC)]
    assert "authority.two-zones" in [reason.rule for reason in answered.reasons]


def test_an_unsigned_zone_says_nothing_of_the_keys_below_it():
    zone = read_zone(
        "$ORIGIN test.\n$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nb NS ns.b\nns.b A 192.0.2.1\nb DS 1 13 2 " + "ab" * 32
    )
    assert kinds(asked([zone], "b.test", "A").response.authority) == {("b.test", "NS")}
    assert kinds(asked([zone], "b.test", "DS").response.answer) == {("b.test", "DS")}


@pytest.mark.parametrize("flags", [0, dns.flags.CD, dns.flags.AD, dns.flags.CD | dns.flags.AD])
@pytest.mark.parametrize("wanted", [True, False])
def test_a_server_of_its_own_zones_neither_checks_nor_vouches(flags, wanted):
    query = dns.message.make_query("ai.example", "A", use_edns=0, want_dnssec=wanted)
    query.flags |= flags
    response = Authority([NSEC]).respond(query)
    assert not response.flags & (dns.flags.CD | dns.flags.AD)
    assert bool(response.ednsflags & dns.flags.DO) is wanted


def test_signatures_of_addresses_go_before_the_addresses_and_without_tc():
    hosts = "".join(
        f"@ MX {number} {'long' * 8}{number}\n{'long' * 8}{number} A 192.0.2.{number}\n" for number in range(1, 9)
    )
    zone = signed("$ORIGIN example.\n$TTL 60\n@ SOA ns.example.net. h 1 2 3 4 5\n@ NS ns.example.net.\n" + hosts)
    query = dns.message.make_query("example", "MX", want_dnssec=True, payload=1232)
    response = Authority([zone]).respond(query)
    found = [rrset.rdtype for rrset in response.additional]
    assert found.count(RdataType.A) == 8
    assert 0 < found.count(RdataType.RRSIG) < 8
    assert not response.flags & dns.flags.TC
    assert len(response.to_wire()) <= 1232


HASHED = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"
"""The hash of `example` with the salt and iterations of NSEC3 (RFC 5155 appendix A)."""


@pytest.mark.parametrize("rdtype", ["NSEC3", "RRSIG", "ANY", "A"])
def test_a_hash_is_no_name_of_the_zone(rdtype):
    assert (dns.name.from_text(f"{HASHED}.example")) in NSEC3.nodes
    response = asked([NSEC3], f"{HASHED}.example", rdtype).response
    assert response.rcode() == dns.rcode.NXDOMAIN
    assert asked([NSEC3], "example", "NSEC3").response.answer == []
    without = [line for line in write_zone(NSEC3).splitlines() if "NSEC3PARAM" not in line.split()[3:5]]
    assert asked([read_zone("\n".join(without))], f"{HASHED}.example", rdtype).response.rcode() == dns.rcode.NXDOMAIN


def test_parameters_with_flags_are_not_looked_at():
    text = write_zone(NSEC3).replace("NSEC3PARAM 1 0 ", "NSEC3PARAM 1 1 ")
    assert not {kind for _, kind in kinds(asked([read_zone(text)], "no.example", "A").response.authority)} & {"NSEC3"}


def test_of_two_chains_the_one_that_is_there_is_taken():
    text = write_zone(NSEC3) + "example. 0 IN NSEC3PARAM 1 0 0 -\n"
    first, second = (asked([zone], "no.example", "A").response.authority for zone in (read_zone(text), NSEC3))
    assert owners(first, RdataType.NSEC3) == owners(second, RdataType.NSEC3) != set()


def test_a_zone_with_2500_iterations_is_answered_in_bounded_time():
    """Sixteen aliases, each made by a wildcard, and each from a name that nobody has asked for before."""
    lines = "".join(f"*.a{number} CNAME x.a{number + 1}\n" for number in range(20))
    zone = signed(
        "$ORIGIN example.\n$TTL 60\n@ SOA ns.example.net. h 1 2 3 4 5\n@ NS ns.example.net.\n" + lines,
        Nsec3(iterations=2500),
    )
    began = time.process_time()
    response = asked([zone], "y.a0.example", "A").response
    assert len(owners(response.authority, RdataType.NSEC3)) > 5
    assert time.process_time() - began < 2


def test_more_names_are_not_hashed_than_one_answer_is_worth(monkeypatch):
    """118 names above an unsigned delegation, all of which opt-out leaves out of the chain."""
    hashed = []
    monkeypatch.setattr("netkit.dns.zones.chain.nsec3_hash", lambda *given: hashed.append(given) or nsec3_hash(*given))
    deep = ".".join("x" * 118)
    text = (
        f"$ORIGIN z.\n$TTL 60\n@ SOA ns.example.net. h 1 2 3 4 5\n@ NS ns.example.net.\nc.{deep} NS ns.example.net.\n"
    )
    answered = asked([signed(text, Nsec3(opt_out=True))], f"no.{deep}.z", "A")
    assert len(hashed) == MOST_HASHES
    assert answered.response.rcode() == dns.rcode.NXDOMAIN
    assert "authority.hashes" in [reason.rule for reason in answered.reasons]


def test_too_many_iterations_are_served_without_proofs_and_it_is_said():
    text = write_zone(NSEC3).replace(" 12 aabbccdd", f" {MOST_ITERATIONS + 1} aabbccdd")
    answered = asked([read_zone(text)], "no.example", "A")
    assert not owners(answered.response.authority, RdataType.NSEC3)
    assert "authority.iterations" in [reason.rule for reason in answered.reasons]
    assert answered.response.rcode() == dns.rcode.NXDOMAIN


names = st.lists(st.sampled_from(["a", "b", "*", "w", "x", "y", "ns1", "\\000", "Z", HASHED]), max_size=4).map(
    lambda labels: ".".join([*labels, "example."])
)
KINDS = ["A", "MX", "DS", "NSEC", "NSEC3", "RRSIG", "ANY", "CNAME", "DNSKEY", "TXT"]


@settings(max_examples=150)
@given(names, st.sampled_from(KINDS), st.sampled_from([NSEC, NSEC3]), st.booleans(), st.sampled_from([0, 512, 1232]))
def test_any_question_gets_an_answer_in_which_each_set_of_the_zone_has_its_signature(name, rdtype, zone, tcp, payload):
    query = dns.message.make_query(name, rdtype, use_edns=0, want_dnssec=True, payload=payload)
    response = Authority([zone]).respond(query, tcp=tcp)
    assert len(response.to_wire(max_size=65_535)) <= (65_535 if tcp else max(512, payload))
    if response.flags & dns.flags.TC:
        return
    for section in (response.answer, response.authority):
        plain = [each for each in section if each.rdtype != RdataType.RRSIG]
        covered = {(each.name, each.covers) for each in section if each.rdtype == RdataType.RRSIG}
        own = [each for each in plain if each.rdtype != RdataType.NS or each.name == zone.origin]
        assert {(each.name, each.rdtype) for each in own} <= covered
    for one, other in itertools.combinations(response.authority, 2):
        assert (one.name, one.rdtype, one.covers) != (other.name, other.rdtype, other.covers)


def test_what_does_not_fit_is_found_by_halves():
    """Of 500 mail servers with a signed address each, a UDP response has room for few."""
    hosts = "".join(f"@ MX 1 h{number}\nh{number} A 192.0.2.1\n" for number in range(500))
    zone = signed("$ORIGIN example.\n$TTL 60\n@ SOA ns.example.net. h 1 2 3 4 5\n@ NS ns.example.net.\n" + hosts)
    query = dns.message.make_query("example", "MX", want_dnssec=True, payload=1232)
    began = time.process_time()
    response = Authority([zone]).respond(query)
    assert time.process_time() - began < 3
    assert response.flags & dns.flags.TC
