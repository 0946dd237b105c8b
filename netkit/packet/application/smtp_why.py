"""What the commands and replies of SMTP make the other side do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.why.effect import Effect, Effects, Here, Told

__all__ = ["EFFECTS"]

_COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "EHLO": ("the server answers with the extensions that it can do, a line each", "RFC 5321 §4.1.1.1"),
        "HELO": ("the server answers, and no extension may be used", "RFC 5321 §4.1.1.1"),
        "MAIL": ("a new mail begins; if it can't be delivered, word goes to this address", "RFC 5321 §4.1.1.2"),
        "RCPT": (
            "the server says whether it takes the mail for this one; one command for each receiver",
            "RFC 5321 §4.1.1.3",
        ),
        "DATA": ("the server answers 354; then the mail follows, up to a line with a single dot", "RFC 5321 §4.1.1.4"),
        "RSET": ("the server forgets the mail that was begun", "RFC 5321 §4.1.1.5"),
        "VRFY": (
            "the server says whether it knows the mailbox, or, mostly, that it does not tell",
            "RFC 5321 §4.1.1.6",
        ),
        "NOOP": ("the server answers, and does nothing else", "RFC 5321 §4.1.1.9"),
        "QUIT": ("the server answers 221, and the connection ends", "RFC 5321 §4.1.1.10"),
        "STARTTLS": (
            "the server answers 220; from then on all is encrypted, and the greeting begins anew",
            "RFC 3207 §4",
        ),
        "AUTH": ("the server checks who the client is", "RFC 4954 §4"),
    }
)

_REPLIES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        220: ("the server is ready: the client may speak", "RFC 5321 §4.2.3"),
        221: ("the server ends the connection", "RFC 5321 §4.2.3"),
        250: (
            "the command is done; behind the end of a mail: the server is responsible for it from now on",
            "RFC 5321 §4.2.5",
        ),
        354: ("the client sends the mail, and ends it with a line that has a single dot", "RFC 5321 §4.2.3"),
        421: ("the server ends the connection; the client tries again later", "RFC 5321 §4.2.3"),
        550: (
            "not done: there is no such mailbox, or it is not for this client; word goes to the sender",
            "RFC 5321 §4.2.3",
        ),
    }
)

_CLASSES: Mapping[int, str] = MappingProxyType(
    {
        2: "done: the client goes on",
        3: "so far so good: the client sends what is still missing",
        4: "not now: the client keeps the mail, and tries again later",
        5: "no: the client must not try the same again, and tells the sender",
    }
)


def _command(here: Here) -> Told:
    return _COMMANDS.get(str(here.value).upper(), here.field.note or here.field.meaning)


def _reply(here: Here) -> Told:
    number = int(here.value)
    return _REPLIES.get(number) or (_CLASSES.get(number // 100, ""), "RFC 5321 §4.2.1")


EFFECTS = Effects(
    Effect("smtp.req.command", _command),
    Effect("smtp.response.code", _reply),
    silent=("smtp.req.parameter", "smtp.rsp.parameter", "smtp.stray"),
)
