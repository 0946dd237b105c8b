"""What a script runs on: something that takes calls and segments, sends segments, and has a clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Call, Command, SegmentSpec
    from netkit.tcp.segment import Segment

__all__ = ["Answer", "Machine", "Outgoing", "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a segment went out: the rule's id, the sentence, the RFC; "" where it is not known."""

    rule: str = ""
    text: str = ""
    rfc: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A segment that went out: when, in seconds; with sequence numbers as scripts count them; `mark` is the mark in its IP header."""

    time: float
    segment: Segment
    mark: str = "noecn"
    reason: Reason = Reason()
    ports: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system call gave back: its value, its errno ("" for none), and what it wrote into its arguments, by their number from 0."""

    value: int
    error: str = ""
    written: Mapping[int, int | tuple[int, ...]] = field(default_factory=dict)


class Machine(Protocol):
    """An endpoint and its applications, in virtual time or on a real kernel. Times are in seconds from the script's beginning."""

    @property
    def now(self) -> float:
        """The time."""

    def call(self, step: Call) -> Answer | None:
        """Make a call, or ask once more for the one that waits; None while it waits. UsageError for what is not supported."""

    def inject(self, spec: SegmentSpec) -> None:
        """A segment comes in."""

    def sent(self, *, take: bool) -> Outgoing | None:
        """The first segment that went out and was not taken yet; None if there is none."""

    def synchronize(self, spec: SegmentSpec, outgoing: Outgoing) -> None:
        """The script expects `spec` where `outgoing` went out: its clock, and in a SYN its first number, are the script's now."""

    def script_clock(self, value: int) -> int:
        """A timestamp that went out, as the script counts."""

    def wait(self, until: float, stop: Callable[[], bool]) -> None:
        """Let time pass up to a moment, or until `stop` says that it is enough."""

    def set(self, step: Command) -> tuple[str, ...]:
        """Settings of a command; what there is to say of them."""

    def information(self) -> Mapping[str, int]:
        """The numbers of the connection, by Linux's names."""

    def doings(self) -> tuple[str, ...]:
        """What it did last, and will do next, in words."""
