"""The end of a walk: its result, from what was found and what that is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.rcode

from netkit.dns.result import ExtendedError, Security
from netkit.dns.walking.reasons import because

if TYPE_CHECKING:
    from netkit.dns.reason import Reason
    from netkit.dns.result import Result
    from netkit.dns.trust.validating import Validated
    from netkit.dns.walking.resolving import Resolved

__all__ = ["conclude"]

CACHED_ERROR = 13
_EXTENDED = {
    "servers.all-failed": 22,
    "servers.no-address": 22,
    "servers.none": 22,
}
"""Extended errors by the reason of a failure (RFC 8914 section 4): 22 No Reachable Authority. 13, Cached Error, comes with the failure."""


def conclude(result: Result, resolved: Resolved, worth: Validated | None, *, cd: bool) -> None:
    """Fill in `result`; `worth` is None where nothing was checked, `cd` says that the client does its own checking."""
    result.finished = True
    result.rcode = resolved.rcode
    result.reason = resolved.reason or _end(resolved)
    failed = resolved.failed
    errors = []
    if failed:
        known = next((found.error for _, found in resolved.parts if found.error is not None), None)
        if known not in (None, CACHED_ERROR):  # it was found bogus a moment ago
            result.security = Security.BOGUS
        errors.append(ExtendedError(known or _EXTENDED.get(result.reason.rule, 0), result.reason.text))
    elif worth is not None:
        result.security, result.checked, result.links = worth.security, worth.checked, worth.links
        result.mend = worth.mend
        if worth.error is not None:
            errors.append(ExtendedError(worth.error, worth.reason.text))
        if worth.refused and not cd:
            failed = True
            result.rcode, result.reason = dns.rcode.SERVFAIL, worth.reason
    result.extended_errors = errors
    if failed:
        result.answer, result.authority, result.signatures = (), (), ()
        return
    result.answer, result.authority = tuple(resolved.answer), tuple(resolved.proof)
    result.signatures = tuple(each for _, found in resolved.parts for each in found.signatures.values())


def _end(resolved: Resolved) -> Reason:
    if resolved.rcode == dns.rcode.NXDOMAIN:
        return because("end.nxdomain")
    return because("end.nodata" if resolved.proof or not resolved.answer else "end.answer")
