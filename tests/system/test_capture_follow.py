"""`netkit capture follow` as a process: the list, a stream, its messages, its bytes, and what goes wrong."""

import hashlib
import subprocess
import sys

import pytest

from tests.capture.streams.making import ACK, FIN, datagram, file_of, opening, segment
from tests.system.program import ROOT, assert_error, netkit, report

PAGE = "page-load-01.pcapng"


def written(folder, packets, name="made.pcapng"):
    path = folder / name
    path.write_bytes(file_of(packets))
    return path


def test_the_list_has_a_line_for_each_stream():
    done = netkit("capture", "follow", PAGE)
    assert done.returncode == 0
    assert "1 TCP stream" in done.stdout
    assert "192.0.2.37:33836" in done.stdout
    assert "closed" in done.stdout
    listed = report("capture", "follow", PAGE)
    assert listed["schema"] == "netkit.capture.streams/1"
    (stream,) = listed["streams"]
    assert stream["client"] == {"address": "192.0.2.37", "port": 33836}
    assert (stream["client_bytes"], stream["server_bytes"], stream["ended"]) == (88, 1587, "fin")


def test_a_stream_is_a_dialogue_that_needs_no_colour():
    done = netkit("capture", "follow", PAGE, "0")
    assert done.returncode == 0
    assert done.stdout.index("The client says") < done.stdout.index("GET /map.html HTTP/1.1")
    assert done.stdout.index("The server says") < done.stdout.index("HTTP/1.1 200 OK")
    assert netkit("capture", "follow", PAGE, "0", "--plain").returncode == 0
    assert "47 45 54 20" in netkit("capture", "follow", PAGE, "0", "--hex").stdout


def test_json_has_the_seam():
    found = report("capture", "follow", PAGE, "0")
    assert (found["client"]["port"], found["server"]["port"]) == (33836, 80)
    assert [(chunk["direction"], chunk["start"]) for chunk in found["chunks"]] == [("client", 0), ("server", 0)]
    assert bytes.fromhex(found["chunks"][0]["hex"]).startswith(b"GET ")
    assert found["problems"] == []


def test_messages_lie_across_segments():
    found = report("capture", "follow", PAGE, "0", "--messages")
    asked, answered = found["messages"]
    assert (asked["direction"], asked["start"], asked["length"], asked["packets"]) == ("client", 0, 88, [8])
    assert (answered["direction"], answered["start"], answered["length"]) == ("server", 0, 1587)
    assert answered["packets"] == [10, 12]
    assert answered["source"] == {"stream": 0, "direction": "server"}
    assert all(
        answered["start"] * 8 <= field["start_bit"] <= (answered["start"] + answered["length"]) * 8
        for layer in answered["layers"]
        for field in layer["fields"]
    )
    done = netkit("capture", "follow", "dns-tcp.pcapng", "0", "--messages")
    assert "DNS question: TXT of letters.heron.example" in done.stdout
    assert "DNS answer" in done.stdout


def test_raw_bytes_are_the_servers():
    command = [sys.executable, "-m", "netkit", "capture", "follow", PAGE, "0", "--raw", "server"]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
    chunks = report("capture", "follow", PAGE, "0")["chunks"]
    whole = b"".join(bytes.fromhex(chunk["hex"]) for chunk in chunks if chunk["direction"] == "server")
    assert hashlib.sha256(done.stdout).digest() == hashlib.sha256(whole).digest()
    assert done.stderr == b""


def test_missing_bytes_are_a_line_of_their_own(tmp_path):
    path = written(
        tmp_path, [*opening(0, 5), segment(1, b"abc", ack=6), segment(9, b"xyz", ack=6), segment(6, ack=12, back=True)]
    )
    done = netkit("capture", "follow", path, "0")
    assert "5 bytes of the client are missing" in done.stdout
    assert "bytes 3–7" in done.stdout
    assert report("capture", "follow", path, "0")["chunks"] == [
        {"direction": "client", "start": 0, "hex": "616263"},
        {"direction": "client", "start": 3, "missing": 5},
        {"direction": "client", "start": 8, "hex": "78797a"},
    ]
    raw = netkit("capture", "follow", path, "0", "--raw", "client")
    assert raw.stdout == "abcxyz"
    assert "5 bytes of the client are missing" in raw.stderr


def test_policies_differ(tmp_path):
    path = written(tmp_path, [*opening(0, 5), segment(3, b"OLD", ack=6), segment(1, b"newnew", ack=6)])
    told = {
        policy: report("capture", "follow", path, "0", "--policy", policy)["chunks"][0]["hex"]
        for policy in ("first", "last", "bsd")
    }
    assert {policy: bytes.fromhex(told[policy]) for policy in told} == {
        "first": b"neOLDw",
        "last": b"newnew",
        "bsd": b"newnew",
    }


def test_udp_is_followed_in_datagrams(tmp_path):
    path = written(tmp_path, [datagram(b"ask"), datagram(b"answer", back=True)])
    assert [chunk["hex"] for chunk in report("capture", "follow", path, "0", "--udp")["chunks"]] == [
        b"ask".hex(),
        b"answer".hex(),
    ]
    assert "1 UDP stream" in netkit("capture", "follow", path, "--udp").stdout
    assert_error(netkit("capture", "follow", path, "0", "--udp", "--messages"), 2, "--messages is for TCP")


def test_no_escape_sequence_reaches_the_terminal(tmp_path):
    evil = b"\x1b]0;owned\x07 \x1b[2J\xe2\x80\xae text that goes on for long enough to be shown as text, and not as bytes\r"
    path = written(tmp_path, [*opening(0, 5), segment(1, evil, ack=6)])
    for words in ((), ("--hex",), ("--plain",), ("--messages",), ("--json",)):
        done = netkit("capture", "follow", path, "0", *words)
        assert done.returncode == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)


@pytest.mark.parametrize("cut", [1, 7, 30, 61])
def test_a_capture_that_breaks_off_is_followed_as_far_as_it_goes(tmp_path, cut):
    path = written(
        tmp_path, [*opening(0, 5), segment(1, b"abc", ack=6, flags=FIN | ACK), segment(6, b"xyz", back=True)]
    )
    path.write_bytes(path.read_bytes()[:-cut])
    done = netkit("capture", "follow", path, "0")
    assert done.returncode == 3
    assert "abc" in done.stdout
    assert "Traceback" not in done.stderr


def test_what_is_wrong_is_said_with_what_to_do(tmp_path):
    assert_error(netkit("capture", "follow", PAGE, "7"), 2, "no TCP stream 7", "there is one, number 0", "lists them")
    assert_error(netkit("capture", "follow", PAGE, "--raw", "client"), 2, "--raw of which stream?")
    assert_error(netkit("capture", "follow", PAGE, "0", "--policy", "linux6"), 2, "linux-6")
    assert_error(netkit("capture", "follow", "ping.pcapng", "0"), 2, "there is no TCP stream in it")
    empty = written(tmp_path, [])
    assert "0 TCP streams" in netkit("capture", "follow", empty).stdout
