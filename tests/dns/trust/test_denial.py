"""Denials: what the records of a zone prove is so, and no part of them ever proves what is not."""

import base64

import dns.dnssec
import dns.name
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns.limits import Limits
from netkit.dns.trust.budget import Budget, BudgetSpentError
from netkit.dns.trust.denial import Denials, DeniedKind

APEX = dns.name.from_text("zone.test.")
A, TXT, DS = dns.rdatatype.A, dns.rdatatype.TXT, dns.rdatatype.DS
PROVEN = (DeniedKind.ABSENT, DeniedKind.DELEGATION)

labels = st.sampled_from(["a", "b", "c", "m", "z", "*", "aa"])
below = st.lists(labels, min_size=1, max_size=3).map(lambda each: dns.name.Name([*map(str.encode, each), *APEX.labels]))
kinds = st.sampled_from(["A", "TXT", "A TXT", "NS", "NS DS", "CNAME", "DNAME"])
zones = st.dictionaries(below, kinds, max_size=8)


class Truth:
    """What there is in a zone, by its own rules (RFC 1034 section 4.3.2, RFC 4592, RFC 6672)."""

    def __init__(self, owners):
        cuts = [name for name, types in owners.items() if types.startswith("NS") or types == "DNAME"]
        hidden = {name for name in owners if any(name != cut and name.is_subdomain(cut) for cut in cuts)}
        self.owners = {APEX: "NS SOA DNSKEY"} | {n: t for n, t in owners.items() if n not in hidden}
        self.cuts = [cut for cut in cuts if cut in self.owners]
        self.empty = {name.split(count)[1] for name in self.owners for count in range(len(APEX) + 1, len(name))} - set(
            self.owners
        )

    def redirected(self, name):
        """Whether the zone itself does not answer for the name."""
        return any(name != cut and name.is_subdomain(cut) for cut in self.cuts)

    def exists(self, name):
        return name in self.owners or name in self.empty

    def encloser(self, name):
        while not self.exists(name):
            name = name.parent()
        return name

    def source(self, name):
        """The owner that answers for the name: itself, or a wildcard; None if there is no such name."""
        if self.exists(name):
            return name
        wildcard = dns.name.Name([b"*", *self.encloser(name).labels])
        return wildcard if self.exists(wildcard) else None

    def lacks(self, name, rdtype):
        """Whether the zone answers that there is no such type."""
        types = self.owners.get(self.source(name), "").split()
        cut = "NS" in types and "SOA" not in types
        return rdtype.name not in types and "CNAME" not in types and (rdtype == DS or not cut)


def nsec(truth):
    ordered = sorted(truth.owners)
    return [
        dns.rrset.from_text(name, 60, "IN", "NSEC", f"{following} {truth.owners[name]} RRSIG NSEC")
        for name, following in zip(ordered, ordered[1:] + ordered[:1], strict=True)
    ]


def nsec3(truth, *, iterations=1, opt_out=False):
    flag = int(opt_out)
    kept = {
        name: truth.owners.get(name, "")
        for name in [*truth.owners, *truth.empty]
        if not (opt_out and truth.owners.get(name) == "NS")
    }
    hashed = sorted((dns.dnssec.nsec3_hash(name, "ab", iterations, 1), types) for name, types in kept.items())
    found = []
    for (here, types), (following, _) in zip(hashed, hashed[1:] + hashed[:1], strict=True):
        bitmap = f"{types} RRSIG" if types and types != "NS" else types
        owner = dns.name.from_text(here, APEX)
        found.append(dns.rrset.from_text(owner, 60, "IN", "NSEC3", f"1 {flag} {iterations} ab {following} {bitmap}"))
    return found


def denials(sets, limits=None):
    return Denials(sets, APEX, Budget(limits or Limits()))


@pytest.mark.parametrize("chain", [nsec, nsec3])
@given(owners=zones, name=below, rdtype=st.sampled_from([A, TXT, DS]))
def test_the_whole_chain_proves_what_is_so(chain, owners, name, rdtype):
    truth = Truth(owners)
    proof = denials(chain(truth))
    if truth.redirected(name):
        return
    exists = truth.source(name) is not None
    assert (proof.no_name(name).kind is DeniedKind.ABSENT) is not exists
    assert (proof.no_data(name, rdtype).kind is DeniedKind.ABSENT) is (exists and truth.lacks(name, rdtype))


