"""The table of signed zones, read from the package's file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from netkit.dns.signing import Nsec, Nsec3, Role

__all__ = ["Fault", "KeyWords", "SignedZone", "read_signed_zones"]


@dataclass(frozen=True, slots=True)
class KeyWords:
    """Which key it is: its role, its algorithm's number, and the how manieth of its zone."""

    role: Role
    algorithm: int
    generation: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is broken in a signed zone: one of `netkit.dns.made_up.signing.faults`, and the name and type that it strikes, if it is one."""

    kind: str
    name: str = "@"
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedZone:
    """How one zone is signed.

    `keys` is empty for a zone that is not signed though its parent points at a key. `pointed_at` are the keys of the parent's DS records.
    `valid_days` says from when to when signatures are good, in days from the beginning of the made-up internet's time.
    """

    name: str
    keys: tuple[KeyWords, ...]
    pointed_at: tuple[KeyWords, ...]
    denial: Nsec | Nsec3
    valid_days: tuple[int, int]
    fault: Fault | None
    fault_in_ds: str


def read_signed_zones() -> dict[str, SignedZone]:
    """The signed zones by their absolute names."""
    text = (files("netkit.dns.made_up") / "signing" / "zones.toml").read_text("utf-8")
    return {row["name"]: _signed_zone(row) for row in tomllib.loads(text)["zone"]}


def _signed_zone(row: dict[str, Any]) -> SignedZone:
    keys = tuple(_key(words) for words in row["keys"])
    pointed_at = (
        tuple(_key(words) for words in row["pointed_at"])
        if "pointed_at" in row
        else tuple(key for key in keys if key.role in (Role.KEYS, Role.ALL))
    )
    first, last = row.get("valid_days", (-7, 84))
    return SignedZone(
        name=row["name"],
        keys=keys,
        pointed_at=pointed_at,
        denial=_denial(row),
        valid_days=(first, last),
        fault=Fault(**row["fault"]) if "fault" in row else None,
        fault_in_ds=row.get("fault_in_ds", ""),
    )


def _key(words: str) -> KeyWords:
    role, *numbers = words.split()
    return KeyWords(Role(role), *map(int, numbers))


def _denial(row: dict[str, Any]) -> Nsec | Nsec3:
    if row.get("denial", "nsec") == "nsec":
        return Nsec()
    return Nsec3(
        iterations=row.get("iterations", 0), salt=bytes.fromhex(row.get("salt", "")), opt_out=row.get("opt_out", False)
    )
