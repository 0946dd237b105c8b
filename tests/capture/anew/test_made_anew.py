"""Captures made anew: who was there is gone from fields, bytes and texts, and everything else is as it was recorded."""

import io
import itertools
import re
import subprocess
from pathlib import Path

import pytest

import netkit.capture
from netkit.address import format_ipv4, format_ipv6, format_mac
from netkit.capture.anew import Recording, Why, made_anew
from netkit.packet import dissect
from netkit.packet.application.dns.name import NAME
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC
from tests.length import LONG
from tests.oracle.tshark import PREFERENCES, program

CAPTURES = Path(__file__).parents[3] / "captures"
SHIPPED = [path for path in sorted(CAPTURES.glob("*.pcapng")) if not re.search(r"link-[23]", path.name)]
"""All but those that show one connection once more, which is made anew together with the first: test_together.py has them."""

SAMPLE = [
    path for path in SHIPPED if re.search(r"01|traceroute|ping|fragments|dns-|mail|retrans|closed|options", path.name)
]
"""One of each kind of recording."""

CHECKED = SHIPPED if LONG else SAMPLE
SEED = b"a seed for the tests"
KINDS = {ADDRESS_IPV4: (4, format_ipv4), ADDRESS_IPV6: (16, format_ipv6), ADDRESS_MAC: (6, format_mac)}


def packets(source):
    with netkit.capture.open(io.BytesIO(source) if isinstance(source, bytes) else source) as capture:
        records = list(capture)
        assert capture.problems == ()
    return records, [dissect(r.data, r.link_type, original_length=r.original_length) for r in records]


def somebodys(kind, number):
    """Whether an address belongs to a host: no group's, no protocol's, and not so short that chance finds it."""
    if kind is ADDRESS_MAC:
        return number and not number >> 40 & 1
    if kind is ADDRESS_IPV4:
        return number >> 24 not in (0, 127) and number >> 28 < 14
    return number >> 120 != 0xFF and number >> 32


def who(packet):
    """Every host's address in a packet, as its kind and number, and every name of several labels."""
    for field in packet.fields:
        kind = field.field.kind
        if kind in KINDS and not field.key.endswith(("mask", "cookie")) and somebodys(kind, field.raw_value):
            yield kind, field.raw_value
        elif kind is NAME and field.value.strip(".").count(".") and not field.value.endswith(".arpa"):
            yield kind, field.value.lower().removesuffix(".")


def spelled(kind, value):
    """How an address or a name stands in bytes and in texts."""
    if kind is NAME:
        return value.encode(), b"".join(bytes((len(label),)) + label.encode() for label in value.split("."))
    size, spell = KINDS[kind]
    return value.to_bytes(size, "big"), spell(value).encode()


@pytest.fixture(scope="module")
def made():
    """Each checked recording with its packets, and those of one that was made from it."""
    return {path: (path, *packets(path), made_anew(path, SEED)) for path in CHECKED}


def test_nobody_is_left_in_fields_bytes_or_texts(made):
    for path, _, before, anew in made.values():
        data = anew.data.lower()
        for kind, value in {each for packet in before for each in who(packet)}:
            for found in spelled(kind, value):
                assert found.lower() not in data, (path.name, value)


def test_who_becomes_whom_is_one_to_one_and_the_same_everywhere(made):
    for path, _, before, anew in made.values():
        there, back = {}, {}
        for one, other in zip(before, packets(anew.data)[1], strict=True):
            for (kind, old), (other_kind, new) in zip(who(one), who(other), strict=True):
                assert kind is other_kind
                assert there.setdefault((kind, old), new) == new, path.name
                assert back.setdefault((kind, new), old) == old, path.name
        assert there


def test_packets_are_as_long_as_right_and_as_wrong_as_they_were(made):
    for path, records, before, anew in made.values():
        now, after = packets(anew.data)
        for one, other in zip(records, now, strict=True):
            assert (len(one.data), one.original_length, one.link_type) == (
                len(other.data),
                other.original_length,
                other.link_type,
            )
        for one, other in zip(before, after, strict=True):
            assert [(f.key, f.start_bit, f.width_bits, f.note == "right") for f in one.fields] == [
                (f.key, f.start_bit, f.width_bits, f.note == "right") for f in other.fields
            ], path.name
            assert [p.rule for p in one.problems] == [p.rule for p in other.problems]


def test_times_keep_their_order_and_nearly_their_distances(made):
    for _, records, _, anew in made.values():
        now, _ = packets(anew.data)
        first, start = records[0].time, now[0].time
        assert first != start
        for one, other in zip(records, now, strict=True):
            assert 0.949 * (one.time - first) - 1 <= other.time - start <= 1.051 * (one.time - first) + 1
        assert [r.time for r in now] == sorted(r.time for r in now) or [r.time for r in records] != sorted(
            r.time for r in records
        )


