"""Two hosts in namespaces of their own and a relay between them: real transfers of the kernel's TCP, with chosen losses, recorded."""

import array
import contextlib
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

SIOCETHTOOL = 0x8946
OFFLOADS = (0x15, 0x17, 0x1F, 0x24, 0x2C)
"""Receive and transmit checksums, TSO, GSO and GRO (linux/ethtool.h): off, so that what is recorded is what a wire would carry."""

SET = """
import sys
from pathlib import Path
Path("/proc/sys", *sys.argv[1].split(".")).write_text(sys.argv[2])
"""

SEND = """
import socket, sys, time
end = time.monotonic() + 10
while True:
    try:
        made = socket.create_connection(("10.9.0.2", 7000), 2)
        break
    except OSError:
        if time.monotonic() > end: raise
        time.sleep(0.02)
made.sendall(bytes(range(256)) * (int(sys.argv[1]) // 256))
made.shutdown(socket.SHUT_WR)
while made.recv(65536): pass
"""

RECEIVE = """
import socket
made = socket.create_server(("10.9.0.2", 7000))
print("ready", flush=True)
other, _ = made.accept()
count = 0
while data := other.recv(65536): count += len(data)
other.close()
print(count, flush=True)
"""


@dataclass(frozen=True)
class Recorded:
    """A transfer: what was recorded before and behind the drops, how much arrived, and which records of `before` were sent before."""

    before: Path
    after: Path
    delivered: int
    copies: dict


def lacks():
    """Why no transfer can be recorded here; empty where it can."""
    if sys.platform != "linux":
        return "namespaces are Linux's"
    if os.geteuid() != 0:
        return "namespaces joined by a relay need root"
    if shutil.which("ip") is None:
        return "ip is missing: apt-get install iproute2"
    tries = [
        ["ip", "netns", "add", "nkprobe"],
        ["ip", "-n", "nkprobe", "link", "add", "nkprobe0", "type", "veth", "peer", "name", "nkprobe1"],
    ]
    try:
        for command in tries:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                return f"no namespaces can be joined here: {done.stderr.strip()}"
    finally:
        subprocess.run(["ip", "netns", "del", "nkprobe"], check=False, capture_output=True)
    return ""


def _ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _in(namespace, *words):
    return ["ip", "netns", "exec", namespace, *words]


def _switch_offloads_off():
    """Of the interface named on the command line, in the namespace that this runs in."""
    interface = sys.argv[1]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as made:
        for command in OFFLOADS:
            value = array.array("B", struct.pack("II", command, 0))
            request = struct.pack("16sP", interface.encode(), value.buffer_info()[0]) + bytes(16)
            with contextlib.suppress(OSError):  # a kernel that has not one of them has nothing to switch off
                fcntl.ioctl(made, SIOCETHTOOL, request)


@contextlib.contextmanager
def _network(settings):
    name = uuid.uuid4().hex[:6]
    spaces = {part: f"nk{name}{part}" for part in ("a", "r", "b")}
    try:
        for space in spaces.values():
            _ip("netns", "add", space)
        for part, address in (("a", "10.9.0.1/24"), ("b", "10.9.0.2/24")):
            outer, inner = f"v{name}{part}", f"w{name}{part}"
            _ip("link", "add", outer, "type", "veth", "peer", "name", inner)
            _ip("link", "set", inner, "netns", spaces[part])
            _ip("link", "set", outer, "netns", spaces["r"])
            _ip("-n", spaces[part], "addr", "add", address, "dev", inner)
            for space, interface in ((spaces[part], inner), (spaces["r"], outer)):
                _ip("-n", space, "link", "set", interface, "up")
                subprocess.run(_in(space, sys.executable, __file__, interface), check=True)
            for setting in settings:
                subprocess.run(_in(spaces[part], sys.executable, "-c", SET, *setting.split("=")), check=True)
        yield spaces, f"v{name}a", f"v{name}b"
    finally:
        for space in spaces.values():
            subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)


def transfer(folder, size, *, drops=(), copies=(), late=None, delay=0.005, settings=(), seconds=1.5):
    """Send so many bytes from one host to the other, with these losses, and record it."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "delay": delay, "drops": list(drops), "copies": [list(each) for each in copies], "late": late or {}, "seconds": seconds,
        "before": str(folder / "before.pcap"), "after": str(folder / "after.pcap"), "told": str(folder / "told.json"),
    }  # fmt: skip
    with _network(settings) as (spaces, left, right):
        path = folder / "config.json"
        path.write_text(json.dumps(config | {"left": left, "right": right}))
        relay = Path(__file__).with_name("relay.py")
        with (
            subprocess.Popen(
                _in(spaces["r"], sys.executable, str(relay), str(path)), stdout=subprocess.PIPE, text=True
            ) as carrying,
            subprocess.Popen(
                _in(spaces["b"], sys.executable, "-c", RECEIVE), stdout=subprocess.PIPE, text=True
            ) as receiving,
        ):
            assert carrying.stdout.readline() == "ready\n"
            assert receiving.stdout.readline() == "ready\n"
            subprocess.run(_in(spaces["a"], sys.executable, "-c", SEND, str(size)), check=True, timeout=30)
            delivered = int(receiving.stdout.readline())
            assert carrying.wait(30) == 0
    told = dict(json.loads((folder / "told.json").read_text()))
    return Recorded(folder / "before.pcap", folder / "after.pcap", delivered, told)


if __name__ == "__main__":
    _switch_offloads_off()
