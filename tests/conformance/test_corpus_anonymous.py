"""Whole corpora made anonymous: nothing of anybody is left, every packet is as it was otherwise, and the conversations are the same.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout.
"""

import io
import os
import subprocess
from collections import Counter
from pathlib import Path
from types import MappingProxyType

import pytest

import netkit.capture
from netkit.capture.anonymous import Anonymiser
from netkit.capture.converting import convert
from netkit.capture.form import Form
from netkit.errors import NetkitError
from netkit.packet import dissect
from tests.capture.anonymous.leaks import addresses, hidden, spelled, words
from tests.oracle.tshark import PREFERENCES, program

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
SHIPPED = sorted((Path(__file__).parents[2] / "captures").glob("*.pcapng"))
KEY = b"a key for the tests"

TRANSPORT_EMPTY = 10
"""Packets of the corpus that may lose what their transport carries: their bytes are read as they are by chance only."""


def captures():
    """Every capture of the corpus with its records."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    for path in sorted(path for path in CORPUS.rglob("*") if path.is_file()):
        try:
            with netkit.capture.open(path) as capture:
                yield path, list(capture)
        except NetkitError:
            continue  # the README, the manifest


def packets(records):
    return [dissect(record.data, record.link_type, original_length=record.original_length) for record in records]


def test_nothing_of_anybody_is_left_and_everything_else_is_as_it_was():
    """One test, because taking ten thousand packets apart takes longer than looking at them."""
    anonymiser, ends = Anonymiser(KEY), Ends()
    left, other_problems = [], Counter()
    for path, old in captures():
        target = io.BytesIO()
        convert(netkit.capture.open(path), target, Form(), change=anonymiser)
        with netkit.capture.open(io.BytesIO(target.getvalue())) as capture:
            new = list(capture)
        assert capture.problems == (), path
        assert [(r.time, len(r.data), r.original_length, r.link_type) for r in new] == [
            (r.time, len(r.data), r.original_length, r.link_type) for r in old
        ], path
        before, after = packets(old), packets(new)
        left += [(path.name, found) for found in leaks(before, after)]
        for one, other in zip(before, after, strict=True):
            other_problems[path.name] += sorted(p.rule for p in one.problems) != sorted(p.rule for p in other.problems)
            ends.add(one, other)
    assert left == []
    lost = {what: count for what, count in anonymiser.losses.counts.items() if what.startswith("packets in which")}
    assert sum(lost.values()) <= TRANSPORT_EMPTY, lost
    assert sum(other_problems.values()) <= TRANSPORT_EMPTY, other_problems
    assert len(ends.there) > 500


def leaks(before, after):
    """Addresses in the bytes of fields that are no plain numbers, and addresses and names as text anywhere.

    An address that is another's stand-in, too, counts as that: there are few addresses in a private network.
    """
    seen, everything = b"\xa7".join(map(hidden, after)), b"\n".join(packet.data for packet in after).lower()
    images = {address for packet in after for address in addresses(packet)}
    for address in {address for packet in before for address in addresses(packet)} - images:
        if address in seen or spelled(address) in everything:
            yield address.hex()
    for word in {word for packet in before for word in words(packet)}:
        if word.encode() in everything:
            yield word


class Ends:
    """Who became whom: of any kind of address, whatever protocol it stands in, one is always the same other, and nobody else is."""

    KEYS = MappingProxyType(
        {
            "mac": ("eth.src", "eth.dst", "arp.src.hw_mac", "icmpv6.opt.src_linkaddr"),
            "ipv4": ("ip.src", "ip.dst", "arp.src.proto_ipv4", "dns.a", "dhcp.ip.your"),
            "ipv6": ("ipv6.src", "ipv6.dst", "dns.aaaa", "icmpv6.nd.ns.target_address"),
            "name": ("dns.qry.name", "dns.resp.name", "dns.cname", "http.host", "tls.handshake.extensions_server_name"),
        }
    )

    def __init__(self):
        self.there, self.back = {}, {}

    def add(self, one, other):
        for kind, keys in self.KEYS.items():
            for key in keys:
                for old, new in zip(one.values(key), other.values(key), strict=False):
                    # of names, capitals do not count
                    a, b = (kind, str(old).lower()), (kind, str(new).lower())
                    assert self.there.setdefault(a, b) == b, (key, old, new)
                    assert self.back.setdefault(b, a) == a, (key, old, new)


def test_tshark_sees_the_same_conversations_and_checksums(tmp_path):
    """Of the captures that come with netkit: streams, lengths, flags, DNS identifiers, HTTP, and what is right."""
    keys = (
        "frame.time_epoch", "frame.len", "frame.protocols", "tcp.stream", "udp.stream", "tcp.len", "tcp.flags", "tcp.seq",
        "ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "icmp.checksum.status", "icmpv6.checksum.status",
        "ip.frag_offset", "ip.ttl", "dns.id", "dns.qry.type", "dns.count.answers", "dns.resp.type", "http.request.method",
        "http.response.code", "http.content_length_header", "arp.opcode", "_ws.malformed",
    )  # fmt: skip

    def seen(paths, name):
        merged = tmp_path / name
        subprocess.run(["mergecap", "-a", "-w", merged, *paths], check=True, capture_output=True)
        settings = [word for key, value in PREFERENCES.items() for word in ("-o", f"{key}:{value}")]
        command = [
            program(),
            "-n",
            "-r",
            merged,
            *settings,
            "-T",
            "fields",
            *(word for key in keys for word in ("-e", key)),
        ]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        # A message of DNS that goes on in the next segment is content to netkit, and emptied.
        return [line for line in lines if "tcp:dns" not in line]

    anonymiser, new = Anonymiser(KEY), []
    for path in SHIPPED:
        new.append(tmp_path / path.name)
        with netkit.capture.open(path) as capture:
            convert(capture, new[-1], Form(), change=anonymiser)
    assert anonymiser.losses.counts.keys() <= {"remarks on the file", "remarks on interfaces"}
    assert seen(new, "new.pcapng") == seen(SHIPPED, "old.pcapng")
