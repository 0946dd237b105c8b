"""Prints how often the tracker is right about a folder of recordings: `python -m tests.tcp.tracking.measure FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.tcp.tracking.recorded import PLACES, score_of, table

__all__: list[str] = []


def main(words):
    score = score_of(Path(words[0]))
    lines = list(table(score))
    for place in PLACES:
        real = score.total(place) - sum(score.counts[place, "none", what] for what in ("wrong", "false"))
        right = score.total(place, "right")
        lines.append(f"{place}: {right} of {real} right, {100 * right / max(real, 1):.1f} %")
    sys.stdout.write("\n".join([*lines, *score.faults, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
