"""What a walk asks, of whom, and what for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import dns.rdatatype

from netkit.dns.name_text import name_text

if TYPE_CHECKING:
    import dns.message
    import dns.name

    from netkit.dns.step import Step

__all__ = ["Purpose", "PurposeKind", "Query", "Question", "Server"]


class Question(NamedTuple):
    """A name and a type; the class is always IN."""

    name: dns.name.Name
    type: dns.rdatatype.RdataType

    def __str__(self) -> str:
        return f"{name_text(self.name)} {dns.rdatatype.to_text(self.type)}"


class Server(NamedTuple):
    """A name server: what the delegation calls it (None where only its address was given), and the address that is asked."""

    name: dns.name.Name | None
    address: str

    def __str__(self) -> str:
        return self.address if self.name is None else f"{name_text(self.name)} ({self.address})"


class PurposeKind(Enum):
    """What a question is asked for."""

    ANSWER = "answer"
    """What the walk was started for."""
    ALIAS = "alias"
    """The name that an alias led to."""
    SERVER_ADDRESS = "server-address"
    """Where a name server is."""
    KEYS = "keys"
    """A link of the chain of trust."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """For what a question is asked: what is wanted in the end, and how deep below the walk's own question.

    `zone` is the zone whose server's address is looked for, where that is the purpose; `parent` the number of the step that made this
    necessary (None for the walk's own question); `depth` 0 for the walk's own question and its aliases, one more for each look-up that
    waits for another.
    """

    kind: PurposeKind
    wanted: Question
    zone: dns.name.Name | None = None
    parent: int | None = None
    depth: int = 0


@dataclass(slots=True, eq=False, kw_only=True)
class Query:
    """One question that should go out now.

    `message` is ready to be sent, `server` the address to send it to, `tcp` whether over TCP, `timeout` after how many seconds without an
    answer the driver should call `Walker.failed`. `step` is the step of the walk that it belongs to.
    """

    message: dns.message.Message
    server: str
    tcp: bool
    timeout: float
    zone: dns.name.Name
    step: Step = field(repr=False)
    strays: int = 0
