"""What a task wants of a learner's questions: those that it is about, divided into what one command asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from netkit.lab.wire import Wire
from netkit.lab.wire.dns.asked import FILTER, Asked, asked, bursts
from netkit.lab.wire.trait import Trait

__all__ = ["questions"]


def questions(
    about: Trait[Asked], *, steps: Sequence[Any], mistakes: Sequence[Any] = (), apart: bool = False
) -> Wire[Any]:
    """The steps over the questions that are of this kind; with `apart` one command has to meet them all."""
    return Wire(
        view=asked,
        filter=FILTER,
        runs=bursts,
        apart=apart,
        about=lambda event: about.holds(event, {}),
        steps=steps,
        mistakes=mistakes,
    )
