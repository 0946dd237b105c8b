"""What a page knows of fields: which keys there are, what their values are, and what the numbers under them are called.

The page's filter box judges by it, as `netkit.capture.filtering` judges by the catalog that this is taken from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from netkit.capture.columnar.catalog import known_keys, names_in, width_in
from netkit.capture.columnar.composed import COMPOSED_KEYS
from netkit.capture.columnar.derived import DERIVED
from netkit.capture.columnar.domain import (
    BOOLEAN,
    BYTES,
    IPV4,
    IPV6,
    LABEL,
    MAC,
    MOMENT,
    NUMBER,
    PROTOCOL,
    SIGNED,
    SPAN,
    TEXT,
    Domain,
)
from netkit.capture.columnar.either import EITHER
from netkit.view import Json

__all__ = ["LEFT_OUT", "SORTS", "vocabulary"]

SORTS: Mapping[Domain, str] = MappingProxyType(
    {
        NUMBER: "number",
        SIGNED: "signed",
        BOOLEAN: "flag",
        IPV4: "ipv4",
        IPV6: "ipv6",
        MAC: "mac",
        BYTES: "bytes",
        TEXT: "text",
        MOMENT: "moment",
        SPAN: "span",
        LABEL: "label",
        PROTOCOL: "protocol",
    }
)
"""What the page's script calls each domain."""

LEFT_OUT = frozenset({"http.file_data"})
"""Keys whose values would stand in the page a second time: a filter that asks for one is for the terminal."""


def vocabulary(present: Iterable[str]) -> dict[str, Json]:
    """Every key by its sort and its width in bits, and the names of the numbers under those keys that are `present`.

    `derived` are keys whose values are worked out, `named` those whose numbers have names, `left_out` those that the page does not know.
    """
    sorts: dict[str, list[Json]] = {}
    known = known_keys()
    for key, domain in known.items():
        width = width_in(key) if domain is NUMBER else 0
        sorts.setdefault(f"{SORTS[domain]} {width}", []).append(key)
    wide = {key for key, parts in EITHER.items() if not set(parts).isdisjoint(present)}
    names = {key: dict(names_in(key)) for key in sorted({*present, *wide} & known.keys())}
    return {
        "sorts": sorts,
        "either": {key: list(parts) for key, parts in EITHER.items()},
        "names": {key: found for key, found in names.items() if found},
        "named": [key for key, domain in known.items() if domain in (NUMBER, SIGNED) and names_in(key)],
        "derived": sorted({*DERIVED, *COMPOSED_KEYS}),
        "left_out": sorted(LEFT_OUT),
    }
