"""The Simple Mail Transfer Protocol: commands of a client, replies of a server, a line each (RFC 5321).

The mail itself, which follows the command DATA, is not to be told from other text in a packet alone, and stays payload.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from netkit.packet.application.lines import Line, ends_badly, line_at
from netkit.packet.field import as_found
from netkit.packet.header import Header
from netkit.packet.kinds import DECIMAL, TEXT
from netkit.packet.reading import Next, Reading

__all__ = ["PORTS", "Smtp", "SmtpCommand", "SmtpReply", "read_smtp"]

PORTS = (25, 587)

LONGEST_LINE = 512
"""Bytes of a command or reply, with its end (RFC 5321 §4.5.3.1.4, §4.5.3.1.5)."""

_COMMANDS = MappingProxyType(
    {
        b"HELO": "greets the server, the old way", b"EHLO": "greets the server, and asks what it can do",
        b"MAIL": "begins a mail: from whom", b"RCPT": "one who is to get it", b"DATA": "now the mail itself follows",
        b"RSET": "forget this mail", b"VRFY": "is there such a mailbox?", b"EXPN": "who is on this list?", b"HELP": "explain yourself",
        b"NOOP": "do nothing, just answer", b"QUIT": "goodbye", b"TURN": "let us change places", b"SEND": "to a terminal",
        b"SOML": "to a terminal or the mailbox", b"SAML": "to a terminal and the mailbox", b"AUTH": "who the client is, with a proof",
        b"STARTTLS": "from here on encrypted", b"BDAT": "so many bytes of the mail follow", b"BURL": "the mail, or a part, is found there",
        b"ETRN": "send me what you have for me", b"ATRN": "change places, for these domains",
    }
)  # fmt: skip
"""RFC 5321 §4.1.1 and what extensions added: RFC 1985, RFC 2645, RFC 3030, RFC 3207, RFC 4468, RFC 4954."""

_OTHER_LENGTH = frozenset((b"MAIL", b"RCPT", b"AUTH", b"BURL"))
"""Commands that extensions allow to be longer."""

_CHANGES = frozenset((b"DATA", b"BDAT", b"STARTTLS"))
"""Commands behind which something else than commands follows."""

_REPLIES = MappingProxyType(
    {
        211: "system status", 214: "help", 220: "ready", 221: "closing", 235: "authenticated", 250: "done",
        251: "not here, but will be passed on", 252: "can't say, but will try", 334: "go on with the proof", 354: "send the mail",
        421: "not available, closing", 432: "password has to be changed", 450: "mailbox busy", 451: "error while processing",
        452: "no room", 454: "authentication failed for now", 455: "parameters can't be heeded", 500: "no such command",
        501: "error in the parameters", 502: "command not implemented", 503: "not at this time", 504: "parameter not implemented",
        521: "takes no mail", 530: "authentication required", 534: "proof too weak", 535: "wrong proof", 538: "encryption required",
        550: "no such mailbox, or not allowed", 551: "not here, try elsewhere", 552: "too much for the mailbox",
        553: "no proper name of a mailbox", 554: "failed", 555: "parameters not known", 556: "domain takes no mail",
    }
)  # fmt: skip
"""RFC 5321 §4.2.3, RFC 4954 §6, RFC 7504."""

_CLASSES = MappingProxyType(
    {
        b"2": "2xx: done", b"3": "3xx: so far so good, go on", b"4": "4xx: it failed for now, try again later",
        b"5": "5xx: it failed, and will again",
    }
)  # fmt: skip

_CODE = re.compile(rb"[0-9]{3}")
_RIGHT_CODE = re.compile(rb"[2-5][0-5][0-9]")


def _command(raw: Any) -> str:
    return _COMMANDS.get(raw.upper(), "")


def _class_of(raw: Any) -> str:
    return _CLASSES.get(raw[:1], "")


class Smtp(Header):
    """Lines of SMTP: what stands between their words."""

    key = "smtp"
    title = "SMTP"
    rfc = "RFC 5321 §2.3.8"

    separator: Any = as_found("keeps two words apart", key="smtp.separator", label="Space", minor=True)
    line_end: Any = as_found("ends the line: CR and LF", key="smtp.line_end", minor=True)
    code_again: Any = as_found(
        "the code of the reply's first line again",
        key="smtp.response.code_again",
        kind=DECIMAL,
        rfc="RFC 5321 §4.2.1",
        label="Reply code, again",
        minor=True,
    )
    stray: Any = as_found("a line without a code of three digits", key="smtp.stray", kind=TEXT, rfc="RFC 5321 §4.2")


class SmtpCommand(Header):
    """What the client asks for."""

    key = "smtp"
    title = "SMTP command"
    rfc = "RFC 5321 §4.1.1"

    command: Any = as_found("what the client wants", key="smtp.req.command", kind=TEXT, note=_command)
    parameter: Any = as_found("what the command is about", key="smtp.req.parameter", kind=TEXT)


class SmtpReply(Header):
    """What the server says to it."""

    key = "smtp"
    title = "SMTP reply"
    rfc = "RFC 5321 §4.2"

    code: Any = as_found(
        "how it went; the first digit says what kind of reply it is",
        key="smtp.response.code",
        kind=DECIMAL,
        names=_REPLIES,
        label="Reply code",
        note=_class_of,
    )
    goes_on: Any = as_found(
        "a hyphen: more lines of this reply follow; a space: this is its last",
        key="smtp.response.goes_on",
        kind=TEXT,
        rfc="RFC 5321 §4.2.1",
        minor=True,
    )
    text: Any = as_found("the same in words, or what the client needs to know", key="smtp.rsp.parameter", kind=TEXT)


def read_smtp(reading: Reading) -> Next:
    """Read the lines of a segment, if they are commands to a server or the replies of one."""
    tcp = reading.layer.header
    if tcp.destination_port in PORTS:
        commands = _commands(reading)
        if commands:
            reading.begin(Smtp)
            for number, line in enumerate(commands, 1):
                _read_command(reading, line, f"command {number}" if len(commands) > 1 else "")
    elif _CODE.match(reading.data, reading.position, reading.end):
        reading.begin(Smtp)
        _read_replies(reading)
    return None


def _word(reading: Reading, line: Line) -> bytes:
    return reading.data[line.start : line.text_end].split(b" ", 1)[0]


def _commands(reading: Reading) -> list[Line]:
    """The lines that are commands; none where a line is something else, for then this is a mail's text."""
    lines: list[Line] = []
    position = reading.position
    while position < reading.end:
        line = line_at(reading.data, position, reading.end)
        word = _word(reading, line).upper()
        if word not in _COMMANDS:
            return [] if line.ended else lines
        lines.append(line)
        if word in _CHANGES:
            break
        position = line.end
    return lines


