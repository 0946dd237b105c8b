"""Writes what tshark says of each vector beside it: the fields with their values and places. netkit gives the names of the keys alone.

    python -m tests.vectors.record tests/vectors/tcp.toml …

from the checkout. A vector is written by hand up to its `fields`:

    [[packet]]
    title = "SYN with options"
    source = "captures/page-load-01.pcapng, packet 5"     where the bytes come from: a capture, a tool, a line of scapy
    link_type = 1                                         left out for Ethernet
    tables = ["Tcp", "MaximumSegmentSize"]                the tables that it shows
    hex = "…"
    skip = ["dns.resp.type@61"]                           what tshark shows twice, or elsewhere than in a field (byte 61 on)
    problems = ["ipv4.option.pointer"]                    what is wrong with it, in the rare case
    own = [{ key = "icmp.unused", value = "00", raw = "00", start_bit = 272, width_bits = 8 }]     what tshark does not show

Fields are not made again for a change of netkit: they are what netkit has to agree with.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from netkit.packet.pictures import KEYS
from tests.oracle import tshark
from tests.vectors.reading import PAYLOAD

NAMES = frozenset(KEYS) - PAYLOAD

BOOLEAN, TEXTS, BYTES = (
    "FT_BOOLEAN",
    ("FT_STRING", "FT_STRINGZ", "FT_STRINGZPAD", "FT_UINT_STRING"),
    ("FT_BYTES", "FT_UINT_BYTES"),
)

MACS = ("icmpv6.opt.src_linkaddr", "icmpv6.opt.target_linkaddr")
"""Bytes that are a MAC address where there are six of them."""

UNMASKED = {
    "geneve.version": 0xC0, "icmp.ext.version": 0xF0,
    "ip.version": 0xF0, "ip.hdr_len": 0x0F, "ipv6.version": 0xF0, "tcp.hdr_len": 0xF0, "dns.rr.udp_payload_size": 0,
    "ieee8021ah.priority": 0xE0, "ieee8021ah.drop": 0x10, "ieee8021ah.nca": 0x08, "ieee8021ah.res1": 0x04, "ieee8021ah.res2": 0x03,
}  # fmt: skip
"""Masks that Wireshark does not state, or states otherwise than RFC 791 §3.1, RFC 8200 §3, RFC 9293 §3.1, RFC 6891 §6.1.2, RFC 8926 §3.4
and IEEE 802.1Q clause 9.7."""

MULTICAST = {"dns.qry.class": 0x7FFF, "dns.resp.class": 0x7FFF, "dns.rr.udp_payload_size": 0x7FFF}
"""Masks that Wireshark has in multicast DNS alone (RFC 6762 §18.12 and §18.13)."""


def masks():
    """For each key Wireshark's type of field and its mask in the word that it lies in."""
    listing = subprocess.run([tshark.program(), "-G", "fields"], capture_output=True, check=True, text=True).stdout
    rows = (line.split("\t") for line in listing.splitlines() if line.startswith("F\t"))
    found = {row[2]: (int(row[6], 16) if row[6] else 0, row[3]) for row in rows if row[2] in NAMES}
    return found | {key: (mask, found[key][1]) for key, mask in UNMASKED.items()}


def fields(data, packet, known, skip):
    """(first bit, width, key, value, raw) of each field that tshark shows."""
    for entry in packet.fields:
        if entry.name not in NAMES or not entry.size or (entry.name == "ip.version" and data[entry.start] >> 4 == 6):
            continue
        if entry.name in skip or f"{entry.name}@{entry.start}" in skip:
            continue
        mask, kind = known[entry.name]
        if "mdns" in packet.protocols:
            mask = MULTICAST.get(entry.name, mask)
        # the mask of tcp.flags.res is that of both bytes
        bits = entry.size * 8 if mask.bit_length() <= entry.size * 8 else 16
        start, width = entry.start * 8, entry.size * 8
        if mask:
            start, width = start + bits - mask.bit_length(), mask.bit_count()
        raw = raw_of(data, start, width, entry, kind)
        # A field that only marks bytes (FT_NONE) has them for its value; one bit is set or not, whatever Wireshark counts it as.
        value = raw if kind == "FT_NONE" else bool(raw) if width == 1 else value_of(entry, kind)
        yield start, width, entry.name, value, raw


def value_of(entry, kind):
    if kind == BOOLEAN:
        return entry.show in ("1", "True")
    if kind in BYTES and entry.name not in MACS:
        return entry.show.replace(":", "")
    if kind not in TEXTS and re.fullmatch(r"0x[0-9a-f]+|-?[0-9]+", entry.show):
        return int(entry.show, 0)
    return "." if entry.show == "<Root>" else entry.show


def raw_of(data, start, width, entry, kind):
    """The number in the bits; bytes, addresses and names in hex."""
    first, end = start // 8, -(-(start + width) // 8)
    number = int.from_bytes(data[first:end], "big") >> (end * 8 - start - width) & (1 << width) - 1
    return (
        number
        if kind in (BOOLEAN, "FT_ABSOLUTE_TIME") or isinstance(value_of(entry, kind), int)
        else f"{number:0{-(-width // 4)}x}"
    )


def literal(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def row(start, width, key, value, raw):
    places = f"start_bit = {start}, width_bits = {width}"
    return f'    {{ key = "{key}", value = {literal(value)}, raw = {literal(raw)}, {places} }},'


def texts(name, values):
    return [f"{name} = [{', '.join(map(literal, values))}]"] if values else []


def written(vector, known):
    """The lines of one vector with what tshark says of it."""
    data, link_type = bytes.fromhex(vector["hex"]), vector.get("link_type", 1)
    (packet,) = tshark.packets(tshark.capture_of([(link_type, len(data), data)]))
    shown = list(fields(data, packet, known, vector.get("skip", ())))
    own = [
        (each["start_bit"], each["width_bits"], each["key"], each["value"], each["raw"])
        for each in vector.get("own", ())
    ]
    yield "[[packet]]"
    yield f"title = {literal(vector['title'])}"
    yield f"source = {literal(vector['source'])}"
    if link_type != 1:
        yield f"link_type = {link_type}"
    yield from texts("tables", vector["tables"])
    yield f'hex = "{data.hex()}"'
    yield from texts("skip", vector.get("skip", ()))
    yield from texts("problems", vector.get("problems", ()))
    if own:
        yield "own = ["
        yield from (row(*each) for each in own)
        yield "]"
    yield "fields = ["
    yield from (row(*each) for each in sorted(set(shown + own), key=lambda each: (each[0], each[1], each[2])))
    yield "]"
    yield ""


def main(paths):
    known = masks()
    for path in paths:
        packets = tomllib.loads(path.read_text(encoding="utf-8"))["packet"]
        lines = ["# Real packets; `fields` is what tshark says of them (tests/vectors/record.py).", ""]
        for vector in packets:
            lines += written(vector, known)
        path.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
