"""What a script says, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from netkit.tcp.segment import Flag

__all__ = [
    "ANYTHING",
    "Anything",
    "Assertion",
    "Call",
    "Command",
    "Expected",
    "Icmp",
    "Injected",
    "Moment",
    "Number",
    "Options",
    "Script",
    "SegmentSpec",
    "Step",
    "Structure",
    "Value",
]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step is: microseconds from the script's beginning, or from the step before (`relative`).

    `end` is that of a stretch of time (None: none). `any` is for what may come at any time.
    """

    start: int = 0
    end: int | None = None
    relative: bool = False
    any: bool = False


class Anything:
    """`...`: whatever it is."""

    def __repr__(self) -> str:
        return "..."


ANYTHING = Anything()


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a symbol that stands for one; `text` is what the script has."""

    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure by its fields (`{onoff=1, linger=0}`); those without a name are numbered."""

    fields: Mapping[str, Value]


Value = Number | str | Anything | Structure | tuple["Value", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """TCP's options as a script lists them; None where one is not there. `timestamps` are value and echo."""

    largest: int | None = None
    shift: int | None = None
    sack_permitted: bool = False
    sack: tuple[tuple[int, int], ...] = ()
    timestamps: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentSpec:
    """A segment as a script writes it, numbers as there.

    `window` is None where it is not told, `options` where any will do. `mark` is the mark in the IP header (`ect0`, `ce` …; "" where it is
    not told), `ports` are source and destination (None: the usual ones).
    """

    flags: Flag
    sequence: int
    length: int
    acknowledgment: int = 0
    window: int | None = None
    options: Options | None = field(default_factory=Options)
    mark: str = ""
    ports: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: its line (from 1), its time, and its text in the script."""

    line: int
    moment: Moment
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Injected(Step):
    """A segment comes in."""

    segment: SegmentSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected(Step):
    """A segment goes out."""

    segment: SegmentSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Icmp(Step):
    """An ICMP message comes in, or is expected: its type, its code ("" where none is told), the MTU, and the segment that it quotes."""

    outbound: bool
    type: str
    code: str = ""
    mtu: int | None = None
    quoted: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Step):
    """A system call: its arguments and result; `error` is the errno ("" where it is none).

    `end` is when one that waits returns, in microseconds counted as the beginning is (None: it returns at once).
    """

    name: str
    arguments: tuple[Value, ...]
    result: Value
    error: str = ""
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Step):
    """A command for the shell, which nobody executes."""

    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion(Step):
    """Assertions about the connection's numbers."""

    code: str


@dataclass(frozen=True, slots=True)
class Script:
    """A whole script; `options` are its lines `--name=value`, each with its line."""

    name: str
    options: tuple[tuple[str, str, int], ...]
    steps: tuple[Step, ...]
