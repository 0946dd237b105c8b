"""The streams of a capture as a table. What `netkit capture follow F` shows."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from netkit.capture.problem import Problem
from netkit.capture.streams.listing import Entry
from netkit.capture.view import problem_json, seconds_text, troubles
from netkit.view import Block, Document, Json, Next, Sentence, Table

__all__ = ["SCHEMA", "list_view"]

SCHEMA = "netkit.capture.streams/1"

MOST_LINES = 1000
"""Streams that are listed for a person."""

ENDED = {"fin": "closed", "half": "half closed", "reset": "reset", "": "open"}


def list_view(
    entries: Sequence[Entry],
    *,
    title: str,
    path: str,
    protocol: str,
    problems: Sequence[Problem],
    command: tuple[str, str] = ("netkit capture follow", "what both sides said in it"),
) -> Document:
    """The streams by number, with who talks to whom and how much; `command` is what to do with one of them, and what that shows."""
    named = protocol.upper()
    text = f"{title} · {len(entries):,} {named} {'stream' if len(entries) == 1 else 'streams'}"
    blocks: list[Block] = [Sentence(text=text)]
    if entries:
        start = next((entry.time for entry in entries if entry.time is not None), None)
        columns = ["stream", "at s", "client", "server", "packets", "bytes → ←"]
        if protocol == "tcp":
            columns.append("end")
        left_out = len(entries) - MOST_LINES
        caption = f"the first {MOST_LINES:,} streams; --json gives all" if left_out > 0 else ""
        rows = [_row(entry, start, protocol) for entry in entries[:MOST_LINES]]
        blocks.append(Table(columns=columns, rows=rows, right=(0, 1, 4, 5), caption=caption))
    blocks += troubles(problems)
    if entries:
        most = max(entries, key=lambda entry: entry.client_bytes + entry.server_bytes)
        option = " --udp" if protocol == "udp" else ""
        words, told = command
        blocks.append(Next(commands=[(f"{words} {shlex.quote(path)} {most.number}{option}", told)]))
    data: dict[str, Json] = {
        "protocol": protocol,
        "streams": [_json(entry, protocol) for entry in entries],
        "problems": [problem_json(problem) for problem in problems],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _row(entry: Entry, start: int | None, protocol: str) -> list[str]:
    after = "" if entry.time is None or start is None else f"{(entry.time - start) / 1e9:.3f}"
    packets = entry.client_packets + entry.server_packets
    row = [
        str(entry.number),
        after,
        entry.client.text,
        entry.server.text,
        f"{packets:,}",
        f"{entry.client_bytes:,} · {entry.server_bytes:,}",
    ]
    if protocol == "tcp":
        ended = ENDED[entry.ended] if packets else "only quoted"
        row.append(ended if entry.began or not packets else f"{ended}, no SYN")
    return row


def _json(entry: Entry, protocol: str) -> dict[str, Json]:
    found: dict[str, Json] = {
        "stream": entry.number,
        "client": entry.client.json,
        "server": entry.server.json,
        "first_packet": entry.first,
        "time": seconds_text(entry.time),
        "client_packets": entry.client_packets,
        "server_packets": entry.server_packets,
        "client_bytes": entry.client_bytes,
        "server_bytes": entry.server_bytes,
        "quoted_packets": entry.quoted,
    }
    if protocol == "tcp":
        found |= {"opened": bool(entry.began), "ended": entry.ended or None}
    return found
