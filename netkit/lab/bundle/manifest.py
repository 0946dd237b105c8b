"""A bundle's manifest: whose work on which lab it is, and the hash of everything in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from netkit.errors import BundleError
from netkit.installation import newer
from netkit.view import Json

__all__ = ["FILE", "SCHEMA", "Artefact", "Manifest", "parse_manifest"]

FILE = "manifest.json"
SCHEMA = "netkit.bundle/1"
LARGEST = 256 * 1024
LONGEST_ID = 200
MOST_PARTNERS = 20
MOST_ARTEFACTS = 256
LONGEST_ARTEFACT = 200

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,31}")
_HASH = re.compile(r"[0-9a-f]{64}")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")
_TIME = re.compile(r"[0-9]{1,12}\.[0-9]{9}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """One file of a bundle: its name in it, its length in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a bundle says of itself. All of it is the student's word; what counts is worked out from the artefacts.

    `content` is the hash of the lab as the student had it (`content.content_hash`; empty: not known), `key` the fingerprint of the
    student's key, `submitted` seconds since 1970 as text, by the student's clock. `unknown` are keys that netkit does not write.
    """

    lab: str
    version: str
    content: str
    course: str
    student: str
    key: str
    submitted: str
    netkit: str
    artefacts: tuple[Artefact, ...]
    partners: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def data(self) -> bytes:
        """The manifest as it lies in the bundle: the same for the same content."""
        told: dict[str, Json] = {
            "schema": SCHEMA,
            "lab": self.lab,
            "version": self.version,
            "content": self.content,
            "course": self.course,
            "student": self.student,
            "partners": list(self.partners),
            "key": self.key,
            "submitted": self.submitted,
            "netkit": self.netkit,
            "artefacts": [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in self.artefacts],
        }
        return json.dumps(told, indent=2, ensure_ascii=True).encode() + b"\n"


_KNOWN = frozenset(
    {"schema", "lab", "version", "content", "course", "student", "partners", "key", "submitted", "netkit", "artefacts"}
)


def parse_manifest(data: bytes) -> Manifest:
    """The manifest in a bundle; BundleError where it is none."""
    if len(data) > LARGEST:
        raise _broken("it is too long", f"{len(data):,} bytes")
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _broken("it is no JSON", str(error)[:120]) from error
    if not isinstance(table, dict):
        raise _broken("it is no JSON object", type(table).__name__)
    if table.get("schema") != SCHEMA:
        raise BundleError(
            "bundle.manifest.schema",
            "the bundle's manifest is of another form",
            where=f"schema: {str(table.get('schema'))[:60]!r}",
            why=f"this netkit reads {SCHEMA}",
            hint=f"a newer netkit may have made it: {newer()}",
        )
    return Manifest(
        lab=_text(table, "lab", _SLUG.fullmatch),
        version=_text(table, "version", _VERSION.fullmatch),
        content=_text(table, "content", lambda text: not text or _HASH.fullmatch(text)),
        course=_text(table, "course", lambda text: not text or _NAME.fullmatch(text)),
        student=_text(table, "student", _is_id),
        key=_text(table, "key", _FINGERPRINT.fullmatch),
        submitted=_text(table, "submitted", _TIME.fullmatch),
        netkit=_text(table, "netkit", _VERSION.fullmatch),
        partners=_partners(table),
        artefacts=_artefacts(table),
        unknown=tuple(sorted(_written(str(key)[:40]) for key in set(table) - _KNOWN))[:20],
    )


def _written(text: str) -> str:
    """A text that can be written: JSON may hold halves of characters, which can't."""
    return text.encode("utf-8", "backslashreplace").decode()


def _is_id(text: str) -> bool:
    return bool(text.strip()) and len(text) <= LONGEST_ID and text.isprintable()


def _text(table: Mapping[str, Any], key: str, fits: Callable[[str], object]) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not fits(value):
        raise _broken(f"its {key} is not what it should be", repr(value)[:80])
    return value


def _partners(table: Mapping[str, Any]) -> tuple[str, ...]:
    found = table.get("partners", [])
    if (
        not isinstance(found, list)
        or len(found) > MOST_PARTNERS
        or not all(isinstance(each, str) and _is_id(each) for each in found)
        or len({*found, table.get("student")}) != len(found) + 1
    ):
        raise _broken("its partners are not what they should be", repr(found)[:80])
    return tuple(found)


def _artefacts(table: Mapping[str, Any]) -> tuple[Artefact, ...]:
    found = table.get("artefacts")
    if not isinstance(found, list) or len(found) > MOST_ARTEFACTS:
        raise _broken("its artefacts are no list, or too many", repr(found)[:80])
    made = []
    for each in found:
        name, size, digest = (each.get(key) if isinstance(each, dict) else None for key in ("name", "size", "sha256"))
        if (
            not isinstance(name, str)
            or not len(name) <= LONGEST_ARTEFACT
            or not isinstance(size, int)
            or isinstance(size, bool)
            or not 0 <= size < 2**63
            or not isinstance(digest, str)
            or not _HASH.fullmatch(digest)
        ):
            raise _broken("one of its artefacts is not what it should be", repr(each)[:80])
        made.append(Artefact(name=_written(name), size=size, sha256=digest))
    return tuple(made)


def _broken(what: str, where: str) -> BundleError:
    return BundleError(
        "bundle.manifest.broken",
        f"the bundle's manifest can't be read: {what}",
        where=where,
        why="netkit lab submit writes it, and it was changed since",
        hint="hand it in again, as netkit lab submit wrote it",
    )
