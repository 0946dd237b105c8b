"""`netkit capture` and `netkit demo` as a learner uses them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.system.program import CAPTURES, ROOT, assert_error, netkit, report

PAGE = CAPTURES / "page-load-01.pcapng"


def test_info_says_what_a_file_is() -> None:
    found = report("capture", "info", PAGE)
    entry = next(
        entry
        for entry in tomllib.loads((CAPTURES / "catalogue.toml").read_text())["capture"]
        if entry["file"] == PAGE.name
    )
    assert found["schema"] == "netkit.capture.info/1"
    assert (found["format"], found["byte_order"], found["records"]) == ("pcapng", "little", entry["records"])
    assert found["interfaces"][0]["link_type"] == 1
    assert found["first_time"] < found["last_time"]
    assert len(found["first_time"].partition(".")[2]) == 9
    assert found["problems"] == []


def test_show_lists_the_packets_a_line_each() -> None:
    done = netkit("capture", "show", PAGE, COLUMNS="140")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["packet", "seconds", "from", "to", "what", "it", "is"]
    assert "TCP 49766 → 80: SYN" in done.stdout or ": SYN" in done.stdout
    assert len([line for line in lines if line.strip() and line.split()[0].isdigit()]) == 16


def test_show_gives_fields_as_json_lines() -> None:
    done = netkit("capture", "show", PAGE, "-e", "ip.src", "-e", "dns.qry.name", "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["number"] for row in rows] == list(range(1, 17))
    assert rows[2]["fields"] == {"ip.src": ["192.0.2.37"], "dns.qry.name": ["www.harbour.test"]}
    assert rows[0]["fields"] == {"ip.src": [], "dns.qry.name": []}
    assert len(rows[0]["time"].partition(".")[2]) == 9


def test_an_unknown_field_says_which_was_meant() -> None:
    assert_error(netkit("capture", "show", PAGE, "-e", "ip.tll"), 2, "there is no field ip.tll", "ip.ttl")


def test_a_capture_may_come_from_a_pipe() -> None:
    done = netkit("capture", "info", "-", "--json", stdin=PAGE.read_bytes())
    assert json.loads(done.stdout)["records"] == 16


def test_a_cut_capture_gives_every_whole_packet_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.pcapng"
    path.write_bytes(PAGE.read_bytes()[:-200])
    done = netkit("capture", "info", path, "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 3
    assert 0 < found["records"] < 16
    assert [problem["rule"] for problem in found["problems"]] == ["pcapng.block.truncated"]
    shown = netkit("capture", "show", path)
    assert shown.returncode == 3
    assert "! " in shown.stdout


def test_what_is_no_capture_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100))
    for command in ("info", "show"):
        assert_error(netkit("capture", command, tmp_path / "empty"), 3, "empty")
        assert_error(
            netkit("capture", command, tmp_path / "holiday.jpg"), 3, "is not a capture", "ff d8 ff e0", "JPEG", "hint:"
        )
        assert_error(netkit("capture", command, tmp_path / "missing.pcap"), 2, "missing.pcap")
        assert_error(netkit("capture", command, tmp_path), 2, str(tmp_path.name))


def test_the_tour_runs_through_without_a_watcher() -> None:
    done = netkit("demo")
    assert done.returncode == 0, done.stderr
    for heading in (
        "A name becomes an address",
        "Data becomes packets",
        "TCP breaks it down",
        "IP finds the way",
        "netkit lab start",
    ):
        assert heading in done.stdout


def test_the_tours_text_survives_a_terminal_that_knows_only_ascii() -> None:
    done = netkit("demo", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()
    assert "A name becomes an address" in done.stdout


def test_the_list_of_captures_is_the_catalogue() -> None:
    found = report("demo", "--list")
    names = [entry["file"] for entry in tomllib.loads((CAPTURES / "catalogue.toml").read_text())["capture"]]
    assert [entry["file"] for entry in found["captures"]] == names
    assert names == sorted(path.name for path in CAPTURES.glob("*.pcap*"))


def test_a_capture_that_comes_with_netkit_is_found_by_its_name_alone(tmp_path: Path) -> None:
    assert report("capture", "info", PAGE.name, cwd=tmp_path)["records"] == 16
    assert report("packet", "explain", f"{PAGE.name}:3", cwd=tmp_path)["number"] == 3
    (tmp_path / PAGE.name).write_bytes((CAPTURES / "ping.pcapng").read_bytes())
    assert report("capture", "info", PAGE.name, cwd=tmp_path)["records"] != 16, "a file of that name comes first"


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes no folder that somebody stands in")
def test_a_folder_that_was_deleted_under_ones_feet_is_told(tmp_path: Path) -> None:
    place = tmp_path / "gone"
    place.mkdir()
    run = f"import os, sys; os.rmdir({str(place)!r}); from netkit.cli.main import run; sys.exit(run(['lab', 'status']))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=place, env=environment, capture_output=True, text=True, check=False
    )
    assert_error(done, 2, "the folder that you stand in is gone", "hint:")
