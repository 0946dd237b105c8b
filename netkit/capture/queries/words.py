"""Questions, answers and times in words."""

from __future__ import annotations

from netkit.capture.queries.exchanges import Exchange
from netkit.capture.queries.message import Message, Record

__all__ = ["answer_text", "question_text"]

MOST_ANSWERS = 4
"""Records of an answer that are told."""

LONGEST = 60
"""Characters of a record's data that are told."""

UPDATE, NOTIFY = 5, 4

CODES = {
    1: "FORMERR",
    2: "SERVFAIL",
    3: "NXDOMAIN",
    4: "NOTIMP",
    5: "REFUSED",
    6: "YXDOMAIN",
    7: "YXRRSET",
    8: "NXRRSET",
    9: "NOTAUTH",
}
"""The names that everybody uses for the codes (IANA, DNS RCODEs)."""


def question_text(message: Message) -> str:
    """What is asked: `A www.example.com`."""
    asked = [f"{each.type} {each.name}".strip() for each in message.questions[:MOST_ANSWERS]]
    if not asked:
        asked = [f"({each.type} {each.name})" for each in message.answers[:1]] or ["nothing"]
    if len(message.questions) > MOST_ANSWERS:
        asked.append("…")
    kind = {UPDATE: "update of ", NOTIFY: "notify of "}.get(message.operation, "")
    return kind + ", ".join(asked)


def answer_text(exchange: Exchange) -> str:
    """What came back, in words."""
    again = f"asked {exchange.repeats + 1} times" if exchange.copies and exchange.answer is None else ""
    answer = exchange.answer
    if answer is None:
        return f"never answered ({again})" if again else "never answered"
    told = _told(answer)
    notes = []
    if exchange.question is None:
        notes.append("nobody asked")
    if exchange.copies:
        notes.append(f"asked {len(exchange.copies) + 1} times")
    if exchange.more_answers:
        notes.append(f"answered {len(exchange.more_answers) + 1} times")
    return f"{told} ({', '.join(notes)})" if notes else told


def _told(answer: Message) -> str:
    if answer.code:
        name = CODES.get(answer.code)
        return f"{name}, {answer.code_name}" if name else answer.code_name
    if answer.truncated:
        return "truncated: to be asked again over TCP"
    if answer.operation == UPDATE:
        return "done"
    if not answer.answers:
        return f"ask the servers of {answer.referral}" if answer.referral else "no such record"
    return _chain(answer)


def _chain(answer: Message) -> str:
    """The way through the aliases, then what stands at its end."""
    aliases = [each for each in answer.answers if each.type in ("CNAME", "DNAME")]
    others = [each for each in answer.answers if each.type not in ("CNAME", "DNAME", "RRSIG")]
    way = [each.data for each in aliases if each.type == "CNAME"]
    told = [_data(each) for each in others[:MOST_ANSWERS]]
    more = len(others) - len(told) + answer.more_answers
    end = ", ".join(told) + (f" and {more:,} more" if more else "")
    signed = "" if others or way else _data(answer.answers[0])
    return " → ".join([*way[:MOST_ANSWERS], *([end] if end else []), *([signed] if signed else [])])


def _data(record: Record) -> str:
    text = record.data or f"{record.type} without data"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
