"""The contents of a page: the packets that were chosen of a capture, and all that is to be said of them, as data for the page's script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from netkit.capture.columnar.tracked import TRACKED
from netkit.capture.dissecting import dissected
from netkit.capture.page.conversations import conversations
from netkit.capture.page.entries import Entries
from netkit.capture.page.vocabulary import vocabulary
from netkit.capture.problem import Problem
from netkit.capture.record import Record
from netkit.capture.view import seconds_text
from netkit.packet.summary import ends_of, protocol_of, summary
from netkit.view import Json

__all__ = ["MOST_BYTES", "MOST_EXPLAINED", "MOST_PACKETS", "TRACKED_KEYS", "Chosen", "Contents", "contents"]

SCHEMA = "netkit.capture.view/1"

MOST_PACKETS = 10_000
"""Packets of a page, unless more are asked for."""

MOST_BYTES = 64 << 20
"""Bytes of all packets of a page."""

MOST_EXPLAINED = 2000
"""Packets up to which each value's effect is told in a sentence: it takes longer than all the rest."""

MOST_LISTED = 1000
"""Packets that are listed for a browser without scripts."""

TRACKED_KEYS = tuple(TRACKED)
"""Keys that only the whole capture tells, and that a page wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A packet for the page, with its values under the keys that only the whole capture tells."""

    record: Record
    tracked: dict[str, list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What stands in a page: `data` for its script, `octets` of all packets one behind the other, `rows` for those without scripts.

    `streams` are how many TCP streams were followed, `notices` what was left out and why, in sentences.
    """

    title: str
    sentence: str
    data: dict[str, Json]
    octets: bytes
    packets: int
    streams: int
    rows: Sequence[Sequence[str]]
    notices: Sequence[str] = field(default_factory=tuple)


def contents(
    chosen: Iterable[Chosen],
    *,
    title: str,
    path: str,
    first_time: int | None,
    problems: Iterable[Problem] = (),
    notices: Sequence[str] = (),
) -> Contents:
    """The contents for some packets; `path` is how the capture is called on a command line, `first_time` that of its first packet."""
    packets = list(chosen)
    records = [each.record for each in packets]
    entries = Entries(why=len(packets) <= MOST_EXPLAINED)
    listed: list[Json] = []
    rows: list[list[str]] = []
    for each in packets:
        record = each.record
        packet = dissected(record)
        after = None if record.time is None or first_time is None else record.time - first_time
        listed.append(entries.packet(packet, record, after, each.tracked))
        if len(rows) < MOST_LISTED:
            moment = "" if after is None else f"{after / 1e9:.6f}"
            rows.append([f"{record.number}", moment, *ends_of(packet), protocol_of(packet), summary(packet)])
    numbers = {each.record.number: each.tracked.get("tcp.stream", []) for each in packets}
    streams = conversations(records, numbers, entries)
    sentence = _sentence(records)
    told = [*notices, *(f"{problem.text} (byte {problem.offset:,} of the file)" for problem in problems)]
    if len(packets) > MOST_EXPLAINED:
        told.append(
            f"Of more than {MOST_EXPLAINED:,} packets it is not told what each value makes the network do: "
            "netkit packet explain … --why tells it of one."
        )
    data: dict[str, Json] = {
        "schema": SCHEMA,
        "path": path,
        "start": seconds_text(first_time),
        "packets": listed,
        "streams": streams,
        "vocabulary": vocabulary(entries.present),
        **entries.pools(),
    }
    return Contents(
        title=title,
        sentence=sentence,
        data=data,
        octets=b"".join(record.data for record in records),
        packets=len(packets),
        streams=len(streams),
        rows=rows,
        notices=told,
    )


def _sentence(records: Sequence[Record]) -> str:
    """How many packets, in which time."""
    count = f"{len(records):,} {'packet' if len(records) == 1 else 'packets'}"
    times = [record.time for record in records if record.time is not None]
    if len(times) < 2:
        return count
    seconds = (max(times) - min(times)) / 1e9
    for least, unit, size in ((7200, "hours", 3600), (120, "minutes", 60), (1, "seconds", 1)):
        if seconds >= least:
            return f"{count} in {seconds / size:,.1f} {unit}"
    return f"{count} in {seconds * 1000:.1f} milliseconds"
