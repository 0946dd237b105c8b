"""A zone's keys, held against what points at them: the parent's DS records, or trust anchors (RFC 4035 section 5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.dnssec
import dns.rdatatype

from netkit.dns.name_text import zone_text
from netkit.dns.result import Security
from netkit.dns.trust.algorithms import DIGESTS, algorithm_text, digest_of, digest_text
from netkit.dns.trust.link import Key, Pointer, PointerKind
from netkit.dns.trust.signatures import check_set
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    import dns.name
    import dns.rdata
    import dns.rrset
    from dns.rdtypes.ANY.DNSKEY import DNSKEY
    from dns.rdtypes.ANY.RRSIG import RRSIG

    from netkit.dns.reason import Reason
    from netkit.dns.trust.budget import Budget

__all__ = ["KeysJudged", "judge_keys", "unmatched", "unsupported"]

UNSUPPORTED_ALGORITHM, UNSUPPORTED_DIGEST, DNSKEY_MISSING = 1, 2, 9
"""Extended errors (RFC 8914 section 4)."""

SHA1 = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysJudged:
    """What came of a zone's keys: `usable` are those that may sign, empty unless the zone is secure."""

    security: Security
    reason: Reason
    usable: Sequence[DNSKEY] = ()
    pointers: Sequence[Pointer] = ()
    keys: Sequence[Key] = ()
    error: int | None = None
    mend: str = ""


def unsupported(
    zone: dns.name.Name, pointers: Sequence[dns.rdata.Rdata], algorithms: frozenset[int], kind: PointerKind
) -> KeysJudged | None:
    """Why a zone counts as unsigned though something points at it: no algorithm, or no digest, that can be checked.

    None where it can be (RFC 4035 section 5.2).
    """
    if any(_supported(each, algorithms) for each in pointers):
        return None
    known = [each for each in pointers if each.algorithm in algorithms]  # type: ignore[attr-defined]
    named = ", ".join(sorted({algorithm_text(each.algorithm) for each in pointers}))  # type: ignore[attr-defined]
    reason, error = because("keys.algorithm", zone=zone_text(zone), algorithms=named), UNSUPPORTED_ALGORITHM
    if known:
        named = ", ".join(sorted({digest_text(each.digest_type) for each in known}))  # type: ignore[attr-defined]
        reason, error = because("keys.digest", zone=zone_text(zone), digests=named), UNSUPPORTED_DIGEST
    told = unmatched(pointers, algorithms, kind)
    return KeysJudged(security=Security.INSECURE, reason=reason, pointers=told, error=error)


def unmatched(pointers: Sequence[dns.rdata.Rdata], algorithms: frozenset[int], kind: PointerKind) -> list[Pointer]:
    """The pointers where no key was held against them."""
    return [_pointer(each, kind, matches=False, algorithms=algorithms) for each in pointers]


def judge_keys(
    zone: dns.name.Name,
    pointers: Sequence[dns.rdata.Rdata],
    keys: dns.rrset.RRset,
    signatures: Sequence[RRSIG],
    *,
    now: float,
    budget: Budget,
    algorithms: frozenset[int],
    kind: PointerKind,
) -> KeysJudged:
    """Whether a pointer leads to a key that signs the zone's key set. BudgetSpentError if the walk's share is used up."""
    wanted = _strongest([each for each in pointers if _supported(each, algorithms)])
    budget_left = budget.limits.pointers
    matched: list[DNSKEY] = []
    fitting: list[dns.rdata.Rdata] = []
    for pointer in wanted[:budget_left]:
        for key in list(keys)[: budget.limits.keys]:
            if _means(zone, pointer, key):
                fitting.append(pointer)
                if not any(each is key for each in matched):
                    matched.append(key)
    told = [
        _pointer(each, kind, matches=any(each is one for one in fitting), algorithms=algorithms)
        for each in list(pointers)[:budget_left]
    ]
    if not matched:
        reason = because("keys.none-meant", zone=zone_text(zone), tags=_tags(wanted))
        mend = because("mend.ds" if kind is PointerKind.DS else "mend.anchor", zone=zone_text(zone)).text
        return KeysJudged(
            security=Security.BOGUS, reason=reason, pointers=told, keys=_keys(keys, (), None, budget),
            error=DNSKEY_MISSING, mend=mend,
        )  # fmt: skip
    signed = check_set(keys, signatures, matched, zone, now=now, budget=budget, algorithms=algorithms)
    shown = _keys(keys, matched, signed.signature, budget)
    if not signed.holds:
        return KeysJudged(
            security=Security.BOGUS, reason=signed.reason, pointers=told, keys=shown, error=signed.error,
            mend=signed.mend,
        )  # fmt: skip
    tag = signed.signature.key_tag if signed.signature is not None else 0
    return KeysJudged(
        security=Security.SECURE,
        reason=because("keys.meant", zone=zone_text(zone), tag=tag),
        usable=list(keys)[: budget.limits.keys],
        pointers=told,
        keys=shown,
    )


