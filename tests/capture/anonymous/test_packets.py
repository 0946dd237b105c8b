"""Packets and their stand-ins: as long, of the same layers, as right or wrong, and nothing of whoever was there."""

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.capture import Interface, OtherBlock, Record
from netkit.capture.anonymous import Anonymiser
from netkit.capture.anonymous.fields import StandIns
from netkit.capture.anonymous.packets import Kept, stand_in
from netkit.capture.converting import convert
from netkit.capture.form import Form
from netkit.capture.rewriting.keyed import Keyed
from netkit.packet import dissect
from netkit.packet.checksum import checksum
from tests.capture.anonymous.leaks import addresses, hidden, spelled, words
from tests.packet.mutating import mutations
from tests.vectors.reading import vectors

STAND_INS = StandIns(Keyed(b"a key for the tests"))
KEPT_WHOLE = ("types that tshark keeps whole, too", "class CH")
"""Records of which netkit knows no form, so that what is changed in them is malformed."""
POSITIONS = {"dns.loc.latitude", "dns.loc.longitude", "dns.loc.altitude"}


def anonymous(data, link_type=1, original_length=None):
    new, kept = stand_in(data, link_type, original_length or len(data), STAND_INS)
    return dissect(new, link_type, original_length=original_length), kept


@pytest.mark.parametrize("vector", vectors(), ids=repr)
def test_a_stand_in_has_the_same_fields_and_problems_and_nothing_of_the_packet(vector):
    old = dissect(vector.data, vector.link_type)
    new, kept = anonymous(vector.data, vector.link_type)
    assert kept is (Kept.TRANSPORT if vector.title in KEPT_WHOLE else Kept.ALL)
    if kept is not Kept.ALL:
        return
    assert [(each.key, each.start_bit, each.width_bits) for each in new.fields] == [
        (each.key, each.start_bit, each.width_bits) for each in old.fields
    ]
    assert [problem.rule for problem in new.problems] == [problem.rule for problem in old.problems]
    for before, after in zip(old.fields, new.fields, strict=True):
        if before.field.kind.json_type in ("integer", "boolean") and before.key not in POSITIONS:
            assert before.raw_value == after.raw_value or "checksum" in before.key
        if before.key in ("tcp.payload", "udp.payload", "data.data", "http.file_data", "tls.app_data"):
            assert len(set(after.raw_value)) <= 1
    seen = hidden(new)
    images = {bytes(address) for address in addresses(new)}
    for address in set(addresses(old)) - images:
        assert address not in seen
        assert spelled(address) not in new.data
    assert [word for word in words(old) if word.encode() in new.data.lower()] == []


@pytest.mark.parametrize("seed", range(3))
def test_damaged_packets_keep_their_damage(seed):
    """Whatever happens to the content, what is there of the layers below it stays, and so do its problems."""
    for vector in vectors()[seed::3]:
        data = mutations(vector, seed)
        old = dissect(data, vector.link_type)
        new, kept = anonymous(data, vector.link_type)
        assert len(new.data) <= len(data)
        if kept is Kept.ALL:
            assert [each.rule for each in new.problems] == [each.rule for each in old.problems]
        assert kept is Kept.CUT or len(new.data) == len(data)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([0, 1, 9, 101, 105, 113, 276, 9999]))
def test_any_bytes_have_a_stand_in(data, link_type):
    new, kept = anonymous(data, link_type)
    assert len(new.data) == len(data) or kept is Kept.CUT


ETHERNET = bytes.fromhex("02aabbccddee 02a0b0c0d0e0 0800")
SOURCE, DESTINATION = bytes((192, 0, 2, 33)), bytes((203, 0, 113, 80))


def ipv4(protocol, payload, flags=0, length=None):
    total = 20 + len(payload) if length is None else length
    header = struct.pack(">BBHHHBBH", 0x45, 0, total, 7, flags, 64, protocol, 0) + SOURCE + DESTINATION
    return header[:10] + checksum(header).to_bytes(2, "big") + header[12:] + payload


