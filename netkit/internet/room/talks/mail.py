"""A small mail server: it greets, takes any message by the rules of SMTP, and forgets it (RFC 5321)."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.internet.room.talk import Act, Finish, Say
from netkit.internet.room.talks.lines import Lines

__all__ = ["MailTalk"]

MOST_RECIPIENTS = 100
"""Recipients of a message at most (RFC 5321 section 4.5.3.1.8)."""

SAID = {
    "NOOP": (250, "fine"),
    "VRFY": (252, "it is not told who has a mailbox here"),
    "HELP": (214, "EHLO, MAIL FROM:<you>, RCPT TO:<them>, DATA, a line with a dot, QUIT"),
}
"""Commands that change nothing, with what is said to each."""


class MailTalk:
    """One SMTP session with a server of this `name`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines = Lines()
        self._greeted = self._data = self._over = False
        self._sender = False
        self._recipients = 0
        self._size = 0

    def begin(self) -> Sequence[Act]:
        """The server speaks first (section 3.1)."""
        return (_reply(220, f"{self._name} ESMTP netkit; what comes is taken and forgotten"),)

    def hear(self, data: bytes) -> Sequence[Act]:
        """A reply for each command that is whole."""
        acts: list[Act] = []
        for line in self._lines.take(data):
            if self._over:
                break
            if self._data:
                acts += self._content(line)
            elif line is None:
                acts.append(_reply(500, "the line is too long"))
            else:
                acts += self._command(line)
        return acts

    def end(self) -> Sequence[Act]:
        """It ends as well."""
        return () if self._over else (Finish(),)

    def _content(self, line: bytes | None) -> list[Act]:
        if line != b".":
            self._size += len(line or b"")
            return []
        taken = _reply(250, f"taken: {self._size} bytes")
        self._data, self._sender, self._recipients, self._size = False, False, 0, 0
        return [taken]

    def _command(self, line: bytes) -> list[Act]:
        word, _, rest = line.decode("latin-1").partition(" ")
        verb = word.upper()
        if verb == "QUIT":
            self._over = True
            return [_reply(221, f"{self._name} closes the connection"), Finish()]
        if verb in SAID:
            return [_reply(*SAID[verb])]
        if verb in ("HELO", "EHLO", "RSET"):
            return [self._begin_anew(verb, rest)]
        return [self._mail(verb, rest)]

    def _begin_anew(self, verb: str, rest: str) -> Say:
        """The commands after which no message is under way (sections 4.1.1.1 and 4.1.1.5)."""
        if verb != "RSET" and not rest.strip():
            return _reply(501, f"say who you are: {verb} your.name.example")
        self._sender, self._recipients, self._size = False, 0, 0
        if verb == "RSET":
            return _reply(250, "forgotten")
        self._greeted = True
        if verb == "HELO":
            return _reply(250, self._name)
        return Say(f"250-{self._name}\r\n250-8BITMIME\r\n250 HELP\r\n".encode("ascii"))

    def _mail(self, verb: str, rest: str) -> Say:
        """The commands of a message, which have an order (section 4.1.4)."""
        match verb:
            case "MAIL" if not self._greeted or self._sender:
                reply = _reply(503, "EHLO first" if not self._greeted else "there is a sender already: RSET forgets it")
            case "MAIL" if not _path(rest, "FROM:"):
                reply = _reply(501, "MAIL FROM:<you@example.test>")
            case "MAIL":
                self._sender = True
                reply = _reply(250, "fine")
            case "RCPT" if not self._sender:
                reply = _reply(503, "MAIL FROM first")
            case "RCPT" if not _path(rest, "TO:") or _path(rest, "TO:") == "<>":
                reply = _reply(501, "RCPT TO:<them@example.test>")
            case "RCPT" if self._recipients >= MOST_RECIPIENTS:
                reply = _reply(452, "too many recipients")
            case "RCPT":
                self._recipients += 1
                reply = _reply(250, "fine")
            case "DATA" if not self._recipients:
                reply = _reply(503, "RCPT TO first")
            case "DATA":
                self._data = True
                reply = _reply(354, "go on; a line with a dot alone ends it")
            case _:
                reply = _reply(500, "no such command; HELP names them")
        return reply


def _path(text: str, before: str) -> str:
    """The path in angle brackets behind `FROM:` or `TO:`; "" where there is none."""
    if not text.upper().startswith(before):
        return ""
    path = text[len(before) :].strip().split(" ")[0]
    return path if path.startswith("<") and path.endswith(">") else ""


def _reply(code: int, text: str) -> Say:
    return Say(f"{code} {text}\r\n".encode("ascii"))
