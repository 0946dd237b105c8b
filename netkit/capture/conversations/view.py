"""Conversations and endpoints as a view. What `netkit capture conversations` shows."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field

from netkit.capture.conversations.counting import Conversation, Endpoint, Talker
from netkit.capture.conversations.graph_view import Graph, graph_blocks, graph_json
from netkit.capture.problem import Problem
from netkit.capture.view import problem_json, seconds_text, troubles
from netkit.view import Block, Document, Heading, Json, Next, Paragraph, Sentence, Table

__all__ = ["NAMES", "SCHEMA", "Found", "Report", "conversations_view"]

SCHEMA = "netkit.capture.conversations/1"

NAMES = {"eth": "Ethernet", "ip": "IPv4", "ipv6": "IPv6", "tcp": "TCP", "udp": "UDP"}

MICROSECOND, MILLISECOND, SECOND = 1_000, 1_000_000, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one kind: how many conversations, and all of them or the largest.

    `left_out` counts packets of conversations for which there was no room.
    """

    kind: str
    count: int
    conversations: Sequence[Conversation]
    endpoints: Sequence[Endpoint]
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was asked for, and what was found: `packets` and `bytes` are those that the filter selects."""

    path: str
    title: str
    filter: str | None
    first_time: int | None
    packets: int
    bytes: int
    kinds: Sequence[Found]
    with_endpoints: bool
    graph: Graph | None = None
    problems: Sequence[Problem] = field(default_factory=tuple)


def conversations_view(report: Report, *, most: int) -> Document:
    """The conversations of each kind, the largest first and at most `most` of them, then what else was asked for."""
    blocks: list[Block] = [Sentence(text=_summary(report))]
    if report.graph is not None:
        blocks += graph_blocks(report.graph)
    for found in report.kinds:
        if found.conversations:
            blocks += _conversations(found, report, most)
            if report.with_endpoints:
                blocks += _endpoints(found, most)
        if found.left_out:
            text = (
                f"{found.left_out:,} packets of further {NAMES[found.kind]} conversations are left out: "
                "there are more than are kept"
            )
            blocks.append(Paragraph(text=text))
    blocks += troubles(report.problems)
    if commands := _next(report):
        blocks.append(Next(commands=commands))
    return Document(schema=SCHEMA, data=_json(report), blocks=blocks)


def _summary(report: Report) -> str:
    if not report.packets:
        return f"{report.title} · " + ("no packets" if report.filter is None else f"{report.filter} selects no packet")
    counts = [f"{found.count:,} {NAMES[found.kind]}" for found in report.kinds if found.conversations] or ["none"]
    chosen = "" if report.filter is None else f" that {report.filter} selects"
    return (
        f"{report.title} · {_count(report.packets, 'packet')}{chosen}, {_count(report.bytes, 'byte')} · "
        f"conversations: {', '.join(counts)}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _conversations(found: Found, report: Report, most: int) -> list[Block]:
    """Two lines for each: what the one sent, and what the other did."""
    shown = sorted(found.conversations, key=lambda each: (-each.bytes, each.packet))[:most]
    streams = found.kind in ("tcp", "udp")
    columns = ["who", "sent packets", "sent bytes", "bits/s", "from s", "for"]
    rows: list[list[str]] = []
    for each in shown:
        sent, received = (_rate(rate) for rate in _rates(each))
        times = [_start(each, report.first_time), _time(each.duration)]
        lines = [
            [each.one.text, f"{each.sent:,}", f"{each.sent_bytes:,}", sent, *times],
            [each.two.text, f"{each.received:,}", f"{each.received_bytes:,}", received, "", ""],
        ]
        rows += [[str(each.stream), *lines[0]], ["", *lines[1]]] if streams else lines
    if streams:
        columns = ["stream", *columns]
    right = (0, 2, 3, 4, 5, 6) if streams else (1, 2, 3, 4, 5)
    caption = (
        f"the {len(shown):,} with the most bytes; --most N shows more"
        if len(shown) < found.count
        else "those with the most bytes first"
        if len(shown) > 1
        else ""
    )
    title = f"{NAMES[found.kind]}: {_count(found.count, 'conversation')}"
    return [Heading(text=title), Table(columns=columns, rows=rows, right=right, caption=caption)]


def _endpoints(found: Found, most: int) -> list[Block]:
    shown = found.endpoints[:most]
    rows = [
        [
            each.end.text,
            f"{each.packets:,}",
            f"{each.bytes:,}",
            f"{each.sent:,}",
            f"{each.sent_bytes:,}",
            f"{each.received:,}",
            f"{each.received_bytes:,}",
        ]
        for each in shown
    ]
    columns = ["endpoint", "packets", "bytes", "sent", "sent bytes", "received", "received bytes"]
    more = len(found.endpoints) - len(shown)
    caption = f"the {len(shown):,} with the most packets; --most N shows more" if more else ""
    title = f"{NAMES[found.kind]}: {_count(len(found.endpoints), 'endpoint')}"
    return [Heading(text=title), Table(columns=columns, rows=rows, right=(1, 2, 3, 4, 5, 6), caption=caption)]


def _start(each: Conversation, first: int | None) -> str:
    return "" if each.begin is None or first is None else f"{(each.begin - first) / SECOND:.6f}"


def _time(nanoseconds: int | None) -> str:
    """A duration for people."""
    if nanoseconds is None:
        return ""
    for unit, name in ((SECOND, "s"), (MILLISECOND, "ms"), (MICROSECOND, "µs")):
        if nanoseconds >= unit:
            return (
                f"{nanoseconds / unit:.3f} {name}" if nanoseconds < 10 * unit else f"{nanoseconds / unit:,.1f} {name}"
            )
    return f"{nanoseconds} ns" if nanoseconds else "0"


def _rates(each: Conversation) -> tuple[float | None, float | None]:
    """Bits a second each way; None where no time passed."""
    duration = each.duration
    if not duration:
        return None, None
    sent, received = (size * 8 * SECOND / duration for size in (each.sent_bytes, each.received_bytes))
    return sent, received


def _rate(rate: float | None) -> str:
    if rate is None:
        return "–"
    for unit, name in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if rate >= unit:
            return f"{rate / unit:.1f}{name}"
    return f"{rate:.0f}"


def _next(report: Report) -> list[tuple[str, str]]:
    path = shlex.quote(report.path)
    for kind, option in (("tcp", ""), ("udp", " --udp")):
        for found in report.kinds:
            if found.kind == kind and found.conversations:
                most = max(found.conversations, key=lambda each: each.bytes)
                command = f"netkit capture follow {path} {most.stream}{option}"
                chosen = f"netkit capture show {path} -Y '{kind}.stream == {most.stream}'"
                return [(command, "what both said in the largest"), (chosen, "its packets")]
    return []


def _end(end: Talker) -> dict[str, Json]:
    return {"address": end.address} | ({} if end.port is None else {"port": end.port})


def _conversation_json(kind: str, each: Conversation, first: int | None) -> Json:
    sent, received = _rates(each)
    found: dict[str, Json] = {"kind": kind}
    if each.stream is not None:
        found["stream"] = each.stream
    start = None if each.begin is None or first is None else each.begin - first
    return found | {
        "one": _end(each.one),
        "two": _end(each.two),
        "first_packet": each.packet,
        "time": seconds_text(each.begin),
        "start": seconds_text(start),
        "duration": seconds_text(each.duration),
        "one_packets": each.sent,
        "two_packets": each.received,
        "one_bytes": each.sent_bytes,
        "two_bytes": each.received_bytes,
        "one_bits_per_second": sent,
        "two_bits_per_second": received,
    }


def _endpoint_json(kind: str, each: Endpoint) -> Json:
    return {"kind": kind, **_end(each.end)} | {
        "packets": each.packets,
        "bytes": each.bytes,
        "sent_packets": each.sent,
        "sent_bytes": each.sent_bytes,
        "received_packets": each.received,
        "received_bytes": each.received_bytes,
    }


def _json(report: Report) -> dict[str, Json]:
    first = report.first_time
    data: dict[str, Json] = {
        "filter": report.filter,
        "first_time": seconds_text(first),
        "packets": report.packets,
        "bytes": report.bytes,
        "conversations": [
            _conversation_json(found.kind, each, first) for found in report.kinds for each in found.conversations
        ],
        "left_out": {found.kind: found.left_out for found in report.kinds},
    }
    if report.with_endpoints:
        data["endpoints"] = [_endpoint_json(found.kind, each) for found in report.kinds for each in found.endpoints]
    if report.graph is not None:
        data["graph"] = graph_json(report.graph)
    return data | {"problems": [problem_json(problem) for problem in report.problems]}
