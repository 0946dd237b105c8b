"""Whole corpora made anonymous: nothing of anybody is left, every packet is as it was otherwise, and the conversations are the same.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout.
"""

import io
import os
import subprocess
from collections import Counter
from pathlib import Path

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


@pytest.fixture(scope="module")
def pairs():
    """Every file with its records, and what became of them."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    anonymiser, found = Anonymiser(KEY), []
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file():
            try:
                with netkit.capture.open(path) as capture:
                    old = list(capture)
            except NetkitError:
                continue
            target = io.BytesIO()
            convert(netkit.capture.open(path), target, Form(), change=anonymiser)
            new = netkit.capture.open(io.BytesIO(target.getvalue()))
            found.append((path, old, list(new)))
            assert new.problems == (), path
    assert found
    lost = {what: count for what, count in anonymiser.losses.counts.items() if what.startswith("packets in which")}
    assert sum(lost.values()) <= TRANSPORT_EMPTY, lost
    return found


def packets(records):
    return [dissect(record.data, record.link_type, original_length=record.original_length) for record in records]


def test_times_lengths_and_link_types_stay(pairs):
    for path, old, new in pairs:
        assert [(r.time, len(r.data), r.original_length, r.link_type) for r in new] == [
            (r.time, len(r.data), r.original_length, r.link_type) for r in old
        ], path


def test_the_problems_are_the_same(pairs):
    different = Counter()
    for path, old, new in pairs:
        for before, after in zip(packets(old), packets(new), strict=True):
            if sorted(p.rule for p in before.problems) != sorted(p.rule for p in after.problems):
                different[path.name] += 1
    assert sum(different.values()) <= TRANSPORT_EMPTY, different


def test_no_address_and_no_name_is_left(pairs):
    """In the bytes of fields that are no plain numbers, and as text anywhere.

    An address that is another's stand-in, too, counts as that: there are few addresses in a private network.
    """
    left = []
    for path, old, new in pairs:
        before, after = packets(old), packets(new)
        seen, everything = b"\xa7".join(map(hidden, after)), b"\n".join(packet.data for packet in after).lower()
        images = {address for packet in after for address in addresses(packet)}
        for address in {address for packet in before for address in addresses(packet)} - images:
            if address in seen or spelled(address) in everything:
                left.append((path.name, address.hex()))
        left += [
            (path.name, word)
            for word in {word for packet in before for word in words(packet)}
            if word.encode() in everything
        ]
    assert left == []


def test_who_spoke_with_whom_is_a_question_with_one_answer(pairs):
    """Every conversation becomes one other: the map from old ends to new ones is one to one."""
    there, back = {}, {}
    for _, old, new in pairs:
        for before, after in zip(packets(old), packets(new), strict=True):
            for key in (
                "eth.src",
                "ip.src",
                "ip.dst",
                "ipv6.src",
                "ipv6.dst",
                "arp.src.proto_ipv4",
                "dns.a",
                "dns.aaaa",
            ):
                kind = key.partition(".")[0] if key.startswith(("eth", "ipv6")) or key == "dns.aaaa" else "ip"
                kind = "ipv6" if key == "dns.aaaa" else kind
                for one, other in zip(before.values(key), after.values(key), strict=False):
                    assert there.setdefault((kind, one), other) == other
                    assert back.setdefault((kind, other), one) == one


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
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    anonymiser, new = Anonymiser(KEY), []
    for path in SHIPPED:
        new.append(tmp_path / path.name)
        with netkit.capture.open(path) as capture:
            convert(capture, new[-1], Form(), change=anonymiser)
    assert anonymiser.losses.counts.keys() <= {"remarks on the file", "remarks on interfaces"}
    assert seen(new, "new.pcapng") == seen(SHIPPED, "old.pcapng")
