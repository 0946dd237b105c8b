"""The chain of trust for a program: `chain[]` and `checked[]` of `netkit.dns.trace/1`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.dns.name_text import name_text
from netkit.dns.view.records import type_text
from netkit.view import Json

if TYPE_CHECKING:
    import dns.name

    from netkit.dns.trust.link import Checked, Key, Link, Pointer

__all__ = ["checked_json", "link_json"]


def link_json(link: Link) -> dict[str, Json]:
    """One zone's link; what is not known is null."""
    return {
        "zone": name_text(link.zone),
        "parent": _name(link.parent),
        "security": link.security.value,
        "pointers": [_pointer(each) for each in link.pointers],
        "keys": [_key(each) for each in link.keys],
        "signed_with": link.signed_with,
        "step": link.step,
        "keys_step": link.keys_step,
        **_concluded(link),
    }


def checked_json(checked: Checked) -> dict[str, Json]:
    """One record set or denial; the times are seconds since 1970."""
    return {
        "name": name_text(checked.name),
        "type": type_text(checked.type),
        "denial": checked.denial,
        "security": checked.security.value,
        "signer": _name(checked.signer),
        "tag": checked.tag,
        "inception": checked.inception,
        "expiration": checked.expiration,
        "wildcard": _name(checked.wildcard),
        "step": checked.step,
        **_concluded(checked),
    }


def _concluded(each: Link | Checked) -> dict[str, Json]:
    return {
        "reason": each.reason.text,
        "rule": each.reason.rule,
        "rfc": each.reason.rfc or None,
        "error": each.error,
        "mend": each.mend or None,
    }


def _pointer(pointer: Pointer) -> dict[str, Json]:
    return {
        "kind": pointer.kind.value,
        "tag": pointer.tag,
        "algorithm": int(pointer.algorithm),
        "digest_type": int(pointer.digest_type) or None,
        "matches": pointer.matches,
        "supported": pointer.supported,
    }


def _key(key: Key) -> dict[str, Json]:
    return {
        "tag": key.tag,
        "algorithm": int(key.algorithm),
        "entry_point": key.entry_point,
        "revoked": key.revoked,
        "pointed_at": key.pointed_at,
        "signs_keys": key.signs_keys,
    }


def _name(name: dns.name.Name | None) -> str | None:
    return None if name is None else name_text(name)
