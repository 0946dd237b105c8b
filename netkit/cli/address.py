"""`netkit address`: addresses, subnets, and the way that a packet takes."""

from __future__ import annotations

import click

from netkit.cli.lazy import Entry, LazyGroup

__all__ = ["address"]


@click.group(
    cls=LazyGroup,
    entries=(
        Entry("explain", "what an address, a prefix or a MAC address says", "netkit.cli.address_explain:explain"),
        Entry("plan", "subnets of given sizes in a block, with the working", "netkit.cli.address_plan:plan"),
        Entry(
            "summarize",
            "the fewest prefixes for the same addresses, step by step",
            "netkit.cli.address_summarize:summarize",
        ),
        Entry("route", "which route a packet takes, bit by bit", "netkit.cli.address_route:route"),
    ),
    examples=[
        ("netkit address explain 192.0.2.77/26", "an address and its subnet, in binary"),
        ("netkit address explain 2001:db8::1 02:00:00:00:00:0a", "several at once"),
        ("netkit address plan 192.0.2.0/24 office=60 lab=28 link=2", "subnets that fit"),
        ("netkit address summarize 192.0.2.0/25 192.0.2.128/25", "two halves make a whole"),
        ("ip route | netkit address route - 203.0.113.9", "the route to a destination"),
    ],
)
def address() -> None:
    """Understand addresses: what they say, how blocks are divided, which route a packet takes."""
