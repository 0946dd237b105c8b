"""Zones that mean harm to whoever checks their signatures: the work stays within its limits, and the end is explained.

Each walk here takes far less than two seconds, of which most goes into reading messages of 65,535 bytes.
"""

import hashlib

import dns.dnssec
import dns.name
import dns.rdata
import dns.rdatatype
import dns.rrset
import pytest

from netkit.dns import Limits, nsec3_hash
from netkit.dns.walking.aliases import MOST_LINKS
from tests.dns.network import ROOT, walk
from tests.dns.signed_network import NOW, Signer, lookalikes, message, records, signature, together

ADDRESS, EVIL = ROOT[1], "203.0.113.66"
LIMITS = Limits()
TOP, ZONE = Signer("."), Signer("evil.")
SOA = records("evil. 60 SOA ns.evil. x. 1 1 1 1 60")
DNSKEY, DS = dns.rdatatype.DNSKEY, dns.rdatatype.DS


@pytest.fixture
def counted(monkeypatch):
    """How many signatures were checked, and how often a name was hashed."""
    counts = {"signatures": 0, "hashes": 0}
    check = dns.dnssec.validate_rrsig

    def checking(*words, **named):
        counts["signatures"] += 1
        return check(*words, **named)

    def hashing(*words, **named):
        counts["hashes"] += 1
        return hashlib.sha1(*words, **named)  # noqa: S324 - NSEC3 has no other

    monkeypatch.setattr(dns.dnssec, "validate_rrsig", checking)
    monkeypatch.setattr(nsec3_hash, "sha1", hashing)
    return counts


def top(pointers=None):
    """The root's server: it signs, and refers to the attacker's."""
    made = records(pointers or f"evil. 60 DS {ZONE.key.ds()}")

    def server(query, _):
        asked = query.question[0]
        if asked.rdtype == DNSKEY and asked.name == dns.name.root:
            return message(query, answer=TOP.keys())
        if asked.rdtype == DS and str(asked.name) == "evil.":
            return message(query, answer=TOP.signed(made))
        sets = [records("evil. 60 NS ns.evil."), *TOP.signed(made)]
        referring = message(query, authority=sets, aa=False)
        referring.additional.append(records(f"ns.evil. 60 A {EVIL}"))
        return referring

    return server


def attacked(answer, *, name="www.evil.", rdtype="A", keys=None, pointers=None, limits=None):
    """A walk to the attacker's zone, whose server answers with `answer(query)`, and with `keys` for its keys."""

    def server(query, _):
        asked = query.question[0]
        if asked.rdtype == DNSKEY and str(asked.name) == "evil.":
            return message(query, answer=ZONE.keys() if keys is None else keys)
        if asked.rdtype == DS:
            proof = ZONE.signed(records(f"{asked.name} 60 NSEC evil. A CNAME RRSIG NSEC"))
            return message(query, authority=[*ZONE.signed(SOA), *proof])
        return answer(query)

    walker, net = walk(
        {ADDRESS: top(pointers), EVIL: server},
        name,
        rdtype,
        start=float(NOW),
        trust_anchors=[TOP.anchor],
        limits=limits,
    )
    result = walker.result
    assert len(net.asked) <= LIMITS.queries
    assert result.reason.text
    assert all(step.reason for step in walker.steps)
    return result


def refused(result):
    """SERVFAIL, bogus, with an extended error that has words."""
    assert (result.rcode.name, result.security.value) == ("SERVFAIL", "bogus")
    assert result.extended_errors[0].text
    return result.reason.rule


def address(query, name=None):
    return records(f"{name or query.question[0].name} 60 A 192.0.2.66")


def test_what_is_signed_rightly_is_trusted(counted):
    """The made servers are no hindrance in themselves."""
    result = attacked(lambda query: message(query, answer=ZONE.signed(address(query))))
    assert (result.rcode.name, result.security.value) == ("NOERROR", "secure")
    assert counted["signatures"] == 4


def test_a_hundred_keys_of_one_tag_and_a_hundred_signatures(counted):
    """KeyTrap (CVE-2023-50387): each signature may be by each of the keys."""
    others = lookalikes(100, flags=256)
    tag = dns.dnssec.key_id(others[0])

    def answer(query):
        made = address(query)
        forged = [
            signature(made, "evil.", tag=tag, algorithm=8, octets=number.to_bytes(256, "big")) for number in range(100)
        ]
        return message(query, answer=[made, together(made, forged)])

    result = attacked(answer, keys=ZONE.keys(others))
    refused(result)
    assert counted["signatures"] <= 3 + LIMITS.validations_per_set * 2


