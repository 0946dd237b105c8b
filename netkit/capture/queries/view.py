"""Questions and answers as a view. What `netkit capture dns` shows."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from netkit.capture.problem import Problem
from netkit.capture.queries.exchanges import Exchange
from netkit.capture.queries.message import Message, Record
from netkit.capture.queries.words import answer_text, question_text
from netkit.capture.view import duration, problem_json, seconds_text, troubles
from netkit.view import Block, Document, Json, Next, Paragraph, Remark, Remarks, Sentence, Table

__all__ = ["SCHEMA", "Report", "queries_view"]

SCHEMA = "netkit.capture.dns/1"

SLOW = 100_000_000
"""Nanoseconds from which on an answer is named as slow: longer than a page's reader would not notice."""

MOST_NAMED = 5
"""Slow and unanswered questions that are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was asked for, and what was found; `left_out` counts exchanges, `forgotten` questions for which there was no room."""

    path: str
    title: str
    filter: str | None
    unanswered_only: bool
    exchanges: Sequence[Exchange]
    announcements: int
    left_out: int
    forgotten: int
    problems: Sequence[Problem] = field(default_factory=tuple)


def queries_view(report: Report, *, most: int) -> Document:
    """A line for each exchange, what is slow, what was never answered."""
    found = report.exchanges
    shown = [each for each in found if each.status == "unanswered"] if report.unanswered_only else list(found)
    blocks: list[Block] = [Sentence(text=f"{report.title} · {_summary(report)}")]
    if shown:
        caption = f"the first {most:,} of {len(shown):,}; --most N shows more" if len(shown) > most else ""
        rows = [_row(each) for each in shown[:most]]
        columns = ["packet", "who → whom", "question", "answer", "took"]
        if len({row[1] for row in rows}) == 1:  # said once, so that there is room for the rest
            caption = f"{rows[0][1]}{f' · {caption}' if caption else ''}"
            columns, rows = _without_ends(columns), [_without_ends(row) for row in rows]
        blocks.append(Table(columns=columns, rows=rows, right=(0, len(columns) - 1), caption=caption))
    elif report.unanswered_only and found:
        blocks.append(Paragraph(text="Every question was answered."))
    if remarks := _remarks(found):
        blocks.append(Remarks(rows=remarks))
    if report.left_out or report.forgotten:
        text = (
            f"{report.left_out:,} further exchanges are left out, and {report.forgotten:,} waiting questions were forgotten: "
            "there are more than are kept"
        )
        blocks.append(Paragraph(text=text))
    blocks += troubles(report.problems)
    if commands := _next(report):
        blocks.append(Next(commands=commands))
    return Document(schema=SCHEMA, data=_json(report, shown), blocks=blocks)


def _without_ends(row: list[str]) -> list[str]:
    return [row[0], *row[2:]]


def _summary(report: Report) -> str:
    asked = [each for each in report.exchanges if each.question is not None]
    if not report.exchanges and not report.announcements:
        chosen = "" if report.filter is None else f" that {report.filter} selects"
        return f"no message of DNS{chosen} (ports 53, 5353 and 5355)"
    parts = [_count(len(asked), "question")]
    times = [each.time for each in asked if each.time is not None]
    answered = sum(each.status == "answered" for each in asked)
    if answered:
        told = f"{answered:,} answered"
        if len(times) > 1:
            told += f", half of them within {duration(int(median(times)))}, the slowest after {duration(max(times))}"
        elif times:
            told += f" after {duration(times[0])}"
        parts.append(told)
    if answered < len(asked):
        parts.append(f"{len(asked) - answered:,} never answered")
    if again := sum(bool(each.copies) for each in asked):
        parts.append(f"{again:,} asked more than once")
    if unasked := len(report.exchanges) - len(asked):
        parts.append(f"{_count(unasked, 'answer')} without a question")
    if report.announcements:
        parts.append(f"{_count(report.announcements, 'announcement')} of multicast DNS")
    return " · ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _row(each: Exchange) -> list[str]:
    message = each.message
    ends = (message.source, message.destination)
    asker, asked = reversed(ends) if each.question is None else ends
    over = " (TCP)" if message.transport == "tcp" else ""
    return [
        str(message.number),
        f"{asker.address} → {asked.address}{over}",
        question_text(message),
        answer_text(each),
        duration(each.time),
    ]


