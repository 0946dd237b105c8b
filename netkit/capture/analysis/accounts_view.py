"""The connections of a capture in numbers, as a table. What `netkit capture tcp F` shows."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from statistics import median

from netkit.capture.analysis.finding import FINDINGS, Finding
from netkit.capture.analysis.telling import Account
from netkit.capture.problem import Problem
from netkit.capture.view import duration, problem_json, seconds_text, troubles
from netkit.view import Block, Document, Json, Next, Paragraph, Sentence, Table

__all__ = ["SCHEMA", "account_json", "accounts_view", "found_in_words", "how_it_went", "round_trip"]

SCHEMA = "netkit.capture.tcp/1"

MOST_LINES = 1000
"""Streams that are listed for a person."""

ENDED = {"fin": "closed", "half": "half closed", "reset": "reset", "": "open"}


def round_trip(account: Account) -> int | None:
    """From one side to the other and back, in nanoseconds: what the handshake took, or else the middle waits of both sides together.

    None where neither was measured.
    """
    if account.handshake:
        return account.handshake
    middles = [int(median(each)) for each in account.round_trips if each]
    return sum(middles) if middles else None


def found_in_words(account: Account) -> str:
    """How often each thing was found, both sides together: `7 × duplicate ACK, 1 × gap`."""
    both = account.findings[0] + account.findings[1]
    return ", ".join(f"{both[each]:,} × {FINDINGS[each].name}" for each in FINDINGS if both[each])


def account_json(account: Account) -> dict[str, Json]:
    """A stream in numbers as JSON has it; of each pair the client's is `client`."""

    def pair(values: Sequence[Json]) -> Json:
        return {"client": values[0], "server": values[1]}

    return {
        "stream": account.number,
        "client": account.client.json,
        "server": account.server.json,
        "first_packet": account.first_packet,
        "first_time": seconds_text(account.first_time),
        "last_time": seconds_text(account.last_time),
        "opened": account.opened,
        "ended": account.ended or None,
        "packets": pair(account.packets),
        "bytes": pair(account.sent),
        "largest_window": pair(account.windows),
        "window_shift": pair(account.shifts),
        "most_in_flight": pair(account.in_flight),
        "handshake": seconds_text(account.handshake),
        "round_trips": pair([_trips_json(each) for each in account.round_trips]),
        "findings": pair([{_word(kind): count for kind, count in each.items()} for each in account.findings]),
        "called_otherwise_by_wireshark": account.otherwise,
    }


def _word(finding: Finding) -> str:
    return str(finding.name).lower()


def _trips_json(trips: Sequence[int]) -> Json:
    if not trips:
        return {"count": 0, "least": None, "median": None, "most": None}
    numbers = {"least": min(trips), "median": int(median(trips)), "most": max(trips)}
    return {"count": len(trips), **{name: seconds_text(value) for name, value in numbers.items()}}


def accounts_view(streams: Sequence[Account], *, title: str, path: str, problems: Sequence[Problem]) -> Document:
    """The streams by number, with what happened in each."""
    noun = "connection" if len(streams) == 1 else "connections"
    happened = f": {how_it_went(streams)}" if streams else ""
    blocks: list[Block] = [Sentence(text=f"{title} · {len(streams):,} TCP {noun}{happened}")]
    if streams:
        left_out = len(streams) - MOST_LINES
        blocks.append(
            Table(
                columns=("stream", "client → server", "packets", "round trip", "end", "found"),
                rows=[_row(each) for each in streams[:MOST_LINES]],
                right=(0, 2, 3),
                caption=f"the first {MOST_LINES:,} connections; --json gives all" if left_out > 0 else "",
            )
        )
        most = max(streams, key=lambda each: (each.again, sum(each.packets)))
        command = f"netkit capture tcp {shlex.quote(path)} {most.number}"
        blocks += troubles(problems)
        blocks.append(
            Next(commands=[(command, "every segment of it, with its reason"), (f"{command} --ladder", "as a picture")])
        )
    else:
        blocks.append(Paragraph(text="No packet in it carries TCP."))
        blocks += troubles(problems)
    data: dict[str, Json] = {
        "streams": [account_json(each) for each in streams],
        "problems": [problem_json(problem) for problem in problems],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def how_it_went(streams: Sequence[Account]) -> str:
    """What was sent again and what was overtaken, in words."""
    again, overtaken = sum(each.again for each in streams), sum(each.overtaken for each in streams)
    told = []
    if again:
        told.append(f"{again:,} {'segment was' if again == 1 else 'segments were'} sent again")
    if overtaken:
        told.append(f"{overtaken:,} {'was' if overtaken == 1 else 'were'} overtaken on the way")
    return ", ".join(told) or "nothing was sent again"


def _row(account: Account) -> list[str]:
    trip = round_trip(account)
    return [
        str(account.number),
        f"{account.client.text} → {account.server.text}",
        f"{sum(account.packets):,}",
        duration(trip) if trip else "",
        ENDED[account.ended] if account.opened else f"{ENDED[account.ended]}, no SYN",
        found_in_words(account) or "–",
    ]
