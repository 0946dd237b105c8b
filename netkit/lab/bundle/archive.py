"""The files in a zip archive that a stranger made: everything bounded, nothing written anywhere, each refusal named.

`read_archive` gives the members as bytes under plain names, or says why it does not: a bomb, a path that leaves its folder, a link, two
members of one name, a damaged one.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping

from netkit.errors import BundleError

__all__ = ["LARGEST_ARCHIVE", "LARGEST_MEMBER", "LARGEST_WHOLE", "MOST_MEMBERS", "read_archive", "write_archive"]

LARGEST_ARCHIVE = 64 << 20
LARGEST_MEMBER = 64 << 20
LARGEST_WHOLE = 128 << 20
"""Bytes of the file, of one member, and of all members together."""

MOST_MEMBERS = 300
LONGEST_NAME = 120
DEEPEST = 4
_LARGEST_DIRECTORY = MOST_MEMBERS * (46 + 3 * LONGEST_NAME)

_END = struct.Struct("<4sHHHHIIH")
_ALL_OF_32_BITS = 0xFFFFFFFF
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+ -]{0,99}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    OverflowError,
    OSError,
)
"""What Python's zipfile raises for members that are not as they should be."""


def read_archive(data: bytes) -> dict[str, bytes]:
    """The members of an archive by their names; BundleError where it is none, or one that nobody should unpack."""
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_names(members)
            return _contents(archive, members)
    except _DAMAGE as error:
        raise BundleError(
            "bundle.zip.damaged",
            "the bundle is damaged",
            where=str(error)[:160],
            why="it did not arrive as it was written",
            hint="hand it in again",
        ) from error


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """An archive of files, in the order given; the same bytes for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr = (stat.S_IFREG | 0o644) << 16
            member.create_system = 3
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return target.getvalue()


def _check_end(data: bytes) -> None:
    """What the archive's last record says, before anything is read by it: it can claim millions of members."""
    if len(data) > LARGEST_ARCHIVE:
        raise _bomb(f"the file has {len(data):,} bytes", LARGEST_ARCHIVE)
    if not data.startswith(b"PK\x03\x04") or len(data) < _END.size:
        raise BundleError(
            "bundle.zip.none",
            "this is no bundle",
            where=f"it begins with {data[:4].hex(' ')}" if data else "it is empty",
            why="a bundle is a zip archive",
            hint="netkit lab submit makes one",
        )
    magic, disk, first_disk, here, count, size, start, comment = _END.unpack(data[-_END.size :])
    if magic != b"PK\x05\x06" or comment:
        raise BundleError(
            "bundle.zip.damaged", "the bundle is damaged", where="its end is missing", hint="hand it in again"
        )
    if disk or first_disk or here != count or start == _ALL_OF_32_BITS or data[-42:-38] == b"PK\x06\x07":
        raise BundleError("bundle.zip.form", "the bundle is not as netkit writes it", where="it has several parts")
    if count > MOST_MEMBERS:
        raise _bomb(f"it says that it has {count:,} members", MOST_MEMBERS)
    if size > _LARGEST_DIRECTORY:
        raise _bomb(f"the list of what is in it has {size:,} bytes", _LARGEST_DIRECTORY)


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise _bomb(f"it has {len(members):,} members", MOST_MEMBERS)
    names = [member.filename for member in members]
    inside = [name for name in names if name.lower().endswith(".zip")]
    if inside and "manifest.json" not in names:
        raise BundleError(
            "bundle.zip.of-zips",
            "this is no bundle, but an archive with others in it",
            where=f"{len(inside):,} of its files {'is a zip archive' if len(inside) == 1 else 'are zip archives'}",
            why="unpacked into the folder, each of them is graded",
        )
    seen: set[str] = set()
    for member in members:
        name = member.filename
        parts = name.split("/")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG) or name.endswith("/"):
            raise _refused("bundle.zip.link", name, "only files lie in a bundle: no links, folders or devices")
        if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in member.orig_filename:
            raise _refused("bundle.zip.path", name, "it would lie outside the bundle's folder")
        if len(name) > LONGEST_NAME or len(parts) > DEEPEST or not all(_PART.fullmatch(part) for part in parts):
            raise _refused("bundle.zip.name", name, f"names are plain, and at most {DEEPEST} folders deep")
        if name.casefold() in seen:
            raise _refused("bundle.zip.duplicate", name, "it is there twice, and no two readers agree which counts")
        if member.flag_bits & 0x1:
            raise _refused("bundle.zip.encrypted", name, "it is encrypted")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused("bundle.zip.form", name, "it is packed in another way than netkit does")
        seen.add(name.casefold())


def _contents(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Every member's bytes, of which never more are unpacked than may be there: what a header claims is not believed."""
    found: dict[str, bytes] = {}
    left = LARGEST_WHOLE
    for member in members:
        most = min(LARGEST_MEMBER, left)
        with archive.open(member) as opened:
            content = opened.read(most + 1)
        if len(content) > most:
            raise _bomb(f"{_said(member.filename)} unpacks to more than {most:,} bytes", most)
        left -= len(content)
        found[member.filename] = content
    return found


def _bomb(where: str, most: int) -> BundleError:
    return BundleError(
        "bundle.zip.bomb",
        "the bundle is larger than any bundle is",
        where=where,
        why=f"at most {most:,} are read, so that nobody can fill the grader's machine",
        hint="netkit lab submit makes bundles that are small enough",
    )


def _refused(rule: str, name: str, why: str) -> BundleError:
    return BundleError(
        rule,
        "the bundle holds something that netkit puts in none",
        where=_said(name),
        why=why,
        hint="hand it in again, as netkit lab submit wrote it",
    )


def _said(name: str) -> str:
    return repr(name[:80])