def _remarks(found: Sequence[Exchange]) -> list[Remark]:
    """The slowest, and what was never answered."""
    remarks = []
    slow = sorted((each for each in found if (each.time or 0) >= SLOW), key=lambda each: -(each.time or 0))
    for each in slow[:MOST_NAMED]:
        number = each.answer.number if each.answer else 0
        text = f"packet {number} answers packet {each.message.number} after {duration(each.time)}"
        if each.copies:
            text += f"; it was asked {len(each.copies) + 1} times"
        remarks.append(Remark(label="slow", value=question_text(each.message), text=text))
    silent = [each for each in found if each.status == "unanswered"]
    for each in silent[:MOST_NAMED]:
        times = len(each.copies) + 1
        text = f"packet {each.message.number} asks {each.message.destination.text}" + (
            f", and again in {_packets(each.copies)}" if times > 1 else ""
        )
        remarks.append(Remark(label="never answered", value=question_text(each.message), text=text, trouble=True))
    return remarks


def _packets(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:4]))
    return f"{'packet' if len(numbers) == 1 else 'packets'} {listed}{' …' if len(numbers) > 4 else ''}"


def _next(report: Report) -> list[tuple[str, str]]:
    path = shlex.quote(report.path)
    found = report.exchanges
    silent = next((each for each in found if each.status == "unanswered"), None)
    answered = next((each.answer for each in found if each.answer is not None), None)
    commands = []
    if silent is not None:
        commands.append((f"netkit packet explain {path}:{silent.message.number}", "a question that nobody answered"))
    if answered is not None:
        commands.append((f"netkit packet explain {path}:{answered.number}", "an answer, field by field"))
    if any((each.time or 0) >= SLOW for each in found):
        commands.append((f"netkit capture show {path} -Y 'dns.time > 0.1'", "the slow answers"))
    return commands


def _record_json(each: Record, *, question: bool = False) -> Json:
    found: dict[str, Json] = {"name": each.name, "type": each.type}
    return found if question else found | {"data": each.data}


def _exchange_json(each: Exchange) -> Json:
    message = each.message
    asker, asked = message.source, message.destination
    if each.question is None:
        asker, asked = asked, asker
    answer: Message | None = each.answer
    return {
        "status": each.status,
        "protocol": message.protocol,
        "transport": message.transport,
        "id": message.identification,
        "client": asker.json,
        "server": asked.json,
        "question_packet": each.question.number if each.question else None,
        "question_time": seconds_text(each.question.time) if each.question else None,
        "questions": [_record_json(one, question=True) for one in message.questions],
        "answer_packet": answer.number if answer else None,
        "answer_time": seconds_text(answer.time) if answer else None,
        "took": seconds_text(each.time),
        "code": answer.code if answer else None,
        "code_name": answer.code_name if answer else None,
        "truncated": answer.truncated if answer else None,
        "answers": [_record_json(one) for one in answer.answers] if answer else [],
        "copies": list(each.copies),
        "more_answers": list(each.more_answers),
        "repeats": each.repeats,
    }


def _json(report: Report, shown: Sequence[Exchange]) -> dict[str, Json]:
    found = report.exchanges
    statuses = [each.status for each in found]
    return {
        "filter": report.filter,
        "counts": {
            "questions": len(found) - statuses.count("unasked"),
            "answered": statuses.count("answered"),
            "unanswered": statuses.count("unanswered"),
            "unasked": statuses.count("unasked"),
            "announcements": report.announcements,
            "left_out": report.left_out,
            "forgotten": report.forgotten,
        },
        "exchanges": [_exchange_json(each) for each in shown],
        "problems": [problem_json(problem) for problem in report.problems],
    }
