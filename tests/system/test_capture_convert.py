"""`netkit capture convert` as a teacher uses it: files, pipes, what is said and where, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from netkit import capture as captures
from netkit.capture import Interface, NewRecord
from tests.system.program import CAPTURES, ROOT, assert_error, netkit

PAGE = CAPTURES / "page-load-01.pcapng"


def read(path: Path) -> list[tuple[int | None, bytes, int]]:
    with captures.open(path) as capture:
        return [(record.time, record.data, record.original_length) for record in capture]


def test_a_conversion_keeps_the_packets_and_says_what_it_could_not_keep(tmp_path: Path) -> None:
    done = netkit("capture", "convert", PAGE, tmp_path / "page.pcap")
    assert (done.returncode, done.stdout) == (0, "")
    for part in ("16 packets, pcap", "Not kept:", "names and descriptions of interfaces", "next: netkit capture info"):
        assert part in " ".join(done.stderr.split())
    assert read(tmp_path / "page.pcap") == read(PAGE)


@pytest.mark.parametrize("ending", [".pcapng", ".pcapng.gz", ".pcapng.zst", ".pcap.gz", ".pcap.zst"])
def test_the_ending_says_the_form(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"page{ending}"
    assert netkit("capture", "convert", PAGE, path).returncode == 0
    with captures.open(path) as capture:
        assert capture.format == ending.split(".")[1]
        assert capture.packed == {"gz": "gzip", "zst": "zstd"}.get(ending.rsplit(".", maxsplit=1)[-1])
    assert read(path) == read(PAGE)


def test_json_goes_to_standard_output(tmp_path: Path) -> None:
    done = netkit("capture", "convert", PAGE, tmp_path / "page.pcap", "--microseconds", "--json")
    found = json.loads(done.stdout)
    assert found["schema"] == "netkit.capture.convert/1"
    assert (found["format"], found["compression"], found["records"], found["problems"]) == ("pcap", None, 16, [])
    assert {"what": "digits of times: rounded down", "count": 16} in found["lost"]


def test_from_a_pipe_into_a_pipe(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "netkit", "capture", "convert", "-", "-", "--format", "pcap", "--packed", "gzip"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, input=PAGE.read_bytes(), capture_output=True, env=environment, check=True)
    (tmp_path / "out").write_bytes(done.stdout)
    assert read(tmp_path / "out") == read(PAGE)
    assert b"standard output" in done.stderr


def test_only_these_packets(tmp_path: Path) -> None:
    assert netkit("capture", "convert", PAGE, tmp_path / "a.pcapng", "--packets", "2-4,16-").returncode == 0
    everything = read(PAGE)
    assert read(tmp_path / "a.pcapng") == [*everything[1:4], everything[15]]
    assert_error(netkit("capture", "convert", PAGE, tmp_path / "b.pcapng", "--packets", "4-2"), 2, "'4-2'", "1-100,205")
    assert not (tmp_path / "b.pcapng").exists()


def test_the_input_is_not_written_over(tmp_path: Path) -> None:
    path, link = tmp_path / "a.pcapng", tmp_path / "link.pcapng"
    path.write_bytes(PAGE.read_bytes())
    os.link(path, link)
    for target in (path, link):
        assert_error(netkit("capture", "convert", path, target), 2, "the same file", "write to another name")
    assert path.read_bytes() == PAGE.read_bytes()


def test_what_has_no_room_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    records = [
        NewRecord(data=bytes(20), interface=Interface(0, 1)),
        NewRecord(data=bytes(20), interface=Interface(0, 101)),
    ]
    captures.write(tmp_path / "two.pcapng", records)
    done = netkit("capture", "convert", tmp_path / "two.pcapng", tmp_path / "two.pcap")
    assert_error(done, 2, "packet 2 has link type 101", "hint: write pcapng")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two.pcapng"]


def test_a_damaged_capture_is_converted_as_far_as_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "cut.pcapng").write_bytes(PAGE.read_bytes()[:-200])
    done = netkit("capture", "convert", tmp_path / "cut.pcapng", tmp_path / "whole.pcapng")
    assert done.returncode == 3
    assert "the file ends inside a block" in done.stderr
    kept = read(tmp_path / "whole.pcapng")
    assert kept == read(PAGE)[: len(kept)]
    assert netkit("capture", "info", tmp_path / "whole.pcapng").returncode == 0


def test_errors_are_told_as_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "out.pcapng"
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100))
    assert_error(netkit("capture", "convert", tmp_path / "missing.pcap", out), 2, "missing.pcap")
    assert_error(netkit("capture", "convert", tmp_path / "holiday.jpg", out), 3, "is not a capture", "JPEG")
    assert_error(netkit("capture", "convert", PAGE, tmp_path), 2, "is a directory")
    assert_error(netkit("capture", "convert", PAGE, tmp_path / "no" / "a.pcap"), 2, "there is no folder", "mkdir -p")
    assert not out.exists()


def test_anonymous_with_a_key_is_the_same_each_time_and_without_one_each_time_another(tmp_path: Path) -> None:
    def written(*words: str) -> bytes:
        done = netkit("capture", "convert", PAGE, tmp_path / "a.pcapng", "--anonymise", *words)
        assert done.returncode == 0, done.stderr
        return (tmp_path / "a.pcapng").read_bytes()

    once = written("--key", "rose")
    assert written("--key", "rose") == once
    assert len({once, written("--key", "lily"), written(), written()}) == 4
    for name in (b"harbour", b"Dumpcap", bytes((192, 0, 2, 37)), bytes((203, 0, 113, 80))):
        assert name in PAGE.read_bytes()
        assert name not in once
    shown = netkit("capture", "show", tmp_path / "a.pcapng", COLUMNS="140").stdout
    assert [line.split()[-1] for line in shown.splitlines() if "SYN" in line] == ["SYN", "ACK"]


def test_a_key_is_for_anonymous_captures(tmp_path: Path) -> None:
    done = netkit("capture", "convert", PAGE, tmp_path / "a.pcapng", "--key", "rose")
    assert_error(done, 2, "--key is for --anonymise", "hint: add --anonymise")
    done = netkit("capture", "convert", PAGE, tmp_path / "a.pcapng", NETKIT_ANONYMISE_KEY="rose")
    assert (done.returncode, read(tmp_path / "a.pcapng")) == (0, read(PAGE))


def test_an_anonymous_capture_says_what_it_left_out(tmp_path: Path) -> None:
    done = netkit("capture", "convert", PAGE, tmp_path / "a.pcapng", "--anonymize")
    assert "remarks on the file" in done.stderr
    assert "remarks on interfaces" in done.stderr


def test_a_list_ends_though_the_pipe_never_does() -> None:
    """Three packets of an endless stream: the reader leaves, and the writer is told so by its pipe."""
    writer = (
        "import itertools, sys, netkit.capture as c\n"
        "try: c.write(sys.stdout.buffer, (c.NewRecord(data=bytes(60), time=n) for n in itertools.count()))\n"
        "except BrokenPipeError: sys.exit(0)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", writer], stdout=subprocess.PIPE, env=environment) as stream:
        command = [sys.executable, "-m", "netkit", "capture", "show", "-", "-n", "3", "--json"]
        done = subprocess.run(
            command, stdin=stream.stdout, capture_output=True, env=environment, check=True, timeout=60
        )
        assert stream.stdout is not None
        stream.stdout.close()
    assert len(done.stdout.splitlines()) == 3
