"""The chain of trust on the cards of zones: what points at a zone's keys, the keys, and what they sign, as chips."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import dns.rdatatype

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.result import Security
from netkit.dns.trust.algorithms import digest_text
from netkit.dns.trust.link import PointerKind
from netkit.dns.trust.signatures import date_text
from netkit.dns.view.algorithms import algorithm_words
from netkit.dns.view.records import type_text
from netkit.view import Chip, ChipShape, Standing

if TYPE_CHECKING:
    from netkit.dns.trust.link import Checked, Key, Link, Pointer

__all__ = ["MOST_CHIPS", "STANDINGS", "checked_chip", "is_entry", "key_chips", "no_keys_chip", "pointer_chips"]

STANDINGS = {
    Security.SECURE: Standing.GOOD,
    Security.INSECURE: Standing.OPEN,
    Security.BOGUS: Standing.BROKEN,
    Security.INDETERMINATE: Standing.UNKNOWN,
}
"""How each verdict looks."""

_DENIALS = ("ds.missing", "denial.", "span.", "hashed.")
"""What the rules begin with by which a DS is denied, or its denial found wanting."""

MOST_CHIPS = 4
"""Chips below one another on a card."""


def pointer_chips(link: Link, place: int) -> Iterator[Chip]:
    """The zone's DS records or trust anchors, or that there is none; `place` is the number of its card, which makes keys unique."""
    if not link.pointers:
        if link.parent is not None and link.security in (Security.INSECURE, Security.BOGUS):
            yield _without_pointers(link, f"{place} pointer 0")
        return
    for number, pointer in enumerate(link.pointers[:MOST_CHIPS]):
        yield _pointer(link, pointer, f"{place} pointer {number}")


def _without_pointers(link: Link, key: str) -> Chip:
    """That there is no DS, whether that is proven, or that nothing is known of it but that it is there."""
    title, text, standing = "no DS", "proven", STANDINGS[link.security]
    if link.security is Security.BOGUS:
        text = "not proven"
        if not link.reason.rule.startswith(_DENIALS):
            title, text = "DS", "not to be trusted"
            if link.signed_with is not None:
                text, standing = "of a key", Standing.GOOD
    return Chip(key=key, title=title, text=text, note=link.reason.text, shape=ChipShape.TAG, standing=standing)


def no_keys_chip(link: Link, place: int) -> Chip | None:
    """That a zone that has a DS gives no keys; None for others."""
    if link.keys or link.security is not Security.BOGUS or (not link.pointers and link.signed_with is None):
        return None
    return Chip(
        key=f"{place} no keys",
        title="no keys",
        text="none came",
        note=link.reason.text,
        shape=ChipShape.PILL,
        standing=Standing.BROKEN,
    )


def _pointer(link: Link, pointer: Pointer, key: str) -> Chip:
    anchor = pointer.kind is PointerKind.ANCHOR
    standing = Standing.GOOD
    if not pointer.supported:
        standing = Standing.OPEN
    elif not pointer.matches:
        standing = Standing.PLAIN if link.security is Security.SECURE else Standing.BROKEN
    told = "known beforehand" if anchor else digest_text(pointer.digest_type)
    if not pointer.matches and pointer.supported:
        told = "fits no key"
    elif not pointer.supported:
        told = "can't be checked"
    digest = f", {digest_text(pointer.digest_type)}" if pointer.digest_type else ""
    signer = f", signed by {_whose(link)} key {link.signed_with}" if link.signed_with is not None else ""
    return Chip(
        key=key,
        title=f"{'anchor' if anchor else 'DS'} {pointer.tag}",
        text=told,
        note=f"{algorithm_words(pointer.algorithm)}{digest}{signer}",
        shape=ChipShape.TAG,
        standing=standing,
    )


def _whose(link: Link) -> str:
    return f"{zone_text(link.parent)}'s" if link.parent is not None else "its"


def is_entry(key: Key) -> bool:
    """Whether trust comes to a zone through this key."""
    return key.pointed_at or key.signs_keys


def key_chips(link: Link, place: int, signing: frozenset[int]) -> tuple[list[Chip], list[Chip]]:
    """The keys that trust comes through, and the others among `signing`, the tags of those that signed something of this walk."""
    entries = [(number, key) for number, key in enumerate(link.keys) if is_entry(key)]
    if not entries:
        entries = [(number, key) for number, key in enumerate(link.keys) if key.entry_point] or list(
            enumerate(link.keys)
        )
    others = [
        (number, key)
        for number, key in enumerate(link.keys)
        # two keys may have one tag: the one that trust comes through is meant
        if key.tag in signing and not any(key.tag == one.tag for _, one in entries)
    ]
    found = [
        [_key(link, key, f"{place} key {number}", both=key.tag in signing) for number, key in some[:MOST_CHIPS]]
        for some in (entries, others)
    ]
    return found[0], found[1]


def _key(link: Link, key: Key, name: str, *, both: bool) -> Chip:
    role = "key" if both and key.signs_keys else "KSK" if key.entry_point else "ZSK"
    standing = STANDINGS[link.security]
    if link.security is Security.BOGUS and not key.pointed_at:
        standing = Standing.PLAIN
    notes = [
        algorithm_words(key.algorithm) if sum(each.tag == key.tag for each in link.keys) > 1 else "",
        "a key signing key (SEP flag)" if key.entry_point else "a zone signing key",
        "signs the zone's keys" if key.signs_keys else "",
        "revoked" if key.revoked else "",
    ]
    same = sum(each.tag == key.tag for each in link.keys)
    told = algorithm_words(key.algorithm) + (", revoked" if key.revoked else "")
    return Chip(
        key=name,
        title=f"{role} {key.tag}",
        text=f"one of {same} with this tag" if same > 1 else told,
        note=", ".join(part for part in notes if part),
        shape=ChipShape.PILL,
        standing=standing,
    )


def checked_chip(checked: Checked, key: str) -> Chip:
    """A record set of the answer, or a denial."""
    kind = type_text(checked.type)
    name = name_text(checked.name)
    made = f", made from {name_text(checked.wildcard)}" if checked.wildcard is not None else ""
    until = f"good until {date_text(checked.expiration)[:10]}" if checked.expiration is not None else ""
    denied = "no such record" if checked.type != dns.rdatatype.DS else "no DS"
    return Chip(
        key=key,
        title=f"no {kind} {name}" if checked.denial else f"{kind} {name}",
        text=until or (denied if checked.denial and checked.security is Security.SECURE else checked.security.value),
        note=f"{checked.reason.text}{made}",
        shape=ChipShape.BOX,
        standing=STANDINGS[checked.security],
    )
