"""`netkit tcp segment` and `netkit tcp reassemble` as a learner uses them, and with what nobody should give them."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from netkit import capture as captures
from netkit.cli.main import run
from netkit.errors import ExitCode
from tests.capture.streams.making import file_of, opening, segment
from tests.system.program import CAPTURES, ROOT, assert_error, netkit, report

TWO = file_of([segment(1, b"a"), segment(1, b"b", ports=(50001, 80))])
"""A capture of two streams."""


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_bytes(random.Random(1).randbytes(20416))
    return path


def overlapping(folder: Path) -> Path:
    """A request that two systems read differently: who keeps `attack` and who `friend` depends on the policy."""
    path = folder / "overlaps.pcap"
    packets = [
        *opening(10, 20),
        segment(11, b"GET /", ack=21),
        segment(18, b"friend\n", ack=21),
        segment(16, b"..attack", ack=21),
    ]
    path.write_bytes(file_of(packets))
    return path


def test_a_file_is_cut_and_the_picture_says_where(payload: Path) -> None:
    done = netkit("tcp", "segment", payload.name, "--mss", "1460", "--options", "timestamps,sack", cwd=payload.parent)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "page.html · 20,416 bytes in 15 segments of at most 1,448 bytes"
    rows = [line.split() for line in lines if " ACK " in line and "0x" in line]
    assert rows[0][:6] == ["1", "0–1447", "1,448", "1", "ACK", "1,500"]
    assert rows[1][:6] == ["2", "1448–2895", "1,448", "1,449", "ACK", "1,500"]
    assert rows[-1][:7] == ["15", "20272–20415", "144", "20,273", "PSH", "ACK", "196"]
    told = " ".join(done.stdout.split())
    assert "The last is short: 14 × 1,448 = 20,272, and of 20,416 bytes that leaves 144." in told
    assert "− TCP options 12 timestamps" in told
    assert max(map(len, lines)) <= 80
    aloud = netkit("tcp", "segment", payload, "--plain")
    assert "payload: bytes 0 to 1459 segment 1; bytes 1460 to 2919 segment 2" in " ".join(aloud.stdout.split())


def test_the_report_for_programs_has_each_segment(payload: Path) -> None:
    found = report("tcp", "segment", payload, "--mtu", "576", "--isn", str(2**32 - 1000))
    assert found["schema"] == "netkit.tcp.segment/1"
    assert (found["length"], found["mss"], found["mtu"], found["segment_data"], found["count"]) == (
        20416,
        536,
        576,
        536,
        39,
    )
    first, second, third, *_, last = found["segments"]
    assert (first["start"], first["length"], first["sequence"], first["sequence_raw"]) == (0, 536, 1, 2**32 - 999)
    assert (second["sequence"], second["sequence_raw"]) == (537, 2**32 - 463)
    assert (third["sequence"], third["sequence_raw"]) == (1073, 73)
    assert (last["length"], last["flags"], found["last"]["short"]) == (20416 - 38 * 536, ["PSH", "ACK"], True)
    whole = b"".join(bytes.fromhex(each["hex"])[54:] for each in found["packets"])
    assert whole == payload.read_bytes()
    again = report("tcp", "segment", payload, "--mtu", "576", "--isn", str(2**32 - 1000))
    assert again == found


def test_a_connection_there_and_back(payload: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.pcapng"
    ends = ("--source", "[2001:db8::1]:5000", "--destination", "2001:db8::2")
    options = ("--options", "timestamps,window-scale=7")
    done = netkit("tcp", "segment", payload, "--handshake", *ends, *options, "--write", "made.pcapng", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "made.pcapng holds 30 packets\n"
    assert "SYN ACK 1" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    with captures.open(made) as records:
        first, second, *_ = records
    assert first.comments == ("opens the connection",)
    assert second.comments == ("accepts it",)
    back = tmp_path / "back"
    done = netkit("tcp", "reassemble", made, "--output", back)
    assert back.read_bytes() == payload.read_bytes()
    assert "the client's bytes, [2001:db8::1]:5000 to [2001:db8::2]:9: 15 segments with data, 20,416 bytes" in " ".join(
        done.stdout.split()
    )
    assert "holds 20,416 bytes of the client" in " ".join(done.stderr.split())


def test_pcap_has_no_room_for_comments_and_is_written_all_the_same(payload: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.pcap"
    assert netkit("tcp", "segment", payload, "--write", made).returncode == 0
    with captures.open(made) as records:
        assert len(list(records)) == 14


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("page.html", "--mss", "0"), ("an MSS of 0 lets no byte through", "1460")),
        (("page.html", "--mtu", "67"), ("too small for IPv4", "at least 68")),
        (("page.html", "-6", "--mtu", "1000"), ("too small for IPv6", "at least 1,280")),
        (("page.html", "--isn", "4294967296"), ("no sequence number", "32 bits")),
        (("page.html", "--options", "timestamp"), ("no option timestamp", "did you mean timestamps")),
        (("page.html", "-6", "--source", "192.0.2.1"), ("192.0.2.1 has an IPv4 address, and IPv6 was asked for",)),
        (("page.html", "--source", "192.0.2.1", "--destination", "::1"), ("can't reach each other",)),
        (("page.html", "--source", "[::1"), ("no address with a port",)),
        (("page.html", "--destination", "192.0.2.1:99999"), ("99999 is no port",)),
        (("page.html", "--write", "/nowhere/at/all.pcap"), ("no folder",)),
        (("page.html", "--write", "."), ("is a directory",)),
        (("empty",), ("nothing to cut: the payload has 0 bytes",)),
        (("nosuch",), ("there is no file",)),
        ((".",), ("is a directory",)),
        (("\x1b[31mnosuch",), ("there is no file",)),
        ((), ("Missing argument",)),
    ],
)
def test_what_can_not_be_cut_is_an_error_that_helps(
    payload: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    parts: tuple[str, ...],
) -> None:
    monkeypatch.chdir(payload.parent)
    Path("empty").touch()
    assert run(["tcp", "segment", *words]) == ExitCode.USAGE
    out, told = capsys.readouterr()
    assert out == ""
    assert told.startswith("error:")
    assert "\x1b" not in told
    assert all(part.lower() in " ".join(told.lower().split()) for part in parts), told


def test_many_segments_are_shown_in_part() -> None:
    done = netkit("tcp", "segment", "-", "--mss", "1", stdin=bytes(5000))
    assert done.stdout.startswith("Standard input · 5,000 bytes in 5,000 segments of at most 1 byte\n")
    assert "the first 12 of 5,000 segments" in done.stdout
    assert len(done.stdout.splitlines()) < 60


def test_the_pieces_of_a_stream_say_what_each_brought() -> None:
    done = netkit("tcp", "reassemble", "retransmission.pcapng")
    told = " ".join(done.stdout.split())
    assert "the server's bytes, 203.0.113.92:80 to 198.51.100.27:57304: 9 segments with data, 5,640 bytes" in told
    assert "out of order: 688 bytes before it not there yet" in told
    assert "fills a hole: the first 5,640 bytes are there now" in told
    assert max(map(len, done.stdout.splitlines())) <= 80
    found = report("tcp", "reassemble", "retransmission.pcapng", "0", "--of", "server")
    assert found["schema"] == "netkit.tcp.reassemble/1"
    assert [each["packets"] for each in found["segments"]] == [[at] for at in range(10, 27, 2)]
    assert (found["segments"][8]["sequence"], found["segments"][8]["new"]) == (1377, 688)
    (policy,) = found["policies"]
    assert policy["pieces"][2] == {"start": 1376, "length": 688, "segment": 9}
    said = report("capture", "follow", "retransmission.pcapng", "0")["chunks"]
    whole = "".join(chunk["hex"] for chunk in said if chunk["direction"] == "server")
    assert "".join(each["hex"] for each in policy["data"]) == whole


def test_who_keeps_what_came_twice_depends_on_the_policy(tmp_path: Path) -> None:
    path = overlapping(tmp_path)
    done = netkit("tcp", "reassemble", path, "--policy", "all")
    reads = dict(
        line.split(maxsplit=1)
        for line in done.stdout.split("What each reads there")[1].splitlines()
        if len(line.split()) == 2
    )
    assert {name: text for name, text in reads.items() if name in ("first", "last", "bsd")} == {
        "first": "friend",
        "last": "attack",
        "bsd": "attack",
    }
    assert "depends on the policy" in done.stdout
    one = netkit("tcp", "reassemble", path, "--policy", "bsd")
    assert "become those of segment 3, not 2" in one.stdout
    assert "bsd: the old one wins, unless the new one starts before it." in one.stdout
    assert "--policy all" in one.stdout
    first = report("tcp", "reassemble", path)
    assert [bytes.fromhex(each["hex"]) for each in first["policies"][0]["data"]] == [b"GET /..friend\n"]


def test_holes_are_named_and_left_out_of_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "hole.pcap"
    path.write_bytes(file_of([*opening(0, 9), segment(1, b"abc\x1b[31m"), segment(20, b"xyz")]))
    done = netkit("tcp", "reassemble", path)
    assert "! 11 bytes are missing: no segment in the capture has them" in done.stdout
    assert "bytes 8–18" in done.stdout
    assert "\x1b" not in done.stdout
    command = [sys.executable, "-m", "netkit", "tcp", "reassemble", path, "--output", "-"]
    piped = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    assert piped.stdout == b"abc\x1b[31mxyz"
    assert b"11 bytes in 1 hole are left out" in piped.stderr


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("retransmission.pcapng", "7"), ("no TCP stream 7", "there is one, number 0")),
        (("ping.pcapng",), ("no TCP stream 0", "there is no TCP stream in it")),
        (("nosuch.pcap",), ("there is no file",)),
        (("two.pcap", "2"), ("there are 2, numbers 0 to 1",)),
        (("two.pcap", "--output", "x"), ("which of the 2 TCP streams?",)),
        (("two.pcap", "0", "--policy", "windws"), ("no policy windws", "did you mean windows")),
        (("two.pcap", "0", "--policy", "all", "--output", "x"), ("with which policy",)),
        (("two.pcap", "-1"), ("there is no option",)),
    ],
)
def test_what_can_not_be_put_together_is_an_error_that_helps(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    parts: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("two.pcap").write_bytes(TWO)
    assert run(["tcp", "reassemble", *words]) == ExitCode.USAGE
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith("error:")
    assert all(part.lower() in told.lower() for part in parts), told


def test_of_several_streams_one_has_to_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "two.pcap").write_bytes(TWO)
    listed = netkit("tcp", "reassemble", "two.pcap", cwd=tmp_path)
    assert "2 TCP streams" in listed.stdout
    assert "next: netkit tcp reassemble two.pcap 0" in listed.stdout
    assert_error(netkit("tcp", "reassemble", "-", stdin=TWO), 2, "which of the 2 TCP streams?")


def test_a_capture_that_breaks_off_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    cut = tmp_path / "cut.pcapng"
    cut.write_bytes((CAPTURES / "retransmission.pcapng").read_bytes()[:6000])
    done = netkit("tcp", "reassemble", cut)
    assert done.returncode == ExitCode.MALFORMED
    assert "segments with data" in " ".join(done.stdout.split())
