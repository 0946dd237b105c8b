"""The link between both sides, and what goes by on it."""

import contextlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

NEAR, FAR = "192.0.2.2", "192.0.2.1"
NEAR6, FAR6 = "2001:db8:2::2", "2001:db8:2::1"
LEAST_IPV6 = 1280
"""Bytes of an MTU below which there is no IPv6 (RFC 8200 section 5)."""

QUIET = "net.ipv6.conf.{}.router_solicitations=0 net.ipv6.conf.{}.accept_ra=0 net.ipv6.conf.{}.accept_dad=0"


@contextlib.contextmanager
def far_side(kind, version, folder, zones, *, mtu):
    """The servers on the far side of a new link; gives what runs commands there. `version` is 4, 6, or 0 for both."""
    texts = Path(folder) / "zones.json"
    texts.write_text(json.dumps(zones))
    words = [sys.executable, "-m", "tests.dns.replay.captures.record.far", kind, str(version), str(folder), str(texts)]
    with subprocess.Popen(
        ["unshare", "--net", *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            time.sleep(0.3)  # until it has its own network
            _join(process.pid, mtu)
            if json.loads(process.stdout.readline()) != "ready":
                raise RuntimeError("the far side did not start")

            def run(*commands):
                process.stdin.write(json.dumps(commands) + "\n")
                process.stdin.flush()
                return json.loads(process.stdout.readline())

            yield run
        finally:
            process.stdin.close()
            process.wait(20)


def _join(pid, mtu):
    """A pair of interfaces, one of them on the far side, with addresses and routes."""
    _ip("link", "set", "lo", "up")
    _ip("link", "add", "near", "type", "veth", "peer", "name", "far", "netns", str(pid))
    inside = ("nsenter", f"--net=/proc/{pid}/ns/net")
    for name, prefix, addresses in (("near", (), (NEAR, NEAR6)), ("far", inside, (FAR, FAR6))):
        for word in QUIET.format(name, name, name).split():
            key, value = word.split("=")
            path = f"/proc/sys/{key.replace('.', '/')}"
            subprocess.run([*prefix, "sh", "-c", f"echo {value} > {path}"], check=False)
        _ip("address", "add", f"{addresses[0]}/24", "dev", name, prefix=prefix)
        if mtu >= LEAST_IPV6:
            _ip("address", "add", f"{addresses[1]}/64", "dev", name, "nodad", prefix=prefix)
        _ip("link", "set", name, "up", "mtu", str(mtu), prefix=prefix)
    _ip("route", "add", "default", "via", FAR)
    if mtu >= LEAST_IPV6:
        _ip("-6", "route", "add", "default", "via", FAR6)


def _ip(*words, prefix=()):
    subprocess.run([*prefix, "ip", *words], check=True)


@contextlib.contextmanager
def recording(path, interface="near"):
    """All that goes by on an interface while the block lasts, as a pcap file."""
    words = ["dumpcap", "-q", "-P", "-i", interface, "-w", str(path)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if line.startswith("File:"):
                break
        time.sleep(0.2)
        try:
            yield
            time.sleep(0.6)  # packets reach the file in blocks
        finally:
            process.send_signal(signal.SIGINT)
            process.stderr.read()
