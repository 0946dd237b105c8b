"""The form of a capture file: which format, in which byte order, how fine its times are, and how it is packed."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.capture.packing import PACKERS
from netkit.errors import UsageError

__all__ = ["Form", "form_for"]

NANOSECONDS = 1_000_000_000
_PCAP_ENDINGS = (".pcap", ".cap", ".dmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`format` is `pcap` or `pcapng`; `packed` `gzip`, `zstd` or None; `resolution` in ticks a second; `byte_order` `little` or `big`."""

    format: str = "pcapng"
    packed: str | None = None
    resolution: int = NANOSECONDS
    byte_order: str = "little"


def form_for(
    name: str,
    *,
    format: str | None = None,  # noqa: A002  the word that everybody uses
    packed: str | None = None,
    resolution: int = NANOSECONDS,
    byte_order: str = "little",
) -> Form:
    """The form of a file of this name, where none is asked for: `.pcap` is pcap, everything else pcapng; `.gz` and `.zst` are packed.

    `packed` may be `gzip`, `zstd` or `none`. Raises UsageError for a form that there is not.
    """
    for ending, packer in PACKERS.items():
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
            packed = packed or packer
    if format is None:
        format = "pcap" if name.lower().endswith(_PCAP_ENDINGS) else "pcapng"  # noqa: A001
    _known("format", format, ("pcap", "pcapng"))
    _known("packing", packed or "none", (*PACKERS.values(), "none"))
    _known("byte order", byte_order, ("little", "big"))
    if format == "pcap" and resolution not in (10**6, 10**9):
        raise UsageError(
            f"pcap can't count {resolution:,} ticks a second",
            why="its magic number says microseconds or nanoseconds, and knows no other unit",
            hint="write pcapng, or with a resolution of 1,000,000,000",
        )
    if format == "pcapng" and resolution_code(resolution) is None:
        raise UsageError(
            f"pcapng can't count {resolution:,} ticks a second",
            why="its unit is a power of 10 or of 2 of a second (if_tsresol)",
            hint="1,000,000,000 is nanoseconds",
        )
    return Form(
        format=format, packed=None if packed == "none" else packed, resolution=resolution, byte_order=byte_order
    )


def _known(what: str, value: str, values: tuple[str, ...]) -> None:
    if value not in values:
        raise UsageError(
            f"there is no {what} {value!r}",
            why=f"netkit writes {', '.join(values)}",
            hint=f"one of: {', '.join(values)}",
        )


def resolution_code(resolution: int) -> int | None:
    """The byte of if_tsresol for a number of ticks a second; None where there is none.

    The power of 10, or with the highest bit set the power of 2 (draft-ietf-opsawg-pcapng §4.2).
    """
    for base, mark in ((10, 0), (2, 0x80)):
        power = next((power for power in range(128) if base**power >= resolution), 0)
        if base**power == resolution:
            return mark | power
    return None
