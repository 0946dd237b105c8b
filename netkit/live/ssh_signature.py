"""Signatures by a person's SSH key, made and verified by OpenSSH's own program: netkit sees no private key.

They are what `ssh-keygen -Y sign` makes (PROTOCOL.sshsig of OpenSSH); the namespace keeps a signature from counting for anything else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from netkit.errors import AccessError, UsageError

__all__ = ["NAMESPACE", "is_signed_by", "sign"]

NAMESPACE = "netkit-bundle"
SECONDS = 120
"""How long somebody may take to type a passphrase, or to touch a hardware key."""

_QUICK = 20


def sign(data: bytes, key: Path) -> bytes:
    """The signature of some bytes by the key in a file; AccessError where there is no ssh-keygen, UsageError where it refuses the key."""
    program = _program("sign a bundle")
    if not key.is_file():
        raise UsageError(
            f"there is no key {key}",
            why="--sign takes the file of your SSH key",
            hint="ssh-keygen -t ed25519 makes one",
        )
    command = [program, "-q", "-Y", "sign", "-n", NAMESPACE, "-f", str(key)]
    try:
        # the passphrase is asked for on the terminal, which ssh-keygen opens itself
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UsageError("ssh-keygen did not sign in time", why=f"waited {SECONDS} s", hint="try again") from error
    if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UsageError(f"ssh-keygen does not sign with {key}", why=said[:300], hint="give the private key's file")
    return done.stdout


def is_signed_by(data: bytes, signature: bytes, public_key: str) -> bool:
    """Whether a signature of some bytes is by the owner of a public key (a line as in id_ed25519.pub); AccessError without ssh-keygen."""
    program = _program("verify a signature")
    fields = public_key.split()
    at = next((number for number, field in enumerate(fields) if field.startswith(("ssh-", "ecdsa-", "sk-"))), None)
    if at is None or len(fields) < at + 2:
        return False
    with tempfile.TemporaryDirectory() as folder:
        allowed, signed = Path(folder, "allowed"), Path(folder, "signature")
        allowed.write_text(
            f'student namespaces="{NAMESPACE}" {fields[at]} {fields[at + 1]}\n', encoding="ascii", errors="replace"
        )
        signed.write_bytes(signature)
        command = [program, "-Y", "verify", "-n", NAMESPACE, "-f", str(allowed), "-I", "student", "-s", str(signed)]
        try:
            done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=_QUICK)  # noqa: S603
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


def _program(what: str) -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        raise AccessError(
            f"there is no ssh-keygen here to {what}",
            why="signatures are made and verified by OpenSSH",
            hint="apt install openssh-client" if os.name == "posix" else "install OpenSSH",
        )
    return found