@pytest.mark.parametrize("chain", [nsec, nsec3])
@given(owners=zones, name=below, data=st.data())
def test_no_part_of_a_chain_proves_what_is_not(chain, owners, name, data):
    truth = Truth(owners)
    whole = chain(truth)
    proof = denials(data.draw(st.lists(st.sampled_from(whole), unique_by=lambda each: each.name)))
    source = None if truth.redirected(name) else truth.source(name)
    exists = truth.redirected(name) or source is not None
    if exists:
        assert proof.no_name(name).kind is DeniedKind.MISSING
    for rdtype in (A, TXT, DS):
        if truth.redirected(name) or source is None or not truth.lacks(name, rdtype):
            assert proof.no_data(name, rdtype).kind is DeniedKind.MISSING
    types = truth.owners.get(name, "").split()
    if "DS" in types:
        assert proof.no_ds(name).kind is DeniedKind.MISSING
    if "NS" in types and "DS" not in types:
        assert proof.no_ds(name).kind in (DeniedKind.MISSING, DeniedKind.DELEGATION)
    if not truth.redirected(name) and (truth.exists(name) or source is None):
        wildcard = dns.name.Name([b"*", *name.parent().labels])
        if truth.exists(name):
            assert proof.no_closer(name, wildcard).kind is DeniedKind.MISSING


@pytest.mark.parametrize("chain", [nsec, nsec3])
@given(owners=zones, name=below)
def test_a_zone_without_ds_is_told_from_no_zone(chain, owners, name):
    truth = Truth(owners)
    if truth.redirected(name):
        return
    types = truth.owners.get(name, "").split()
    kind = denials(chain(truth)).no_ds(name).kind
    if "DS" in types:
        assert kind is DeniedKind.MISSING
    else:
        assert kind is (DeniedKind.DELEGATION if "NS" in types else DeniedKind.ABSENT)


@given(owners=zones, name=below)
def test_opt_out_leaves_open_whether_there_is_an_unsigned_zone(owners, name):
    truth = Truth(owners)
    if truth.redirected(name):
        return
    proof = denials(nsec3(truth, opt_out=True))
    if truth.owners.get(name) == "NS":
        assert proof.no_ds(name).kind is DeniedKind.DELEGATION
        assert proof.no_name(name).kind in (DeniedKind.OPEN, DeniedKind.MISSING)
    elif truth.source(name) is None:
        assert proof.no_name(name).kind is DeniedKind.OPEN


@pytest.mark.parametrize(
    ("iterations", "kind"), [(50, DeniedKind.ABSENT), (51, DeniedKind.OPEN), (2500, DeniedKind.OPEN)]
)
def test_too_many_iterations_prove_nothing(iterations, kind):
    proof = denials(nsec3(Truth({}), iterations=iterations))
    found = proof.no_name(dns.name.from_text("www.zone.test."))
    assert found.kind is kind
    assert found.error == (27 if kind is DeniedKind.OPEN else None)


def test_costly_proofs_that_are_wrong_are_wrong():
    apex = nsec3(Truth({}), iterations=100)
    assert denials(apex).no_data(APEX, A).kind is DeniedKind.OPEN
    assert denials(apex).no_data(APEX, dns.rdatatype.SOA).kind is DeniedKind.MISSING


def test_hashing_is_bounded():
    proof = denials(nsec3(Truth({})), Limits(hashes=3))
    deep = dns.name.Name([b"x"] * 20 + list(APEX.labels))
    with pytest.raises(BudgetSpentError):
        proof.no_name(deep)


@pytest.mark.parametrize(
    "record",
    [
        "2 0 1 ab {next} A",  # a hash that nobody knows
        "1 4 1 ab {next} A",  # a flag that nobody knows
    ],
)
def test_records_of_unknown_kinds_are_passed_over(record):
    hashed = base64.b32hexencode(bytes(20)).decode()
    rrset = dns.rrset.from_text(dns.name.from_text(hashed, APEX), 60, "IN", "NSEC3", record.format(next=hashed))
    assert denials([rrset]).no_name(dns.name.from_text("www.zone.test.")).kind is DeniedKind.MISSING


def test_hashes_are_those_of_the_rfc():
    """RFC 5155 appendix A: the zone example, salt aabbccdd, 12 iterations."""
    origin = dns.name.from_text("example.")
    owner = dns.name.from_text("0p9mhaveqvm6t7vbl5lop2u3t2rp3tom", origin)
    rrset = dns.rrset.from_text(
        owner, 60, "IN", "NSEC3", "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr MX DNSKEY NS SOA NSEC3PARAM RRSIG"
    )
    found = Denials([rrset], origin, Budget(Limits())).no_data(origin, A)
    assert found.kind is DeniedKind.ABSENT
