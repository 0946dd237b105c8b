"""Requests and answers as a table. What `netkit capture http` shows."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from statistics import median

from netkit.capture.problem import Problem
from netkit.capture.requests.exchanges import Exchange
from netkit.capture.requests.gathering import Gathered
from netkit.capture.streams.follow_view import counted
from netkit.capture.view import duration, problem_json, seconds_text, troubles
from netkit.view import Block, Document, Heading, Json, Next, Paragraph, Remark, Remarks, Sentence, Table

__all__ = ["SCHEMA", "requests_view"]

SCHEMA = "netkit.capture.http/1"

MOST_LINES, MOST_REMARKS = 500, 20

LONGEST_TARGET = 60
"""Characters of a target that are listed."""

MEANINGS = {
    1: "go on", 2: "it worked", 3: "look elsewhere, or in your cache", 4: "the request can't be served as it is", 5: "the server failed"
}  # fmt: skip
"""What the first digit of a status says (RFC 9110 §15)."""

SLOW, TIMES_SLOWER = 100_000_000, 5
"""An answer is named as slow that took so many nanoseconds at least, and so many times the middle of all."""


def requests_view(
    found: Sequence[Exchange], gathered: Gathered, *, title: str, path: str, problems: Sequence[Problem]
) -> Document:
    """Every request in order, with its answer and how long it took; those without an answer, and the slow ones, by name."""
    blocks: list[Block] = [Sentence(text=f"{title} · {_headline(found)}")]
    if found:
        start = next((each.time for each in found if each.time is not None), None)
        left = len(found) - MOST_LINES
        blocks.append(
            Table(
                columns=("packet", "at s", "request", "answer", "first byte", "whole"),
                rows=[_row(each, start) for each in found[:MOST_LINES]],
                right=(0, 1, 4, 5),
                caption=f"the first {MOST_LINES:,} requests; --json gives all" if left > 0 else "",
            )
        )
        blocks += _remarks(found)
    else:
        blocks.append(
            Paragraph(
                text="No request of HTTP/1 was found in it. What TLS carries (https) can't be read from a capture."
            )
        )
    if gathered.left_out:
        blocks.append(
            Paragraph(text=f"{counted(gathered.left_out, 'stream')} had no room in memory, and were left out.")
        )
    blocks += troubles(problems)
    if found:
        words = f"netkit capture follow {shlex.quote(path)} {found[0].stream}"
        blocks.append(Next(commands=[(words, "what both sides said in the first one's stream")]))
    data: dict[str, Json] = {
        "requests": [_json(each) for each in found],
        "streams_left_out": gathered.left_out,
        "problems": [problem_json(problem) for problem in problems],
    }
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _headline(found: Sequence[Exchange]) -> str:
    if not found:
        return "no request of HTTP"
    silent = sum(each.status is None for each in found)
    kinds = Counter(each.status // 100 for each in found if each.status is not None)
    told = [
        f"{count:,} × {kind}xx ({MEANINGS.get(kind, 'no class of RFC 9110')})" for kind, count in sorted(kinds.items())
    ]
    if silent:
        told.append(f"{silent:,} without an answer")
    return f"{counted(len(found), 'request')}: {', '.join(told)}"


def _row(each: Exchange, start: int | None) -> list[str]:
    after = "" if each.time is None or start is None else f"{(each.time - start) / 1e9:.3f}"
    target = each.target if each.target.startswith(("http://", "https://")) else f"{each.host}{each.target}"
    if len(target) > LONGEST_TARGET:
        target = f"{target[: LONGEST_TARGET - 1]}…"
    answer = "none" if each.status is None else f"{each.status} · {counted(each.size)}"
    return [
        str(each.packet),
        after,
        f"{each.method} {target}",
        answer,
        "" if each.waited is None else duration(each.waited),
        "" if each.took is None else duration(each.took),
    ]


def _remarks(found: Sequence[Exchange]) -> list[Block]:
    waits = [each.waited for each in found if each.waited is not None]
    middle = int(median(waits)) if waits else 0
    rows = [
        Remark(label=f"packet {each.packet}", value=value, text=text, source=source)
        for each in found
        for value, text, source in [_remark(each, middle)]
        if value
    ]
    if not rows:
        return []
    blocks: list[Block] = [Heading(text="Worth a look"), Remarks(rows=rows[:MOST_REMARKS])]
    if len(rows) > MOST_REMARKS:
        blocks.append(Paragraph(text=f"{len(rows) - MOST_REMARKS:,} more; --json gives all", quiet=True))
    return blocks


def _remark(each: Exchange, middle: int) -> tuple[str, str, str]:
    """What is worth a look about a request: a word, a sentence and the rule; empty where nothing is."""
    if each.status is None:
        text = f"{each.method} {each.host}{each.target} has no answer here: it was lost, is still to come, or was not captured."
        return "no answer", text, "RFC 9112 §9.2"
    if each.waited is not None and each.waited >= SLOW and each.waited > TIMES_SLOWER * middle:
        text = f"The first byte of its answer came after {duration(each.waited)}; the middle of all waited {duration(middle)}."
        return "slow", text, ""
    return "", "", ""


def _json(each: Exchange) -> Json:
    return {
        "stream": each.stream,
        "client": each.client.json,
        "server": each.server.json,
        "packet": each.packet,
        "time": seconds_text(each.time),
        "method": each.method,
        "target": each.target,
        "host": each.host or None,
        "status": each.status,
        "phrase": each.phrase or None,
        "content_type": each.kind or None,
        "answer_packet": each.answer_packet,
        "answer_bytes": each.size if each.status is not None else None,
        "first_byte_after": seconds_text(each.waited),
        "whole_after": seconds_text(each.took),
        "interim": list(each.interim),
    }
