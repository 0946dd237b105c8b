"""Repeated acknowledgments in quiet runs: updates of the window, and duplicate ACKs, which are counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from netkit.capture.analysis.at_once.quiet import Quiet
from netkit.capture.analysis.at_once.standing import Standing
from netkit.capture.analysis.connection import DUPLICATE, UPDATE
from netkit.capture.columnar.column import Array

__all__ = ["Repeats"]


@dataclass(frozen=True, slots=True)
class Repeats:
    """For each quiet segment what it is as a repetition, and how its side stands behind it.

    `changed` says that its side has acknowledged something else in this run, `number` counts the duplicate ACKs since then (or since
    before the run), and `of` is the packet that they repeat.
    """

    findings: Array
    changed: Array
    number: Array
    of: Array

    @classmethod
    def found(cls, quiet: Quiet, standing: Standing, bounds: Array, packet: Array) -> Self:
        """The repetitions among quiet segments; `bounds` says where each side's begin, `packet` which packets they are."""
        count = len(quiet.side)
        anew = quiet.acknowledged != quiet.before
        repeated = ~anew & (quiet.size == 0) & (quiet.gap == 0)
        duplicate = repeated & (quiet.window == quiet.last_window)
        findings = np.where(duplicate, DUPLICATE, np.where(repeated, UPDATE, 0))
        begins = anew.copy()
        begins[bounds[:-1][bounds[:-1] < bounds[1:]]] = True
        since = np.maximum.accumulate(np.where(begins, np.arange(count), 0))
        changed = anew[since]
        sums = np.cumsum(duplicate)
        carried = np.maximum(standing.duplicates, 0)[quiet.side] + duplicate[since]
        number = sums - sums[since] + np.where(changed, 0, carried)
        of = np.where(changed, packet[since], standing.duplicate_of[quiet.side])
        return cls(findings, changed, number, of)
