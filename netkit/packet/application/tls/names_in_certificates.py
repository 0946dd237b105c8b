"""What a certificate says for people: whose it is, who issued it, for which names, and when (RFC 5280 §4.1.2, §4.2.1.6)."""

from __future__ import annotations

import functools
import warnings

__all__ = ["describe"]

MOST_NAMES, LONGEST_NAME = 4, 80


@functools.lru_cache(maxsize=64)
def describe(certificate: bytes) -> str:
    """A certificate in one line; empty where it can't be read."""
    from cryptography import x509  # noqa: PLC0415 - it is large, and few look at certificates
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    def short(text: str) -> str:
        return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"

    def named(name: x509.Name) -> str:
        for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.ORGANIZATIONAL_UNIT_NAME):
            if found := name.get_attributes_for_oid(kind):
                return short(str(found[0].value))
        return short(name.rfc4514_string()) or "nobody"

    failures = (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion, x509.DuplicateExtension)
    with warnings.catch_warnings():
        # What is wrong with a certificate is not what the program that shows it is to be warned of.
        warnings.simplefilter("ignore")
        try:
            found = x509.load_der_x509_certificate(certificate)
            whose = f"of {named(found.subject)}, issued by {named(found.issuer)}"
            when = f"valid from {found.not_valid_before_utc:%Y-%m-%d} to {found.not_valid_after_utc:%Y-%m-%d}"
        except failures:
            return ""
        try:
            names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
            hosts = names.get_values_for_type(x509.DNSName)
        except (*failures, x509.ExtensionNotFound, x509.UnsupportedGeneralNameType):
            hosts = []
    more = f" and {len(hosts) - MOST_NAMES} more" if len(hosts) > MOST_NAMES else ""
    listed = f"for {', '.join(map(short, hosts[:MOST_NAMES]))}{more}" if hosts else ""
    return ", ".join(part for part in (whose, listed, when) if part)
