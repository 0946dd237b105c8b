"""Transfers by a real Linux kernel: with the same losses, writes and settings, the `linux` profile does what the kernel did.

The folder is `$NETKIT_KERNEL_RUNS`, or `../shared/kernel-runs` beside the checkout; its README says what the runs hold.
"""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from netkit.cli.main import netkit

FOLDER = Path(os.environ.get("NETKIT_KERNEL_RUNS") or Path(__file__).parents[3] / "shared" / "kernel-runs")
SWITCHES = {
    "tcp_sack=0": "--no-sack",
    "tcp_recovery=0": "--no-rack",
    "tcp_early_retrans=0": "--no-tail-loss-probe",
    "tcp_timestamps=0": "--no-timestamps",
}
FAST = {"fast", "partial_ack", "sack"}
TIMER = 200.0
"""Milliseconds without progress after which it was the timer (README)."""


def runs():
    return sorted(FOLDER.glob("*.json")) if FOLDER.is_dir() else []


def transferred(run):
    """What `netkit tcp transfer` tells of the same transfer."""
    words = ["tcp", "transfer", "--json", "--bytes", str(run["nbytes"]), "--writes", ",".join(map(str, run["writes"]))]
    words += ["--rtt", f"{2 * run['delay_ms']:g}ms", "--profile", "linux", "--congestion", run["cc"], "--no-nagle"]
    words += ["--mss", "1460"]
    for each in run["sysctls"]:
        words += [SWITCHES[switch] for switch in [each.removeprefix("net.ipv4.")] if switch in SWITCHES]
    for number in run["drops"]:
        words += ["--drop", f"data:{number}"]
    for sequence, copy in run["dropre"]:
        words += ["--drop", f"copy:{sequence}:{copy}"]
    for number in run["ackdrop"]:
        words += ["--drop", f"ack:{number}"]
    result = CliRunner().invoke(netkit, words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def kernels_again(run):
    """What the kernel sent again: number, length, and whether the timer did it, by the time since the last progress."""
    found, progress, highest = [], 0.0, 0
    for time, way, _flags, number, length, *rest in run["events"]:
        if way == "<" and number > highest:
            highest, progress = number, time + run["delay_ms"]
        elif way == ">" and length and rest[0]:
            found.append((number, length, time - progress >= TIMER))
    return found


@pytest.mark.skipif(
    not runs(), reason=f"no kernel runs: {FOLDER} is not there (NETKIT_KERNEL_RUNS names another folder)"
)
@pytest.mark.parametrize("path", runs(), ids=lambda each: each.stem)
def test_the_linux_profile_does_what_the_kernel_did(path):
    run = json.loads(path.read_text())
    told = transferred(run)
    assert told["delivered"] == int(run["server_got"])
    ours = [(each["sequence"], each["length"], each["trigger"] == "timer") for each in told["retransmissions"]]
    assert ours == kernels_again(run)
    assert all(each["trigger"] in FAST | {"timer", "probe"} for each in told["retransmissions"])
    lost = next((place for place, row in enumerate(run["tcp_info"]) if row[1] >= 2), None)
    if lost is None:
        assert not told["retransmissions"]
        return
    calm = next((row for row in run["tcp_info"][lost:] if row[1] == 0), None)
    if calm is None:
        return
    over = next(
        float(each["time"]) for each in told["events"] if each["kind"] == "recovered" and each["side"] == "sender"
    )
    window = [each["cwnd"] for each in told["window"] if float(each["time"]) <= over][-1]
    assert abs(window - calm[2]) <= 1
