"""`netkit tcp transfer` and `netkit tcp states`: options, JSON, files, and what is told of a mistake."""

import json
from xml.etree import ElementTree as ET

import pytest

from netkit import capture
from netkit.cli import tcp_transfer_plan
from netkit.cli.main import run
from netkit.packet import dissect
from netkit.tcp import PROFILES
from netkit.tcp.congestion import CONTROLS


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"<p>Hello.</p>\n" * 1458 + b"....")
    assert path.stat().st_size == 20_416
    return str(path)


@pytest.fixture
def call(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NETKIT_PLAIN", raising=False)

    def call(*words):
        code = run(["tcp", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_the_json_of_the_design(call, page):
    code, out, _ = call(
        "transfer", page, "--rtt", "40ms", "--drop", "data:3", "--profile", "rfc", "--no-sack", "--no-rack", "--json"
    )
    told = json.loads(out)
    assert code == 0
    assert told["schema"] == "netkit.tcp.transfer/1"
    assert told["delivered"] == 20_416
    assert {"time", "side", "kind", "sequence", "length", "reason", "rfc"} <= told["events"][0].keys()
    assert told["retransmissions"] == [
        {
            "sequence": 2897,
            "length": 1448,
            "time": "0.080000000",
            "trigger": "fast",
            "reason": "3 duplicate ACKs: the segment that all of them ask for is thought to be lost",
            "rfc": "RFC 5681 §3.2",
        }
    ]
    assert told["window"][0] == {"time": "0.000000000", "cwnd": 10, "ssthresh": None}
    assert told["window"][-1]["ssthresh"] is not None
    assert [(each["sequence"], each["why"]) for each in told["lost"]] == [(2897, "chosen")]


@pytest.mark.parametrize(
    ("words", "trigger"),
    [
        (("--drop", "data:3", "--no-sack", "--no-rack"), "fast"),
        (("--drop", "data:3"), "sack"),
        (("--drop", "data:3", "--drop", "data:5", "--no-sack", "--no-rack"), "partial_ack"),
        (("--drop", "data:14", "--drop", "data:15"), "probe"),
        (("--drop", "data:15", "--no-tail-loss-probe"), "timer"),
    ],
)
def test_each_trigger(call, page, words, trigger):
    told = json.loads(call("transfer", page, *words, "--json")[1])
    assert trigger in {each["trigger"] for each in told["retransmissions"]}
    assert told["delivered"] == 20_416


def test_fin_has_no_byte(call):
    told = json.loads(call("transfer", "--bytes", "1000", "--json")[1])
    sent = [each for each in told["events"] if each["kind"] == "send"]
    assert [(each["side"], each["sequence"], each["length"]) for each in sent] == [
        ("sender", 1, 1000), ("sender", 1001, 0), ("receiver", 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--bytes", "1000", "--mss", "0"), "lets no byte through"),
        (("--bytes", "1000", "--mss", "70000"), "can't be told"),
        (("nowhere.html",), "there is no file nowhere.html"),
        ((), "what is to be transferred?"),
        (("--bytes", "1000", "--loss", "101%"), "can't be"),
        (("--bytes", "1000", "--loss", "3"), "more than always"),
        (("--bytes", "1000", "--rtt", "40"), "is no time"),
        (("--bytes", "1000", "--rtt", "9999h"), "too long"),
        (("--bytes", "1000", "--rate", "0bit"), "can't be"),
        (("--bytes", "1000", "--queue", "5"), "--queue needs --rate"),
        (("--bytes", "1000", "--drop", "data"), "does not say which packet"),
        (("--bytes", "1000", "--writes", "900,200"), "add up to 1,100"),
        (("--bytes", "1000", "--compare", "reno"), "does not name two runs"),
        (("--bytes", "1000", "--compare", "reno,vegas"), "no congestion control or profile vegas"),
        (("--bytes", "1000", "--compare", "reno,cubic", "--pcap", "x.pcapng"), "exclude each other"),
        (("--bytes", "1000", "--at", "receiver"), "--at is for --pcap"),
        (("--bytes", "1000", "--user-timeout", "0s"), "leaves no time"),
        (("--bytes", "1GiB", "--mss", "100"), "segments"),
        (("--bytes", "1.5"), "can't be"),
    ],
)  # fmt: skip
def test_a_mistake_is_told(call, words, what):
    code, out, err = call("transfer", *words)
    assert (code in (2, 4), out) == (True, "")
    assert what in " ".join(err.split())
    assert err.startswith("error: ")


@pytest.mark.parametrize(
    "words", [("--loss", "100%"), ("--read-rate", "0", "--receive-buffer", "5000", "--user-timeout", "30s")]
)
def test_a_run_that_can_not_succeed_ends_with_its_reason(call, words):
    code, out, _ = call("transfer", "--bytes", "20000", *words)
    assert code == 1
    assert "It did not end well" in out
    assert "RFC 9293 §3.8.3" in out


def test_captures_and_pictures(call, page, tmp_path):
    pcap, svg = tmp_path / "run.pcap", tmp_path / "plot.svg"
    code, _, err = call(
        "transfer", page, "--drop", "data:3", "--pcap", str(pcap), "--at", "receiver", "--svg", str(svg)
    )
    assert code == 0
    assert "at the receiver" in err
    records = list(capture.open(str(pcap)))
    assert records
    assert not any(dissect(each.data).problems for each in records)
    for path in (svg, tmp_path / "plot-sequence.svg"):
        assert ET.fromstring(path.read_text()).find("{http://www.w3.org/2000/svg}desc").text  # noqa: S314 - netkit's own
    call("transfer", page, "--drop", "data:3", "--ladder", "--svg", str(svg))
    assert "1–1448" in svg.read_text()


def test_comments_of_the_capture_say_what_was_sent_again(call, page, tmp_path):
    path = tmp_path / "run.pcapng"
    call("transfer", page, "--drop", "data:3", "--pcap", str(path))
    comments = [each.comments[0] for each in capture.open(str(path)) if each.comments]
    assert comments[0] == "2897–4344: will be lost (you asked for it)"
    assert len(comments) == 2
    assert comments[1].startswith("2897–4344 again: ")


def test_two_side_by_side(call):
    code, out, _ = call("transfer", "--bytes", "200000", "--drop", "data:20", "--compare", "reno,cubic")
    assert code == 0
    assert "reno" in out
    assert "last byte came at" in out
    told = json.loads(call("transfer", "--bytes", "200000", "--drop", "data:20", "--compare", "rfc,linux", "--json")[1])
    assert told["compared"] == ["rfc", "linux"]
    assert [each["profile"] for each in told["runs"]] == ["rfc", "linux"]


@pytest.mark.parametrize("width", ["40", "80", "120"])
@pytest.mark.parametrize(
    "part", [(), ("--events",), ("--window",), ("--plain",), ("--ladder", "--events", "--window", "--plain")]
)
def test_no_line_is_wider_than_the_page(call, page, monkeypatch, width, part):
    monkeypatch.setenv("COLUMNS", width)
    out = call("transfer", page, "--drop", "data:3", *part)[1]
    assert max(map(len, out.splitlines())) <= int(width)
    assert "sent again" in " ".join(out.split())


def test_states(call, tmp_path):
    code, out, _ = call("states")
    assert code == 0
    assert "TIME-WAIT" in out
    assert "SYN and ACK come" in out
    path = tmp_path / "states.svg"
    out = call("states", "--of", "receiver", "--svg", str(path))[1]
    assert "CLOSED → LISTEN → SYN-RECEIVED → ESTABLISHED → CLOSE-WAIT → LAST-ACK → CLOSED" in " ".join(out.split())
    told = ET.fromstring(path.read_text()).find("{http://www.w3.org/2000/svg}desc").text  # noqa: S314 - netkit's own
    assert "from CLOSED to LISTEN: the application listens (step 1 of the path)" in told


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("CLOSED,ESTABLISHED", "nothing leads from CLOSED"),
        ("CLOSED,NOWHERE", "no state NOWHERE"),
        ("CLOSED", "at least two states"),
    ],
)
def test_a_path_that_can_not_be(call, path, what):
    code, _, err = call("states", "--path", path)
    assert code == 2
    assert what in " ".join(err.split())


def test_the_choices_are_those_that_there_are():
    assert tuple(PROFILES) == tcp_transfer_plan.PROFILES
    assert tuple(CONTROLS) == tcp_transfer_plan.CONTROLS
