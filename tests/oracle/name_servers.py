"""NSD, Knot and BIND as oracles: the one place that says how each is started over some zones, how it is asked, and how it answers.

`serving("nsd", zones)` starts one on loopback, from files in a folder of its own, and ends it. Its answers, and netkit's, become
`Response`s that can be compared: sections are sets of records, names are in lower case (servers may keep the case of the question or of
the file), and of EDNS only what a server says in answer to what it was asked.
"""

import contextlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, fields
from pathlib import Path

import dns.flags
import dns.message
import dns.rcode
from dns.rdtypes.svcbbase import SVCBBase

from tests.oracle.requirement import missing

__all__ = ["SERVERS", "Question", "Response", "Server", "response_of", "serving"]

PACKAGES = {"nsd": "nsd", "knotd": "knot", "named": "bind9"}
SERVERS = tuple(PACKAGES)

NSD = """server:
  ip-address: 127.0.0.1@{port}
  zonesdir: "{folder}"
  zonelistfile: "{folder}/zones.list"
  xfrdfile: ""
  xfrdir: "{folder}"
  database: ""
  pidfile: "{folder}/nsd.pid"
  username: ""
  chroot: ""
  server-count: 1
  rrl-size: 1000
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
remote-control:
  control-enable: no
"""
KNOT = """server:
  rundir: "{folder}"
  listen: 127.0.0.1@{port}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
  tcp-io-timeout: 0
database:
  storage: "{folder}/database"
log:
  - target: stderr
    any: warning
template:
  - id: default
    storage: "{folder}"
    zonefile-sync: -1
    journal-content: none
    semantic-checks: off
zone:
"""
BIND = """options {{
  directory "{folder}";
  listen-on port {port} {{ 127.0.0.1; }};
  listen-on-v6 {{ none; }};
  recursion no;
  dnssec-validation no;
  notify no;
  empty-zones-enable no;
  pid-file none;
  session-keyfile none;
  lock-file none;
  check-names primary ignore;
  check-integrity no;
  check-mx ignore;
  check-mx-cname ignore;
  check-srv-cname ignore;
}};
controls {{ }};
"""
CONFIGURATIONS = {
    "nsd": (NSD, 'zone:\n  name: "{origin}"\n  zonefile: "{file}"\n', ("-d", "-c")),
    "knotd": (KNOT, '  - domain: "{origin}"\n    file: "{file}"\n', ("-c",)),
    "named": (BIND, 'zone "{origin}" {{ type primary; file "{file}"; }};\n', ("-g", "-n", "1", "-c")),
}
"""For each server: its configuration without zones, what is added for a zone, and the options before the file's name."""

FLAGS = dns.flags.QR | dns.flags.AA | dns.flags.TC | dns.flags.RD | dns.flags.RA | dns.flags.AD
WINDOW = 40
"""How many questions are under way at once: so many responses have room in a socket's buffer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A message that is sent, and over what."""

    wire: bytes
    tcp: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """What is compared of a response; each record is its owner, type, TTL and data."""

    rcode: str
    flags: str
    edns: str
    question: tuple
    answer: frozenset
    authority: frozenset
    additional: frozenset

    def differing(self, other):
        """The names of the parts in which the two differ."""
        return [each.name for each in fields(self) if getattr(self, each.name) != getattr(other, each.name)]


def response_of(wire):
    """The response in these bytes; None for no response."""
    if wire is None:
        return None
    message = dns.message.from_wire(wire)
    return Response(
        rcode=dns.rcode.to_text(message.rcode()),
        flags=dns.flags.to_text(message.flags & FLAGS),
        edns="none" if message.edns < 0 else f"version {message.edns} {dns.flags.edns_to_text(message.ednsflags)}",
        question=tuple(f"{each.name} {each.rdclass} {each.rdtype}" for each in message.question),
        answer=_records(message.answer),
        authority=_records(message.authority),
        additional=_records(message.additional),
    )


def _records(section):
    counted = Counter(
        (rrset.name.canonicalize().to_text(), rrset.rdtype.name, rrset.ttl, _lower(rdata).to_digestable())
        for rrset in section
        for rdata in rrset
    )
    return frozenset((*record, count) for record, count in counted.items())


def _lower(rdata):
    """The record with TargetNames in lower case, too, which DNSSEC's canonical form leaves as they are (RFC 4034)."""
    return rdata.replace(target=rdata.target.canonicalize()) if isinstance(rdata, SVCBBase) else rdata


