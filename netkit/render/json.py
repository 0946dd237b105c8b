"""A document as JSON, in which nothing that is read by a person can steer or hide."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from netkit.render.ascii import can_show
from netkit.render.safe import is_safe

if TYPE_CHECKING:
    from netkit.view import Json

__all__ = ["document_text", "line_text"]

UNUSUAL = re.compile(r"[^\n -~]")
"""What may need an escape; looking at every character of a long document by itself would be slow."""


def document_text(schema: str, data: Mapping[str, Json], *, encoding: str = "utf-8") -> str:
    """One document over several lines, its schema first."""
    return _escaped(
        json.dumps(_with_schema(schema, data), ensure_ascii=False, allow_nan=False, indent=2, default=_container),
        encoding,
    )


def line_text(schema: str, data: Mapping[str, Json], *, encoding: str = "utf-8") -> str:
    """One document on one line, for a stream of them (JSON Lines)."""
    return _escaped(
        json.dumps(_with_schema(schema, data), ensure_ascii=False, allow_nan=False, default=_container), encoding
    )


def _with_schema(schema: str, data: Mapping[str, Json]) -> dict[str, Json]:
    if "schema" in data:
        raise ValueError("a document's data can't have a key 'schema' of their own")
    return {"schema": schema, **data}


def _container(value: object) -> object:
    """The plain dict or list of a mapping or sequence of another type."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON; bytes are written as hex text")


def _escaped(text: str, encoding: str) -> str:
    """`text` with unsafe or unencodable characters as JSON's own escapes; outside its strings JSON is ASCII."""
    if text.isascii() and "\x7f" not in text:
        return text
    return UNUSUAL.sub(lambda found: _spelled(found[0], encoding), text)


def _spelled(char: str, encoding: str) -> str:
    return char if is_safe(char) and can_show(char, encoding) else json.dumps(char)[1:-1]
