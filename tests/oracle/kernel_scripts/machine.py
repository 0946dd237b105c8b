"""The kernel as the machine that a script runs on: sockets, a TUN device, and the clock of the wall.

To be made inside a network namespace of its own (`unshare -rn`). Calls are made without waiting and tried again, as the runner asks.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import select
import socket
import struct
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from netkit.internet.script.language.steps import Call, Command, Number, SegmentSpec, Structure
from netkit.internet.script.language.symbols import SYMBOLS
from netkit.internet.script.machine import Answer, Outgoing
from netkit.internet.script.manner import Manner
from netkit.internet.script.settings import DEFAULTS
from netkit.internet.script.sockets.clocks import Clocks
from netkit.internet.script.sockets.descriptors import number_of, option_number
from netkit.internet.script.sockets.information import CONSTANTS
from netkit.internet.script.sockets.simulated import LOCAL, PORT, REMOTE, REMOTE_PORT
from netkit.internet.script.sockets.transferring import _sizes
from netkit.tcp.segment import Flag, Segment, Timestamps
from netkit.tcp.sequence import add
from tests.oracle.kernel_scripts.wire import packet, parsed

TUNSETIFF = 0x400454CA
TUN_WITHOUT_HEADER = 0x1001
BASE = (
    "tcp_congestion_control=cubic", "tcp_rmem=4096 131072 6291456", "tcp_wmem=4096 16384 4194304", "tcp_ecn=2",
    "tcp_no_metrics_save=1", "tcp_timestamps=1", "tcp_sack=1",
)  # fmt: skip
INFO = [
    "state",
    "ca_state",
    "retransmits",
    "probes",
    "backoff",
    "options",
    "scales",
    "limited",
    "rto",
    "ato",
    "snd_mss",
    "rcv_mss",
    "unacked",
    "sacked",
    "lost",
    "retrans",
    "fackets",
    "last_data_sent",
    "last_ack_sent",
    "last_data_recv",
    "last_ack_recv",
    "pmtu",
    "rcv_ssthresh",
    "rtt",
    "rttvar",
    "snd_ssthresh",
    "snd_cwnd",
    "advmss",
    "reordering",
]


class Kernel:
    """See `netkit.internet.script.machine.Machine`."""

    def __init__(self, manner: Manner) -> None:
        self._version = manner.version
        self._tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(self._tun, TUNSETIFF, struct.pack("16sH22x", b"tun0", TUN_WITHOUT_HEADER))
        bits = "/24" if manner.version == 4 else "/64"
        for words in (
            f"addr add {LOCAL[manner.version]}{bits} dev tun0" + (" nodad" if manner.version == 6 else ""),
            f"link set tun0 mtu {manner.mtu} up",
            f"route add default dev tun0 {'via ' + LOCAL[4][:-1] + '2' if manner.version == 4 else ''}",
        ):
            subprocess.run(["ip", f"-{manner.version}", *words.split()], check=True)
        for each in BASE:
            _sysctl(*each.split("=", 1))
        self._sockets: dict[int, socket.socket] = {}
        self._waits: dict[int, bool] = {}
        self._sent: deque[Outgoing] = deque()
        self._offset = 0
        self._local, self._remote = PORT, REMOTE_PORT
        self._clocks = Clocks()
        self._congestion = "cubic"
        self._latest: socket.socket | None = None
        self._written: tuple[Call, int] | None = None
        self._connecting: set[int] = set()
        self._begun = time.monotonic() + 0.01

    @property
    def now(self) -> float:
        """The time since the script began."""
        return time.monotonic() - self._begun

    def script_clock(self, value: int) -> int:
        """A timestamp as the script counts."""
        return self._clocks.script(value)

    def inject(self, spec: SegmentSpec) -> None:
        """A segment comes in."""
        acknowledges = bool(spec.flags & Flag.ACK)
        options = spec.options
        assert options is not None
        stamps = None
        if options.timestamps is not None:
            value, echo = options.timestamps
            stamps = Timestamps(value, self._clocks.live(echo) if acknowledges else echo)
        segment = Segment(
            sequence=spec.sequence,
            acknowledgment=add(spec.acknowledgment, self._offset) if acknowledges else 0,
            flags=spec.flags,
            window=spec.window or 0,
            payload=bytes(spec.length),
            largest=options.largest,
            shift=options.shift,
            sack_permitted=options.sack_permitted,
            sack=tuple((add(left, self._offset), add(right, self._offset)) for left, right in options.sack),
            timestamps=stamps,
        )
        remote, local = (REMOTE[self._version], self._remote), (LOCAL[self._version], self._local)
        os.write(self._tun, packet(segment, remote, local, spec.mark))
        self._take()

    def sent(self, *, take: bool) -> Outgoing | None:
        """The first segment that nobody has taken."""
        self._take()
        if not self._sent:
            return None
        return self._sent.popleft() if take else self._sent[0]

    def synchronize(self, spec: SegmentSpec, outgoing: Outgoing) -> None:
        """The clock is the script's."""
        stamps = outgoing.segment.timestamps
        if spec.options is not None and spec.options.timestamps is not None and stamps is not None:
            self._clocks.pair(spec.options.timestamps[0], stamps.value)

    def wait(self, until: float, stop: Callable[[], bool]) -> None:
        """Time passes by itself."""
        while not stop():
            left = until - self.now
            if left <= 0:
                return
            select.select([self._tun], [], [], min(left, 0.002) if left > 0.0005 else 0)
            self._take()

    def set(self, step: Command) -> tuple[str, ...]:
        """Settings of TCP alone, and of the route."""
        if "defaults.sh" in step.command:
            for each in DEFAULTS:
                _sysctl(*each.split("=", 1))
        for name, value in re.findall(r"(tcp_[a-z0-9_]+)=(\"[^\"]*\"|\S+)", step.command):
            _sysctl(name, value.strip('"'))
            if name == "tcp_congestion_control":
                self._congestion = value
        for window in re.findall(r"initcwnd (\d+)", step.command):
            subprocess.run(
                ["ip", "route", "change", "default", "via", LOCAL[4][:-1] + "2", "initcwnd", window], check=True
            )
        return ()

    def information(self) -> Mapping[str, int]:
        """Of the latest socket."""
        if self._latest is None:
            return CONSTANTS
        data = self._latest.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
        values = struct.unpack("8B24I", data)
        return {**CONSTANTS, **{f"tcpi_{name}": value for name, value in zip(INFO, values, strict=False)}}

    def doings(self) -> tuple[str, ...]:
        """It does not say."""
        return ()

    def _take(self) -> None:
        while True:
            try:
                data = os.read(self._tun, 65_536)
            except BlockingIOError:
                return
            found = parsed(data)
            if found is None:
                continue
            segment, source, destination, mark = found
            if segment.flags & Flag.SYN:
                self._offset, self._local, self._remote = segment.sequence, source, destination
            bare = segment.flags & Flag.RST and segment.flags & Flag.ACK and segment.sequence == 0
            sequence = 0 if bare else add(segment.sequence, -self._offset)
            self._sent.append(Outgoing(self.now, replace(segment, sequence=sequence), mark))

    def call(self, step: Call) -> Answer | None:
        """Make a call; None where it would wait and may."""
        try:
            return self._call(step)
        except BlockingIOError as error:
            if error.errno == errno.EINPROGRESS:
                return None if self._waits[self._descriptor(step)] else Answer(-1, "EINPROGRESS")
            waits = self._waits.get(self._descriptor(step), True)
            name = errno.errorcode[error.errno or 0]
            return None if waits and name in ("EAGAIN", "EALREADY") else Answer(-1, name)
        except OSError as error:
            return Answer(-1, errno.errorcode[error.errno or 0])

    def _descriptor(self, step: Call) -> int:
        return number_of(step.arguments, 0, "a descriptor")

    def _call(self, step: Call) -> Answer | None:  # noqa: C901, PLR0911, PLR0912 - a call a line
        assert isinstance(step.result, Number)
        if step.name == "socket":
            family = socket.AF_INET if self._version == 4 else socket.AF_INET6
            made = socket.socket(family, socket.SOCK_STREAM)
            made.setblocking(False)
            # a namespace may not choose for all, a socket may for itself
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, self._congestion.encode())
            self._sockets[step.result.value], self._waits[step.result.value] = made, True
            return Answer(step.result.value)
        if step.name == "poll":
            return self._poll(step)
        number = self._descriptor(step)
        at = self._sockets[number]
        match step.name:
            case "bind":
                at.bind((LOCAL[self._version], PORT))
            case "listen":
                at.listen(number_of(step.arguments, 1, "a backlog"))
            case "accept":
                made, _ = at.accept()
                made.setblocking(False)
                self._sockets[step.result.value], self._waits[step.result.value] = made, True
                self._latest = made
                return Answer(step.result.value)
            case "connect":
                self._latest = at
                if number in self._connecting and self._waits[number]:
                    error = at.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if error:
                        return Answer(-1, errno.errorcode[error])
                    return Answer(0) if self.information()["tcpi_state"] in (1, 8) else None
                self._connecting.add(number)
                at.connect((REMOTE[self._version], PORT))
            case "read" | "recv":
                count, flags = _sizes(step)
                return Answer(len(at.recv(count, flags)))
            case "write" | "send" | "sendto":
                return self._write(at, step)
            case "close":
                del self._sockets[number]
                at.close()
            case "shutdown":
                at.shutdown(number_of(step.arguments, 1, "how"))
            case "fcntl":
                if number_of(step.arguments, 1, "what") == SYMBOLS["F_GETFL"]:
                    return Answer(2 | (0 if self._waits[number] else SYMBOLS["O_NONBLOCK"]))
                self._waits[number] = not number_of(step.arguments, 2, "flags") & SYMBOLS["O_NONBLOCK"]
            case "ioctl":
                code = number_of(step.arguments, 1, "what")
                found = fcntl.ioctl(at.fileno(), code, struct.pack("i", 0))
                return Answer(0, written={2: struct.unpack("i", found)[0]})
            case "setsockopt":
                self._set_option(at, step)
            case "getsockopt":
                level, option = number_of(step.arguments, 1, "a level"), number_of(step.arguments, 2, "an option")
                return Answer(0, written={3: at.getsockopt(level, option)})
            case _:
                raise NotImplementedError(step.name)
        return Answer(0)

    def _poll(self, step: Call) -> Answer:
        polled, entries = select.poll(), step.arguments[0]
        assert isinstance(entries, tuple)
        order = []
        for entry in entries:
            assert isinstance(entry, Structure)
            number, events = entry.fields["fd"], entry.fields["events"]
            assert isinstance(number, Number)
            assert isinstance(events, Number)
            order.append(self._sockets[number.value].fileno())
            polled.register(order[-1], events.value)
        found = dict(polled.poll(number_of(step.arguments, 2, "a time")))
        return Answer(len(found), written={0: tuple(found.get(each, 0) for each in order)})

    def _write(self, at: socket.socket, step: Call) -> Answer | None:
        count, flags = _sizes(step)
        done = self._written[1] if self._written is not None and self._written[0] is step else 0
        done += at.send(bytes(count - done), flags | socket.MSG_NOSIGNAL)
        self._written = (step, done)
        return Answer(done) if done >= count else None

    def _set_option(self, at: socket.socket, step: Call) -> None:
        level, option = number_of(step.arguments, 1, "a level"), number_of(step.arguments, 2, "an option")
        value = step.arguments[3]
        inner = value[0] if isinstance(value, tuple) else value
        if isinstance(inner, Structure):
            numbers = [each.value for each in inner.fields.values() if isinstance(each, Number)]
            at.setsockopt(level, option, struct.pack("ii", *numbers))
        elif isinstance(inner, str):
            at.setsockopt(level, option, inner.encode())
        else:
            found = option_number(value)
            assert found is not None
            at.setsockopt(level, option, found)


def _sysctl(name: str, value: str) -> None:
    place = Path("/proc/sys/net/ipv4") / name
    if re.fullmatch(r"tcp_[a-z0-9_]+", name) and place.exists():
        with contextlib.suppress(PermissionError):  # some want the machine's own root
            place.write_text(value)
