"""What a command's walks believe without anybody vouching for it: the keys of a file, of the root, or of the made-up internet's root."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["anchors_in_files", "shipped_anchors", "wants_dnssec"]


def wants_dnssec(options: Mapping[str, object]) -> bool:
    """Whether the walk is to be validated: who names an anchor wants that, too."""
    return bool(options["dnssec"] or options["trust_anchor"])


def anchors_in_files(paths: Sequence[str]) -> list[str]:
    """The anchors in these files, as texts; UsageError for what is none."""
    from netkit.cli.text_file import text_of  # noqa: PLC0415 - only who validates needs it
    from netkit.dns.trust.anchors import read_anchors  # noqa: PLC0415

    return [anchor for path in paths for anchor in read_anchors(text_of(path), source=path)]


def shipped_anchors() -> list[str]:
    """The keys of the root that netkit comes with."""
    from netkit.dns.trust.anchors import ROOT_ANCHORS  # noqa: PLC0415

    return [each.text for each in ROOT_ANCHORS]
