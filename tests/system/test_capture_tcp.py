"""`netkit capture tcp` as a student runs it."""

import json
import re

from tests.system.program import CAPTURES, assert_error, netkit, report

LOSSY = CAPTURES / "retransmission.pcapng"


def test_the_list_of_connections():
    done = netkit("capture", "tcp", LOSSY)
    assert done.returncode == 0
    assert "1 TCP connection: 1 segment was sent again" in done.stdout.replace("\n", " ")
    assert "6 ×" in done.stdout
    assert "--ladder" in done.stdout


def test_one_connection():
    done = netkit("capture", "tcp", LOSSY, "0")
    text = " ".join(done.stdout.split())
    assert "packet 14 gap" in text
    assert "688 bytes were lost on the way, overtaken, or not captured." in text
    assert "packets 15 to 25 6 × duplicate ACK" in text
    assert "packet 26 fast retransmission RFC 5681 §3.2" in text
    assert "windows count client × 1,024" in text


def test_json_of_one_connection():
    told = report("capture", "tcp", LOSSY, "0")
    assert told["schema"] == "netkit.capture.tcp/1"
    assert told["ended"] == "fin"
    found = {each["packet"]: [one["finding"] for one in each["found"]] for each in told["segments"] if each["found"]}
    assert found[14] == ["lost_segment"]
    assert found[26] == ["fast_retransmission"]
    (again,) = [each["again"] for each in told["segments"] if each["again"]]
    assert again == {"kind": "fast_retransmission", "proof": "time", "certain": False}
    assert [each["packet"] for each in told["segments"]] == list(range(5, 31))


def test_json_of_all():
    told = report("capture", "tcp", LOSSY)
    (stream,) = told["streams"]
    assert stream["findings"]["server"] == {"lost_segment": 1, "fast_retransmission": 1}
    assert stream["findings"]["client"] == {"duplicate_ack": 6}
    assert stream["packets"] == {"client": 14, "server": 12}


def test_filters_know_what_was_found():
    done = netkit("capture", "show", LOSSY, "-Y", "tcp.analysis.retransmission", "-e", "tcp.seq", "--json")
    assert [json.loads(line)["number"] for line in done.stdout.splitlines()] == [26]
    done = netkit(
        "capture", "show", LOSSY, "-Y", "tcp.analysis.ack_rtt > 0.00005", "-e", "tcp.analysis.ack_rtt", "--json"
    )
    assert all(
        float(json.loads(line)["fields"]["tcp.analysis.ack_rtt"][0]) > 0.00005 for line in done.stdout.splitlines()
    )
    assert done.stdout


def test_no_such_stream():
    assert_error(netkit("capture", "tcp", LOSSY, "7"), 2, "no TCP stream 7", "0 to 0", "netkit capture tcp")


def test_no_tcp_at_all():
    done = netkit("capture", "tcp", CAPTURES / "ping.pcapng")
    assert (done.returncode, "No packet in it carries TCP." in done.stdout) == (0, True)


def test_no_capture(tmp_path):
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
    assert_error(netkit("capture", "tcp", path), 3, "holiday.jpg is not a capture")


def test_standard_input():
    done = netkit("capture", "tcp", "-", stdin=LOSSY.read_bytes())
    assert done.stdout.startswith("Standard input · 1 TCP connection")


def test_a_ladder():
    done = netkit("capture", "tcp", LOSSY, "0", "--ladder")
    rungs = re.findall(r"^[! ]* (\d+) +(\d+\.\d{3})", done.stdout, re.MULTILINE)
    assert [int(number) for number, _ in rungs] == list(range(5, 31))
    times = [float(time) for _, time in rungs]
    assert times == sorted(times)
    assert "fast retransmission" in done.stdout
    assert "sent again" in done.stdout


def test_a_ladder_read_aloud():
    done = netkit("capture", "tcp", LOSSY, "0", "--ladder", "--plain")
    assert "fast retransmission" in done.stdout
    assert "----" not in done.stdout


def test_pictures_as_files(tmp_path):
    for options in (["--ladder"], ["--plot", "sequence"], ["--plot", "flight", "--of", "client"]):
        path = tmp_path / "picture.svg"
        done = netkit("capture", "tcp", LOSSY, "0", *options, "--svg", path)
        assert done.returncode == 0, done.stderr
        assert path.read_text("utf-8").lstrip().startswith(("<svg", "<?xml"))
        assert "is written." in " ".join(done.stderr.split())
        path.unlink()


def test_a_picture_of_which():
    assert_error(netkit("capture", "tcp", LOSSY, "--ladder"), 2, "a picture of which connection?", "lists them")


def test_options_that_would_say_nothing():
    assert_error(
        netkit("capture", "tcp", LOSSY, "0", "--of", "client"), 2, "--of is for --plot", "a ladder has both sides"
    )
    done = netkit("capture", "tcp", LOSSY, "0", "--ladder", "--plot", "flight")
    assert_error(done, 2, "two pictures", "one is shown at a time")
