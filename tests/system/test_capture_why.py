"""`netkit capture tcp --why` and `netkit tcp states --capture` as a student runs them."""

import re
from pathlib import Path

from tests.system.program import CAPTURES, assert_error, netkit, report

KERNEL = Path(__file__).parents[1] / "tcp" / "tracking" / "kernel"
HOLE = KERNEL / "one-hole.sender.pcap.gz"
LOSSY = CAPTURES / "retransmission.pcapng"


def words(done):
    return " ".join(done.stdout.split())


def test_one_connection_segment_by_segment():
    done = netkit("capture", "tcp", HOLE, "0", "--why", "--everything")
    assert done.returncode == 0
    report_alone = done.stdout.partition("\nnext: ")[0]  # commands stand as they are to be typed
    assert max(map(len, report_alone.splitlines())) <= 80
    text = words(done)
    assert "1 segment was sent again" in text
    assert "near the client: the client answers within" in text
    assert "1 by SACK" in text
    assert re.search(r"15,929–17,376 +[\d,]+ +sent again: SACK", done.stdout)
    assert "The client: SACK shows a hole here" in text
    assert "recovering from a loss" in text


def test_it_can_be_read_aloud():
    done = netkit("capture", "tcp", HOLE, "0", "--why", "--plain")
    assert done.returncode == 0
    assert "what it is: new data" in words(done)


def test_json_has_every_segment():
    told = report("capture", "tcp", HOLE, "0", "--why")
    assert told["schema"] == "netkit.capture.tcp.why/1"
    segments = told["segments"]
    assert [each["number"] for each in segments] == list(range(1, len(segments) + 1))
    assert all(re.fullmatch(r"\d+\.\d{9}", each["time"]) for each in segments)
    (again,) = [each for each in segments if each["kind"] == "retransmission"]
    assert (again["side"], again["sequence"], again["length"], again["trigger"], again["sure"]) == (
        "client", 15929, 1448, "sack", True,
    )  # fmt: skip
    assert again["rule"].startswith("again.")
    assert again["rfc"].startswith("RFC ")
    assert again["state"]["phase"] == "recovery"
    assert again["state"]["connection"] == "FIN-WAIT-1"  # its FIN went out with the last data, before
    assert told["streams"][0]["place"] == "client"


def test_all_connections_a_line_each():
    done = netkit("capture", "tcp", HOLE, "--why")
    assert "1 TCP connection: 1 segment was sent again" in words(done)
    told = report("capture", "tcp", LOSSY, "--why")
    assert {each["stream"] for each in told["segments"]} == {0}
    assert len(told["segments"]) == 26


def test_a_capture_without_tcp():
    done = netkit("capture", "tcp", CAPTURES / "ping.pcapng", "--why")
    assert (done.returncode, "No packet in it carries TCP." in done.stdout) == (0, True)
    assert_error(netkit("capture", "tcp", CAPTURES / "ping.pcapng", "0", "--why"), 2, "no TCP stream 0", "no TCP in it")


def test_no_such_stream_and_no_picture():
    assert_error(netkit("capture", "tcp", LOSSY, "7", "--why"), 2, "no TCP stream 7", "0 to 0", "netkit capture tcp")
    assert_error(netkit("capture", "tcp", LOSSY, "0", "--why", "--ladder"), 2, "--why is a list", "leave out")


def test_the_states_of_both_sides(tmp_path):
    told = report("tcp", "states", "--capture", HOLE, "0")
    assert told["paths"]["client"][:3] == ["CLOSED", "SYN-SENT", "ESTABLISHED"]
    assert told["paths"]["server"][:4] == ["CLOSED", "LISTEN", "SYN-RECEIVED", "ESTABLISHED"]
    done = netkit("tcp", "states", "--capture", HOLE)
    assert "The client: CLOSED → SYN-SENT → ESTABLISHED" in words(done)
    assert "FIN-WAIT-1" in done.stdout
    path = tmp_path / "states.svg"
    done = netkit("tcp", "states", "--capture", HOLE, "0", "--of", "server", "--svg", path)
    assert done.returncode == 0
    assert "the path of the server" in " ".join(done.stderr.split())
    assert path.read_text("utf-8").lstrip().startswith(("<svg", "<?xml"))


def test_states_of_what():
    assert_error(netkit("tcp", "states", "3"), 2, "stream 3 of which capture?", "--capture")
    assert_error(netkit("tcp", "states", "--of", "client"), 2, "--of client is for --capture")
    assert_error(netkit("tcp", "states", "--capture", HOLE, "0", "--of", "sender"), 2, "--capture brings its own paths")
    assert_error(netkit("tcp", "states", "--capture", HOLE, "5"), 2, "no TCP stream 5")
