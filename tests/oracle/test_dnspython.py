"""Messages that dnspython builds, compressed: netkit reads the same names, types, lifetimes and data; and names have the same text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.packet import dissect
from netkit.packet.application.dns.name import read_name
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises
from tests.packet.making import over_udp

try:
    import dns.flags
    import dns.message
    import dns.name
    import dns.rdata
    import dns.rdataclass
    import dns.rdatatype
    import dns.rrset
except ImportError:
    missing("dnspython", "pip install dnspython")

SECTIONS = ("answer", "authority", "additional")

# Few labels, so that names share their endings and are compressed; some of every kind of byte.
LABELS = st.one_of(
    st.sampled_from(
        [
            b"www",
            b"mail",
            b"example",
            b"test",
            b"a",
            b"b",
            b"WWW",
            b"xn--bcher-kva",
            b"_tcp",
            b"-",
            b"a.b",
            b"\\",
            b'"',
            b"@",
        ]
    ),
    st.binary(min_size=1, max_size=63),
)


@st.composite
def names(draw):
    labels = draw(st.lists(LABELS, max_size=6))
    while sum(len(label) + 1 for label in labels) + 1 > 255:
        labels.pop()
    return dns.name.Name([*labels, b""])


def rdata(kind, *values):
    return dns.rdata.get_rdata_class(dns.rdataclass.IN, kind)(dns.rdataclass.IN, kind, *values)


NUMBERS16, NUMBERS32 = st.integers(0, 0xFFFF), st.integers(0, 0x7FFFFFFF)

RDATA = st.one_of(
    st.ip_addresses(v=4).map(lambda address: rdata(dns.rdatatype.A, str(address))),
    st.ip_addresses(v=6).map(lambda address: rdata(dns.rdatatype.AAAA, str(address))),
    names().map(lambda name: rdata(dns.rdatatype.NS, name)),
    names().map(lambda name: rdata(dns.rdatatype.CNAME, name)),
    names().map(lambda name: rdata(dns.rdatatype.PTR, name)),
    st.builds(lambda cost, name: rdata(dns.rdatatype.MX, cost, name), NUMBERS16, names()),
    st.builds(lambda strings: rdata(dns.rdatatype.TXT, strings), st.lists(st.binary(max_size=255), min_size=1, max_size=3)),
    st.builds(
        lambda primary, mailbox, *numbers: rdata(dns.rdatatype.SOA, primary, mailbox, *numbers),
        names(), names(), st.integers(0, 0xFFFFFFFF), NUMBERS32, NUMBERS32, NUMBERS32, NUMBERS32,
    ),
    st.builds(lambda *values: rdata(dns.rdatatype.SRV, *values), NUMBERS16, NUMBERS16, NUMBERS16, names()),
)  # fmt: skip


@st.composite
def messages(draw):
    message = dns.message.Message(id=draw(NUMBERS16))
    message.flags = (
        draw(st.integers(0, 0xFFFF)) & ~0x7800 & ~0x000F & ~0x0040
    )  # the codes follow, the reserved bit stays 0
    message.set_opcode(draw(st.sampled_from([0, 1, 2, 4, 15])))  # an update has other sections (RFC 2136 §2.2)
    message.set_rcode(draw(st.integers(0, 15)))
    for name in draw(st.lists(names(), max_size=2)):
        message.question.append(
            dns.rrset.RRset(name, dns.rdataclass.IN, draw(st.integers(1, 255).filter(lambda number: number != 41)))
        )
    for section in SECTIONS:
        for name, data in draw(st.lists(st.tuples(names(), RDATA), max_size=4)):
            records = dns.rrset.RRset(name, dns.rdataclass.IN, data.rdtype)
            records.add(data, draw(NUMBERS32))
            getattr(message, section).append(records)
    if draw(st.booleans()):
        message.use_edns(0, draw(st.sampled_from([0, 0x8000])), draw(NUMBERS16))
        message.set_rcode(draw(st.integers(0, 4095)))
    return message


def text(name):
    """dnspython's text of a name, without the last dot unless it is the root."""
    return name.to_text(omit_final_dot=True) if len(name.labels) > 1 else "."


