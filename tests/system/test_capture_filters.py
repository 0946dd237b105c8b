"""`netkit capture show -Y` as a learner, and as a program, uses it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.program import CAPTURES, ROOT, assert_error, netkit

PAGE = CAPTURES / "page-load-01.pcapng"


def numbers(*words: str | Path, stdin: bytes = b"") -> list[int]:
    """The packets that a command gives as JSON lines."""
    return [json.loads(line)["number"] for line in netkit(*words, "--json", stdin=stdin).stdout.splitlines()]


def test_a_filter_selects_packets_which_keep_their_numbers() -> None:
    everything = numbers("capture", "show", PAGE)
    assert everything == list(range(1, 17))
    tcp = numbers("capture", "show", PAGE, "-Y", "tcp")
    rest = numbers("capture", "show", PAGE, "-Y", "not tcp")
    assert tcp
    assert rest
    assert sorted(tcp + rest) == everything
    assert numbers("capture", "show", PAGE, "--filter", "") == everything


def test_fields_come_as_lists_in_the_spelling_of_the_seam() -> None:
    keys = [
        "tcp.flags.syn",
        "tcp.flags",
        "ip.src",
        "eth.src",
        "tcp.options",
        "tcp.payload",
        "http.host",
        "frame.time_epoch",
    ]
    words = [word for key in keys for word in ("-e", key)]
    done = netkit("capture", "show", PAGE, "-Y", "http.request", *words, "--json")
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert set(row) == {"schema", "number", "time", "fields"}
    fields = row["fields"]
    assert list(fields) == keys
    assert fields["tcp.flags.syn"] == [False]
    assert fields["tcp.flags"] == [0x18]
    assert fields["ip.src"] == ["192.0.2.37"]
    assert fields["http.host"] == ["www.harbour.test"]
    assert fields["frame.time_epoch"] == [row["time"]]
    assert bytes.fromhex(fields["tcp.payload"][0]).startswith(b"GET ")
    assert len(bytes.fromhex(fields["tcp.options"][0])) == 12
    assert len(fields["eth.src"][0].split(":")) == 6


def test_a_table_shows_what_a_filter_selects() -> None:
    done = netkit("capture", "show", PAGE, "-Y", "dns", "-e", "dns.qry.name")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["packet", "dns.qry.name"]
    assert [line.split() for line in lines[1:3]] == [["3", "www.harbour.test"], ["4", "www.harbour.test"]]
    assert "netkit packet explain" in lines[-1]


def test_most_counts_selected_packets() -> None:
    tcp = numbers("capture", "show", PAGE, "-Y", "tcp")
    assert numbers("capture", "show", PAGE, "-Y", "tcp", "-n", "3") == tcp[:3]
    done = netkit("capture", "show", PAGE, "-Y", "tcp", "-n", "3")
    assert "the first 3 packets" in done.stdout
    assert "-Y tcp" in " ".join(done.stdout.split())


def test_a_filter_that_selects_nothing_says_so() -> None:
    done = netkit("capture", "show", PAGE, "-Y", "tcp.port == 81")
    assert done.returncode == 0
    assert done.stdout.split() == f"tcp.port == 81 selects no packet of {PAGE}.".split()
    told = netkit("capture", "show", PAGE, "-Y", "tcp.port == 81", "--json")
    assert (told.returncode, told.stdout) == (0, "")
    assert "selects no packet" in told.stderr


def test_a_wrong_filter_is_marked() -> None:
    done = netkit("capture", "show", PAGE, "-Y", "dns and tcp.flags.sny == 1")
    assert_error(done, 2, "there is no field tcp.flags.sny", "did you mean tcp.flags.syn")
    lines = done.stderr.splitlines()
    assert lines[1].index("tcp.flags.sny") == lines[2].index("^")
    assert done.stdout == ""
    assert_error(netkit("capture", "show", PAGE, "-e", "tcp.flags.sny"), 2, "tcp.flags.syn")


def test_no_escape_sequence_of_a_filter_reaches_the_terminal() -> None:
    for text in ("tcp.port == \x1b[31m80", '"\x1b]0;x\x07" == 1', "\x1b[2J"):
        done = netkit("capture", "show", PAGE, "-Y", text)
        assert done.returncode == 2
        assert "\x1b" not in done.stderr + done.stdout


def test_a_cut_capture_gives_what_is_whole_and_then_the_problem(tmp_path: Path) -> None:
    path = tmp_path / "cut.pcapng"
    path.write_bytes(PAGE.read_bytes()[:-200])
    done = netkit("capture", "show", path, "-Y", "dns", "--json")
    assert done.returncode == 3
    assert [json.loads(line)["number"] for line in done.stdout.splitlines()] == [3, 4]
    assert "byte" in done.stderr
    table = netkit("capture", "show", path, "-Y", "tcp.port == 81")
    assert table.returncode == 3
    assert "selects no packet" in table.stdout
    assert "! " in table.stdout


@pytest.mark.skipif(os.name == "nt", reason="a pipe of another kind")
def test_packets_from_a_pipe_are_shown_before_the_pipe_ends() -> None:
    command = [sys.executable, "-m", "netkit", "capture", "show", "-", "-Y", "arp", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(PAGE.read_bytes())
        process.stdin.flush()
        first = json.loads(process.stdout.readline())  # would wait for ever, if packets waited for more of them
        assert first["number"] == 1
        process.stdin.close()
        assert [json.loads(line)["number"] for line in process.stdout] == [2]


def test_a_filter_is_applied_alike_to_every_form_of_a_capture(tmp_path: Path) -> None:
    wanted = numbers("capture", "show", PAGE, "-Y", "tcp.len > 0 or dns")
    assert wanted
    for name in ("page.pcap", "page.pcap.gz", "page.pcapng.zst"):
        netkit("capture", "convert", PAGE, tmp_path / name)
        assert numbers("capture", "show", tmp_path / name, "-Y", "tcp.len > 0 or dns") == wanted
    assert numbers("capture", "show", "-", "-Y", "tcp.len > 0 or dns", stdin=PAGE.read_bytes()) == wanted
