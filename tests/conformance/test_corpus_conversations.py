"""Whole corpora: every capture's conversations and endpoints are tshark's, but for differences that have a name.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout; one of forty files in it counts, and every one with
`NETKIT_WHOLE_CORPUS=1`.
"""

import os
from pathlib import Path

import pytest

import netkit.capture
from netkit.errors import NetkitError
from tests.capture.conversations import talks_of_tshark as asking
from tests.capture.conversations.test_counting import counted

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")

EVERY = 1 if os.environ.get("NETKIT_WHOLE_CORPUS") else 40

LARGEST = 8_000_000
"""Bytes of a capture that is asked."""

DIFFERENT = {
    "a protocol around IP, or in place of Ethernet, for which there is no table": ("DTP", "bgp-aigp.pcap"),
    "fragments in which tshark reads on once all have come": ("tunnels-gtp-gtp9",),
    "the address behind the header's: a routing header or a home address": (
        "chksums-ip6-route0", "ipv6-routing-header", "mobile-ipv6"
    ),
    "headers that can't be, which each gives up elsewhere": (
        "bootp_asan", "heapoverflow-tcp_print", "hncp_", "ikev1_", "ipv4_invalid_total_length_2", "ipv6-next-header-oobr", "isakmpv1",
        "kday3", "mptcp-dss-oobr", "tcp-auth-heapoverflow", "vqp-oobr",
    ),
    "packets without a time": ("test101", "test102", "test202"),
}  # fmt: skip
"""Beginnings of the names of captures that differ, by the reason."""

NAMED = tuple(name for names in DIFFERENT.values() for name in names)


def test_conversations_and_endpoints_are_tsharks():
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    wrong, seen = [], 0
    for path in sorted(CORPUS.rglob("*"))[::EVERY]:
        if not path.is_file() or path.stat().st_size > LARGEST or path.name.startswith(NAMED):
            continue
        try:
            netkit.capture.open(path).close()
        except NetkitError:
            continue
        counting, first = counted(path, limit=1_000_000), asking.first_time(path)
        conversations, endpoints = asking.talks(path)
        seen += 1
        wrong += [
            (path.name, kind)
            for kind in asking.KINDS
            if sorted(asking.told_by(counting, kind, first)) != sorted(conversations[kind])
            or asking.ends_by(counting, kind) != endpoints[kind]
        ]
    assert wrong == []
    assert seen
