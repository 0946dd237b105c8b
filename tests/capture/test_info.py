"""What `capture info` says: numbers as capinfos has them, and everything that the file says of itself."""

import io
import json
import os
import shutil
import struct
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

import netkit
import netkit.capture
from netkit.capture.info_view import info
from netkit.capture.link_types import link_type_text
from netkit.capture.totals import MOST_COMMENTS, Totals
from netkit.render.layout import arrange, arrange_aloud
from netkit.render.page import Page
from netkit.render.plain import texts

SHIPPED = sorted((Path(netkit.__file__).parents[1] / "captures").glob("*.pcapng"))


def report(source, name="a.pcapng"):
    totals = Totals()
    with netkit.capture.open(source) as capture:
        for record in capture:
            totals.count(record)
    return info(name, capture, totals)


def drawn(document, width=80):
    return "\n".join(texts(arrange(document.blocks, Page(width=width, encoding="utf-8", boxes=False))))


@pytest.fixture(scope="module")
def capinfos():
    """The numbers that capinfos has of each file."""
    if shutil.which("capinfos") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("capinfos is not installed, and in CI the oracle has to be there")
        pytest.skip("capinfos is not installed")
    command = ["capinfos", "-T", "-m", "-S", "-c", "-d", "-u", "-a", "-e", "-z", "-x", *SHIPPED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split(",") for line in done.stdout.splitlines()]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_numbers_are_those_of_capinfos(capinfos):
    for path, theirs in zip(SHIPPED, capinfos, strict=True):
        found = report(path).data
        assert found["records"] == int(theirs["Number of packets"])
        assert found["bytes_on_wire"] == int(theirs["Data size (bytes)"])
        assert found["duration"] == theirs["Capture duration (seconds)"]
        assert Decimal(found["first_time"]) == Decimal(theirs["Start time"])
        assert Decimal(found["last_time"]) == Decimal(theirs["End time"])
        rate = float(theirs["Average packet rate (packets/sec)"])
        assert found["packets_per_second"] == pytest.approx(rate, rel=1e-3)  # capinfos counts with floats
        size = found["bytes_on_wire"] / found["records"]
        assert size == pytest.approx(float(theirs["Average packet size (bytes)"]), abs=0.01)


@pytest.fixture
def told(make):
    """A file that says much about itself."""
    options = (
        make.option(1, b"for week 3") + make.option(2, b"x86") + make.option(3, b"Plan 9") + make.option(4, b"maker")
    )
    data = make.section(options=options)
    options = make.option(2, b"eth0") + make.option(3, b"the client's card") + make.option(11, b"\0tcp port 80")
    options += make.option(4, bytes((192, 0, 2, 1, 255, 255, 255, 0))) + make.option(8, struct.pack("<Q", 10**9))
    options += (
        make.option(9, b"\x09") + make.option(13, b"\4") + make.option(15, b"a card") + make.option(1, b"green cable")
    )
    data += make.interface(snap_length=96, options=options)
    data += make.enhanced(
        bytes(60), 2 * 10**9, original=100, options=make.option(1, b"look") + make.option(1, b"again")
    )
    data += make.enhanced(bytes(96), 10**9) + make.simple(bytes(42))
    data += make.block(4, struct.pack("<HH", 1, 9) + b"\xc0\0\2\1host\0" + bytes(3) + bytes(4))
    data += make.block(5, struct.pack("<III", 0, 0, 10**9) + make.option(4, struct.pack("<Q", 9)))
    data += make.block(10, struct.pack("<II", 0x544C534B, 9) + b"TOPSECRET") + make.block(0xBAD, bytes(8))
    return data


