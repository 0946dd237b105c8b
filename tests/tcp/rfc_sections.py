"""What is known of the sections of the RFCs that netkit cites: `rfc_sections.toml`, and the citations in a source."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

__all__ = ["citations", "known", "rfcs"]

ONE = r"(?:[0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)*)(?![0-9A-Za-z])"
CITATION = re.compile(rf"RFC (\d+)(?: §|,? sections? |,? appendix )({ONE}(?:(?:, | and | to | or ){ONE})*)")


@cache
def rfcs() -> dict[str, dict[str, object]]:
    """Each RFC by its number: `title`, `source`, `sections` and perhaps `rules`."""
    path = Path(__file__).with_name("rfc_sections.toml")
    return {name.removeprefix("rfc"): entry for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def known(number: str, section: str) -> bool:
    """Whether an RFC has such a section, or such a numbered rule."""
    entry = rfcs().get(number)
    return entry is not None and (section in entry["sections"] or section in entry.get("rules", ()))  # type: ignore[operator]


def citations(text: str) -> Iterator[tuple[str, str]]:
    """Each RFC and section that a text names: `RFC 3168 sections 6.1.2, 6.1.5 and 6.1.6` are three."""
    for found in CITATION.finditer(" ".join(text.split())):
        for section in re.findall(ONE, found[2]):
            yield found[1], section
