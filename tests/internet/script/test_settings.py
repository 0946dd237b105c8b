"""Commands are read and never executed; what has a counterpart in a profile is set."""

import pytest

from netkit.internet.script.language.reading import read_script
from netkit.internet.script.settings import assumed_buffer, settings_of
from tests.internet.script.running import ESTABLISHED, run


@pytest.mark.parametrize(
    ("command", "changes"),
    [
        ("sysctl -q net.ipv4.tcp_sack=0", {"sack": False}),
        ("sysctl -w net.ipv4.tcp_timestamps=0 net.ipv4.tcp_frto=0", {"timestamps": False, "forward_recovery": False}),
        ("sysctl -q net.ipv4.tcp_congestion_control=reno", {"congestion": "reno"}),
        ("../common/set_sysctls.py /proc/sys/net/ipv4/tcp_reordering=5", {"duplicates": 5}),
        ("echo 0 > /proc/sys/net/ipv4/tcp_window_scaling", {"window_scaling": False}),
        ("ip route change 192.0.2.1 dev tun0 initcwnd 4", {"initial_window": 4}),
        ("ip ro change 192.0.2.1 dev tun0 rto_min 5ms", {"minimum_timeout": 0.005}),
        ('sysctl -q net.ipv4.tcp_rmem="4096 540000 $((15*1024*1024))"', {"receive_buffer": 15 << 20}),
        ("ip route change default initcwnd 999999999", {"initial_window": 1000}),
        ("sysctl -q net.ipv4.tcp_early_retrans=0", {"tail_loss_probe": False}),
        ("tc qdisc add dev tun0 root pfifo", {}),
    ],
)
def test_a_setting_with_a_counterpart(command, changes):
    found = settings_of(command)
    assert (found.changes, found.remarks) == (changes, [])


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("rm -rf /tmp/x", "not executed"),
        ("sysctl -q net.ipv4.tcp_dsack=0", "tcp_dsack"),
        ("sysctl -q net.ipv4.tcp_congestion_control=vegas", "vegas"),
        ("ip route change default initrwnd 3", "initrwnd"),
        ("'", "not executed"),
        ("sysctl -q net.ipv4.tcp_sack=abc", "tcp_sack"),
        ("sysctl -q net.ipv4.tcp_sack=-1", "tcp_sack"),
    ],
)
def test_what_has_none_is_said(command, said):
    found = settings_of(command)
    assert found.changes == {}
    assert said in found.remarks[0]


def test_the_usual_file_of_defaults():
    changes = settings_of("../../common/defaults.sh").changes
    assert changes["receive_buffer"] == 15 << 20
    assert changes["congestion"] == "cubic"
    assert changes["restart_after_idle"] is False


def test_no_command_is_executed(tmp_path):
    mark = tmp_path / "mark"
    made = run(f"`touch {mark}`\n{ESTABLISHED}+0 `touch {mark}`\n`touch {mark}`")
    assert made.fault is None
    assert not mark.exists()
    assert [each.remarks for each in made.results if each.remarks] != []


def test_a_window_scale_that_is_taken_for_granted():
    scaled = ESTABLISHED.replace("<mss 1000>", "<mss 1000,nop,wscale 4>").replace(
        "<mss 1460>", "<mss 1460,nop,wscale 9>"
    )
    assert run(scaled).fault is None
    set_before = "`sysctl -q net.ipv4.tcp_rmem='4096 131072 6291456'`\n" + scaled
    assert "option wscale: expected 9, came 7" in run(set_before).fault.text
    assert assumed_buffer(read_script(ESTABLISHED)) is None


def test_the_other_profile():
    opens = "0 socket(..., SOCK_STREAM, 0) = 3\n+0...9 connect(3, ..., ...) = 0\n"
    syn = opens + "".join(f"+{wait} > S 0:0(0) <...>\n" for wait in (0, 1, 2))
    made = run(syn, profile="rfc")
    assert made.results[-1].time == pytest.approx(3.0)
