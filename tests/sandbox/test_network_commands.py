"""The commands that are told make the very network that netkit makes: `ip` says the same of both."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from netkit.address import parse_address
from netkit.internet.room import everyday_room
from tests.oracle.requirement import missing
from tests.system.live_network import need_networks
from tests.system.program import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rooms are brought up on Linux")

PROGRAMS = {"ip": "iproute2", "sysctl": "procps", "ethtool": "ethtool", "unshare": "util-linux"}
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
SETTINGS = (
    "net.ipv4.ip_forward",
    "net.ipv6.conf.all.forwarding",
    "net.ipv6.conf.eth0.accept_dad",
    "net.ipv6.conf.eth0.addr_gen_mode",
)
FEATURES = (
    "tx-checksumming",
    "generic-segmentation-offload",
    "generic-receive-offload",
    "tx-tcp-segmentation",
    "tx-tcp6-segmentation",
)

VARYING = frozenset({"link_netnsid", "link_index", "protocol", "link", "ifindex", "operstate"})

BY_NETKIT = """
import os, subprocess, sys
from netkit.address import parse_address
from netkit.internet.room import everyday_room
from netkit.sandbox.network import network_steps
from netkit.sandbox.sides import Side, Sides
sides = Sides()
for step in network_steps(everyday_room(), [parse_address("203.0.113.10"), parse_address("2001:db8:53::a")]):
    step.take(sides)
for side in Side:
    sides.go(side)
    print(f"=== {side.value}", flush=True)
    subprocess.run(["sh", "-c", sys.argv[1]], check=True)
"""


def asked():
    """What is asked of each side, as a shell says it."""
    lines = ["ip -j address show", "ip -j -4 route show", "ip -j -6 route show", "ip -j link show eth0"]
    lines += [f"sysctl -n {name}" for name in SETTINGS]
    lines += [f"ethtool -k eth0 | grep -E '^[[:space:]]*({'|'.join(FEATURES)}):'"]
    return "; ".join(f"{line}; echo ---" for line in lines)


def inside(script, *words):
    flags = "-nm" if os.geteuid() == 0 else "-Urnm"
    done = subprocess.run(
        ["unshare", flags, "sh", "-c", script, "sh", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": PATH, "PYTHONPATH": str(ROOT)},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def told(output):
    """What was answered for each side, without numbers that differ from one run to the next."""
    found = {}
    for part in output.split("=== ")[1:]:
        side, _, rest = part.partition("\n")
        found[side] = [_plain(answer.strip()) for answer in rest.split("---\n")]
    return found


def _plain(answer):
    if not answer.startswith("["):
        return answer
    return _without(json.loads(answer))


def _without(value):
    """Of the state of a link (`operstate`, NO-CARRIER) the kernel takes note when it has time."""
    if isinstance(value, dict):
        return {key: _without(each) for key, each in value.items() if key not in VARYING}
    return [_without(each) for each in value if each != "NO-CARRIER"] if isinstance(value, list) else value


def test_the_commands_make_the_same_network():
    need_networks()
    for name, package in PROGRAMS.items():
        if shutil.which(name, path=PATH) is None:
            missing(name, f"the package {package}")
    from netkit.sandbox.network import network_steps

    steps = network_steps(everyday_room(), [parse_address("203.0.113.10"), parse_address("2001:db8:53::a")])
    commands = "\n".join(command for step in steps for command in step.commands)
    sides = "\n".join(f"echo '=== {side}'; ip netns exec {side} sh -c \"$1\"" for side in ("student", "server"))
    typed = inside(f"set -e\nmount -t tmpfs none /run\n{commands}\n{sides}", asked())
    by_netkit = inside(f'exec {sys.executable} -c "$1" "$2"', BY_NETKIT, asked())
    assert told(typed) == told(by_netkit)
    assert "10.0.0.2" in typed
    assert len(told(typed)["server"]) == len(SETTINGS) + 6
