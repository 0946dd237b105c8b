"""`netkit packet send`, in a network of its own: what leaves is what was built, byte for byte, and nothing is refused silently."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from netkit.packet import build, dissect

ROOT = Path(__file__).parents[2]


def _namespaces():
    """How a program is started in a network namespace of its own, or a skip that says why not."""
    if not sys.platform.startswith("linux") or not all(map(shutil.which, ("unshare", "ip"))):
        pytest.skip("network namespaces are Linux's (unshare, ip)", allow_module_level=True)
    own = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    if subprocess.run([*own, "ip", "link", "set", "lo", "up"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody have a network of their own", allow_module_level=True)
    return own


OWN = _namespaces()

SCRIPT = """
import json, os, socket, subprocess, sys
run = lambda *words: subprocess.run(words, check=True, capture_output=True)
run("ip", "link", "set", "lo", "up")
run("ip", "link", "add", "here", "type", "veth", "peer", "name", "there")
for name in ("here", "there"):
    open(f"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "w").write("1")
    run("ip", "link", "set", name, "up")
run("ip", "addr", "add", "192.0.2.1/24", "dev", "here")
ear = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
ear.bind(("there", 0))
ear.settimeout(0.5)
for words in json.loads(sys.argv[1]):
    if words[0] == "ip":
        run(*words)
        continue
    done = subprocess.Popen([sys.executable, "-m", "netkit", "packet", "send", *words], stdout=-1, stderr=-1, text=True)
    heard = []
    while True:
        try:
            frame = ear.recv(2000)
        except TimeoutError:
            if done.poll() is not None:
                break
            continue
        heard.append(frame.hex())
        if frame[12:14] == b"\\x08\\x06" and frame[21] == 1 and frame[38:42] == bytes((192, 0, 2, 9)):
            # the neighbour that the test plays answers who it is
            me, you = bytes.fromhex("020000000009"), frame[6:12]
            ear.send(you + me + b"\\x08\\x06\\0\\1\\x08\\0\\6\\4\\0\\2" + me + frame[38:42] + you + frame[28:32])
    out, err = done.communicate()
    print(json.dumps({"code": done.returncode, "out": out, "err": err, "heard": heard}))
"""


def sent(*commands):
    """For each `netkit packet send …` (or `ip …`), in one network: its exit code, what it said, and the frames at the other end."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    done = subprocess.run(
        [*OWN, sys.executable, "-c", SCRIPT, json.dumps(commands)],
        capture_output=True,
        text=True,
        env=env,
        check=True,
        cwd=ROOT,
        timeout=120,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_leaves_is_what_was_built_and_what_does_not_is_told():
    frame = 'ethernet / ipv4 ttl=3 / udp dport=9 checksum=wrong(0x1234) / data "hello"'
    packet = 'ipv4 dst=192.0.2.9 ttl=3 / icmp / data "hello"'
    results = sent(
        [frame, "--interface", "here", "--json"],
        [build(frame).encode().hex(), "--interface", "here"],
        [packet, "--json"],
        ["ipv4 dst=192.0.2.8 / icmp"],
        [frame],
        [frame, "--interface", "hree"],
        ["ethernet / data hex:" + "00" * 3000, "--interface", "here"],
        ["cisco_hdlc / ipv4 / udp", "--interface", "here"],
        ["ip", "link", "set", "here", "down"],
        [frame, "--interface", "here"],
    )
    first, again, routed, nobody, which, unknown, long, other, down = results
    data = build(frame).encode().hex()

    assert first["code"] == 0
    assert first["heard"] == [data]
    told = json.loads(first["out"])
    assert (told["schema"], told["interface"], told["hex"]) == ("netkit.packet.send/1", "here", data)
    assert again["heard"] == [data]
    assert "sent by here" in again["out"]

    assert routed["code"] == 0, routed["err"]
    carried = [bytes.fromhex(frame) for frame in routed["heard"] if frame[24:28] == "0800"]
    assert [frame[14:] for frame in carried] == [build(packet).encode()]
    assert dissect(carried[0]).value("eth.dst") == "02:00:00:00:00:09"
    assert json.loads(routed["out"])["interface"] == "here"

    refused = {
        "nobody answers at the next hop": (nobody, 4),
        "by which interface?": (which, 2),
        "did you mean here?": (unknown, 2),
        "message too long": (long, 4),
        "link type 104": (other, 2),
        "network is down": (down, 4),
    }
    for words, (result, code) in refused.items():
        assert result["code"] == code, result
        assert words in result["err"], result
        assert "hint:" in result["err"]
        assert "Traceback" not in result["err"]
        assert not [frame for frame in result["heard"] if frame[24:28] != "0806"]


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv, which takes rights away, is not there")
@pytest.mark.skipif(os.geteuid() != 0, reason="only who has rights can give them up")
@pytest.mark.parametrize("line", ["ethernet / arp", "ipv4 dst=127.0.0.1 / icmp"])
def test_without_rights_it_says_what_to_do(line):
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [
        "setpriv",
        "--bounding-set=-all",
        "--",
        sys.executable,
        "-m",
        "netkit",
        "packet",
        "send",
        line,
        "--interface",
        "lo",
    ]
    done = subprocess.run([*OWN, *command], capture_output=True, text=True, env=env, check=False, cwd=ROOT)
    assert done.returncode == 4
    assert "may not send" in done.stderr
    assert "sudo" in done.stderr
