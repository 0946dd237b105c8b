"""Options that are a text or one number, in either DHCP: a table is made from what differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.option import Option
from netkit.packet.field import NO_NAMES, bits, variable
from netkit.packet.kinds import NUMBER, Kind

__all__ = ["number_option", "text_option"]


def text_option(base: type[Option], label: str, meaning: str, field_key: str, section: str) -> type[Any]:
    """The table of an option that is a text; `base` is what every option of this protocol begins with."""

    class Text(base):  # type: ignore[valid-type, misc]  # either protocol's
        __module__ = base.__module__
        title = f"{base.title.removesuffix('option')}{label}"
        rfc = section
        text: str = variable(meaning, key=field_key, size=lambda option: option.length, kind=TEXT, label=label)

    return Text


def number_option(
    base: type[Option],
    width: int,
    label: str,
    meaning: str,
    field_key: str,
    section: str,
    kind: Kind = NUMBER,
    names: Mapping[int, str] = NO_NAMES,
) -> type[Any]:
    """The table of an option that is one number of `width` bits, of any kind."""

    class Number(base):  # type: ignore[valid-type, misc]  # either protocol's
        __module__ = base.__module__
        title = f"{base.title.removesuffix('option')}{label}"
        rfc = section
        value: Any = bits(width, meaning, key=field_key, label=label, kind=kind, names=names)

    return Number
