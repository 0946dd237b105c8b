"""What an answer is worth, in one sentence, and the extended error in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.rcode

from netkit.dns.result import Security
from netkit.packet.application.dns.edns_options import ERRORS

if TYPE_CHECKING:
    from netkit.dns.result import Result
    from netkit.dns.trust.link import Checked, Link

__all__ = ["SecurityTold", "extended_error_text", "security_told"]


@dataclass(frozen=True, slots=True)
class SecurityTold:
    """A sentence without its full stop, and where the rule is laid down ("" where no RFC does)."""

    text: str
    source: str = ""


def extended_error_text(code: int) -> str:
    """`extended error 7, signature expired`: the number, and the registry's words (RFC 8914 section 4)."""
    name = ERRORS.get(code)
    return f"extended error {code}" + (f", {name}" if name is not None else "")


def security_told(result: Result) -> SecurityTold:
    """Why the answer is secure, insecure, bogus or indeterminate."""
    if result.security is Security.SECURE:
        return SecurityTold("every link from the trust anchor to the answer holds", "RFC 4033 §5")
    if result.security is Security.BOGUS and result.rcode == dns.rcode.SERVFAIL:
        codes = ", ".join(extended_error_text(each.code) for each in result.extended_errors)
        told = "so a resolver gives SERVFAIL, and not an answer that anybody may have changed"
        return SecurityTold(f"{told}; {codes}" if codes else told, "RFC 4035 §5.5")
    judged: list[Checked | Link] = [*result.checked, *result.links]
    for each in judged:
        if each.security is result.security:
            codes = f" ({extended_error_text(each.error)})" if each.error else ""
            return SecurityTold(f"{each.reason.text}{codes}", each.reason.rfc)
    return SecurityTold("nothing came that could be checked")
