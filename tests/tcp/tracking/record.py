"""Records transfers between two kernels, with chosen losses, and what the sender's kernel says about each retransmission.

Two network namespaces, a TUN device in each, and this process between them: it delays, drops, holds back and doubles packets as a scenario
says, and writes what goes by near the sender, in the middle and near the receiver. Whenever a packet comes out of a kernel, the kernel's
counters (/proc/net/netstat of that namespace) are read: the one that has moved says why the packet was sent.

Run as root, or with `unshare -rn`: `python -m tests.tcp.tracking.record OUT NAME…` (no name: all of `scenarios.py`).
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gzip
import heapq
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["PLACES", "Scenario", "record"]

PLACES = ("sender", "middle", "receiver")
CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
TCP_INFO, INFO = 11, struct.Struct("=8B24I")
PORT = 5001
COUNTERS = (
    "TCPTimeouts", "TCPLossProbes", "TCPFastRetrans", "TCPSlowStartRetrans", "TCPRenoRecovery", "TCPSackRecovery", "TCPLostRetransmit",
    "TCPSpuriousRTOs", "TCPSynRetrans", "TCPWinProbe", "TCPKeepAlive", "TCPDSACKRecv", "TCPFullUndo", "TCPPartialUndo", "TCPDSACKUndo",
    "TCPLossUndo", "TCPRetransFail", "TCPLossProbeRecovery", "TCPSlowStartRetrans",
)  # fmt: skip
SENT = {  # a counter that moves with each packet, and the word for the reason
    "TCPTimeouts": "timer",
    "TCPLossProbes": "probe",
    "TCPFastRetrans": "fast",
    "TCPSlowStartRetrans": "after-timer",
    "TCPWinProbe": "window-probe",
    "TCPKeepAlive": "keep-alive",
}


@dataclass(kw_only=True)
class Scenario:
    """A transfer. Times in milliseconds; the n-th data segment counts first copies, from 1; the n-th ACK counts the receiver's packets.

    `writes` are sizes, or pauses where negative. `hold` keeps the n-th data segment back for so long, `stall` everything from the n-th
    data segment on, once, `hold_acks` the n-th packet of the receiver. `drop_again` are (relative sequence number, n-th copy). `reads` are
    (bytes, pause) until which the receiver reads no further.
    """

    name: str
    version: int = 4
    congestion: str = "cubic"
    settings: dict[str, str] = field(default_factory=dict)
    receiver_settings: dict[str, str] = field(default_factory=dict)
    delay: float = 10.0
    writes: list[int] = field(default_factory=lambda: [102_200])
    listens: bool = False
    drop: list[int] = field(default_factory=list)
    drop_again: list[list[int]] = field(default_factory=list)
    drop_acks: list[int] = field(default_factory=list)
    drop_syn: int = 0
    hold: dict[int, float] = field(default_factory=dict)
    hold_acks: dict[int, float] = field(default_factory=dict)
    stall: list[float] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)
    late_losses: bool = False
    mtu: int = 1500
    receive_buffer: int = 0
    reads: list[list[float]] = field(default_factory=list)
    keep_alive: int = 0
    linger: float = 0.0
    thin: bool = False
    answers: int = 0
    """Bytes that the receiver sends back for each write."""


def record(scenario: Scenario, folder: Path) -> dict[str, object]:
    """Run a scenario; writes NAME.PLACE.pcap.gz for each place, and NAME.json with the truth."""
    run = _Relay(scenario)
    try:
        run.run()
    finally:
        run.close()
    folder.mkdir(parents=True, exist_ok=True)
    for place in PLACES:
        _write(folder / f"{scenario.name}.{place}.pcap.gz", run.seen[place])
    truth = {"scenario": asdict(scenario), "kernel": os.uname().release, **run.truth()}
    (folder / f"{scenario.name}.json").write_text(json.dumps(truth, indent=None, separators=(",", ":")) + "\n")
    return truth


def _write(path: Path, packets: list[tuple[int, bytes]]) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 101))
        for at, data in packets:
            kept = data[:120]  # headers, and a few bytes of data
            file.write(struct.pack("<IIII", at // 10**9, at % 10**9, len(kept), len(data)) + kept)


class _Host:
    """A namespace with a TUN device, and a process in it that sends or receives."""

    def __init__(self, scenario: Scenario, *, sends: bool) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control = ours
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                ours.close()
                _live(scenario, theirs, sends=sends)
                status = 0
            except (OSError, subprocess.SubprocessError) as error:
                sys.stderr.write(f"{'sender' if sends else 'receiver'}: {error}" + "\n")
            finally:
                os._exit(status)
        theirs.close()
        _, fds, _, _ = socket.recv_fds(ours, 16, 1)
        self.tun = fds[0]
        os.set_blocking(self.tun, False)
        self.netstat = os.open(f"/proc/{self.pid}/net/netstat", os.O_RDONLY)
        self.last = self.counters()
        self.socket: socket.socket | None = None

    def counters(self) -> dict[str, int]:
        lines = os.pread(self.netstat, 1 << 16, 0).decode().splitlines()
        names, values = (lines[at].split() for at in (0, 1))
        found = dict(zip(names, values, strict=True))
        return {name: int(found[name]) for name in COUNTERS if name in found}

    def moved(self) -> dict[str, int]:
        """What has moved since the last call."""
        now = self.counters()
        found = {name: now[name] - self.last[name] for name in now if now[name] != self.last[name]}
        self.last = now
        return found

    def info(self) -> dict[str, int]:
        if self.socket is None:
            return {}
        try:
            data = self.socket.getsockopt(socket.IPPROTO_TCP, TCP_INFO, INFO.size)
        except OSError:
            return {}
        if len(data) < INFO.size:
            return {}
        values = INFO.unpack(data)
        return {
            "state": values[0],
            "ca_state": values[1],
            "retransmits": values[2],
            "rto": values[8],
            "rtt": values[23],
            "cwnd": values[26],
        }

    def close(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        for each in (self.tun, self.netstat):
            os.close(each)
        self.control.close()


def _live(scenario: Scenario, control: socket.socket, *, sends: bool) -> None:  # noqa: PLR0912 - one step after the other
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "no new network namespace")
    tun = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", b"t0", IFF_TUN | IFF_NO_PI))
    own, other = ADDRESSES[scenario.version][:: 1 if sends else -1]
    bits = 24 if scenario.version == 4 else 64
    for words in (
        f"addr add {own}/{bits} dev t0" + (" nodad" if bits == 64 else ""),
        f"link set t0 mtu {scenario.mtu} up",
    ):
        subprocess.run(["ip", *words.split()], check=True)
    settings = {"tcp_no_metrics_save": "1"}
    settings |= scenario.settings if sends else scenario.receiver_settings
    for name, value in settings.items():
        Path("/proc/sys/net/ipv4", name).write_text(value)
    if bits == 64:
        for name in ("router_solicitations", "mldv1_unsolicited_report_interval"):
            with contextlib.suppress(OSError):
                Path("/proc/sys/net/ipv6/conf/t0", name).write_text("0")
    socket.send_fds(control, [b"tun"], [tun])
    os.close(tun)
    family = socket.AF_INET if scenario.version == 4 else socket.AF_INET6
    sock = socket.socket(family, socket.SOCK_STREAM)
    if not sends and scenario.receive_buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, scenario.receive_buffer)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, scenario.congestion.encode())
    if sends == scenario.listens:
        sock.bind((own, PORT))
        sock.listen(1)
        control.send(b"ready")
        control.recv(8)
        sock, _ = sock.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    else:
        control.send(b"ready")
        control.recv(8)
        if scenario.thin and sends:
            sock.setsockopt(socket.IPPROTO_TCP, 16, 1)
        if sends:
            socket.send_fds(control, [b"sock"], [sock.fileno()])
        sock.connect((other, PORT))
    if sends:
        if scenario.listens:
            socket.send_fds(control, [b"sock"], [sock.fileno()])
        _send(scenario, sock)
    else:
        _receive(scenario, sock)
    sock.close()
    control.send(b"done")
    control.recv(8)


ADDRESSES = {4: ("10.9.0.1", "10.9.0.2"), 6: ("fd00:9::1", "fd00:9::2")}


def _send(scenario: Scenario, sock: socket.socket) -> None:
    if scenario.keep_alive:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL):
            sock.setsockopt(socket.IPPROTO_TCP, option, scenario.keep_alive)
    for each in scenario.writes:
        if each < 0:
            time.sleep(-each / 1000)
            continue
        sock.sendall(bytes(each))
        if scenario.answers:
            left = scenario.answers
            while left:
                left -= len(sock.recv(left))
    time.sleep(scenario.linger / 1000)
    sock.shutdown(socket.SHUT_WR)
    sock.settimeout(30)
    while sock.recv(1 << 16):
        pass


def _receive(scenario: Scenario, sock: socket.socket) -> None:
    got, pauses = 0, list(scenario.reads)
    writes = [each for each in scenario.writes if each > 0]
    asked = 0
    while True:
        if pauses and got >= pauses[0][0]:
            time.sleep(pauses.pop(0)[1] / 1000)
        most = 1 << 16
        if pauses:
            most = max(1, min(most, int(pauses[0][0]) - got))
        data = sock.recv(most)
        if not data:
            return
        got += len(data)
        while scenario.answers and asked < len(writes) and got >= sum(writes[: asked + 1]):
            sock.sendall(bytes(scenario.answers))
            asked += 1


class _Relay:
    """Carries packets from one namespace to the other, and notes when they went by and why."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.hosts = (_Host(scenario, sends=True), _Host(scenario, sends=False))
        self.seen: dict[str, list[tuple[int, bytes]]] = {place: [] for place in PLACES}
        self._order: list[tuple[int, int, str, int, bytes]] = []
        self.told: list[dict[str, object]] = []
        self._base: list[int | None] = [None, None]
        self._highest = [-1, -1]
        self._copies: dict[tuple[int, int], int] = {}
        self._count = [0, 0]
        self._data = 0
        self._causes: tuple[list[str], list[str]] = ([], [])
        self._queue: list[tuple[int, int, int, int, bytes]] = []
        self._pushed = 0
        self._uid = 0
        self._stalled_until = 0
        self.sack = self.stamps = False

    def run(self, most: float = 120.0) -> None:
        for host in self.hosts:
            host.control.recv(16)
        order = self.hosts if self.scenario.listens else self.hosts[::-1]
        order[0].control.send(b"go")
        time.sleep(0.05)
        order[1].control.send(b"go")
        over, end, left = set(), time.monotonic() + most, [host.control for host in self.hosts]
        quiet_at = None
        while time.monotonic() < end:
            now = time.monotonic_ns()
            while self._queue and self._queue[0][0] <= now:
                _, _, side, uid, data = heapq.heappop(self._queue)
                self._deliver(side, uid, data)
            wait = max(0.0, (self._queue[0][0] - now) / 1e9) if self._queue else 0.05
            ready, _, _ = select.select([host.tun for host in self.hosts] + left, [], [], min(wait, 0.05))
            for side, host in enumerate(self.hosts):
                if host.tun in ready:
                    with contextlib.suppress(BlockingIOError):
                        for _ in range(64):
                            self._take(side, os.read(host.tun, 65536))
                if host.control in ready:
                    data, fds, _, _ = socket.recv_fds(host.control, 16, 1)
                    if fds:
                        host.socket = socket.socket(fileno=fds[0])
                    else:
                        over.add(side)
                        left.remove(host.control)
            if len(over) == 2 and not self._queue:
                quiet_at = quiet_at or time.monotonic() + 0.3 + 4 * self.scenario.delay / 1000
                if time.monotonic() > quiet_at:
                    break
        self._settle()

    def _take(self, side: int, data: bytes) -> None:
        """A packet comes out of a kernel."""
        now = time.monotonic_ns()
        host = self.hosts[side]
        moved = host.moved()
        tcp = _Tcp.read(data)
        if tcp is None:
            return
        causes = self._causes[side]
        for name, word in SENT.items():
            causes += [word] * moved.get(name, 0)
        uid, self._uid = self._uid, self._uid + 1
        if tcp.syn or self._base[side] is None:
            self._base[side] = tcp.sequence
            self._options(side, tcp)
        relative = (tcp.sequence - self._base[side]) % 2**32
        again = bool(tcp.takes) and relative + tcp.takes <= self._highest[side]
        fresh = bool(tcp.takes) and not again
        probing = not tcp.takes and relative == self._highest[side] - 1
        cause = (
            causes.pop(0)
            if causes and (again or probing or causes[0] == "probe" or causes[0] == "window-probe")
            else ""
        )
        copy = 0
        if tcp.takes:
            self._highest[side] = max(self._highest[side], relative + tcp.takes)
            copy = self._copies[side, relative] = self._copies.get((side, relative), 0) + 1
        fate, extra, times = self._fate(side, tcp, relative, copy, fresh=fresh, now=now)
        if again or cause or moved:
            self.told.append(
                {"uid": uid, "side": side, "sequence": relative, "length": tcp.length, "flags": tcp.flags, "copy": copy, "again": again,
                 "cause": cause, "moved": moved, "lost": fate, "time": now, **({"info": host.info()} if again else {})}
            )  # fmt: skip
        self._pass(now, PLACES[0] if side == 0 else PLACES[2], uid, data)
        delay = int(self.scenario.delay * 1e6)
        if not fate or self.scenario.late_losses:
            self._pass(now + delay // 2, PLACES[1], uid, data)
        if not fate:
            for number in range(times):
                self._pushed += 1
                heapq.heappush(
                    self._queue, (now + delay + int(extra * 1e6) + number * 200_000, self._pushed, side, uid, data)
                )

    def _options(self, side: int, tcp: _Tcp) -> None:
        if side == 1 or self._base[1] is not None:
            self.sack, self.stamps = tcp.permits, tcp.stamped

    def _fate(
        self, side: int, tcp: _Tcp, relative: int, copy: int, *, fresh: bool, now: int
    ) -> tuple[bool, float, int]:
        """Whether it is lost, how much longer it takes, and how often it arrives."""
        plan = self.scenario
        self._count[side] += 1
        if side == 1:
            return self._count[1] in plan.drop_acks, plan.hold_acks.get(self._count[1], 0.0), 1
        lost, extra, times = False, 0.0, 1
        if tcp.syn:
            return copy <= plan.drop_syn, 0.0, 1
        if tcp.length and fresh:
            self._data += 1
            lost = self._data in plan.drop
            extra = plan.hold.get(self._data, 0.0)
            times = 1 + (self._data in plan.twice)
            if plan.stall and self._data == plan.stall[0]:
                self._stalled_until = now + int(plan.stall[1] * 1e6)
        elif tcp.takes:
            lost = [relative, copy] in plan.drop_again
        return lost, max(extra, (self._stalled_until - now) / 1e6), times

    def _deliver(self, side: int, uid: int, data: bytes) -> None:
        self._pass(time.monotonic_ns(), PLACES[2] if side == 0 else PLACES[0], uid, data)
        with contextlib.suppress(OSError):
            os.write(self.hosts[1 - side].tun, data)

    def _pass(self, at: int, place: str, uid: int, data: bytes) -> None:
        self._order.append((at, len(self._order), place, uid, data))

    def _settle(self) -> None:
        start = 1_700_000_000_000_000_000
        self._order.sort()
        first = self._order[0][0] if self._order else 0
        self.numbers: dict[int, dict[str, list[int]]] = {}
        for at, _, place, uid, data in self._order:
            packets = self.seen[place]
            packets.append((at - first + start, data))
            self.numbers.setdefault(uid, {}).setdefault(place, []).append(len(packets))

    def truth(self) -> dict[str, object]:
        """What was sent again and why; `packets` has for each place the numbers of the packets that show it."""
        entered = False
        found = []
        for each in self.told:
            moved = each["moved"]
            if each["side"] == 0:
                entered = entered or "TCPRenoRecovery" in moved
            word = {"after-timer": "timer", "fast": "sack" if self.sack else "partial_ack"}.get(
                each["cause"], each["cause"]
            )
            if each["cause"] == "fast" and not self.sack and entered:
                word, entered = "fast", False
            packets = self.numbers.get(each.pop("uid"), {})
            each.pop("time")
            found.append({**each, "trigger": word, "packets": packets})
        ends = {place: len(self.seen[place]) for place in PLACES}
        return {"sack": self.sack, "timestamps": self.stamps, "count": ends, "told": found}

    def close(self) -> None:
        for host in self.hosts:
            host.close()


@dataclass
class _Tcp:
    """What is needed of a packet."""

    sequence: int
    flags: int
    length: int
    permits: bool
    stamped: bool

    @property
    def syn(self) -> bool:
        return bool(self.flags & 2)

    @property
    def takes(self) -> int:
        return self.length + bool(self.flags & 2) + bool(self.flags & 1)

    @classmethod
    def read(cls, data: bytes) -> _Tcp | None:
        if data[0] >> 4 == 4:
            at, protocol = (data[0] & 15) * 4, data[9]
        else:
            at, protocol = 40, data[6]
        if protocol != 6:
            return None
        end = at + (data[at + 12] >> 4) * 4
        options, place, kinds = data[at + 20 : end], 0, set()
        while place < len(options):
            kind = options[place]
            kinds.add(kind)
            if kind == 0:
                break
            place += 1 if kind == 1 else options[place + 1]
        return cls(struct.unpack_from("!I", data, at + 4)[0], data[at + 13], len(data) - end, 4 in kinds, 8 in kinds)


def main(words: list[str]) -> None:
    """OUT NAME…, or OUT sweep SEED COUNT."""
    from tests.tcp.tracking.scenarios import SCENARIOS, sweep

    folder, names = Path(words[0]), words[1:]
    chosen = list(sweep(int(names[1]), int(names[2]))) if names[:1] == ["sweep"] else SCENARIOS
    for scenario in chosen:
        if not names or names[0] == "sweep" or scenario.name in names:
            truth = record(scenario, folder)
            again = [f"{each['sequence']}:{each['copy']} {each['trigger']}" for each in truth["told"] if each["again"]]
            sys.stdout.write(f"{scenario.name} {truth['count']} {', '.join(again)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