def _read_command(reading: Reading, line: Line, group: str) -> None:
    word = _word(reading, line)
    _judge(reading, line, "" if word.upper() in _OTHER_LENGTH else "RFC 5321 §4.5.3.1.4")
    reading.run(SmtpCommand.fields[0], len(word), group)
    if line.text_end > reading.position:
        reading.run(Smtp.separator, 1, group)
        reading.run(SmtpCommand.fields[1], line.text_end - reading.position, group)
    reading.run(Smtp.line_end, line.end - line.text_end, group)


def _read_replies(reading: Reading) -> None:
    first, number = b"", 0
    several = line_at(reading.data, reading.position, reading.end).end < reading.end
    while reading.left:
        number += 1
        group = f"line {number}" if several else ""
        line = line_at(reading.data, reading.position, reading.end)
        _judge(reading, line, "RFC 5321 §4.5.3.1.5")
        if not _CODE.match(reading.data, line.start, line.text_end):
            reading.report_bytes("smtp.reply.no_code", line.start, line.end - line.start, _NO_CODE, rfc="RFC 5321 §4.2")
            reading.run(Smtp.stray, line.text_end - line.start, group)
        else:
            first = _read_reply(reading, line, first, group)
        reading.run(Smtp.line_end, line.end - line.text_end, group)


_NO_CODE = "a line of a reply does not begin with a code of three digits"


def _read_reply(reading: Reading, line: Line, first: bytes, group: str) -> bytes:
    """Read a line of a reply whose first line had the code `first`; gives the code if the reply goes on."""
    again = bool(first)
    code = reading.run(Smtp.code_again if again else SmtpReply.fields[0], 3, group)
    between = reading.run(SmtpReply.fields[1], min(1, line.text_end - reading.position), group)
    reading.run(SmtpReply.fields[2], line.text_end - reading.position, group)
    if not _RIGHT_CODE.fullmatch(code):
        text = f"there is no reply code {code.decode()}: the first digit is 2 to 5, the second 0 to 5"
        reading.report_bytes(
            "smtp.reply_code.range", line.start, 3, text, key="smtp.response.code", rfc="RFC 5321 §4.2"
        )
    if again and code != first:
        text = f"this line of the reply has the code {code.decode()}, the first had {first.decode()}"
        reading.report_bytes(
            "smtp.reply_code.differs", line.start, 3, text, key="smtp.response.code", rfc="RFC 5321 §4.2.1"
        )
    if between not in (b" ", b"-", b""):
        text = "behind the reply code stands neither a space nor a hyphen"
        reading.report_bytes("smtp.reply.separator", line.start + 3, 1, text, rfc="RFC 5321 §4.2.1")
    return (first or code) if between == b"-" else b""


def _judge(reading: Reading, line: Line, rfc: str) -> None:
    """Note a line that is too long, or ends with CR or LF alone."""
    size = line.end - line.start
    if size > LONGEST_LINE and rfc:
        text = f"the line has {size:,} bytes; {LONGEST_LINE} are allowed, with its end"
        reading.report_bytes("smtp.line.long", line.start, size, text, rfc=rfc)
    if ends_badly(reading.data, line, reading.end):
        text = "the line ends with CR or LF alone, and not with both"
        reading.report_bytes("smtp.line_end.bare", line.text_end, 1, text, rfc="RFC 5321 §2.3.8")
