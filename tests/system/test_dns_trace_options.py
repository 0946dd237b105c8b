"""What else `netkit dns trace` can: many names, all servers, a quiz, other root hints; all in the made-up internet."""

import json

from tests.system.program import assert_error, netkit, report

NAMES = b"# names\nwww.example.test\nbad..name\nexample.test MX # mail\nwww.lame.test\nb\xc3\xbccher.example SOA\n\n"


def test_many_names_as_lines_of_json():
    done = netkit("dns", "trace", "--names", "-", stdin=NAMES)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["schema"] for row in rows} == {"netkit.dns.trace.names/1"}
    assert [(row["name"], row["type"], row["rcode"]) for row in rows] == [
        ("www.example.test", "A", "NOERROR"),
        ("bad..name", None, None),
        ("example.test", "MX", "NOERROR"),
        ("www.lame.test", "A", "SERVFAIL"),
        ("xn--bcher-kva.example", "SOA", "NOERROR"),
    ]
    assert (rows[0]["queries"], rows[2]["queries"]) == (3, 1)  # the second began with what the first had learned
    assert [bool(row["error"]) for row in rows] == [False, True, False, True, False]
    assert "line 3" in rows[1]["error"]
    assert "line 3" in done.stderr
    assert done.returncode == 1


def test_a_file_of_names_that_is_not_there_or_empty(tmp_path):
    assert_error(netkit("dns", "trace", "--names", tmp_path / "none"), 2)
    assert_error(netkit("dns", "trace", "--names", "-", stdin=b"# nothing\n"), 2, "has no names")


def test_all_servers_of_each_zone():
    zones = {each["zone"]: each for each in report("dns", "trace", "www.disagree.test", "--all")["zones"]}
    assert list(zones) == [".", "test", "disagree.test"]
    assert zones["."]["differences"] == zones["test"]["differences"] == []
    said = {(each["name"], each["rcode"]) for each in zones["disagree.test"]["servers"]}
    # the parent names old, the child ns2: both are asked
    assert said == {
        ("old.disagree.test", "REFUSED"),
        ("ns1.disagree.test", "NOERROR"),
        ("ns2.disagree.test", "NOERROR"),
    }
    assert all("old.disagree.test" in each for each in zones["disagree.test"]["differences"])
    assert zones["disagree.test"]["differences"]


def test_a_quiz_that_is_left_and_one_that_is_finished():
    left = netkit("dns", "trace", "www.example.test", "--predict", stdin=b"a\n")
    assert left.returncode == 0
    assert "of 1 right. The rest of the walk is there another time." in left.stdout
    done = netkit("dns", "trace", "www.example.test", "--predict", stdin=b"a\n" * 3)
    assert "of 3 right." in done.stdout
    assert "www.example.test → 192.0.2.80" in done.stdout
    assert_error(netkit("dns", "trace", "www.example.test", "--predict", "--json"), 2, "exclude each other")


def test_root_hints_from_a_file(tmp_path):
    path = tmp_path / "hints"
    path.write_text(". 3600 NS other.name.\nother.name. 3600 A 198.51.100.4\n")
    first = report("dns", "trace", "www.example.test", "--hints", path)["steps"][0]
    assert first["server"] == {"name": "other.name", "address": "198.51.100.4"}
    path.write_text("x\n")
    assert_error(netkit("dns", "trace", "www.example.test", "--hints", path), 3, "can't be read as root hints")
