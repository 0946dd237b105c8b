"""The sockets of a script: what each was told before and after it had a connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.errors import UsageError
from netkit.internet.script.language.steps import Anything, Number, Structure, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.internet.script.sockets.connection import Connection

__all__ = ["Socket", "number_of", "option_number", "unsupported"]


@dataclass(slots=True)
class Socket:
    """One descriptor. `changes` are those of a profile, `largest` the maximum segment size that it announces (None: the usual one).

    `linger` is the time of SO_LINGER (None: off), `deaf` says that nothing more is read from it.
    """

    number: int
    waits: bool = True
    changes: dict[str, object] = field(default_factory=dict)
    largest: int | None = None
    connection: Connection | None = None
    bound: bool = False
    listens: bool = False
    linger: int | None = None
    keeps_alive: bool = False
    deaf: bool = False
    started: bool = False
    options: dict[tuple[int, int], int] = field(default_factory=dict)

    def inherited(self, number: int, connection: Connection) -> Socket:
        """The socket of a connection that this one accepts."""
        return Socket(
            number, changes=dict(self.changes), largest=self.largest, connection=connection, linger=self.linger,
            keeps_alive=self.keeps_alive, options=dict(self.options), started=True,
        )  # fmt: skip


def unsupported(what: str, why: str = "") -> UsageError:
    """Something that netkit reads, and can't do; the runner adds the line."""
    return UsageError(what, why=why)


def number_of(arguments: Sequence[Value], place: int, what: str) -> int:
    """An argument that has to be a number; UsageError if it is missing, or none."""
    if place < len(arguments):
        value = arguments[place]
        if isinstance(value, Number):
            return value.value
        if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], Number):
            return value[0].value
    raise unsupported(f"argument {place + 1} of this call has to be {what}", "netkit takes a number, or a symbol, here")


def option_number(value: Value) -> int | None:
    """The number of a socket option, in brackets or not; the first field of a structure; None for what is none."""
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, Structure):
        value = next(iter(value.fields.values()))
    if isinstance(value, Anything):
        return None
    return value.value if isinstance(value, Number) else None
