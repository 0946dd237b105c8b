"""The chain of trust in words: each zone with its link, from the anchor down, then what was checked of the answer, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from netkit.dns.name_text import name_text, zone_text
from netkit.dns.result import Security
from netkit.dns.trust.algorithms import digest_text
from netkit.dns.trust.link import PointerKind
from netkit.dns.trust.signatures import date_text
from netkit.dns.view.algorithms import algorithm_words
from netkit.dns.view.records import type_text
from netkit.dns.view.security import extended_error_text, security_told
from netkit.view import Block, Heading, Remark, Remarks, Stage, StageLine, Stages

if TYPE_CHECKING:
    from netkit.dns.result import Result
    from netkit.dns.trust.link import Checked, Key, Link, Pointer

__all__ = ["chain_blocks", "verdict_block"]

MOST = 6
"""DS records and keys of a zone that are told one by one."""


def chain_blocks(result: Result) -> Iterator[Block]:
    """The links and what was checked; nothing where nothing was validated."""
    if not result.links and not result.checked:
        return
    rows = [_link(number, link) for number, link in enumerate(result.links, start=1)]
    told = {link.reason.text: number for number, link in enumerate(result.links, start=1)}
    rows += [_checked(number, each, told) for number, each in enumerate(result.checked, start=len(rows) + 1)]
    yield Heading(text="The chain of trust", source="RFC 4035 §5")
    yield Stages(rows=rows, noun="link")


def verdict_block(result: Result) -> Block:
    """Whether the answer can be trusted, and why, in a sentence."""
    told = security_told(result)
    return Remarks(
        rows=[
            Remark(
                label="verdict",
                value=result.security.value,
                text=told.text,
                source=told.source,
                trouble=result.security is Security.BOGUS,
            )
        ]
    )


def _link(number: int, link: Link) -> Stage:
    lines = [
        *_concluded(link),
        *_pointers(link.pointers, link.step),
        *_keys(link.keys, link.keys_step),
    ]
    return Stage(number=number, place=name_text(link.zone) if len(link.zone) > 1 else ". (root)", lines=lines)


def _concluded(each: Link | Checked) -> Iterator[StageLine]:
    bogus = each.security is Security.BOGUS
    yield StageLine(label=each.security.value, text=each.reason.text, source=each.reason.rfc, trouble=bogus)
    if each.error is not None:
        yield StageLine(label="error", text=extended_error_text(each.error), source="RFC 8914 §4")
    if each.mend:
        yield StageLine(label="to mend it", text=each.mend)


def _step(number: int | None) -> str:
    return f" (step {number})" if number is not None else ""


def _pointers(pointers: Sequence[Pointer], step: int | None) -> Iterator[StageLine]:
    for pointer in pointers[:MOST]:
        anchor = pointer.kind is PointerKind.ANCHOR
        digest = f", {digest_text(pointer.digest_type)}" if pointer.digest_type else ""
        fits = "" if pointer.matches else ": fits no key" if pointer.supported else ": can't be checked here"
        yield StageLine(
            label="anchor" if anchor else "DS",
            text=f"{pointer.tag}, {algorithm_words(pointer.algorithm)}{digest}{fits}{_step(step)}",
            quiet=True,
        )
    yield from _more("DS", len(pointers))


def _keys(keys: Sequence[Key], step: int | None) -> Iterator[StageLine]:
    for key in keys[:MOST]:
        roles = [
            "key signing key" if key.entry_point else "zone signing key",
            "signs the keys" if key.signs_keys else "",
            "revoked" if key.revoked else "",
        ]
        told = ", ".join(part for part in (str(key.tag), algorithm_words(key.algorithm), *roles) if part)
        yield StageLine(label="key", text=f"{told}{_step(step)}", quiet=True)
    yield from _more("key", len(keys))


def _more(label: str, count: int) -> Iterator[StageLine]:
    if count > MOST:
        yield StageLine(label=label, text=f"and {count - MOST} more", quiet=True)


def _checked(number: int, checked: Checked, told: Mapping[str, int]) -> Stage:
    """What was checked; where a link is to blame, that link has said all (`told`: its number by its reason)."""
    kind, name = type_text(checked.type), name_text(checked.name)
    return Stage(
        number=number,
        place=f"no {kind} at {name}" if checked.denial else f"{name} {kind}",
        lines=[*_because_of(checked, told), *_signature(checked)],
    )


def _because_of(checked: Checked, told: Mapping[str, int]) -> Iterator[StageLine]:
    link = told.get(checked.reason.text)
    if link is None:
        yield from _concluded(checked)
    else:
        bogus = checked.security is Security.BOGUS
        yield StageLine(label=checked.security.value, text=f"because of link {link}", trouble=bogus)


def _signature(checked: Checked) -> Iterator[StageLine]:
    if checked.wildcard is not None:
        yield StageLine(label="made from", text=f"{name_text(checked.wildcard)}, a wildcard", source="RFC 4035 §5.3.4")
    if checked.signer is None or checked.tag is None:
        return
    good = ""
    if checked.inception is not None and checked.expiration is not None:
        good = f", good from {date_text(checked.inception)} to {date_text(checked.expiration)}"
    yield StageLine(
        label="signed by",
        text=f"{zone_text(checked.signer)}'s key {checked.tag}{good}{_step(checked.step)}",
        quiet=True,
    )