def _supported(pointer: dns.rdata.Rdata, algorithms: frozenset[int]) -> bool:
    if pointer.algorithm not in algorithms:  # type: ignore[attr-defined]
        return False
    return pointer.rdtype == dns.rdatatype.DNSKEY or pointer.digest_type in DIGESTS  # type: ignore[attr-defined]


def _strongest(pointers: Sequence[dns.rdata.Rdata]) -> list[dns.rdata.Rdata]:
    """Without those of SHA-1 where there is better (RFC 4509 section 3)."""
    better = [each for each in pointers if getattr(each, "digest_type", 0) != SHA1]
    return better or list(pointers)


def _means(zone: dns.name.Name, pointer: dns.rdata.Rdata, key: DNSKEY) -> bool:
    """Whether a pointer means a key: tag and algorithm only narrow the search, the digest decides (RFC 4034 appendix B)."""
    if not key.flags & 0x0100 or key.protocol != 3 or key.flags & 0x0080:
        return False
    if pointer.algorithm != key.algorithm:  # type: ignore[attr-defined]
        return False
    if pointer.rdtype == dns.rdatatype.DNSKEY:
        return bool(pointer.key == key.key)  # type: ignore[attr-defined]
    if pointer.key_tag != dns.dnssec.key_id(key):  # type: ignore[attr-defined]
        return False
    return bool(digest_of(zone, key, pointer.digest_type) == pointer.digest)  # type: ignore[attr-defined]


def _pointer(pointer: dns.rdata.Rdata, kind: PointerKind, *, matches: bool, algorithms: frozenset[int]) -> Pointer:
    is_key = pointer.rdtype == dns.rdatatype.DNSKEY
    return Pointer(
        kind=kind,
        tag=dns.dnssec.key_id(pointer) if is_key else pointer.key_tag,  # type: ignore[attr-defined, arg-type]
        algorithm=pointer.algorithm,  # type: ignore[attr-defined]
        digest_type=0 if is_key else pointer.digest_type,  # type: ignore[attr-defined]
        matches=matches,
        supported=_supported(pointer, algorithms),
    )


def _keys(keys: dns.rrset.RRset, matched: Sequence[DNSKEY], signature: RRSIG | None, budget: Budget) -> list[Key]:
    found = []
    for key in list(keys)[: budget.limits.keys]:
        meant, tag = any(each is key for each in matched), dns.dnssec.key_id(key)
        signs = signature is not None and meant and (signature.key_tag, signature.algorithm) == (tag, key.algorithm)
        found.append(
            Key(
                tag=tag, algorithm=key.algorithm, entry_point=bool(key.flags & 1), revoked=bool(key.flags & 0x80),
                pointed_at=meant, signs_keys=signs,
            )
        )  # fmt: skip
    return found


def _tags(pointers: Sequence[dns.rdata.Rdata]) -> str:
    tags = [
        dns.dnssec.key_id(each) if each.rdtype == dns.rdatatype.DNSKEY else each.key_tag  # type: ignore[attr-defined, arg-type]
        for each in pointers
    ]
    return ", ".join(str(each) for each in tags[:4])