def test_client_ports_identifiers_and_sequence_numbers_are_others(made):
    path, _, before, anew = made[CAPTURES / "page-load-01.pcapng"]
    _, after = packets(anew.data)
    for key in ("udp.srcport", "dns.id", "ip.id"):
        assert before[2].value(key) != after[2].value(key) or key == "ip.id", key
    segments = [(one, other) for one, other in zip(before, after, strict=True) if one.value("tcp.seq_raw") is not None]
    client = segments[0][0].value("tcp.srcport")
    images = {other.value("tcp.srcport") for one, other in segments if one.value("tcp.srcport") == client}
    assert images != {client}
    assert len(images) == 1
    assert {other.value("tcp.dstport") for one, other in segments if one.value("tcp.srcport") == client} == {80}
    sent = [(one, other) for one, other in segments if one.value("tcp.srcport") == client]
    shift = {(other.value("tcp.seq_raw") - one.value("tcp.seq_raw")) % 2**32 for one, other in sent}
    assert len(shift) == 1
    assert shift != {0}
    assert path.name == "page-load-01.pcapng"


def fields_of_tshark(paths, place):
    """Of every packet each field's name, size and place, and what tshark finds wrong in it or makes of its connection."""
    subprocess.run(["mergecap", "-a", "-w", place, *paths], check=True, capture_output=True)
    wanted = {"ip.check_checksum", "tcp.check_checksum", "udp.check_checksum", "eth.fcs", "arp.detect_duplicate_ips"}
    settings = [word for key, value in PREFERENCES.items() if key in wanted for word in ("-o", f"{key}:{value}")]
    command = [program(), "-n", "-r", place, *settings, "-T", "pdml"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [re.findall(r'name="([^"]*)"[^>]*?size="(\d+)" pos="(\d+)"', each) for each in text.split("<packet>")[1:]]


def test_tshark_sees_the_same_fields_problems_and_connections(made, tmp_path):
    """Names of fields hold `_ws.expert`, `_ws.malformed` and `tcp.analysis.…`, too; both the usual and one whose numbers wrap."""
    for wrap in (False, True):
        new = [tmp_path / path.name for path in made]
        for path, target in zip(made, new, strict=True):
            target.write_bytes(made_anew(path, b"%d" % wrap, wrap=wrap).data if wrap else made[path][3].data)
        old, now = fields_of_tshark(list(made), tmp_path / "old"), fields_of_tshark(new, tmp_path / "new")
        assert len(old) == len(now) > 100
        different = [number for number, (one, other) in enumerate(zip(old, now, strict=True), 1) if one != other]
        assert different == []


def test_one_seed_makes_one_capture_and_two_make_two():
    recording = Recording(CAPTURES / "page-load-03.pcapng")
    assert (
        recording.anew(b"ada").data
        == recording.anew(b"ada").data
        == made_anew(CAPTURES / "page-load-03.pcapng", b"ada").data
    )
    assert len({recording.anew(b"student %d" % number).data for number in range(40)}) == 40


def test_one_variant_in_four_wraps_when_asked():
    recording = Recording(CAPTURES / "page-load-03.pcapng")
    wrapped = 0
    for number in range(24):
        anew = recording.anew(b"student %d" % number, wrap=True)
        numbers = [p.value("tcp.seq_raw") for p in packets(anew.data)[1] if p.value("tcp.srcport") == 80]
        passes = any(later < earlier for earlier, later in itertools.pairwise(numbers))
        assert passes == anew.renaming.wraps
        wrapped += passes
    assert 1 <= wrapped <= 12


def test_what_is_left_is_told():
    assert made_anew(CAPTURES / "page-load-01.pcapng", SEED).left == ()
    hidden = dissect(bytes.fromhex("0200000000010200000000020800") + _datagram(b"\xc0\x00\x02\x01 is me"))
    assert hidden.problems == []
    target = io.BytesIO()
    netkit.capture.write(target, [netkit.capture.NewRecord(data=hidden.data)])
    left = made_anew(target.getvalue(), SEED).left
    assert [(each.why, each.packets) for each in left] == [(Why.UNKNOWN, (1,))]


def _datagram(content):
    from netkit.packet import build

    line = f"ipv4 source=192.0.2.1 destination=192.0.2.2 / udp source_port=40000 destination_port=9 / data hex:{content.hex()}"
    return build(line).encode()
