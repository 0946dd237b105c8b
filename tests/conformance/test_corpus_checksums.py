"""Whole corpora: the working of every checksum that is right, followed by a program line by line, gives the value in the packet.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout.
"""

import os
from pathlib import Path

import pytest

import netkit.capture
from netkit.errors import NetkitError
from netkit.packet import dissect
from netkit.packet.summing import covered
from netkit.packet.summing.view import checksums
from tests.packet.following import follow

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")


def captures():
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file():
            try:
                yield path.relative_to(CORPUS), netkit.capture.open(path)
            except NetkitError:
                continue  # the README, the manifest


def test_each_working_leads_to_what_is_stored_or_to_what_would_be_right():
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    right = wrong = 0
    for name, capture in captures():
        with capture:
            for record in capture:
                packet = dissect(record.data, record.link_type, original_length=record.original_length)
                found = covered(packet)
                for each, told in zip(found, checksums("Packet", found).data["checksums"], strict=True):
                    if not told["lines"]:
                        assert not each.field.note
                        continue
                    value = follow(told, record.data)
                    where = (str(name), record.number, told["key"])
                    if each.field.note == "right":
                        at = told["start_bit"] // 8
                        stored = int.from_bytes(record.data[at : at + 2], "big")
                        assert told["right"], where
                        assert value == stored or {value, stored} == {0, 0xFFFF}, where
                        right += 1
                    else:
                        assert (told["right"], each.field.note) == (False, f"wrong: 0x{value:04x} would be right"), (
                            where
                        )
                        wrong += 1
    assert right > 1000
    assert wrong
