"""Whole corpora: every filter of `tests/oracle/filters.txt` selects the packets that tshark's -Y selects.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout. Its packets are put into one capture, for which tshark starts
once: the first of each file, or all with `NETKIT_WHOLE_CORPUS=1`, which takes some minutes. Packets that tshark and netkit do not take
apart alike are left out, for no filter can agree about them: `test_corpus_dissection.py` is about those.
"""

import itertools
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import netkit.capture
from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.filtering import compile_filter
from netkit.errors import NetkitError
from tests.oracle import tshark
from tests.oracle.filtering import FILTERS, selected

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")

MOST = None if os.environ.get("NETKIT_WHOLE_CORPUS") else 6
"""Packets of each file."""

NAMED = {
    "count(dns.resp.name) > 1": "tshark shows the owner of an SRV record under dns.srv.name alone",
    "tcp.len > 0": "of a header whose options break off tshark takes the length from IP; netkit does not say what it carries",
    "tcp.payload": "tshark shows the data of a reset as tcp.reset_cause (RFC 9293 §3.10.7.4 allows data as text)",
}
"""Filters that select a few packets more or fewer, with the reason."""

FEW = 5
"""Packets that such a filter may differ in."""

READ = frozenset({"eth", "vlan", "arp", "ip", "ipv6", "icmp", "icmpv6", "tcp", "udp", "dns", "dhcp", "http", "tls"})
"""Protocols that the filters ask for: where one of them is only in the one reading or the other, no filter can agree."""

NUMBERED = frozenset({"eth", "vlan", "ip", "ipv6", "tcp", "udp", "icmp"})
"""Of these it matters, too, how many there are: behind an encapsulation that netkit has no table for tshark reads on."""


BROKEN = (".truncated", ".short", ".long", ".zero", ".wrong")
"""How the rules of problems end after which the two read different bytes."""


def records_of_corpus():
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file():
            try:
                capture = netkit.capture.open(path)
            except NetkitError:
                continue  # the README, the manifest
            with capture:
                for record in itertools.islice(capture, MOST):
                    yield f"{path.relative_to(CORPUS)} {record.number}", record


def read_alike(ours, theirs):
    """Whether both readings have the same layers, and neither says that the packet is broken."""
    own, other = Counter(layer.key for layer in ours.layers), Counter(theirs.protocols)
    if any((key in own) != (key in other) for key in READ) or any(own[key] != other[key] for key in NUMBERED):
        return False
    return "_ws.malformed" not in theirs.protocols and not any(each.rule.endswith(BROKEN) for each in ours.problems)


def test_the_same_packets_are_selected(tmp_path):
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    names, kept = zip(*records_of_corpus(), strict=True)
    path = tmp_path / "corpus.pcapng"
    whole = tshark.capture_of([(each.link_type, each.original_length, each.data) for each in kept])
    path.write_bytes(whole)
    with netkit.capture.open(path) as capture:
        records = list(capture)
    plain = PlainBatch(records)
    alike = np.array(
        [read_alike(ours, theirs) for ours, theirs in zip(plain.packets, tshark.packets(whole), strict=True)], bool
    )
    (read,) = selected(path, ["frame"])
    alike &= np.isin(np.arange(1, len(records) + 1), read)  # tshark's taps do not get a packet that it fails at
    assert alike.mean() > 0.7
    quick = QuickBatch(frames_of(records))
    different = {}
    tested = Counter()
    for text, theirs in zip(FILTERS, selected(path, FILTERS), strict=True):
        wanted = np.zeros(len(records), bool)
        wanted[np.array(theirs, int) - 1] = True
        for batch in (plain, quick):
            unlike = (compile_filter(text).rows(batch) != wanted) & alike
            if unlike.any():
                different[text] = [names[position] for position in np.flatnonzero(unlike)[: FEW + 1]]
        tested[text] = int((wanted & alike).sum())
    assert {text: packets for text, packets in different.items() if text not in NAMED or len(packets) > FEW} == {}
    assert sum(count > 0 for count in tested.values()) > (0.8 if MOST is None else 0.6) * len(FILTERS)
