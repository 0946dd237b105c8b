"""What tshark says of conversations and endpoints: `-z conv,KIND` and `-z endpoints,KIND`, all in one start."""

import os
import re
import subprocess
import tempfile

import netkit.capture
from tests.oracle.tshark import program

KINDS = ("eth", "ip", "ipv6", "tcp", "udp")

TITLES = {"Ethernet": "eth", "IPv4": "ip", "IPv6": "ipv6", "TCP": "tcp", "UDP": "udp"}

_CONVERSATION = re.compile(
    r"(\S+) +<-> (\S+) +(\d+) (\d+ \S+) +(\d+) (\d+ \S+) +(\d+) (\d+ \S+) +(-?\d+\.\d+) +(-?\d+\.\d+)"
)


def talks(path, display_filter=""):
    """{kind: [(ends, {end: (packets, bytes as told)}, start, duration)]} and {kind: {end: (sent, sent bytes, received, …)}}."""
    command = [program(), "-n", "-q", "-r", str(path)]
    behind = f",{display_filter}" if display_filter else ""
    for kind in KINDS:
        command += ["-z", f"conv,{kind}{behind}", "-z", f"endpoints,{kind}{behind}"]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    conversations = {kind: [] for kind in KINDS}
    endpoints = {kind: {} for kind in KINDS}
    kind, what = "", ""
    for line in done.stdout.splitlines():
        if line.endswith((" Conversations", " Endpoints")):
            title, what = line.split()
            kind = TITLES[title]
        elif what == "Conversations" and (found := _CONVERSATION.match(line)):
            one, two, back, back_bytes, out, out_bytes, _, _, start, duration = found.groups()
            conversations[kind].append((one, two, (int(out), out_bytes), (int(back), back_bytes), start, duration))
        elif what == "Endpoints" and line[:1] not in ("=", " ", "") and not line.startswith("Filter:"):
            words = line.split()
            end, numbers = words[0], [int(each) for each in words[1:]]
            if kind in ("tcp", "udp"):
                end, numbers = f"{end}:{numbers[0]}", numbers[1:]
            endpoints[kind][end] = tuple(numbers[2:])
    return conversations, endpoints


def told(size):
    """A number of bytes as tshark's tables of conversations tell it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 10_000:
            return f"{size} {unit}"
        size //= 1000
    return f"{size} TB"


def told_by(counting, kind, first):
    """Conversations of netkit in the same form; `first` is the time of the capture's first packet."""
    rows = []
    for each in counting.conversations(kind):
        start = "0.000000000" if each.begin is None else _relative(each.begin - first)
        duration = _rounded(each.duration or 0)
        ends = [_text(end) for end in (each.one, each.two)]
        rows.append(
            (*ends, (each.sent, told(each.sent_bytes)), (each.received, told(each.received_bytes)), start, duration)
        )
    return rows


def ends_by(counting, kind):
    """Endpoints of netkit in the same form."""
    return {
        _text(each.end): (each.sent, each.sent_bytes, each.received, each.received_bytes)
        for each in counting.endpoints(kind)
    }


def _text(end):
    return end.address if end.port is None else f"{end.address}:{end.port}"


def _rounded(nanoseconds):
    """Seconds with four digits, as C's printf rounds the number that is nearest to them."""
    return f"{nanoseconds / 1e9:.4f}"


def first_time(path):
    """When the first packet of a capture was taken, in nanoseconds; 0 where it has no time."""
    with netkit.capture.open(path) as records:
        return next((record.time or 0 for record in records), 0)


def _relative(nanoseconds):
    """A time since the first packet as tshark tells it, which makes a floating-point number of seconds and nanoseconds first."""
    whole, rest = divmod(abs(nanoseconds), 10**9)
    sign = -1 if nanoseconds < 0 else 1
    return f"{sign * whole + sign * rest / 1e9:.9f}"
