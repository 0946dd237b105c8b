"""What every suboption of the relay's option begins with, and how tables of simple ones are made (RFC 3046 §2.0)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netkit.packet.application.dhcp.codes4 import SUBOPTIONS_OF_RELAYS
from netkit.packet.application.dhcp.option import Option
from netkit.packet.field import NO_NAMES, bits, variable
from netkit.packet.kinds import BYTES, LENGTH, NUMBER, Kind

__all__ = ["RelaySuboption", "UnknownRelaySuboption", "fixed", "kept"]

PREFIX = "dhcp.option.agent_information_option"


class RelaySuboption(Option):
    """What every suboption begins with."""

    key = "dhcp"
    title = "DHCP relay suboption"
    rfc = "RFC 3046 §2.0"

    code: int = bits(
        8, "which suboption this is", key="dhcp.option.agent_information_option.suboption", names=SUBOPTIONS_OF_RELAYS
    )
    length: int = bits(8, "bytes of data that follow", key="dhcp.option.suboption_length", kind=LENGTH, minor=True)


class UnknownRelaySuboption(RelaySuboption):
    """A suboption that is not taken apart."""

    title = "DHCP relay suboption, kept whole"

    data: bytes = variable(
        "what the relay says", key="dhcp.option.agent_information_option.value", size=lambda option: option.length
    )


def kept(label: str, meaning: str, part: str, section: str, kind: Kind = BYTES) -> type[RelaySuboption]:
    """The table of a suboption whose data are one field of any length."""

    class Kept(RelaySuboption):
        title = f"DHCP {label}"
        rfc = section
        data: Any = variable(meaning, key=f"{PREFIX}.{part}", size=lambda option: option.length, label=label, kind=kind)

    return Kept


def fixed(
    width: int,
    label: str,
    meaning: str,
    part: str,
    section: str,
    kind: Kind = NUMBER,
    names: Mapping[int, str] = NO_NAMES,
) -> type[RelaySuboption]:
    """The table of a suboption that is one field of a fixed size."""

    class Fixed(RelaySuboption):
        title = f"DHCP {label}"
        rfc = section
        data: Any = bits(width, meaning, key=f"{PREFIX}.{part}", label=label, kind=kind, names=names)

    return Fixed
