"""Which options of `netkit dns ask` go together, and what each can be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from netkit.errors import UsageError

__all__ = ["check_options"]

HOST = re.compile(r"(?!-)[0-9A-Za-z_-]{1,63}(\.[0-9A-Za-z_-]{1,63}){0,30}|[0-9A-Fa-f:.]{2,45}")
PATH = re.compile(r"/[!-~]{0,1000}")


def check_options(options: Mapping[str, Any]) -> None:
    """UsageError where options exclude each other, or one is not what it has to be."""
    ways = [f"--{name}" for name in ("tcp", "tls", "https") if options[name]]
    if len(ways) > 1:
        raise UsageError(f"{ways[0]} and {ways[1]} exclude each other", why="a question goes one way")
    if options["no_edns"] and (options["dnssec"] or options["nsid"]):
        other = "--dnssec" if options["dnssec"] else "--nsid"
        raise UsageError(
            f"{other} and --no-edns exclude each other",
            why="what it asks for is said in the OPT record of EDNS (RFC 6891)",
        )
    if options["pcap"] and (options["tls"] or options["https"]):
        raise UsageError(
            "--pcap can't write what goes over TLS",
            why="on the wire it is encrypted, and netkit sees it before and after that",
            hint="--messages explains both messages; without --tls and --https a capture can be written",
        )
    if HOST.fullmatch(options["tls_host"] or "x") is None:
        raise UsageError(
            f"{options['tls_host'][:80]!r} is no name that a certificate can be for",
            why="letters, digits, dots and hyphens make one, or an address",
            hint="for example --tls-host dns.example",
        )
    if PATH.fullmatch(options["https_path"]) is None:
        raise UsageError(
            f"{options['https_path'][:80]!r} is no path",
            why="a path begins with / and has neither spaces nor letters beyond ASCII (RFC 3986 §3.3)",
            hint="leave --https-path out for /dns-query, which most servers use",
        )
