"""DNS: what is wrong in a message, by a packet that has it and one that has it not, and what no vector shows."""

import subprocess
import sys

import pytest

from netkit.packet import dissect
from netkit.packet.application.dns.codes import TYPES
from netkit.packet.application.dns.records.registry import RECORDS
from netkit.packet.summary import brief, protocol_of, summary
from tests.length import LONG
from tests.packet.invariants import broken_promises
from tests.packet.making import over_udp

NAME = b"\7example\4test\0"
OWNER = b"\xc0\x0c"

A, NS, TXT, SRV, OPT, NSEC, DNSKEY, HTTPS, TSIG, URI = 1, 2, 16, 33, 41, 47, 48, 65, 250, 256


def number(value, size=2):
    return value.to_bytes(size, "big")


def record(kind, data, *, owner=OWNER, record_class=1, time_to_live=300, length=None):
    size = len(data) if length is None else length
    return owner + number(kind) + number(record_class) + number(time_to_live, 4) + number(size) + data


def edns(options=b"", *, owner=b"\0", time_to_live=0):
    return record(OPT, options, owner=owner, record_class=1232, time_to_live=time_to_live)


def option(code, data):
    return number(code) + number(len(data)) + data


def message(*, flags=0x8180, answers=(), authority=(), additional=(), counts=None, question_type=A, question_class=1):
    sections = (answers, authority, additional)
    numbers = counts or (1, *map(len, sections))
    head = number(0x1234) + number(flags) + b"".join(map(number, numbers))
    return head + NAME + number(question_type) + number(question_class) + b"".join(b"".join(each) for each in sections)


def read(content, port=53):
    packet = over_udp(content, port)
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    return dissection


def rules(content, port=53):
    return [problem.rule for problem in read(content, port).problems]


ADDRESS = record(A, bytes([192, 0, 2, 1]))

WRONG = {
    "dns.bitmap.block.length": message(answers=[record(NSEC, b"\0\0\x21" + bytes(32) + b"\1")]),
    "dns.bitmap.block.order": message(answers=[record(NSEC, b"\0\1\1\x40\0\1\x40")]),
    "dns.bitmap.block.zeros": message(answers=[record(NSEC, b"\0\0\2\x40\0")]),
    "dns.bitmap.truncated": message(answers=[record(NSEC, b"\0\0\2\x40")]),
    "dns.count.high": message(answers=[ADDRESS], counts=(1, 2, 0, 0)),
    "dns.dnskey.protocol": message(answers=[record(DNSKEY, b"\1\1\2\x0dkey")]),
    "dns.edns.client_subnet.length": message(additional=[edns(option(8, b"\0\1\x18\0\xc0\0"))]),
    "dns.edns.name": message(additional=[edns(owner=OWNER)]),
    "dns.edns.option.length": message(additional=[edns(option(10, bytes(9)))]),
    "dns.edns.option.truncated": message(additional=[edns(number(10) + number(8) + bytes(7))]),
    "dns.edns.repeated": message(additional=[edns(), edns()]),
    "dns.edns.reserved.set": message(additional=[edns(time_to_live=1)]),
    "dns.edns.section": message(answers=[edns()]),
    "dns.edns.version": message(additional=[edns(time_to_live=1 << 16)]),
    "dns.message.trailing": message(answers=[ADDRESS]) + b"\0",
    "dns.name.compressed": message(answers=[record(SRV, bytes(6) + OWNER)]),
    "dns.record_data.long": message(answers=[record(A, bytes(5))]),
    "dns.record_data.malformed": message(answers=[record(URI, b"\0")]),
    "dns.record_data.short": message(answers=[record(A, bytes(3))]),
    "dns.stateful.length": number(0) + number(0x3000) + bytes(8) + number(1) + number(7) + bytes(7),
    "dns.stateful.truncated": number(0) + number(0x3000) + bytes(8) + number(1) + number(9) + bytes(8),
    "dns.svcb.parameter.length": message(answers=[record(HTTPS, b"\0\1\0\0\3\0\1\0")]),
    "dns.svcb.parameter.order": message(answers=[record(HTTPS, b"\0\1\0\0\3\0\2\1\xbb\0\2\0\0")]),
    "dns.svcb.parameter.truncated": message(answers=[record(HTTPS, b"\0\1\0\0\1\0\4\2h2")]),
    "dns.tsig.not_last": message(additional=[record(TSIG, bytes(17)), ADDRESS]),
    "dns.ttl.large": message(answers=[record(A, bytes(4), time_to_live=1 << 31)]),
}

