"""`netkit dns trace` and `netkit dns explain` as a student runs them, on captures."""

import json

import pytest

from netkit import capture
from netkit.capture import NewRecord
from netkit.dns.packets import packets_of
from tests.dns.view.test_trace_view import walked
from tests.system.program import CAPTURES, assert_error, netkit, report


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    path = tmp_path_factory.mktemp("walk") / "walk.pcapng"
    walker = walked("big.hosted.test", "TXT")
    capture.write(path, [NewRecord(data=each.data, time=each.time) for each in packets_of(walker.steps)])
    return path, walker


def test_a_walk_told_from_a_capture(walk):
    path, walker = walk
    told = report("dns", "trace", "--capture", path)
    assert told["schema"] == "netkit.dns.trace/1"
    assert told["question"] == {"name": "big.hosted.test", "type": "TXT"}
    assert [each["server"]["address"] for each in told["steps"]] == [each.server.address for each in walker.steps]
    assert [each["transport"] for each in told["steps"]][-2:] == ["udp", "tcp"]
    assert [each["outcome"] for each in told["steps"]] == [each.outcome.value for each in walker.steps]
    assert len(told["answer"]["records"]) == 11
    assert told["queries"] == 7


def test_written_again_it_is_the_same_walk(walk, tmp_path):
    again = tmp_path / "again.pcapng"
    assert netkit("dns", "trace", "--capture", walk[0], "--short", "--pcap", again).returncode == 0
    first, second = (report("dns", "trace", "--capture", path) for path in (walk[0], again))
    assert [step["response_hex"] for step in first["steps"]] == [step["response_hex"] for step in second["steps"]]


def test_a_name_that_the_capture_does_not_show(walk):
    done = netkit("dns", "trace", "www.elsewhere.test", "--capture", walk[0], "--short")
    assert done.returncode == 3
    assert "the capture holds no answer to this question" in " ".join(done.stdout.split())


def test_a_capture_without_walks():
    assert_error(netkit("dns", "trace", "--capture", CAPTURES / "dns-types.pcapng"), 3, "shows no walk", "RD is set")


@pytest.mark.parametrize(
    "words", [("a" * 64 + ".test",), ("www.test", "NOTYPE"), ("www.test", "A", "@ns"), ("a", "A", "b")]
)
def test_words_that_mean_nothing(words):
    assert_error(netkit("dns", "trace", *words), 2)


def test_explain_a_message_of_a_capture(walk):
    told = report("dns", "explain", f"{walk[0]}:2")
    assert told["schema"] == "netkit.dns.explain/1"
    assert told["kind"].startswith("a referral: ask the servers of test")
    (layer,) = told["layers"]
    assert (layer["key"], layer["start"], layer["length"]) == ("dns", 0, told["length"])


def records(path):
    with capture.open(path) as found:
        return list(found)


def test_explain_a_message_over_tcp(walk):
    over_tcp = next(each.number for each in records(walk[0]) if b"kkkkkkkk" in each.data and b"jjjjjjj" in each.data)
    told = report("dns", "explain", f"{walk[0]}:{over_tcp}")
    assert len([each for each in told["layers"][0]["fields"] if each["key"] == "dns.txt"]) == 11


def test_explain_hex_alone_and_in_a_packet(walk):
    told = [json.loads(netkit("dns", "explain", "--json", words).stdout) for words in _hex_of(walk[0])]
    assert [each["kind"] for each in told] == [
        "a question, test A, to a server that should say what it knows itself (no RD)"
    ] * 2


def _hex_of(path):
    frame = records(path)[0].data
    return frame[42:].hex(), frame.hex()


@pytest.mark.parametrize(("word", "code"), [("abc", 3), ("1234", 2), ("nowhere.bin", 2)])
def test_explain_what_is_no_message(word, code):
    assert_error(netkit("dns", "explain", word), code)


def test_explain_a_packet_without_dns(walk):
    assert_error(netkit("dns", "explain", f"{walk[0]}:99"), 2, "holds no DNS message", "the nearest are in packets")