@contextlib.contextmanager
def serving(name, zones):
    """The running server `name` over zones, each its text and origin."""
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if program is None:
        missing(name, f"apt-get install {PACKAGES[name]}")
    with tempfile.TemporaryDirectory() as folder:
        port = _free_port()
        head, each, options = CONFIGURATIONS[name]
        configuration = head.format(folder=folder, port=port)
        for number, (text, origin) in enumerate(zones):
            (Path(folder) / f"{number}.zone").write_text(text)
            configuration += each.format(origin=origin, file=f"{number}.zone")
        (Path(folder) / "configuration").write_text(configuration)
        with (Path(folder) / "said").open("w+b") as said:
            process = subprocess.Popen(
                [program, *options, f"{folder}/configuration"], stdout=said, stderr=said, stdin=subprocess.DEVNULL
            )
            try:
                server = Server(name, process, port)
                server.wait([origin for _, origin in zones])
                if server.unloaded or process.poll() is not None:
                    server.said = (Path(folder) / "said").read_text(errors="replace")
                yield server
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


class Server:
    """A running server: `ask` it; `unloaded` are the origins of the zones that it would not take, and `said` is why."""

    def __init__(self, name, process, port):
        self.name, self.process, self.address = name, process, ("127.0.0.1", port)
        self.unloaded, self.said = frozenset(), ""

    def wait(self, origins, patience=10.0):
        """Until it has all zones; or has had no new one for a second, while it answers."""
        questions = {origin: Question(dns.message.make_query(origin, "SOA").to_wire()) for origin in origins}
        end, progress = time.monotonic() + patience, None
        while questions and time.monotonic() < end and self.process.poll() is None:
            wires = self._ask_udp(list(questions.values()), tries=1, wait=0.05)
            if any(wires):
                progress = progress or time.monotonic()
            for origin, wire in list(zip(questions, wires, strict=True)):
                if wire is not None and not wire[3] & 15:
                    del questions[origin]
                    progress = time.monotonic()
            if progress and time.monotonic() - progress > 1:
                break
            time.sleep(0.01)
        self.unloaded = frozenset(questions)

    def ask(self, questions, *, tries=8, wait=0.25):
        """The response to each question as bytes; None where none came."""
        wires = [None] * len(questions)
        for tcp, way in ((False, lambda some: self._ask_udp(some, tries, wait)), (True, self._ask_tcp)):
            numbers = [number for number, question in enumerate(questions) if question.tcp is tcp]
            for number, wire in zip(numbers, way([questions[number] for number in numbers]), strict=True):
                wires[number] = wire
        return wires

    def _ask_udp(self, questions, tries, wait):
        wires = [None] * len(questions)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
            connection.connect(self.address)
            connection.settimeout(wait)
            for start in range(0, len(questions), WINDOW):
                waiting = set(range(start, min(start + WINDOW, len(questions))))
                for _ in range(tries):
                    with contextlib.suppress(ConnectionRefusedError, TimeoutError):
                        for number in sorted(waiting):
                            connection.send(struct.pack("!H", number) + questions[number].wire[2:])
                        while waiting:
                            wire = connection.recv(65_535)
                            number = struct.unpack_from("!H", wire)[0]
                            if number in waiting:
                                waiting.discard(number)
                                wires[number] = wire
                    if not waiting:
                        break
        return wires

    def _ask_tcp(self, questions):
        wires = [None] * len(questions)
        for start in range(0, len(questions), WINDOW):
            part = questions[start : start + WINDOW]
            with socket.create_connection(self.address, timeout=2) as connection, connection.makefile("rb") as reader:
                framed = (struct.pack("!HH", len(one.wire), at) + one.wire[2:] for at, one in enumerate(part))
                connection.sendall(b"".join(framed))
                with contextlib.suppress(OSError):
                    for _ in part:
                        wire = reader.read(struct.unpack("!H", reader.read(2))[0])
                        wires[start + struct.unpack_from("!H", wire)[0]] = wire
        return wires


def _free_port():
    """A port that is free for both UDP and TCP."""
    for _ in range(50):
        with socket.socket() as tcp, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            try:
                udp.bind(tcp.getsockname())
            except OSError:
                continue
            return tcp.getsockname()[1]
    raise OSError("no port is free")
