"""Zone files and authoritative answers: any text, any question, and the examples of the RFCs."""

from contextlib import suppress

import dns.flags
import dns.message
import dns.rcode
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns.zones import Authority, Zone, read_zone
from netkit.errors import ZoneError

# The zone of RFC 4592 section 2.2.1, and a DNAME and an in-domain delegation beside it.
TEXT = """$ORIGIN example.
$TTL 3600
@ SOA ns.example.com. host 1 2 3 4 60
@ NS ns.example.com.
* TXT "this is a wildcard"
* MX 10 host1
sub.* TXT "this is not a wildcard"
host1 A 192.0.2.1
_ssh._tcp.host1 SRV 0 0 22 host1
_ssh._tcp.host2 SRV 0 0 22 host1
subdel NS ns.subdel
ns.subdel A 192.0.2.53
old DNAME example.
a CNAME b
b CNAME a
"""
SERVER = Authority([read_zone(TEXT)])


def ask(name, rdtype):
    return SERVER.respond(dns.message.make_query(name, rdtype))


@pytest.mark.parametrize(
    ("name", "rdtype", "rcode", "answers"),
    [  # RFC 4592 section 2.2.1 says each
        ("host3.example.", "MX", dns.rcode.NOERROR, 1),
        ("host3.example.", "A", dns.rcode.NOERROR, 0),
        ("foo.bar.example.", "TXT", dns.rcode.NOERROR, 1),
        ("host1.example.", "MX", dns.rcode.NOERROR, 0),
        ("sub.*.example.", "MX", dns.rcode.NOERROR, 0),
        ("_telnet._tcp.host1.example.", "SRV", dns.rcode.NXDOMAIN, 0),
        ("ghost.*.example.", "MX", dns.rcode.NXDOMAIN, 0),
        ("host2.example.", "A", dns.rcode.NOERROR, 0),
        ("host1.old.example.", "A", dns.rcode.NOERROR, 3),
        ("a.example.", "A", dns.rcode.NOERROR, 2),
        ("elsewhere.test.", "A", dns.rcode.REFUSED, 0),
    ],
)
def test_answers(name, rdtype, rcode, answers):
    response = ask(name, rdtype)
    assert (response.rcode(), len(response.answer)) == (rcode, answers)


def test_a_referral_brings_its_glue_and_claims_no_authority():
    response = ask("host.subdel.example.", "A")
    assert not response.flags & dns.flags.AA
    assert [rrset.to_text() for rrset in response.additional] == ["ns.subdel.example. 3600 IN A 192.0.2.53"]


def test_a_denial_is_kept_no_longer_than_the_minimum():
    assert ask("ghost.*.example.", "MX").authority[0].ttl == 60


@given(
    st.text(max_size=60) | st.lists(st.sampled_from([*TEXT.split(), "\n", "(", '"', "$GENERATE", "1-9"])).map(" ".join)
)
def test_any_text_is_a_zone_or_an_error(text):
    with suppress(ZoneError):
        assert isinstance(read_zone(text), Zone)


LABEL = st.sampled_from(["a", "b", "*", "host1", "sub", "subdel", "old", "ns", "_tcp", "HOST2"])


@given(
    st.lists(LABEL, max_size=5), st.sampled_from(["A", "ANY", "DS", "NS", "SOA", "AXFR"]), st.booleans(), st.booleans()
)
def test_any_question_gets_a_response_to_it(labels, rdtype, edns, tcp):
    query = dns.message.make_query(".".join([*labels, "example."]), rdtype, use_edns=0 if edns else -1)
    wire = SERVER.respond(query, tcp=tcp).to_wire()
    response = dns.message.from_wire(wire)
    assert query.is_response(response)
    assert (response.edns >= 0) == edns
    assert tcp or edns or len(wire) <= 512
