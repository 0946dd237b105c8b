"""Whole corpora, many of them broken on purpose: the sentences of every packet keep their promises.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout.
"""

import os
from pathlib import Path

import pytest

import netkit.capture
from netkit.errors import NetkitError
from netkit.packet import dissect
from tests.packet.telling import broken_sentences

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")


def test_the_sentences_of_every_packet_keep_their_promises():
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    broken = {}
    count = 0
    for path in sorted(CORPUS.rglob("*")):
        if not path.is_file():
            continue
        try:
            capture = netkit.capture.open(path)
        except NetkitError:
            continue  # the README, the manifest
        with capture:
            for record in capture:
                packet = dissect(record.data, record.link_type, original_length=record.original_length)
                count += 1
                if found := broken_sentences(packet):
                    broken[f"{path.relative_to(CORPUS)} {record.number}"] = found
    assert count > 1000
    assert broken == {}
