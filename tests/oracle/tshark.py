"""tshark as an oracle: the one place that says how it is started, with which preferences, and how its output is read.

`packets(capture)` gives for each packet of a capture every field of tshark's tree with its text, its bytes and its place; `capture_of`
makes a capture out of records from many files, so that tshark, which needs a fifth of a second to start, starts once for all of them.
"""

import codecs
import os
import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from netkit.packet.pictures import KEYS
from tests.oracle.requirement import missing

__all__ = ["PREFERENCES", "Packet", "TreeField", "capture_of", "columns", "experts", "packets", "program"]

PREFERENCES = {
    # Each packet by itself, as `dissect` sees it: nothing is put together from several packets.
    "ip.defragment": "FALSE",
    "ipv6.defragment": "FALSE",
    "tcp.desegment_tcp_streams": "FALSE",
    "tcp.reassemble_out_of_order": "FALSE",
    "dns.desegment_dns_messages": "FALSE",
    "http.desegment_headers": "FALSE",
    "http.desegment_body": "FALSE",
    "smtp.desegment_lines": "FALSE",
    "smtp.desegment_data": "FALSE",
    "tls.desegment_ssl_records": "FALSE",
    "tls.desegment_ssl_application_data": "FALSE",
    # Numbers as they stand in the bytes.
    "tcp.relative_sequence_numbers": "FALSE",
    "tcp.analyze_sequence_numbers": "FALSE",
    # Every checksum is judged, and a wrong one keeps nobody from reading on.
    "ip.check_checksum": "TRUE",
    "tcp.check_checksum": "TRUE",
    "udp.check_checksum": "TRUE",
    "tcp.no_subdissector_on_error": "FALSE",
    # The frame check sequence is not in a capture as a rule, and guessing whether it is gives a guess.
    "eth.fcs": "Never",
    # What a field is called must not depend on what other packets said.
    "arp.detect_duplicate_ips": "FALSE",
    "arp.register_network_address_binding": "FALSE",
    "nameres.dns_pkt_addr_resolution": "FALSE",
}
"""tshark's preferences for all tests; those of the user who runs them do not count."""


CONTROLS = {code: 0xE000 + code for code in (*range(9), 11, 12, *range(14, 32))}
"""Control characters from a packet stand in tshark's XML as they are, where XML allows none: they take a detour."""

BACK = {there: here for here, there in CONTROLS.items()}


PROTOCOLS = tuple({key.partition(".")[0] + "." for key in KEYS})
"""Beginnings of the fields that are kept; of what tshark shows most is of no interest to netkit's tables."""


@dataclass(slots=True)
class TreeField:
    """A field of tshark's tree: `show` is what -T fields prints, `value` its bytes in hex, `start` and `size` are in bytes."""

    name: str
    show: str
    value: str
    start: int
    size: int


@dataclass(slots=True)
class Packet:
    """One packet: the names of its protocols and its fields, each in the order of the tree."""

    protocols: list[str] = field(default_factory=list)
    fields: list[TreeField] = field(default_factory=list)

    def values(self, name):
        """What every field of this name shows."""
        return [each.show for each in self.fields if each.name == name]


def program():
    """Where tshark lies; without it the test is skipped, or in CI fails."""
    found = shutil.which("tshark")
    return found or missing("tshark", "apt-get install tshark")


