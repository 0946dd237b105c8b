"""What a server over TLS has to prove, and how a connection to it is begun (RFC 8310 section 5)."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from netkit.errors import UsageError

__all__ = ["Secured", "context_for", "told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """The name or address that the certificate has to be for ("" for the address that is asked), and which certificates are trusted.

    `authority` is a file with certificates to trust beside none of the system's ("" for the system's). Where `checked` is False any
    certificate will do: then nobody knows who answers.
    """

    host: str = ""
    authority: str = ""
    checked: bool = True


def context_for(secured: Secured, protocol: str) -> ssl.SSLContext:
    """What TLS is made with; `protocol` is offered by ALPN (RFC 7301). UsageError where the file holds no certificates."""
    try:
        context = ssl.create_default_context(cafile=secured.authority or None)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{secured.authority} holds no certificates to trust",
            where=str(error),
            why="a file with certificates in PEM form is needed (-----BEGIN CERTIFICATE-----)",
            hint="leave --ca out to trust those that the system trusts",
        ) from error
    context.set_alpn_protocols([protocol])
    if not secured.checked:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def told(opened: ssl.SSLSocket, secured: Secured, host: str) -> str:
    """What is to be said of a connection: its version, and whose certificate was checked."""
    version = (opened.version() or "TLS").replace("TLSv", "TLS ")
    return (
        f"{version}, the certificate is for {host}"
        if secured.checked
        else f"{version}, the certificate was not checked"
    )