def udp(payload, value=None):
    length = 8 + len(payload)
    datagram = struct.pack(">HHHH", 5000, 6000, length, 0) + payload
    pseudo = SOURCE + DESTINATION + struct.pack(">BBH", 0, 17, length)
    value = checksum(pseudo + datagram) if value is None else value
    return datagram[:6] + value.to_bytes(2, "big") + datagram[8:]


def notes(packet):
    return {field.key: field.note for field in packet.fields if "checksum" in field.key}


def test_right_checksums_are_right_and_wrong_ones_wrong():
    new, _ = anonymous(ETHERNET + ipv4(17, udp(b"secret")))
    assert notes(new) == {"ip.checksum": "right", "udp.checksum": "right"}
    new, _ = anonymous(ETHERNET + ipv4(17, udp(b"secret", 0x1234)))
    assert [problem.rule for problem in new.problems] == ["udp.checksum.bad"]
    new, _ = anonymous(ETHERNET + ipv4(17, udp(b"secret", 0)))
    assert (new.value("udp.checksum"), new.problems) == (0, [])


def test_a_checksum_that_was_left_to_the_card_is_left_to_it():
    pseudo = SOURCE + DESTINATION + struct.pack(">BBH", 0, 17, 14)
    data = ETHERNET + ipv4(17, udp(b"secret", 0xFFFF ^ checksum(pseudo)))
    (old,), (new,) = dissect(data).problems, anonymous(data)[0].problems
    assert old.details == new.details != ()
    assert old.text != new.text


def test_a_datagram_quoted_in_an_error_has_the_addresses_of_the_datagram_itself():
    sent = ipv4(17, udp(b"secret"))
    error = b"\3\3\0\0\0\0\0\0" + sent[:28]
    error = error[:2] + checksum(error).to_bytes(2, "big") + error[4:]
    itself, _ = anonymous(ETHERNET + sent)
    quoting, _ = anonymous(ETHERNET + ipv4(1, error))
    assert quoting.values("ip.src")[1:] == itself.values("ip.src")
    assert quoting.values("ip.dst")[1:] == itself.values("ip.dst")
    assert quoting.problems == []
    assert set(notes(quoting).values()) <= {"right", ""}


def test_a_checksum_that_can_not_be_judged_is_carried_along():
    """In a quote that is whole, what was right is right: the quoted datagram is the one that was sent, byte for byte."""
    sent = ipv4(17, udp(b"secret"))
    error = b"\3\3\0\0\0\0\0\0" + sent
    error = error[:2] + checksum(error).to_bytes(2, "big") + error[4:]
    itself, _ = anonymous(ETHERNET + sent)
    quoting, _ = anonymous(ETHERNET + ipv4(1, error))
    assert quoting.data[14 + 20 + 8 :] == itself.data[14:]


def test_what_is_cut_or_a_fragment_keeps_its_lengths():
    data = ETHERNET + ipv4(17, udp(b"secret" * 10))
    new, kept = anonymous(data[:50], original_length=len(data))
    assert (len(new.data), new.original_length, kept) == (50, len(data), Kept.ALL)
    assert b"secr" not in new.data
    fragment, _ = anonymous(ETHERNET + ipv4(17, b"secret__" * 10, flags=0x2000 | 5))
    assert b"secr" not in fragment.data
    assert [problem.rule for problem in fragment.problems] == []


def test_what_netkit_has_no_table_for_is_emptied():
    new, _ = anonymous(ETHERNET + ipv4(89, b"router 192.0.2.33 says"))
    assert new.data[34:] == bytes(22)
    unknown, _ = anonymous(b"no such link layer", 9999)
    assert unknown.data == bytes(18)


