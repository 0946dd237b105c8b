"""Whether a command runs inside of a lab shell, in whose network the addresses of the made-up internet are real."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["FOLDER_VARIABLE", "run_around"]

FOLDER_VARIABLE = "NETKIT_LAB_SHELL"
"""The variable that names the run's folder to programs in a room."""


def run_around() -> Path | None:
    """The folder of the run in whose network this is; None outside, and where only the variable is left of it."""
    folder = os.environ.get(FOLDER_VARIABLE, "")
    return Path(folder) if folder and Path(folder, "state.json").exists() else None
