"""`netkit capture view` as a process: what it writes and reports, and what goes wrong. What the page does, test_capture_page.py tries."""

import json
import re

from netkit import capture as captures
from netkit.capture import NewRecord
from tests.system.program import CAPTURES, assert_error, netkit

PAGE = "page-load-01.pcapng"


def test_a_page_is_written_beside_the_user(tmp_path):
    done = netkit("capture", "view", PAGE, cwd=tmp_path)
    assert done.returncode == 0
    assert "page-load-01.html" in done.stderr
    text = (tmp_path / "page-load-01.html").read_text("utf-8")
    assert [each.name for each in tmp_path.iterdir()] == ["page-load-01.html"]
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.search(r'(?:src|href)="(?!#|data:,")', text.split("<script", maxsplit=1)[0])


def test_it_writes_over_nothing_unless_told_to(tmp_path):
    target = tmp_path / "page.html"
    target.write_text("mine")
    assert_error(netkit("capture", "view", PAGE, "-o", target), 2, "is there already", "--force")
    assert target.read_text() == "mine"
    assert netkit("capture", "view", PAGE, "-o", target, "--force").returncode == 0
    assert "netkit capture view" in target.read_text("utf-8")


def test_it_reports_what_is_in_the_page(tmp_path):
    done = netkit(
        "capture", "view", PAGE, "-o", tmp_path / "page.html", "-Y", "tcp", "--packets", "3-", "--most", "5", "--json"
    )
    found = json.loads(done.stdout)
    assert found["schema"] == "netkit.capture.view/1"
    assert (found["packets"], found["streams"]) == (5, 1)
    assert found["bytes"] == (tmp_path / "page.html").stat().st_size
    assert [
        part in " ".join(found["notices"]) for part in ("the filter tcp selects", "the first 5 packets", "--most N")
    ] == [True] * 3


def test_a_pipe_in_and_a_pipe_out():
    done = netkit("capture", "view", "-", "-o", "-", stdin=(CAPTURES / PAGE).read_bytes())
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert "16 packets" in done.stderr


def test_what_goes_wrong_is_said(tmp_path):
    assert_error(netkit("capture", "view", PAGE, "-Y", "icmp", cwd=tmp_path), 2, "no packet of", "is selected")
    assert_error(netkit("capture", "view", PAGE, "-o", tmp_path), 2, "is a directory")
    assert_error(netkit("capture", "view", PAGE, "-o", tmp_path / "no" / "page.html"), 2, "there is no folder")
    captures.write(tmp_path / "empty.pcap", [])
    assert_error(netkit("capture", "view", "empty.pcap", cwd=tmp_path), 3, "holds no packet")
    assert [each.name for each in tmp_path.iterdir()] == ["empty.pcap"]


def test_a_damaged_capture_is_shown_as_far_as_it_is_whole(tmp_path):
    whole = (CAPTURES / PAGE).read_bytes()
    (tmp_path / "cut.pcapng").write_bytes(whole[:-200])
    done = netkit("capture", "view", "cut.pcapng", cwd=tmp_path)
    assert done.returncode == 3
    assert "15 packets" in done.stderr
    assert (tmp_path / "cut.html").exists()


def test_nothing_from_the_wire_stands_in_the_file_as_it_is(tmp_path):
    evil = "</script><script>alert(1)</script>"
    records = [NewRecord(data=bytes(60) + evil.encode(), time=0, interface=evil, comments=(evil,))]
    captures.write(tmp_path / "evil.pcapng", records)
    assert netkit("capture", "view", "evil.pcapng", cwd=tmp_path).returncode == 0
    text = (tmp_path / "evil.html").read_text("utf-8")
    assert evil not in text
    assert text.count("<script") == text.count("</script>") == 3