def test_the_same_name_is_the_same_in_every_protocol():
    """A page that is asked for: the DNS question, the Host line, and the SNI of the same server."""
    name = b"www.harbour.test"
    question = struct.pack(">HHHHHH", 7, 0x100, 1, 0, 0, 0) + b"\3www\7harbour\4test\0" + b"\0\1\0\1"
    asked = udp(question)
    asked = asked[:2] + b"\0\x35" + asked[4:]
    asked = asked[:6] + b"\0\0" + asked[8:]
    new, _ = anonymous(ETHERNET + ipv4(17, asked))
    found = new.value("dns.qry.name")
    request = b"GET /map.html HTTP/1.1\r\nHost: " + name + b"\r\nCookie: id=ada\r\n\r\n"
    segment = struct.pack(">HHIIBBHHH", 33836, 80, 1, 1, 0x50, 0x18, 64, 0, 0) + request
    page, kept = anonymous(ETHERNET + ipv4(6, segment))
    assert page.value("http.host") == found != name.decode()
    assert found.endswith(".test")
    assert (page.value("http.request.method"), kept) == ("GET", Kept.ALL)
    assert b"ada" not in page.data
    assert len(page.data) == 54 + len(request)


@pytest.fixture
def capture(make):
    options = make.option(2, b"eth0") + make.option(3, b"Ada's laptop") + make.option(4, SOURCE + b"\xff\xff\xff\0")
    options += make.option(9, b"\x09") + make.option(12, b"AdaOS")
    data = make.section(">", options=make.option(1, b"recorded by Ada", ">") + make.option(4, b"adadump", ">"))
    data += make.interface(">") + make.section(options=make.option(3, b"AdaOS")) + make.interface(options=options)
    data += make.interface(options=make.option(2, b"enx02a0b0c0d0e0"))
    hints = (
        make.option(1, b"see Ada")
        + make.option(2, b"\1\0\0\0")
        + make.option(3, b"\2\1\2\3\4")
        + make.option(4, bytes(8))
    )
    data += make.enhanced(ETHERNET + ipv4(17, udp(b"Ada")), 5, options=hints) + make.simple(
        ETHERNET + ipv4(17, udp(b"Ada"))
    )
    data += make.block(4, struct.pack("<HH", 1, 8) + SOURCE + b"ada\0" + bytes(4))
    data += make.block(10, struct.pack("<II", 0x544C534B, 3) + b"Ada") + make.block(0xBAD, b"\0\0\0\1Ada!")
    data += make.block(5, struct.pack("<III", 0, 0, 9) + make.option(1, b"Ada") + make.option(4, b"\7" + bytes(7)))
    return data + make.block(0x7777, b"Ada!") + make.block(9, b"USER=ada\n")


def test_nothing_that_a_file_says_of_anybody_is_left(capture):
    anonymiser, target = Anonymiser(b"a key"), io.BytesIO()
    convert(netkit.capture.open(io.BytesIO(capture)), target, Form(), change=anonymiser)
    written = target.getvalue()
    for left in (b"ada", SOURCE, DESTINATION, ETHERNET[:6], ETHERNET[6:12], b"02a0b0c0d0e0"):
        assert left not in written.lower()
    again = netkit.capture.open(io.BytesIO(written))
    parts = list(again.parts())
    records = [part for part in parts if isinstance(part, Record)]
    assert [(record.time, len(record.data)) for record in records] == [(5, 45), (None, 45)]
    assert records[0].options == ((2, b"\1\0\0\0"), (4, bytes(8)))
    assert [part.name for part in parts if isinstance(part, Interface)][:2] == [None, "eth0"]
    assert [part.kind for part in parts if isinstance(part, OtherBlock)] == [5]
    assert again.statistics[0].received == 7
    assert again.problems == ()
    assert anonymiser.losses.counts == {
        "remarks on the file": 3,
        "remarks on interfaces": 3,
        "remarks on packets": 2,
        "blocks of this kind: names": 1,
        "blocks of this kind: secrets": 1,
        "blocks of this kind: custom": 1,
        "blocks of this kind: unknown (0x00007777)": 1,
        "blocks of this kind: systemd journal": 1,
    }


def test_the_key_decides():
    def written(key):
        return Anonymiser(key)(Record(1, 0, ETHERNET + ipv4(17, udp(b"x")), 43, Interface(0, 1))).data

    assert written(b"one") == written(b"one") != written(b"two")
