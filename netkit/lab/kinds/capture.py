"""A capture: one that is kept in the lab's folder, by its name there, or one of the task's recorded attempts."""

from __future__ import annotations

import re

from netkit.lab.kinds.shape import Shape, UnfitError

__all__ = ["EVIDENCE", "capture"]

EVIDENCE = re.compile(r"evidence/([a-z0-9]{1,8})-([0-9a-f]{16})\.pcapng")
"""The name of a capture that is kept: the task, and the beginning of the SHA-256 of its bytes."""


def capture(text: str, shape: Shape) -> str:
    """The name of a kept capture as it is, or that of an attempt, for which its letter is enough."""
    told = text.strip()
    if EVIDENCE.fullmatch(told):
        return told
    low = told.lower().removesuffix(".pcapng").replace("\\", "/").rpartition("/")[2]
    for attempt in shape.choices:
        if low in (
            attempt,
            attempt[-1],
            attempt.removeprefix("attempt-"),
            f"attempt-{attempt[-1]}",
            f"attempt {attempt[-1]}",
        ):
            return attempt
    if shape.choices:
        raise UnfitError(
            "wanted.capture-or-attempt",
            "wanted is a capture file (pcap or pcapng), or one of {attempts}",
            attempts=", ".join(shape.choices),
        )
    raise UnfitError("wanted.capture", "wanted is a capture file (pcap or pcapng)")
