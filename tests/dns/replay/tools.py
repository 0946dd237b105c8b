"""What the recorded captures hold by tshark, and what the tools printed whose traffic they are."""

import contextlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import dns.name
import dns.rdata
import dns.rdatatype

from netkit.cli.main import run
from tests.dns.replay.captures.record.scenes import SCENES
from tests.dns.replay.captures.record.zones import ZONES
from tests.oracle import tshark

FOLDER = Path(__file__).parent / "captures"
NAMES = [each.name for each in SCENES]

FIELDS = (
    *("frame.number", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "udp.stream", "tcp.stream"),
    *("dns.id", "dns.flags.response", "dns.flags.recdesired", "dns.qry.name", "dns.qry.type"),
    *("dns.flags.rcode", "dns.count.answers", "dns.count.auth_rr", "dns.count.add_rr"),
)
WHOLE = {
    # Here, unlike elsewhere in the tests, messages are put together; sums are left to the network card, as on any machine.
    "ip__defragment": "TRUE",
    "tcp__desegment_tcp_streams": "TRUE",
    "dns__desegment_dns_messages": "TRUE",
    "ip__check_checksum": "FALSE",
    "udp__check_checksum": "FALSE",
    "tcp__check_checksum": "FALSE",
}


@dataclass(frozen=True)
class Listed:
    """A question by tshark, and what is counted of its answer (None without one)."""

    server: str
    transport: str
    name: dns.name.Name
    type: int
    recursive: bool
    identification: int
    answer: tuple | None


def trace(*words):
    """`netkit dns trace WORDS` in this process: its exit code, and what it says on standard output and standard error."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        code = run(["dns", "trace", *map(str, words)])
    return code, out.getvalue(), err.getvalue()


def path_of(name):
    """The capture of this name."""
    return FOLDER / f"{name}.pcap"


def listed(name):
    """All questions of a capture, in their order."""
    found, waiting = [], {}
    for row in tshark.columns(path_of(name).read_bytes(), FIELDS, **WHOLE):
        if not row["dns.id"] or row["dns.qry.name"] == "":
            continue
        transport = "tcp" if row["tcp.stream"] else "udp"
        key = transport, row["tcp.stream"] or row["udp.stream"], row["dns.id"], row["dns.qry.name"].lower()
        if row["dns.flags.response"] == "1":
            if waiting.get(key):
                place = waiting[key].pop(0)
                counted = ("dns.flags.rcode", "dns.count.answers", "dns.count.auth_rr", "dns.count.add_rr")
                found[place] = Listed(*found[place], tuple(int(row[each]) for each in counted))
            continue
        waiting.setdefault(key, []).append(len(found))
        asked = dns.name.from_text(row["dns.qry.name"].replace("<Root>", "."))
        found.append(
            (
                *(row["ip.dst"] or row["ipv6.dst"], transport, asked, int(row["dns.qry.type"])),
                *(row["dns.flags.recdesired"] == "1", int(row["dns.id"], 0)),
            )
        )
    return [each if isinstance(each, Listed) else Listed(*each, None) for each in found]


@dataclass(frozen=True)
class Printed:
    """What a tool was asked, and what it gave as the answer: owner, type and data of each record."""

    name: str
    type: str
    rcode: str
    records: frozenset


def printed(scene):
    """Every answer that the tools of a scene printed."""
    text = (FOLDER / f"{scene.name}.txt").read_text()
    if scene.tool:
        name, kind = scene.tool[-2:]
        owner = rf"^{re.escape(name)}\."
        return [Printed(name, kind, "NOERROR", _records(line for line in text.splitlines() if re.match(owner, line)))]
    return [_answer(part) for part in text.split(";; Got answer:")[1:]]


def asked_servers(scene):
    """The servers from which `dig +trace` says that it received something, after the list of the root's servers."""
    text = (FOLDER / f"{scene.name}.txt").read_text()
    return re.findall(r"^;; Received \d+ bytes from ([^#\s]+)#", text, re.MULTILINE)[1:]


def zones_above(name):
    """The zones that enclose a name, from the root down, as the zone files have them."""
    asked = dns.name.from_text(name)
    zones = [dns.name.from_text(each) for each in ZONES]
    return sorted((each for each in zones if asked.is_subdomain(each)), key=len)


def _answer(part):
    name, kind = re.search(r"^;(\S+)\.\s+IN\s+(\S+)$", part, re.MULTILINE).groups()
    rcode = re.search(r"status: (\w+)", part)[1]
    return Printed(name, kind, rcode, _records(line for line in part.splitlines() if line and line[0] != ";"))


def _records(lines):
    found = set()
    for line in lines:
        owner, _, _, kind, data = line.split(None, 4)
        found.add((owner.rstrip(".").lower(), kind, rdata_of(kind, data)))
    return frozenset(found)


def rdata_of(kind, text):
    """The data of a record in one spelling."""
    return dns.rdata.from_text("IN", kind, text, relativize=False).to_digestable(dns.name.root)