def test_a_hundred_entry_points_of_one_tag_and_a_hundred_signatures(counted):
    """The same where the keys themselves are checked: a DS for each."""
    others = lookalikes(100)
    tag = dns.dnssec.key_id(others[0])
    pointers = "\n".join(f"evil. 60 DS {dns.dnssec.make_ds('evil.', each, 'SHA256')}" for each in others)
    keys = ZONE.keys(others)
    forged = [
        signature(keys[0], "evil.", tag=tag, algorithm=8, octets=number.to_bytes(256, "big")) for number in range(90)
    ]
    result = attacked(
        lambda query: message(query, answer=ZONE.signed(address(query))),
        keys=[keys[0], together(keys[0], [*forged, *keys[1]])],
        pointers=pointers,
    )
    refused(result)
    assert counted["signatures"] <= 2 + LIMITS.validations_per_set


def test_a_hundred_digests_of_one_key(counted):
    """All with its tag; the true one among them is only looked for so far."""
    true = ZONE.key.ds()
    wrong = [true.replace(digest=hashlib.sha256(bytes([each])).digest()) for each in range(100)]
    pointers = "\n".join(f"evil. 60 DS {each}" for each in wrong)
    result = attacked(lambda query: message(query, answer=ZONE.signed(address(query))), pointers=pointers)
    assert refused(result) == "keys.none-meant"
    assert counted["signatures"] <= 3


def test_a_thousand_signatures_of_one_set(counted):
    """All with the zone's own tag."""

    def answer(query):
        made = address(query)
        forged = [signature(made, "evil.", tag=ZONE.tag, octets=number.to_bytes(2, "big")) for number in range(1000)]
        return message(query, answer=[made, together(made, forged)])

    refused(attacked(answer))
    assert counted["signatures"] <= 3 + LIMITS.validations_per_set * 2


def test_hundreds_of_sets_with_wrong_signatures(counted):
    """Each set has its few tries, but the walk has its own share."""

    def answer(query):
        sets = []
        for number in range(300):
            made = records(f"n{number}.evil. 60 CNAME n{number + 1}.evil.")
            sets += [made, together(made, [signature(made, "evil.", tag=ZONE.tag)])]
        return message(query, answer=sets)

    result = attacked(answer, name="n0.evil.")
    assert result.rcode.name == "SERVFAIL"
    assert counted["signatures"] <= 3 + LIMITS.failed_validations


@pytest.mark.parametrize(("at_once", "most"), [(300, MOST_LINKS), (1, LIMITS.aliases + 1)])
def test_a_thousand_signed_aliases(counted, at_once, most):
    def answer(query):
        first = int(str(query.question[0].name).split(".")[0][1:])
        sets = []
        for number in range(first, min(1000, first + at_once)):
            sets += ZONE.signed(records(f"n{number}.evil. 60 CNAME n{number + 1}.evil."))
        return message(query, answer=sets)

    result = attacked(answer, name="n0.evil.")
    assert result.rcode.name == "SERVFAIL"
    assert result.extended_errors[0].text
    assert counted["signatures"] <= 3 + most


def denial(name, *, salt, iterations, flags=0, bitmap="A RRSIG", after=None):
    """A signed NSEC3 record at the hash of a name."""
    hashed = hash_of(name, salt, iterations) if isinstance(name, str) else name
    following = after if after is not None else bytes([(hashed[0] + 1) % 256]) + hashed[1:]
    text = f"1 {flags} {iterations} {salt or '-'} {base32(following)} {bitmap}"
    return ZONE.signed(records(f"{base32(hashed)}.evil. 60 NSEC3 {text}"))


def base32(octets):
    import base64

    return base64.b32hexencode(octets).decode()


def hash_of(name, salt, iterations):
    known = dns.name.from_text(name).to_wire()
    for _ in range(iterations + 1):
        known = hashlib.sha1(known + bytes.fromhex(salt), usedforsecurity=False).digest()
    return known


@pytest.mark.parametrize("iterations", [2500, 65_535])
def test_nsec3_that_takes_its_time(counted, iterations):
    """CVE-2023-50868, with the longest salt there is: such a zone counts as unsigned, and nothing is hashed."""
    records_ = denial("evil.", salt="ab" * 255, iterations=iterations, bitmap="NS SOA RRSIG DNSKEY")

    def answer(query):
        return message(query, rcode="NXDOMAIN", authority=[*ZONE.signed(SOA), *records_])

    result = attacked(answer, name=".".join("a" * 100) + ".evil.")
    assert (result.rcode.name, result.security.value) == ("NXDOMAIN", "insecure")
    assert [each.code for each in result.extended_errors] == [27]
    assert counted["hashes"] == 0


@pytest.mark.parametrize("iterations", [0, 50, 150])
def test_many_nsec3_records_in_one_denial(counted, iterations):
    """None of them fits, for any of a hundred names above."""
    many = []
    for number in range(120):
        hashed = hashlib.sha256(bytes([number])).digest()[:20]
        many += denial(hashed, salt="ab" * 100, iterations=iterations, after=hashed[:-1] + bytes([hashed[-1] ^ 1]))

    def answer(query):
        return message(query, rcode="NXDOMAIN", authority=[*ZONE.signed(SOA), *many])

    result = attacked(answer, name=".".join("a" * 100) + ".evil.")
    if result.security.value != "insecure":
        refused(result)
    assert counted["signatures"] <= 3 + LIMITS.validations
    assert iterations > LIMITS.iterations or counted["hashes"]
    assert counted["hashes"] <= LIMITS.hashes * (LIMITS.iterations_at_all + 1)