RIGHT = {
    "another bitmap": message(answers=[record(NSEC, b"\0\0\1\x40\1\x20" + bytes(31) + b"\1")]),
    "as many as counted": message(answers=[ADDRESS, ADDRESS]),
    "a key": message(answers=[record(DNSKEY, b"\1\1\3\x0dkey")]),
    "EDNS": message(additional=[edns(option(8, b"\0\1\x18\0\xc0\0\2") + option(10, bytes(8)), time_to_live=1 << 15)]),
    "a service": message(answers=[record(SRV, bytes(6) + NAME)]),
    "a server, compressed": message(answers=[record(NS, OWNER)]),
    "a URI": message(answers=[record(URI, b"\0\1\0\1ftp://a.test")]),
    "parameters": message(answers=[record(HTTPS, b"\0\1\0\0\2\0\0\0\3\0\2\1\xbb")]),
    "a signed message": message(additional=[ADDRESS, record(TSIG, bytes(17))]),
    "the longest time to live": message(answers=[record(A, bytes(4), time_to_live=(1 << 31) - 1)]),
    "an empty record of an update": message(flags=0x2800, authority=[record(A, b"", record_class=255, time_to_live=0)]),
    "an operation": number(0) + number(0x3000) + bytes(8) + number(1) + number(8) + bytes(8),
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_wrong_has_its_rule(rule):
    assert rules(WRONG[rule]) == [rule]


@pytest.mark.parametrize("title", RIGHT)
def test_what_is_right_has_none(title):
    assert rules(RIGHT[title]) == []


@pytest.mark.parametrize("title", RIGHT)
@pytest.mark.parametrize("port", [53, 5353, 5355])
def test_every_shorter_message_is_kept(title, port):
    content = RIGHT[title]
    whole = 12 if title == "an operation" else 0  # a message may be a header alone
    for length in range(1, len(content)):
        assert rules(content[:length], port) or length == whole


SIZES = range(45) if LONG else (*range(22), 24, 31, 32, 33, 44)
"""Of data: every size about which a record's fields end, and some beyond."""


@pytest.mark.parametrize("kind", sorted(RECORDS))
def test_data_of_any_length_are_kept(kind):
    for octet in (0, 1, 0x3F, 0x40, 0xC0, 0xFF):
        for size in SIZES:
            dissection = read(message(answers=[record(kind, bytes([octet]) * size), ADDRESS]))
            assert dissection.values("dns.a")[-1:] == ["192.0.2.1"], (kind, octet, size)


@pytest.mark.parametrize("code", range(21))
def test_options_of_any_length_are_kept(code):
    for octet in (0, 1, 0x3F, 0xC0, 0xFF):
        for size in SIZES:
            options = option(code, bytes([octet]) * size) + option(65001, b"x")
            dissection = read(message(additional=[edns(options), ADDRESS]))
            assert dissection.values("dns.opt.code") == [code, 65001]
            assert dissection.value("dns.a") == "192.0.2.1"


def test_a_record_without_data_is_no_address():
    assert rules(message(answers=[record(A, b"")])) == ["dns.record_data.short"]


def test_a_record_whose_length_is_wrong_hides_none_after_it():
    dissection = read(message(answers=[record(A, b"\xc0\0\2\2\0"), ADDRESS]))
    assert dissection.values("dns.a") == ["192.0.2.2", "192.0.2.1"]
    assert dissection.value("dns.data") == "00"


def test_a_name_that_is_none_hides_no_record_after_it():
    dissection = read(message(answers=[record(NS, b"\xff\xff"), ADDRESS]))
    assert [problem.rule for problem in dissection.problems] == ["dns.name.pointer.forward"]
    assert dissection.value("dns.data") == "ffff"
    assert dissection.value("dns.a") == "192.0.2.1"


def test_multicast_dns_may_compress():
    """RFC 6762 §18.14."""
    content = message(flags=0x8000, answers=[record(SRV, bytes(6) + OWNER)])
    assert rules(content, 5353) == []
    assert rules(content, 5355) == ["dns.name.compressed"]


def test_a_class_has_its_upper_bit_for_other_things_in_multicast_dns_alone():
    content = message(question_class=0x8001, answers=[record(A, bytes(4), record_class=0x8001)])
    multicast, plain = read(content, 5353), read(content)
    assert (multicast.value("dns.qry.class"), multicast.value("dns.qry.qu")) == (1, True)
    assert (multicast.value("dns.resp.class"), multicast.value("dns.resp.cache_flush")) == (1, True)
    assert (plain.value("dns.qry.class"), plain.value("dns.qry.qu")) == (0x8001, None)
    assert (plain.value("dns.resp.class"), plain.value("dns.resp.cache_flush")) == (0x8001, None)


def test_a_response_code_has_twelve_bits_with_edns():
    dissection = read(message(flags=0x8180, additional=[edns(time_to_live=1 << 24)]))
    field = dissection.field("dns.resp.ext_rcode")
    assert field.note == "with the header's four bits: 16 (bad version of EDNS or bad signature)"
    assert "bad version of EDNS" in summary(dissection)


def test_an_address_of_chaosnet_is_none_of_ipv4():
    dissection = read(message(answers=[record(A, b"\2ch\0\1\2", record_class=3)]))
    assert dissection.problems == []
    assert dissection.value("dns.a") is None
    assert dissection.field("dns.data").text == "ch. 402"


def test_types_have_names_in_a_bitmap():
    dissection = read(message(answers=[record(NSEC, b"\0\0\1\x40\4\1\x20")]))
    assert dissection.field("dns.nsec.type_bitmap").text == "A, type 1026"
    assert TYPES[TXT] == "TXT"


def test_what_a_message_is_called():
    for port, name in ((53, "DNS"), (5353, "Multicast DNS"), (5355, "LLMNR")):
        dissection = read(message(flags=0x8000, answers=[ADDRESS]), port)
        assert protocol_of(dissection) == name
        assert brief(dissection) == f"{name} answer: A of example.test: 192.0.2.1"


def test_what_an_update_says():
    changes = [record(A, bytes(4)), record(TXT, b"\1x")]
    ask = read(message(flags=0x2800, question_type=6, authority=changes))
    assert summary(ask) == "the update from 192.0.2.1 to 198.51.100.2: zone example.test, 2 changes"
    refused = read(message(flags=0xA805, question_type=6))
    assert summary(refused).endswith(": zone example.test, 0 changes: refused")


def test_nothing_that_a_record_can_hold_loads_dnspython_until_it_is_asked_for():
    """It takes longer to load than a thousand packets to read."""
    content = over_udp(message(answers=[record(URI, b"\0\1\0\1ftp://a.test"), ADDRESS])).hex()
    program = (
        "import sys; from netkit.packet import dissect\n"
        f"packet = dissect(bytes.fromhex('{content}'), 101); list(packet.fields)\n"
        "assert 'dns.rdata' not in sys.modules\n"
        "assert packet.field('dns.data').text == '1 1 \"ftp://a.test\"'\n"
        "assert 'dns.rdata' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_text_that_dnspython_refuses_is_shown_in_hex():
    dissection = read(message(answers=[record(URI, b"\0\1")]))
    assert dissection.field("dns.data").text == "0001"
    (problem,) = dissection.problems
    assert problem.key == "dns.data"
    assert problem.text.startswith("the data of answer 1 are no URI record: ")
