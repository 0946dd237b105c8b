"""Captures of walks from which something is missing: cut files, cut packets, changed bytes, lost packets."""

import ipaddress
import json
import os
import random
import re
import struct

import pytest

from tests.dns.replay.captures.record.link import NEAR, NEAR6
from tests.dns.replay.captures.record.scenes import SCENES
from tests.dns.replay.tools import path_of, printed, rdata_of, trace

LONG = bool(os.environ.get("NETKIT_WHOLE_CORPUS"))
"""Every capture and many more places, which takes minutes; else some of each."""

BY_NAME = {each.name: each for each in SCENES}
SOME = list(BY_NAME) if LONG else ["dig-trace", "unbound-troubled", "named-fragments"]

FINE, FAILED, GAPS = 0, 1, 3
SNAP = 60
HEAD, RECORD_HEAD = 24, 16
SOURCE, SOURCE6 = RECORD_HEAD + 14 + 12, RECORD_HEAD + 14 + 8
"""Where the source address of a packet lies in its record, behind the Ethernet header."""


def records_of(capture):
    """The head of a pcap file, and its records with their heads."""
    found, place = [], HEAD
    while place < len(capture):
        (length,) = struct.unpack_from("<8xI", capture, place)
        found.append(capture[place : place + RECORD_HEAD + length])
        place += RECORD_HEAD + length
    return capture[:HEAD], found


@pytest.fixture
def told(tmp_path):
    """What `netkit dns trace` makes of a capture, as code, report (None for a list or a failure) and words; never a traceback."""

    def run(capture, *words):
        path = tmp_path / "damaged.pcap"
        path.write_bytes(capture)
        code, out, err = trace(*words, "--capture", path, "--json")
        assert code in (FINE, FAILED, GAPS), (code, out, err)
        assert "Traceback" not in out + err
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", out + err), "nothing that a terminal would obey"
        if code and not out:
            assert err.startswith("error:"), err
        report = json.loads(out) if out else None
        return code, report if report is None or "steps" in report else None, " ".join(err.split())

    return run


def wanted(name):
    """One walk of a capture, its answer as the tool printed it, and the words that ask for it."""
    asked = printed(BY_NAME[name])[-1]
    return asked, (asked.name, asked.type)


def answer_of(report):
    return {
        (each["name"].lower().rstrip("."), each["type"], rdata_of(each["type"], each["data"]))
        for each in report["answer"]["records"]
    }


def places(count, most):
    """Some numbers below `count`, evenly; all of them in a long run."""
    return range(count) if LONG or count <= most else range(0, count, -(-count // most))


@pytest.mark.parametrize("name", SOME)
def test_a_file_that_ends_too_early(name, told):
    capture = path_of(name).read_bytes()
    ends = {HEAD}
    for record in records_of(capture)[1]:
        ends.add(max(ends) + len(record))
    step = 7 if LONG else 701
    for end in range(HEAD + 1, len(capture), step):
        if end in ends:
            continue
        code, _, words = told(capture[:end], *(wanted(name)[1] if end % 2 else ()))
        assert code == GAPS
        assert "record" in words or "ends" in words or "byte" in words


@pytest.mark.parametrize("name", SOME)
def test_packets_of_which_only_the_beginning_was_kept(name, told):
    head, records = records_of(path_of(name).read_bytes())
    cut = [each[:8] + struct.pack("<I", min(SNAP, len(each) - 16)) + each[12 : RECORD_HEAD + SNAP] for each in records]
    code, report, words = told(head + b"".join(cut))
    assert (code, report) == (GAPS, None)
    assert "holds only the beginnings" in words
    assert "snap length" in words


@pytest.mark.parametrize("name", SOME)
def test_a_packet_that_is_missing(name, told):
    """The walk is told as it was, or a gap in it; never another answer."""
    head, records = records_of(path_of(name).read_bytes())
    asked, words = wanted(name)
    codes = []
    for missing in places(len(records), 40):
        code, report, said = told(head + b"".join([*records[:missing], *records[missing + 1 :]]), *words)
        codes.append(code)
        if code == FINE:
            assert answer_of(report) == asked.records
        else:
            assert code == GAPS, (missing, said)
    assert {FINE, GAPS} == set(codes), "some packets belong to the walk, and some do not"


@pytest.mark.parametrize("name", SOME)
def test_a_capture_that_began_too_late(name, told):
    head, records = records_of(path_of(name).read_bytes())
    asked, words = wanted(name)
    for first in places(len(records), 12):
        code, report, _ = told(head + b"".join(records[first:]), *words)
        if code == FINE:
            assert answer_of(report) == asked.records


@pytest.mark.parametrize("name", SOME)
@pytest.mark.parametrize("kept", ["questions", "answers"])
def test_one_direction_alone(name, kept, told):
    head, records = records_of(path_of(name).read_bytes())
    near = ipaddress.ip_address(NEAR).packed, ipaddress.ip_address(NEAR6).packed
    from_near = [each[SOURCE : SOURCE + 4] == near[0] or each[SOURCE6 : SOURCE6 + 16] == near[1] for each in records]
    half = [each for each, sent in zip(records, from_near, strict=True) if sent is (kept == "questions")]
    code, report, words = told(head + b"".join(half), *wanted(name)[1])
    assert code == GAPS
    assert report is not None or "no DNS question" in words or "asks the server to do the walk" in words


@pytest.mark.parametrize("name", SOME)
def test_bytes_that_were_changed(name, told):
    capture = path_of(name).read_bytes()
    chance = random.Random(name)
    for _ in range(400 if LONG else 25):
        changed = bytearray(capture)
        for _ in range(chance.choice((1, 3, 40))):
            changed[chance.randrange(HEAD, len(changed))] = chance.randrange(256)
        told(bytes(changed), *(wanted(name)[1] if chance.random() < 0.7 else ()))