def test_a_zone_with_thousands_of_keys(counted):
    """65,535 bytes of the smallest keys; none is the one that is meant within the first."""
    keys = [
        dns.rdata.from_text("IN", "DNSKEY", f"256 3 13 {dns.rdata._base64ify((number * 9).to_bytes(4, 'big'))}")
        for number in range(2_500)
    ]
    result = attacked(lambda query: message(query, answer=ZONE.signed(address(query))), keys=ZONE.keys(keys))
    assert result.security.value in ("bogus", "secure")
    assert counted["signatures"] <= 4


def test_one_key_of_sixty_thousand_bytes(counted):
    """A number that nobody multiplies with."""
    octets = b"\x01\x01\x03\x08\x00\xff\xff" + b"\xff" * 60_000
    big = dns.rdata.from_wire("IN", "DNSKEY", octets, 0, len(octets))
    tag = dns.dnssec.key_id(big)

    def answer(query):
        made = address(query)
        forged = [signature(made, "evil.", tag=tag, algorithm=8, octets=bytes([each]) * 5000) for each in range(8)]
        return message(query, answer=[made, together(made, forged)])

    refused(attacked(answer, keys=ZONE.keys([big])))


ODD = {
    "more labels than the name": {"labels": 200},
    "no labels": {"labels": 0},
    "a signer below": {"signer": "www.evil."},
    "a signer beside": {"signer": "good."},
    "a signer above": {"signer": "."},
    "the longest signer": {"signer": ".".join(["a" * 63] * 3 + ["b" * 54]) + ".evil."},
    "an algorithm that nobody has": {"algorithm": 255},
    "no bytes": {"octets": b""},
    "sixty thousand bytes": {"octets": b"\xff" * 60_000},
    "it ends before it begins": {"begins": 1000, "ends": -1000},
    "it covers something else": {"covers": dns.rdatatype.TXT},
    "half of all time": {"begins": -(1 << 31) + 5, "ends": 5},
}


@pytest.mark.parametrize("what", ODD)
def test_an_odd_signature(counted, what):
    def answer(query):
        made = address(query)
        odd = signature(made, "evil.", **{"tag": ZONE.tag, **ODD[what]})
        sets = dns.rrset.RRset(made.name, made.rdclass, dns.rdatatype.RRSIG, odd.type_covered)
        sets.update_ttl(60)
        sets.add(odd)
        return message(query, answer=[made, sets])

    refused(attacked(answer))
    assert counted["signatures"] <= 3 + 2 * LIMITS.validations_per_set


@pytest.mark.parametrize("what", ODD)
def test_an_odd_signature_before_the_right_one(counted, what):
    """It must not keep the right one from being seen (RFC 4035 section 5.3.3: one that holds is enough)."""

    def answer(query):
        made = address(query)
        odd = signature(made, "evil.", **{"tag": ZONE.tag, **ODD[what]})
        if odd.type_covered != made.rdtype:
            return message(query, answer=ZONE.signed(made))
        return message(query, answer=ZONE.signed(made, [odd]))

    assert attacked(answer).security.value == "secure"


def test_a_zone_for_every_label(counted):
    """Each with a key of its own, all on one server: the walk's share of signatures and questions."""
    zones = {}

    def signer(name):
        return zones.setdefault(name, Signer(name.to_text()))

    def server(query, _):
        asked = query.question[0]
        if asked.rdtype == DNSKEY:
            return message(query, answer=signer(asked.name).keys())
        deepest = asked.name if asked.rdtype != DS else asked.name.parent()
        below = dns.name.Name((b"a", *deepest.labels)) if asked.rdtype != DS else asked.name
        pointers = records(f"{below} 60 DS {signer(below).key.ds()}")
        parent = signer(below.parent())
        if asked.rdtype == DS:
            return message(query, answer=parent.signed(pointers))
        own = records(f"{asked.name} 60 DS {signer(asked.name).key.ds()}")
        made = message(
            query,
            authority=[records(f"{asked.name} 60 NS ns.evil."), *signer(asked.name.parent()).signed(own)],
            aa=False,
        )
        made.additional.append(records(f"ns.evil. 60 A {ADDRESS}"))
        return made

    walker, net = walk(
        {ADDRESS: server}, ".".join("a" * 120) + ".", start=float(NOW), trust_anchors=[Signer(".").anchor], qmin=False
    )
    assert walker.done
    assert walker.result.rcode.name == "SERVFAIL"
    assert walker.result.extended_errors[0].text
    assert len(net.asked) <= LIMITS.queries
    assert counted["signatures"] <= LIMITS.validations
