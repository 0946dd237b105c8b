"""One question to one real server: over which transport, how often, and what was noticed on the way."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from netkit.cli.dns_manner import manner_of
from netkit.dns.attempt import query_for
from netkit.dns.interception import noticed_in
from netkit.live.dns.asking import ask_once
from netkit.live.dns.tcp import TcpQuestion
from netkit.live.dns.udp import UdpQuestion

if TYPE_CHECKING:
    from netkit.dns.attempt import Attempt
    from netkit.dns.interception import Finding
    from netkit.dns.query import Question, Server
    from netkit.live.dns.way import Begin

__all__ = ["ask_live", "findings_of"]


def ask_live(question: Question, server: Server, port: int, options: Mapping[str, Any]) -> list[Attempt]:
    """All attempts, the last with the answer (if there is one). A question that is silently lost is asked again over UDP alone."""
    transport, begin = _way(options)
    tries = int(options["tries"]) if transport == "udp" else 1
    attempts: list[Attempt] = []
    for _ in range(tries):
        attempts.append(_attempt(question, server, port, options, transport, begin))
        if attempts[-1].failure != "timeout":
            break
    if attempts[-1].cut and transport == "udp" and not options["no_retry"]:
        attempts.append(_attempt(question, server, port, options, "tcp", TcpQuestion))
    return attempts


def _attempt(
    question: Question, server: Server, port: int, options: Mapping[str, Any], transport: str, begin: Begin
) -> Attempt:
    query = query_for(
        question,
        server,
        manner_of(options),
        identification=0 if transport == "https" else secrets.randbelow(1 << 16),  # RFC 8484 section 4.1
        tcp=transport != "udp",
        timeout=float(options["timeout"]),
    )
    return ask_once(query, port, begin, transport)


def _way(options: Mapping[str, Any]) -> tuple[str, Begin]:
    if not options["tls"] and not options["https"]:
        return ("tcp", TcpQuestion) if options["tcp"] else ("udp", UdpQuestion)
    from netkit.live.dns.https import HttpsQuestion  # noqa: PLC0415 - only who encrypts needs TLS
    from netkit.live.dns.secured import Secured  # noqa: PLC0415
    from netkit.live.dns.tls import TlsQuestion  # noqa: PLC0415

    secured = Secured(
        host=options["tls_host"] or "", authority=options["ca"] or "", checked=not options["insecure_tls"]
    )
    if options["https"]:
        return "https", partial(HttpsQuestion, secured=secured, path=options["https_path"])
    return "tls", partial(TlsQuestion, secured=secured)


def findings_of(attempts: Sequence[Attempt], *, check: bool) -> list[Finding]:
    """What the answer gives away of the way that it came; with `check` something is asked for that, too."""
    last = attempts[-1]
    finding = None
    if last.response is not None and last.transport in ("udp", "tcp"):
        finding = noticed_in(last.response, last.server.address)
    if finding is None and check:
        from netkit.live.dns.probing import probe  # noqa: PLC0415 - only who asks for it needs it

        finding = probe()
    return [] if finding is None else [finding]
