"""Whole corpora: every packet's stream and relative numbers are tshark's, and every TCP stream is followed as tshark follows it.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout; every seventh file in it that is a capture counts, and every one
with `NETKIT_WHOLE_CORPUS=1`.
"""

import os
from pathlib import Path

import pytest

import netkit.capture
from netkit.capture.streams.following import follow
from netkit.capture.streams.listing import list_streams
from netkit.errors import NetkitError
from tests.capture.streams import asking
from tests.capture.streams.test_numbers import netkit_says

CORPUS = Path(os.environ.get("NETKIT_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")

NOT_TAKEN_APART = frozenset({"juniper", "wccp", "lisp", "fabricpath", "batadv", "capwap", "wlan"})
"""Protocols around IP for which netkit has no table: what lies in them has a stream in tshark, and all later ones other numbers."""

WHOLE = bool(os.environ.get("NETKIT_WHOLE_CORPUS"))
"""Whether every file counts, which takes some minutes; else one of a few."""

EVERY = 1 if WHOLE else 7
"""Of how many files one counts."""

MOST_STREAMS = 12 if WHOLE else 4
"""Streams of one capture that are followed."""


@pytest.fixture(scope="module")
def captures():
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus of captures: {CORPUS} is not there (NETKIT_CORPUS names another folder)")
    found = []
    for path in sorted(CORPUS.rglob("*"))[::EVERY]:
        if path.is_file():
            try:
                netkit.capture.open(path).close()
            except NetkitError:
                continue
            if not NOT_TAKEN_APART & asking.protocols(path):
                found.append(path)
    return found


def test_every_packet_is_numbered_as_tshark_numbers_it(captures):
    wrong = {}
    for path in captures:
        with netkit.capture.open(path) as records:
            mine = netkit_says(records)
        if not any(any(each) for each in mine.values()):
            continue
        # A frame of tshark's that is a block of pcapng and no packet has a number, too.
        tsharks = list(asking.numbers(path).values())
        blocks = len(tsharks) - len(mine)
        if blocks > 0:
            mine, tsharks = [row for row in mine.values() if any(row)], [row for row in tsharks if any(row)]
        else:
            mine = list(mine.values())[: len(tsharks)]
        if mine != tsharks:
            wrong[path.name] = next(
                (number, *each) for number, each in enumerate(zip(mine, tsharks, strict=False)) if each[0] != each[1]
            )
    assert wrong == {}


UNFOLLOWED = {
    "tunnels-gtp-gtp9_unknown_or_too_short_payload.pcap": "of a stream of one direction alone tshark shows nothing behind a gap"
}


def test_every_stream_is_followed_as_tshark_follows_it(captures):
    wrong, count = {}, 0
    for path in captures:
        with netkit.capture.open(path) as records:
            entries = list_streams(records)
        for entry in entries[:MOST_STREAMS]:
            with netkit.capture.open(path) as records:
                found, _ = follow(records, entry.number)
            if found is None or found.problems:
                continue
            told = asking.followed(path, entry.number)
            turns = asking.turns_of(_without_missing_ends(found, starts=False), told[0])
            if turns != told[1]:
                turns = asking.turns_of(_without_missing_ends(found, starts=True), told[0])
            count += 1
            if path.name in UNFOLLOWED:
                continue
            if turns != told[1] and not (found.missing("client") + found.missing("server") and _is_cut(path)):
                wrong[f"{path.name} {entry.number}"] = [len(turns), len(told[1])]
    assert wrong == {}
    assert count


def _without_missing_ends(found, *, starts):
    """Without bytes that are known to be missing behind the last that came, or with `starts` before the first.

    tshark names only those between: it begins with the first segment of a direction, and we with what the other side said before that.
    """
    last = {chunk.direction: chunk for chunk in found.chunks}
    found.chunks = [
        chunk
        for chunk in found.chunks
        if chunk.data is not None or (chunk is not last[chunk.direction] and not (starts and not chunk.start))
    ]
    return found


def _is_cut(path):
    """Whether the capture kept only the beginning of some packets: what is missing then goes unnamed by tshark."""
    with netkit.capture.open(path) as records:
        return any(record.original_length > len(record.data) for record in records)
