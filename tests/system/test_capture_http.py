"""`netkit capture http` as a student runs it."""

from tests.system.program import CAPTURES, assert_error, netkit, report

PAGE = CAPTURES / "page-load-01.pcapng"


def test_a_page_load():
    done = netkit("capture", "http", PAGE)
    assert done.returncode == 0
    assert "1 request: 1 × 2xx (it worked)" in done.stdout
    assert "www.harbour.test/map.html" in done.stdout


def test_json():
    told = report("capture", "http", PAGE)
    (request,) = told["requests"]
    assert told["schema"] == "netkit.capture.http/1"
    assert (request["method"], request["host"], request["target"]) == ("GET", "www.harbour.test", "/map.html")
    assert (request["status"], request["packet"], request["answer_packet"], request["answer_bytes"]) == (
        200,
        8,
        10,
        1587,
    )
    assert request["first_byte_after"] < request["whole_after"]


def test_nothing_of_http():
    done = netkit("capture", "http", CAPTURES / "ping.pcapng")
    assert (done.returncode, "can't be read" in done.stdout.replace("\n", " ")) == (0, True)


def test_no_capture(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"no capture")
    assert_error(netkit("capture", "http", path), 3, "is not a capture")
