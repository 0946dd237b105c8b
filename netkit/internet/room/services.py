"""What runs on a machine of a room, at which port; the servers of streams say what they say, those of names have their zones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from netkit.errors import UsageError
from netkit.internet.room.talks.echo import EchoTalk
from netkit.internet.room.talks.mail import MailTalk
from netkit.internet.room.talks.scripted import ScriptedTalk
from netkit.internet.room.talks.web import WebTalk

if TYPE_CHECKING:
    from netkit.internet.room.talk import Talk

__all__ = ["Echo", "Mail", "NameServer", "Resolver", "Scripted", "Service", "StreamService", "Web"]

MOST_CONTENT = 1 << 20
LONGEST_WAIT = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A server at a port; `about` says in a few words what it is for, `transports` whether over TCP, UDP or both."""

    port: int
    about: str = ""
    transports: ClassVar[tuple[str, ...]] = ("TCP",)

    def check(self) -> None:
        """UsageError for what can't be."""
        if not 1 <= self.port <= 65_535:
            raise UsageError(
                f"no server can be at port {self.port}",
                why="a port is a number of 16 bits, and 0 stands for any that is free (RFC 6335 section 6)",
                hint="a port from 1 to 65535",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamService(Service):
    """A server of TCP connections."""

    def talk(self) -> Talk:
        """What it says in a new connection."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo(StreamService):
    """Sends back what comes, over TCP and UDP (RFC 862)."""

    port: int = 7
    about: str = "sends back what you send"
    transports: ClassVar[tuple[str, ...]] = ("TCP", "UDP")

    def talk(self) -> Talk:
        """Every byte comes back."""
        return EchoTalk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Web(StreamService):
    """A web server with these pages, by their paths."""

    pages: Mapping[str, bytes] = field(default_factory=dict)
    port: int = 80
    about: str = "a web server"

    def talk(self) -> Talk:
        """HTTP/1.1."""
        return WebTalk(self.pages)

    def check(self) -> None:
        """UsageError for a path that nobody can ask for, or too much on a page."""
        Service.check(self)
        for path, content in self.pages.items():
            if not path.startswith("/") or not path.isascii() or not path.isprintable() or set(" ?#") & set(path):
                raise UsageError(
                    f"{path!r} is no path of a page",
                    why="it begins with / and has neither spaces, ? nor # (RFC 9112 section 3.2.1)",
                    hint="/index.html",
                )
            _bounded(content, f"the page {path}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail(StreamService):
    """A mail server of this name, which takes messages and forgets them (RFC 5321)."""

    name: str
    port: int = 25
    about: str = "a mail server"

    def talk(self) -> Talk:
        """SMTP; the server speaks first."""
        return MailTalk(self.name)

    def check(self) -> None:
        """UsageError for a name that can't stand in a greeting."""
        Service.check(self)
        if not self.name or not self.name.isascii() or not self.name.isprintable() or " " in self.name:
            raise UsageError(
                f"{self.name!r} is no name of a mail server",
                why="it stands in the greeting as one word (RFC 5321 section 4.2)",
                hint="mail.example.test",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted(StreamService):
    """Says `greeting`, then answers each line with `answer`, each `late` seconds after its cause.

    After the client's FIN it says each of `farewell`, `pause` seconds apart, and then ends its own direction. An empty `greeting` or
    `answer` is none.
    """

    greeting: bytes = b""
    answer: bytes = b""
    late: float = 0.0
    farewell: Sequence[bytes] = ()
    pause: float = 0.0

    def talk(self) -> Talk:
        """As it is written here."""
        return ScriptedTalk(
            greeting=self.greeting, answer=self.answer, late=self.late, farewell=self.farewell, pause=self.pause
        )

    def check(self) -> None:
        """UsageError for waits that nobody would wait for, and for too much to say."""
        Service.check(self)
        for name, seconds in (("late", self.late), ("pause", self.pause)):
            if not 0 <= seconds <= LONGEST_WAIT:
                raise UsageError(
                    f"{name} can't be {seconds:g} s", why=f"a wait lasts from 0 to {LONGEST_WAIT:g} seconds"
                )
        _bounded(self.greeting, "the greeting")
        _bounded(self.answer, "the answer")
        _bounded(b"".join(self.farewell), "the farewell")
        if not all(self.farewell):
            raise UsageError("a piece of the farewell is empty", why="TCP sends no segment for nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameServer(Service):
    """An authoritative name server with these zones, each as the text of a master file with its $ORIGIN (RFC 1035 section 5).

    With `key_seed` they are signed when the server begins, by keys that this seed gives.
    """

    zones: Sequence[str]
    key_seed: bytes = b""
    port: int = 53
    about: str = "a name server"
    transports: ClassVar[tuple[str, ...]] = ("UDP", "TCP")

    def check(self) -> None:
        """UsageError where there is no zone; what is wrong in a zone shows when it is read (ZoneError)."""
        Service.check(self)
        if not self.zones:
            raise UsageError(
                "a name server without zones has nothing to say", hint="zones=[…], the text of a zone file"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolver(Service):
    """A recursive resolver: it walks the room's internet for whoever asks, and remembers.

    `roots` are the names and addresses of the root's servers where the room has a root of its own; without any, it is the made-up
    internet's.
    """

    roots: Sequence[tuple[str, str]] = ()
    port: int = 53
    about: str = "the resolver that this machine asks (resolv.conf)"
    transports: ClassVar[tuple[str, ...]] = ("UDP", "TCP")


def _bounded(content: bytes, what: str) -> None:
    if len(content) > MOST_CONTENT:
        raise UsageError(f"{what} has {len(content):,} bytes", why=f"a server of a room says {MOST_CONTENT:,} at most")
