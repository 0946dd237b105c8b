"""A field's name on the command line: a Wireshark key that netkit's tables have, or `scapy.…` of what scapy read."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from netkit.packet.pictures import KEYS

__all__ = ["ColumnKey", "Key", "fields_option"]

F = TypeVar("F", bound=Callable[..., Any])


class Key(click.ParamType[str]):
    """A Wireshark key; completes to those there are."""

    name = "key"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The key itself; UsageError names the ones that it may have been meant to be."""
        if value in KEYS or value.startswith("scapy."):
            return value
        from netkit.capture.columnar.naming import unknown_key  # noqa: PLC0415 - only after a slip

        raise unknown_key(value, difflib.get_close_matches(value, KEYS, n=3, cutoff=0.5))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The keys that begin so."""
        return [CompletionItem(key) for key in KEYS if key.startswith(incomplete)]


class ColumnKey(Key):
    """A key that a capture can be asked for: of a frame, a protocol or a conversation, too."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The key itself, under the name that it has today; UsageError as above."""
        from netkit.capture.columnar.catalog import known_keys  # noqa: PLC0415 - loads NumPy
        from netkit.capture.columnar.naming import near_keys, present_name, unknown_key  # noqa: PLC0415

        key = present_name(value)
        if key in known_keys() or key.startswith("scapy."):
            return key
        raise unknown_key(value, near_keys(value))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The keys that begin so."""
        from netkit.capture.columnar.catalog import known_keys  # noqa: PLC0415

        return [CompletionItem(key) for key in sorted(known_keys()) if key.startswith(incomplete)]


def fields_option(does: str) -> Callable[[F], F]:
    """`-e KEY`, given as `keys`, as often as one likes; `does` is what is done with a field here (Show, Export)."""
    text = f"{does} this field (a Wireshark key; repeatable)."
    return click.option("-e", "--field", "keys", multiple=True, type=ColumnKey(), metavar="KEY", help=text)