def packets(capture):
    """Every packet of a capture, given as the bytes of a file, as tshark reads it: one after the other, since all are large."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture"
        path.write_bytes(capture)
        command = [program(), "-n", "-r", str(path), "-T", "pdml"]
        for name, value in PREFERENCES.items():
            command += ["-o", f"{name}:{value}"]
        # In a home of its own tshark reads no preferences of the user.
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        reader = _PdmlReader()
        with (
            (Path(folder) / "errors").open("w+b") as errors,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=environment) as process,
        ):
            while chunk := process.stdout.read(1 << 20):
                reader.feed(chunk)
                yield from reader.take()
            reader.feed(b"", final=True)
            yield from reader.take()
            status = process.wait()
            errors.seek(0)
            assert not status, f"tshark ended with {status}: {errors.read().decode()}"


def columns(capture, fields, *, every=False, **preferences):
    """These fields of every packet of a capture, as `tshark -T fields` prints the first of each; preferences have `__` for a dot.

    With `every`, all of each, with commas between them.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture"
        path.write_bytes(capture)
        command = [program(), "-n", "-r", str(path), "-T", "fields", "-E", f"occurrence={'a' if every else 'f'}"]
        for name, value in (
            PREFERENCES | {name.replace("__", "."): value for name, value in preferences.items()}
        ).items():
            command += ["-o", f"{name}:{value}"]
        for name in fields:
            command += ["-e", name]
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert not done.returncode, done.stderr
        return [dict(zip(fields, line.split("\t"), strict=True)) for line in done.stdout.splitlines()]


WARNING = 0x600000
"""From this severity on, tshark's expert has found something wrong; below it are chats and notes."""


def experts(capture):
    """What tshark's expert says is wrong with each packet of a capture that it complains about, by the packet's number from 0."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture"
        path.write_bytes(capture)
        command = [program(), "-n", "-r", str(path), "-T", "fields", "-E", "separator=/t", "-E", "aggregator=|"]
        for name in ("frame.number", "_ws.malformed", "_ws.expert.severity", "_ws.expert.message"):
            command += ["-e", name]
        for name, value in PREFERENCES.items():
            command += ["-o", f"{name}:{value}"]
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(command, capture_output=True, env=environment, check=True)
    found = {}
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        number, malformed, severities, messages = line.split("\t")
        bad = [
            text
            for level, text in zip(severities.split("|"), messages.split("|"), strict=False)
            if level and int(level) >= WARNING
        ]
        if bad or malformed:
            found[int(number) - 1] = bad or [malformed]
    return found


def capture_of(records):
    """A pcapng file of these records, given as (link type, original length, data)."""
    link_types = sorted({link_type for link_type, _, _ in records})
    blocks = [_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))]
    blocks += [_block(1, struct.pack("<HHI", link_type, 0, 0)) for link_type in link_types]
    for number, (link_type, original_length, data) in enumerate(records):
        # A second between packets, so that nothing in one looks to tshark like a repetition of another.
        time = (1_700_000_000 + number) * 1_000_000
        place = (link_types.index(link_type), time >> 32, time & 0xFFFFFFFF, len(data), original_length)
        blocks.append(_block(6, struct.pack("<IIIII", *place) + data))
    return b"".join(blocks)


def _block(kind, content):
    content += bytes(-len(content) % 4)
    length = struct.pack("<I", len(content) + 12)
    return struct.pack("<I", kind) + length + content + length


class _PdmlReader:
    """Collects the fields out of the elements of tshark's PDML as it comes."""

    def __init__(self):
        self.packet = None
        self.whole = []
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end

    def feed(self, chunk, *, final=False):
        self.parser.Parse(self.decoder.decode(chunk, final).translate(CONTROLS), final)

    def take(self):
        """The packets that have become whole since the last time."""
        whole, self.whole = self.whole, []
        return whole

    def start(self, element, attributes):
        if element == "packet":
            self.packet = Packet()
        elif element == "proto":
            self.packet.protocols.append(attributes["name"])
        elif element == "field" and attributes["name"].startswith(PROTOCOLS):
            show = attributes.get("show", "").translate(BACK)
            value = attributes.get("unmaskedvalue", attributes.get("value", ""))
            place = int(attributes.get("pos", 0)), int(attributes.get("size", 0))
            self.packet.fields.append(TreeField(attributes["name"], show, value, *place))

    def end(self, element):
        if element == "packet":
            self.whole.append(self.packet)
