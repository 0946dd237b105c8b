"""A question for a room: large, alone, with lettered options to vote on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Slide", "SlideOption"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlideOption:
    """One option: its letter, what it says, whether it is right (None while that is not shown), and what there is to say of it."""

    letter: str
    text: str
    right: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A question, which may have several lines, with its options; `label` says where it is from, `note` what the room is to do."""

    label: str
    question: str
    options: Sequence[SlideOption]
    note: str = ""