def test_everything_as_data(told):
    found = report(io.BytesIO(told)).data
    json.dumps(found)
    (interface,) = found.pop("interfaces")
    assert found == {
        "file": "a.pcapng",
        "format": "pcapng",
        "byte_order": "little",
        "compression": None,
        "resolution": 10**9,
        "snap_length": None,
        "records": 3,
        "records_cut": 1,
        "records_without_time": 1,
        "records_out_of_order": 1,
        "bytes_captured": 198,
        "bytes_on_wire": 238,
        "shortest_packet": 42,
        "longest_packet": 100,
        "first_time": "1.000000000",
        "last_time": "2.000000000",
        "duration": "1.000000000",
        "packets_per_second": 2.0,
        "bits_per_second": 238 * 8,
        "sections": [
            {
                "number": 1,
                "byte_order": "little",
                "hardware": "x86",
                "operating_system": "Plan 9",
                "application": "maker",
                "comments": ["for week 3"],
            }
        ],
        "packet_comments": 2,
        "comments": [{"record": 1, "text": "look"}, {"record": 1, "text": "again"}],
        "names": {"192.0.2.1": ["host"]},
        "secrets": [{"kind": "TLS key log", "blocks": 1, "bytes": 9}],
        "other_blocks": {"names": 1, "statistics": 1, "secrets": 1, "custom": 1},
        "problems": [],
    }
    statistics = interface.pop("statistics")
    assert (statistics["received"], statistics["time"], statistics["dropped"]) == (9, "1.000000000", None)
    assert interface == {
        "number": 0,
        "section": 1,
        "name": "eth0",
        "description": "the client's card",
        "link_type": 1,
        "snap_length": 96,
        "resolution": 10**9,
        "time_offset": 0,
        "records": 3,
        "filter": "tcp port 80",
        "hardware": "a card",
        "operating_system": None,
        "addresses": ["192.0.2.1/24"],
        "speed": {"send": 10**9, "receive": 10**9},
        "fcs_length": 4,
        "comments": ["green cable"],
    }


def test_everything_as_text(told):
    document = report(io.BytesIO(told))
    aloud = "\n".join(texts(arrange_aloud(document.blocks, Page(width=80, encoding="utf-8", boxes=False))))
    for text in (" ".join(drawn(document).split()), " ".join(aloud.split())):
        for part in (
            "1 cut; 1 without a time; 1 earlier than the one before",
            "42 to 100 bytes, 79 on average",
            "maker, Plan 9, x86",
            "for week 3",
            "look",
            "Ethernet (link type 1), 3 packets",
            "at most 96 bytes a packet; times in nanoseconds; filter: tcp port 80",
            "192.0.2.1/24; comment: green cable; 9 received",
            "host",
            "TLS key log: 1 block, 9 bytes",
            "1 custom",
        ):
            assert part in text
        assert "SECRET" not in text


def test_a_secret_is_not_in_the_data_either(told):
    assert "SECRET" not in json.dumps(report(io.BytesIO(told)).data)


def test_an_empty_capture(make):
    for data in (make.section(), make.pcap_header()):
        document = report(io.BytesIO(data))
        assert (document.data["records"], document.data["duration"], document.data["packets_per_second"]) == (
            0,
            None,
            None,
        )
        text = drawn(document)
        assert "0 packets in 0.000 s" in text
        assert "no time is given" in text
        assert ":1" not in text.rpartition("next:")[2]


def test_much_of_anything_is_shown_in_part(make):
    data = make.section() + make.interface() * 40
    data += b"".join(make.enhanced(b"", options=make.option(1, b"c%d" % n)) for n in range(MOST_COMMENTS + 10))
    names = b"".join(struct.pack("<HHI", 1, 6, n) + b"n\0" + bytes(2) for n in range(30))
    document = report(io.BytesIO(data + make.block(4, names)))
    text = drawn(document)
    assert "and 1,000 more comments" in text
    assert "and 8 more interfaces" in text
    assert "and 20 more addresses" in text
    assert (document.data["packet_comments"], len(document.data["comments"])) == (MOST_COMMENTS + 10, MOST_COMMENTS)


def test_times_beyond_the_calendar(make):
    options = make.option(9, b"\x00") + make.option(14, struct.pack("<q", 2**62))
    document = report(io.BytesIO(make.section() + make.interface(options=options) + make.enhanced(b"a", 2**64 - 1)))
    assert document.data["first_time"] == f"{2**62 + 2**64 - 1}.000000000"
    assert "s after 1970" in drawn(document)


@pytest.mark.parametrize(("link_type", "text"), [(1, "Ethernet (link type 1)"), (60000, "link type 60000")])
def test_a_link_type_for_a_person(link_type, text):
    assert link_type_text(link_type) == text
