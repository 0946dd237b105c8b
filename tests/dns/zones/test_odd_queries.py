"""Queries that are no plain question, and answers that don't come out even: what the RFCs say about each."""

import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdatatype
import pytest

from netkit.dns.zones import Authority, read_zone
from netkit.errors import ZoneError

LONG = ".".join(["l" * 63, "m" * 63, "n" * 63, "o" * 40])
TEXT = f"""$ORIGIN example.
$TTL 3600
@ SOA ns host 1 2 3 4 60
@ NS ns
ns A 192.0.2.1
long DNAME {LONG}.example.
short DNAME new
host.new A 192.0.2.2
alias.new CNAME host.new
sub NS ns.sub
ns.sub A 192.0.2.3
other NS ns.{"x" * 60}.sub
mail MX 1 ns.sub
mail2 MX 1 ns
kx KX 1 ns
alias SVCB 0 service
service SVCB 1 .
service SVCB 2 ns
service A 192.0.2.4
below HTTPS 1 ns.sub
none SVCB 0 .
none A 192.0.2.5
many TXT {'"' + "t" * 200 + '"'}
many TXT {'"' + "u" * 200 + '"'}
many TXT {'"' + "v" * 200 + '"'}
to CNAME many
""" + "".join(
    f"wide NS ns{number}.{'y' * 50}.wide\nns{number}.{'y' * 50}.wide A 192.0.2.{number}\n" for number in range(20, 34)
)
TEXT += "".join(f"huge NS ns{number}.huge\nns{number}.huge A 192.0.2.{number}\n" for number in range(20, 80))
SERVER = Authority([read_zone(TEXT)])


def query(name="ns.example.", rdtype="A", **more):
    return dns.message.make_query(name, rdtype, **more)


def test_an_unknown_edns_version_is_badvers_with_the_known_one():  # RFC 6891 section 6.1.3
    response = SERVER.respond(query(use_edns=1))
    assert (response.rcode(), response.edns, response.answer) == (dns.rcode.BADVERS, 0, [])
    assert dns.message.from_wire(response.to_wire()).rcode() == dns.rcode.BADVERS


@pytest.mark.parametrize("opcode", [dns.opcode.IQUERY, dns.opcode.STATUS, dns.opcode.NOTIFY, 6, 15])
def test_another_opcode_is_not_implemented(opcode):  # RFC 1035 section 4.1.1
    asked = query()
    asked.set_opcode(opcode)
    response = SERVER.respond(asked)
    assert (response.rcode(), response.opcode(), response.answer) == (dns.rcode.NOTIMP, opcode, [])


@pytest.mark.parametrize("count", [0, 2, 3])
def test_not_one_question_is_a_format_error(count):  # RFC 9619 section 4
    asked = query()
    asked.question *= count
    response = SERVER.respond(asked)
    assert (response.rcode(), response.question, response.answer) == (dns.rcode.FORMERR, [], [])


@pytest.mark.parametrize("opcode", [dns.opcode.NOTIFY, dns.opcode.UPDATE])
def test_what_is_about_a_name_needs_one_question(opcode):  # RFC 1996, RFC 2136
    asked = dns.message.from_wire(bytes([0, 0, opcode << 3, 0]) + bytes(8))
    assert SERVER.respond(asked).rcode() == dns.rcode.FORMERR


@pytest.mark.parametrize(
    ("name", "rdtype", "tcp", "rcode"),
    [  # RFC 5936: AXFR over TCP only, NOTAUTH for what is no zone here
        ("example.", "AXFR", False, dns.rcode.NOTIMP),
        ("example.", "AXFR", True, dns.rcode.REFUSED),
        ("example.", "IXFR", False, dns.rcode.REFUSED),
        ("ns.example.", "AXFR", True, dns.rcode.NOTAUTH),
        ("elsewhere.", "IXFR", False, dns.rcode.NOTAUTH),
    ],
)
def test_zones_are_not_transferred(name, rdtype, tcp, rcode):
    response = SERVER.respond(query(name, rdtype), tcp=tcp)
    assert (response.rcode(), response.answer) == (rcode, [])


def test_a_referral_of_an_unsigned_zone_has_no_ds():  # RFC 4035 section 3.1.4 is about signed zones
    text = f"$TTL 60\nexample. SOA a. b. 1 2 3 4 5\nsub.example. NS ns.elsewhere.\nsub.example. DS 1 8 2 {'ab' * 32}\n"
    response = Authority([read_zone(text)]).respond(query("a.sub.example.", want_dnssec=True))
    assert [each.rdtype.name for each in response.authority] == ["NS"]


def test_what_is_asked_of_any_class_is_answered_without_authority():  # RFC 1035 section 6.2
    response = SERVER.respond(query("ns.example.", rdclass="ANY"))
    assert (response.rcode(), len(response.answer)) == (dns.rcode.NOERROR, 1)
    assert not response.flags & dns.flags.AA
    assert SERVER.respond(query("ns.example.", rdclass="CH")).rcode() == dns.rcode.REFUSED


