"""`netkit capture conversations`, `dns` and `export` as a student runs them."""

import json

import pytest

from tests.capture.queries import made_messages as making
from tests.system.program import CAPTURES, assert_error, netkit, report


def test_conversations_on_a_screen_and_for_programs():
    done = netkit("capture", "conversations", "page-load-01.pcapng", "--endpoints", "--graph", "--part", "udp")
    assert done.returncode == 0, done.stderr
    for part in ("TCP: 1 conversation", "192.0.2.37:33836", "UDP: 2 endpoints", "of udp", "netkit capture follow"):
        assert part in done.stdout
    found = report("capture", "conversations", "page-load-01.pcapng", "--endpoints", "--graph", "--interval", "1ms")
    assert found["schema"] == "netkit.capture.conversations/1"
    [tcp] = [each for each in found["conversations"] if each["kind"] == "tcp"]
    assert tcp["stream"] == 0
    assert tcp["one_packets"] + tcp["two_packets"] == 12
    [line] = found["graph"]["series"]
    assert found["graph"]["interval"] == "0.001000000"
    assert sum(each["packets"] for each in line["intervals"]) == found["packets"] == 16


def test_conversations_say_what_is_wrong():
    assert_error(netkit("capture", "conversations", "page-load-01.pcapng", "--interval", "1s"), 2, "--graph")
    assert_error(netkit("capture", "conversations", "page-load-01.pcapng", "--graph", "--interval", "soon"), 2, "unit")


def test_dns_on_a_screen_and_for_programs():
    done = netkit("capture", "dns", "page-load-01.pcapng")
    assert done.returncode == 0, done.stderr
    assert "1 question · 1 answered after 3.58 ms" in done.stdout
    assert "203.0.113.80" in done.stdout
    found = report("capture", "dns", "dns-types.pcapng")
    assert found["schema"] == "netkit.capture.dns/1"
    assert found["counts"]["answered"] == len(found["exchanges"]) == 9
    assert "Every question was answered" in netkit("capture", "dns", "dns-types.pcapng", "--unanswered").stdout


def test_dns_keeps_what_a_name_says_from_the_terminal(tmp_path):
    name = b"\x08\x1b[31mbad\x00"
    frame = making.datagram((1, 4000), (53, 53), making.message(1, response=False, name=name))
    path = tmp_path / "bad.pcap"
    path.write_bytes(making.capture([(10**9, frame)]))
    done = netkit("capture", "dns", path)
    assert "\x1b" not in done.stdout
    assert "never answered" in done.stdout


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_export_writes_a_file_and_says_so(tmp_path, ending):
    place = tmp_path / f"packets.{ending}"
    done = netkit("capture", "export", "page-load-01.pcapng", "-e", "frame.number", "-e", "ip.src", "-o", place)
    assert done.returncode == 0, done.stderr
    assert "16 packets, 2 columns" in " ".join(done.stderr.split())
    assert len(place.read_text().splitlines()) == 16 + (ending == "csv")


def test_export_of_several_captures_is_a_dataset(tmp_path):
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    files = [CAPTURES / "page-load-01.pcapng", CAPTURES / "page-load-02.pcapng"]
    done = netkit("capture", "export", *files, "-o", f"{tmp_path}/all/", "--format", "parquet", "--json")
    told = {each["source"]: each["packets"] for each in json.loads(done.stdout)["files"]}
    query = f"SELECT capture, count(*) FROM read_parquet('{tmp_path}/all/*/*.parquet', hive_partitioning=true) GROUP BY capture"  # noqa: S608
    assert dict(duckdb.sql(query).fetchall()) == {path.name: told[str(path)] for path in files}


def test_export_says_what_is_wrong_and_leaves_no_file(tmp_path):
    assert_error(netkit("capture", "export", "page-load-01.pcapng", "-o", tmp_path / "packets"), 2, ".parquet")
    place = tmp_path / "packets.csv"
    assert_error(netkit("capture", "export", "page-load-01.pcapng", "-e", "ip.sorce", "-o", place), 2, "ip.sorce")
    assert not place.exists()
    same = tmp_path / "same.csv"
    same.write_bytes((CAPTURES / "ping.pcapng").read_bytes())
    assert_error(netkit("capture", "export", same, "-o", same), 2, "the same file")


def test_a_cut_capture_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "cut.pcapng"
    path.write_bytes((CAPTURES / "page-load-01.pcapng").read_bytes()[:-30])
    for words in (("conversations", path), ("dns", path), ("export", path, "-o", tmp_path / "cut.csv")):
        done = netkit("capture", *words)
        assert done.returncode == 3, (words, done.stderr)
        assert "Traceback" not in done.stderr