def expected_data(data):
    """What netkit shows of one record's data, by the keys of Wireshark."""
    kind = dns.rdatatype.to_text(data.rdtype)
    if kind in ("NS", "CNAME", "PTR"):
        return [({"NS": "dns.ns", "CNAME": "dns.cname", "PTR": "dns.ptr.domain_name"}[kind], text(data.target))]
    if kind == "MX":
        return [("dns.mx.preference", data.preference), ("dns.mx.mail_exchange", text(data.exchange))]
    if kind == "SOA":
        numbers = ("serial_number", "refresh_interval", "retry_interval", "expire_limit", "minimum_ttl")
        values = (data.serial, data.refresh, data.retry, data.expire, data.minimum)
        named = [("dns.soa.mname", text(data.mname)), ("dns.soa.rname", text(data.rname))]
        return named + [(f"dns.soa.{name}", value) for name, value in zip(numbers, values, strict=True)]
    if kind == "TXT":
        pairs = [(("dns.txt.length", len(string)), ("dns.txt", string.hex())) for string in data.strings]
        return [entry for pair in pairs for entry in pair if entry != ("dns.txt", "")]  # no bits, no field
    if kind == "SRV":
        numbers = [("dns.srv.priority", data.priority), ("dns.srv.weight", data.weight), ("dns.srv.port", data.port)]
        return [*numbers, ("dns.srv.target", text(data.target))]
    return [(f"dns.{kind.lower()}", data.address)]


@settings(max_examples=150, deadline=None)
@given(messages())
def test_a_message_says_to_netkit_what_dnspython_put_in(message):
    try:
        wire = message.to_wire(max_size=65535)
    except dns.name.NameTooLong:
        return
    packet = over_udp(wire)
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    assert dissection.problems == []
    # Compression takes names for the same that differ in case alone, so what is on the wire is asked for, not what was put in.
    message = dns.message.from_wire(wire, one_rr_per_rrset=True)
    check_header(dissection, message)
    groups = {}
    for field in dissection.layers[2].fields:
        groups.setdefault(field.group, []).append(field)
    for number, question in enumerate(message.question, 1):
        found = [(field.key, field.value) for field in groups[f"question {number}"]]
        assert found == [("dns.qry.name", text(question.name)), ("dns.qry.type", question.rdtype), ("dns.qry.class", 1)]
    for section, title in zip(SECTIONS, ("answer", "authority", "additional"), strict=True):
        for number, records in enumerate(getattr(message, section), 1):
            check_record(groups[f"{title} {number}"], records)


def check_header(dissection, message):
    flags = {
        "dns.flags.response": dns.flags.QR, "dns.flags.authoritative": dns.flags.AA, "dns.flags.truncated": dns.flags.TC,
        "dns.flags.recdesired": dns.flags.RD, "dns.flags.recavail": dns.flags.RA, "dns.flags.authenticated": dns.flags.AD,
        "dns.flags.checkdisable": dns.flags.CD,
    }  # fmt: skip
    for key, bit in flags.items():
        assert dissection.value(key) is bool(message.flags & bit), key
    assert dissection.value("dns.id") == message.id
    assert dissection.value("dns.flags.opcode") == message.opcode()
    higher = dissection.value("dns.resp.ext_rcode") or 0
    assert higher << 4 | dissection.value("dns.flags.rcode") == message.rcode()
    counts = (len(message.answer), len(message.authority), len(message.additional) + (message.edns >= 0))
    assert dissection.value("dns.count.queries") == len(message.question)
    assert tuple(dissection.value(f"dns.count.{each}") for each in ("answers", "auth_rr", "add_rr")) == counts
    if message.edns >= 0:
        assert dissection.value("dns.rr.udp_payload_size") == message.payload
        assert dissection.value("dns.resp.z.do") is bool(message.ednsflags & dns.flags.DO)


def check_record(fields, records):
    (data,) = records
    head = [(field.key, field.value) for field in fields[:5]]
    assert head[:4] == [
        ("dns.resp.name", text(records.name)), ("dns.resp.type", records.rdtype), ("dns.resp.class", 1), ("dns.resp.ttl", records.ttl)
    ]  # fmt: skip
    found = [(field.key, field.raw if field.key == "dns.txt" else field.value) for field in fields[5:]]
    assert found == expected_data(data)
    assert head[4] == ("dns.resp.len", sum(field.width_bits for field in fields[5:]) // 8)


@settings(max_examples=150)
@given(names(), st.integers(0, 20))
def test_names_have_the_text_that_dnspython_gives_them(name, start):
    wire = name.to_wire()
    found = read_name(bytes(start) + wire + b"\xff", start, start + len(wire), 0)
    assert found.text == text(name)
    assert found.wire == wire
    assert found.pointed_at == ()
    assert dns.name.from_text(found.text) == name


@settings(max_examples=300)
@given(st.binary(max_size=60), st.integers(0, 59))
def test_both_refuse_the_same_names(data, start):
    """RFC 1035 §4.1.4. Any bytes are a message, any place the start of a name."""
    if start >= len(data):
        return
    try:
        theirs, used = dns.name.from_wire(data, start)
    except dns.exception.DNSException:
        with pytest.raises(Exception, match=r"."):
            read_name(data, start, len(data), 0)
        return
    ours = read_name(data, start, len(data), 0)
    assert ours.text == text(theirs)
    assert len(ours.wire) == used