def test_a_name_that_a_dname_makes_too_long():  # RFC 6672 section 2.2: the DNAME, and no CNAME
    response = SERVER.respond(query("a-long-label.b.long.example."))
    assert response.rcode() == dns.rcode.YXDOMAIN
    assert [each.rdtype for each in response.answer] == [dns.rdatatype.DNAME]


def test_a_cname_question_below_a_dname_gets_the_cname_that_is_made():  # it is not followed (RFC 1034 section 3.6.2)
    response = SERVER.respond(query("alias.short.example.", "CNAME"))
    assert [each.to_text() for each in response.answer] == [
        "short.example. 3600 IN DNAME new.example.",
        "alias.short.example. 3600 IN CNAME alias.new.example.",
    ]


def test_glue_that_does_not_fit_sets_tc():  # RFC 9471 section 3.1
    response = SERVER.respond(query("a.wide.example."))
    assert response.flags & dns.flags.TC
    assert 0 < len(response.additional) < 14
    whole = SERVER.respond(query("a.wide.example."), tcp=True)
    assert not whole.flags & dns.flags.TC
    assert len(whole.additional) == 14


def test_what_fits_of_an_answer_is_sent_with_tc():  # RFC 2181 section 9: whole sets only
    response = SERVER.respond(query("to.example.", "TXT"))
    assert response.flags & dns.flags.TC
    assert [each.rdtype for each in response.answer] == [dns.rdatatype.CNAME]


def test_a_long_response_over_tcp_has_all_of_it_whatever_edns_says():
    wire = SERVER.respond(query("huge.example.", use_edns=0, payload=512), tcp=True).to_wire()
    assert len(wire) > 1232
    assert len(dns.message.from_wire(wire).additional) == 60


@pytest.mark.parametrize(("name", "rdtype", "hosts"), [("mail", "MX", 0), ("mail2", "MX", 1), ("kx", "KX", 1)])
def test_addresses_come_along_but_glue_is_for_servers_only(name, rdtype, hosts):
    assert len(SERVER.respond(query(f"{name}.example.", rdtype)).additional) == hosts


@pytest.mark.parametrize(
    ("name", "rdtype", "hosts"),
    [  # RFC 9460 section 4.1: A, AAAA and SVCB records of each TargetName; sections 2.5.1 and 2.5.2 say what "." is
        ("alias", "SVCB", ["service A", "service SVCB"]),
        ("service", "SVCB", ["ns A", "service A"]),
        ("below", "HTTPS", []),
        ("none", "SVCB", []),
    ],
)
def test_what_a_service_binding_names_comes_along(name, rdtype, hosts):
    found = SERVER.respond(query(f"{name}.example.", rdtype)).additional
    assert sorted(f"{each.name.labels[0].decode()} {each.rdtype.name}" for each in found) == hosts


def test_any_over_udp_gets_the_lowest_type():  # RFC 8482 section 4.1
    zone = read_zone("$TTL 60\nexample. SOA a. b. 1 2 3 4 5\nx.example. TXT t\nx.example. A 192.0.2.1\n")
    response = Authority([zone]).respond(query("x.example.", "ANY"))
    assert [each.rdtype for each in response.answer] == [dns.rdatatype.A]
    assert len(Authority([zone]).respond(query("x.example.", "ANY"), tcp=True).answer) == 2


def test_a_wildcard_that_owns_ns_or_dname_does_as_its_type_says():
    # RFC 4592 sections 4.2 and 4.4 leave both undefined and discourage them; what is certain is that nothing is invented or breaks
    zone = read_zone(
        "$TTL 60\nexample. SOA a. b. 1 2 3 4 5\n*.cut.example. NS ns.example.\n*.moved.example. DNAME elsewhere.\n"
    )
    server = Authority([zone])
    for name in ("a.cut.example.", "b.a.cut.example.", "*.cut.example.", "a.*.cut.example.", "a.moved.example."):
        for rdtype in ("A", "NS", "DNAME", "DS"):
            asked = query(name, rdtype)
            assert asked.is_response(dns.message.from_wire(server.respond(asked).to_wire()))
    # Below the wildcard's own name the records mean what they mean anywhere.
    assert server.respond(query("a.*.moved.example.")).answer[0].rdtype == dns.rdatatype.DNAME
    assert server.respond(query("a.*.cut.example.")).authority[0].rdtype == dns.rdatatype.NS


@pytest.mark.parametrize("odd", ["\udcff", "caf\udce9.example. A 192.0.2.1", "x TXT \udc80", "x A \udcff"])
def test_text_that_was_no_utf_8_is_an_error_with_its_line(odd):
    with pytest.raises(ZoneError) as caught:
        read_zone(f"$ORIGIN example.\n$TTL 60\n@ SOA a b 1 2 3 4 5\n{odd}\n")
    assert caught.value.line == 4
    str(caught.value).encode()
