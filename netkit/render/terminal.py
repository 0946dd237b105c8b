"""Lines in colour, by rich: the only place that knows it, imported only when there is a terminal to colour.

The colours are the sixteen of the terminal's own theme, and of these only those that read well on dark and on light.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.text import Text

from netkit.render.lines import Line, Style

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["write"]

_LOOKS = {
    Style.TEXT: "",
    Style.SENTENCE: "bold",
    Style.HEADING: "bold cyan",
    Style.COLUMN: "bold",
    Style.LABEL: "",
    Style.VALUE: "bold",
    Style.PLACE: "dim",
    Style.SOURCE: "dim",
    Style.QUIET: "dim",
    Style.COMMAND: "bold green",
    Style.RIGHT: "bold green",
    Style.PARTIAL: "bold magenta",
    Style.WRONG: "bold red",
    Style.TROUBLE: "bold red",
    Style.MARK_1: "bold cyan",
    Style.MARK_2: "bold green",
    Style.MARK_3: "bold magenta",
    Style.MARK_4: "bold blue",
}


def write(lines: Iterable[Line], stream: TextIO) -> None:
    """`lines` onto `stream` with colours; whether they are wanted there is for the caller to know."""
    console = Console(
        file=stream,
        force_terminal=True,
        color_system="standard",
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in lines:
        text = Text.assemble(*((part, _LOOKS[style]) for part, style in line), end="\n")
        text.rstrip()
        console.print(text, soft_wrap=True)
