"""One thing that was looked at on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from netkit.errors import NetkitError

__all__ = ["Finding", "State", "refused"]


class State(Enum):
    """How a thing stands; the value is the word in JSON."""

    WORKS = "works"
    PART = "in part"
    MISSING = "missing"
    UNASKED = "not asked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`key` is a stable id, `name` what people call it; `found` is what was seen, `why` what that means, `mend` what helps."""

    key: str
    name: str
    state: State
    found: str
    why: str = ""
    mend: str = ""


def refused(key: str, name: str, error: NetkitError) -> Finding:
    """What is missing, as an error of netkit's says it."""
    return Finding(key=key, name=name, state=State.MISSING, found=error.what, why=error.why, mend=error.hint)
