"""`netkit dns`: names, and how they become addresses."""

from __future__ import annotations

import click

from netkit.cli.lazy import Entry, LazyGroup

__all__ = ["dns"]


@click.group(
    cls=LazyGroup,
    entries=(
        Entry(
            "trace",
            "walk from the root to the answer as a resolver does, and say at every step why",
            "netkit.cli.dns_trace:trace",
        ),
        Entry("ask", "ask one server one question, and say what its answer means", "netkit.cli.dns_ask:ask"),
        Entry(
            "explain",
            "what each byte of a DNS message says, and what kind of answer it is",
            "netkit.cli.dns_explain:explain",
        ),
        Entry(
            "check",
            "find what is wrong with a zone's delegation, what it breaks for whom, and who has to mend it",
            "netkit.cli.dns_check:check",
        ),
        Entry(
            "zones",
            "what there is to find in the made-up internet: its lessons, zones and servers",
            "netkit.cli.dns_zones:zones",
        ),
        Entry("serve", "answer as a name server does, on this machine", "netkit.cli.dns_serve:serve"),
    ),
    examples=[
        ("netkit dns trace www.example.test", "from the root to the address, without any network"),
        ("netkit dns ask www.example.org AAAA @192.0.2.53", "one question to one server"),
        ("netkit dns zones", "what there is to find in the made-up internet"),
    ],
)
def dns() -> None:
    """Find out how a name becomes an address, step by step."""
