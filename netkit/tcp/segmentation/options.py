"""The options of TCP that two ends agree on, and what room they take in a header."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.errors import UsageError
from netkit.packet.transport.tcp import LARGEST_SHIFT
from netkit.packet.transport.tcp_options import AlignedTimestamps

__all__ = ["OPTION_NAMES", "Options", "parse_options"]

DEFAULT_SHIFT = 7

OPTION_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "timestamps": "both clocks in every segment (RFC 7323)",
        "sack": "selective acknowledgment is allowed, told with the SYN (RFC 2018)",
        "window-scale": "windows count in larger steps, told with the SYN; window-scale=7 says how large (RFC 7323)",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What both ends know of; `shift` is the window scale's, None without one. The MSS option is always told."""

    timestamps: bool = False
    sack: bool = False
    shift: int | None = None

    @property
    def with_data(self) -> int:
        """Bytes of options in a segment with data, padded; the others stand in the SYN alone."""
        return AlignedTimestamps.fixed_bytes if self.timestamps else 0

    @property
    def names(self) -> list[str]:
        """The options as they are asked for."""
        scale = [] if self.shift is None else [f"window-scale={self.shift}"]
        return ["timestamps"] * self.timestamps + ["sack"] * self.sack + scale


def parse_options(text: str) -> Options:
    """The options that `timestamps,sack,window-scale=7` names; nothing is none.

    UsageError for a name that there is not, with the near ones, and for a shift that is too large.
    """
    timestamps = sack = False
    shift: int | None = None
    for word in filter(None, (part.strip().lower() for part in text.split(","))):
        name, equals, value = word.partition("=")
        if name == "timestamps" and not equals:
            timestamps = True
        elif name == "sack" and not equals:
            sack = True
        elif name == "window-scale":
            shift = _shift(value) if equals else DEFAULT_SHIFT
        else:
            raise _unknown(name if name not in OPTION_NAMES else word)
    return Options(timestamps=timestamps, sack=sack, shift=shift)


def _shift(value: str) -> int:
    if value.isascii() and value.isdigit() and int(value[:4]) <= LARGEST_SHIFT and len(value) <= 4:
        return int(value)
    raise UsageError(
        f"{value or 'nothing'} is no window scale",
        why=f"windows are shifted by 0 to {LARGEST_SHIFT} bits (RFC 7323 §2.3)",
        hint="window-scale=7 counts in steps of 128 bytes",
    )


def _unknown(word: str) -> UsageError:
    near = difflib.get_close_matches(word, OPTION_NAMES, n=2, cutoff=0.4)
    return UsageError(
        f"there is no option {word} here",
        why=f"there are {', '.join(OPTION_NAMES)}; the MSS option is told always",
        hint=f"did you mean {' or '.join(near)}?" if near else "--options timestamps,sack",
    )
