"""What a validation came to: one link a zone, one check a record set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.name
    import dns.rdatatype

    from netkit.dns.reason import Reason
    from netkit.dns.result import Security

__all__ = ["Checked", "Key", "Link", "Pointer", "PointerKind"]


class PointerKind(Enum):
    """What says that a key may be trusted; the value is the word in JSON."""

    ANCHOR = "anchor"
    """It was known beforehand."""
    DS = "ds"
    """The parent zone has a digest of it (RFC 4034 section 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A DS record, or a trust anchor: the tag and the algorithm of the key it means, and its digest.

    `digest_type` is the number of the digest's algorithm, 0 where the anchor is a key itself. `matches` says that a key of the zone fits,
    `supported` that algorithm and digest type are ones that netkit can check.
    """

    kind: PointerKind
    tag: int
    algorithm: int
    digest_type: int
    matches: bool
    supported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of a zone: its tag (a hint that other keys may share, RFC 4034 appendix B) and its algorithm's number.

    `entry_point` is the SEP flag, `revoked` the REVOKE flag (RFC 5011); `pointed_at` says that a DS record or an anchor means it,
    `signs_keys` that its signature of the zone's key set holds.
    """

    tag: int
    algorithm: int
    entry_point: bool
    revoked: bool
    pointed_at: bool
    signs_keys: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One zone of the chain of trust.

    `parent` is the zone that vouches for it (None for one with a trust anchor, and where nobody does). `pointers` are its DS records or
    anchors, `signed_with` the tag of the parent's key whose signature of the DS set (or of its denial) holds. `keys` are the zone's own.
    `step` is the number of the walk's step that brought the DS set or its denial, `keys_step` of the one that brought the keys; None
    where there is none. `reason` says what was concluded, `error` is the extended error's number (RFC 8914; None where all is well),
    `mend` says who can change what, "" where nothing is to be mended.
    """

    zone: dns.name.Name
    security: Security
    reason: Reason
    parent: dns.name.Name | None = None
    pointers: Sequence[Pointer] = ()
    signed_with: int | None = None
    keys: Sequence[Key] = ()
    step: int | None = None
    keys_step: int | None = None
    error: int | None = None
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One record set of the answer, or one denial, and whether it holds.

    `name` and `type` are those of the set; for a denial those of what is denied, and `denial` is True. `signer` is the zone whose key
    signed it, `tag` that key's, `inception` and `expiration` the seconds since 1970 between which the signature is good; None where
    there is no signature that holds. `wildcard` is the name with the asterisk that the set was made from.
    `error` and `mend` are as those of a link, `step` is the number of the walk's step that brought it.
    """

    name: dns.name.Name
    type: dns.rdatatype.RdataType
    security: Security
    reason: Reason
    denial: bool = False
    signer: dns.name.Name | None = None
    tag: int | None = None
    inception: int | None = None
    expiration: int | None = None
    wildcard: dns.name.Name | None = None
    step: int | None = None
    error: int | None = None
    mend: str = ""
