"""`netkit tcp script` as a student runs it: what is shown, in JSON, and the exit codes."""

from tests.internet.script.running import ESTABLISHED, SCRIPTS
from tests.system.program import assert_error, netkit, report

WRONG = ESTABLISHED + "+0 write(4, ..., 100) = 100\n+0 > P. 1:201(200) ack 1\n+0 close(4) = 0\n"


def test_a_script_that_goes_well():
    path = next(each for each in SCRIPTS if each.stem == "fast-retransmit")
    done = netkit("tcp", "script", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "15 of 15" in done.stdout
    assert "3 duplicate ACKs" in done.stdout
    assert "RFC 5681 §3.2" in done.stdout


def test_where_it_goes_wrong(tmp_path):
    path = tmp_path / "wrong.pkt"
    path.write_text(WRONG, "utf-8")
    done = netkit("tcp", "script", path)
    assert done.returncode == 1
    assert "only 100 of 200 bytes came by 0.204000 s" in done.stdout
    assert "netkit sent it because" in done.stdout
    found = report("tcp", "script", path)
    assert found["schema"] == "netkit.tcp.script/1"
    script = found["scripts"][0]
    assert (script["outcome"], script["line"]) == ("failed", 9)
    step = script["steps"][8]
    assert (step["kind"], step["outcome"], step["time"]) == ("expect", "failed", "0.204000000")
    assert step["reasons"][0]["rfc"] == "RFC 9293 §3.7.4"
    assert script["steps"][9]["outcome"] == "not-reached"


def test_many_scripts_quietly(tmp_path):
    path = tmp_path / "wrong.pkt"
    path.write_text(WRONG, "utf-8")
    done = netkit("tcp", "script", "--quiet", *SCRIPTS[:3], path)
    assert done.returncode == 1
    assert done.stdout.startswith("4 scripts: 3 as expected, 1 not as expected")


def test_what_cannot_be_read_or_done(tmp_path):
    path = tmp_path / "odd.pkt"
    path.write_text("0 > S 0:0(0)\n+0 > X 1:1(0)\n", "utf-8")
    assert_error(netkit("tcp", "script", path), 2, "odd.pkt, line 2", "flags belong here")
    path.write_text(ESTABLISHED + "+0 < icmp unreachable host_unreachable [1:11(10)]\n", "utf-8")
    done = netkit("tcp", "script", path)
    assert done.returncode == 2
    assert "ICMP messages are not supported" in done.stdout
    assert_error(netkit("tcp", "script", tmp_path / "none.pkt"), 2, "none.pkt")
    assert_error(netkit("tcp", "script"), 2, "which script", "--example")


def test_from_standard_input_and_without_escapes():
    done = netkit("tcp", "script", "-", stdin=(ESTABLISHED + "+0 > \x1b[2J\n").encode())
    assert_error(done, 2, "standard input, line 8")
    assert "\x1b" not in done.stderr + done.stdout
    assert netkit("tcp", "script", "-", stdin=ESTABLISHED.encode()).returncode == 0
