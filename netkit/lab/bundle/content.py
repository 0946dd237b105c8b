"""What tells one form of a lab from another: the hash of the files that say what is asked and what is right."""

from __future__ import annotations

from hashlib import sha256

from netkit.lab.definition import Lab

__all__ = ["content_hash"]


def content_hash(lab: Lab) -> str:
    """The SHA-256 over lab.toml and the Python files beside it, by their names; OSError where one can't be read."""
    digest = sha256()
    for path in sorted([lab.folder / "lab.toml", *lab.folder.glob("*.py")]):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
