"""Options that several commands have alike: a display filter, how much is listed, and the kind of packet that bytes are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["filter_option", "link_type_option", "most_option"]

F = TypeVar("F", bound=Callable[..., Any])


def filter_option(told: str) -> Callable[[F], F]:
    """`-Y FILTER`, given as `text`; `told` is what it does here, without a dot."""
    text = f"{told} (Wireshark's language; docs/filters.md)."
    return click.option("-Y", "--filter", "text", metavar="FILTER", help=text)


def most_option(default: int, told: str) -> Callable[[F], F]:
    """`-n N`, given as `most`: how much is listed at the most."""
    return click.option(
        "-n", "--most", type=click.IntRange(1), default=default, show_default=True, metavar="N", help=told
    )


def link_type_option(
    told: str = "What the first byte begins: 1 Ethernet, 101 an IP packet. Guessed for hex; a capture says it itself.",
) -> Callable[[F], F]:
    """`--link-type NUMBER`, given as `link_type`: as which kind of packet bytes are read."""
    return click.option("--link-type", type=click.IntRange(0, 65535), metavar="NUMBER", help=told)
