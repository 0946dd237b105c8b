"""Whole corpora: what is found about every TCP segment, the union of retransmissions, round trips and scaled windows, is what tshark finds.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout. Every ninth file is looked at, or all with
`NETKIT_WHOLE_CORPUS=1`, which takes two minutes. A packet in which only one of the two finds TCP is not compared (an encapsulation without
a table; `test_corpus_dissection.py` is about those), nor is the second segment in a packet.
"""

import os
from pathlib import Path

import pytest

from netkit.errors import NetkitError
from tests.oracle.tcp_analysis import different, ours

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")

NAMED = {
    "tcpdump/heapoverflow-tcp_print.pcap": "of a segment in a packet that was cut tshark counts no byte that was not kept",
    "tcpdump/tcp-auth-heapoverflow.pcap": "as above",
}
"""Files in which the bytes in flight differ, with the reason."""

FRAGMENTS = {"zeek/tunnels-gtp-gtp9_unknown_or_too_short_payload.pcap"}
"""Files whose segments come in fragments of IP: tshark looks at them with the last fragment, netkit does not."""

IN_FLIGHT = {"tcp.analysis.bytes_in_flight", "tcp.analysis.push_bytes_sent"}


def test_what_happened():
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    files = [path for path in sorted(CORPUS.rglob("*")) if path.is_file() and path.suffix not in (".md", ".tsv")]
    unlike, compared = {}, 0
    for path in files[:: 1 if os.environ.get("NETKIT_WHOLE_CORPUS") else 9]:
        try:
            own = ours(path)
        except NetkitError:
            continue  # not a capture
        name = str(path.relative_to(CORPUS))
        if name in FRAGMENTS:
            continue
        compared += len(own)
        for number, keys in different(path).items():
            if number not in own or "," in own[number]["tcp.stream"] or (name in NAMED and keys.keys() <= IN_FLIGHT):
                continue
            unlike[f"{name}:{number}"] = keys
    assert unlike == {}
    assert compared > 300
