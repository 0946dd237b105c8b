"""A constant beside a field: its value, if the field can hold it, and otherwise what the field can hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from netkit.capture.columnar.catalog import names_in, width_in
from netkit.capture.columnar.domain import NUMBER, SIGNED, Domain
from netkit.capture.filtering.constants import EXAMPLES, meaning
from netkit.capture.filtering.pointing import refused
from netkit.capture.filtering.tree import Constant

__all__ = ["held"]


def held(node: Constant, domain: Domain, key: str, whole: str) -> Constant:
    """The constant as a value of a domain; `key` is that of the field beside it, or empty. UsageError where it can't be."""
    subject = key or domain.name
    try:
        value: Any = meaning(node.text, node.sort, domain)
    except ValueError as error:
        named = names_in(key).get(node.text.lower()) if key and domain in (NUMBER, SIGNED) else None
        if named is None:
            raise refused(
                f"{subject} can't be {_quoted(node)}",
                whole,
                node.at,
                why=f"{key} is {domain.name}: {error}" if key else str(error),
                hint=f"write {EXAMPLES[domain]}",
            ) from None
        value = named
    width = width_in(key) if key and domain is NUMBER else 0
    if width and value >> width:
        raise refused(
            f"{subject} can't be {_quoted(node)}",
            whole,
            node.at,
            why=f"it has {width} bits, so {(1 << width) - 1:,} is its largest value",
        )
    return replace(node, value=value, domain=domain)


def _quoted(node: Constant) -> str:
    return {"word": node.text, "string": f'"{node.text}"', "character": f"'{node.text}'"}[node.sort]
