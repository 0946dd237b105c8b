"""`netkit tcp`: a payload becomes segments, and segments become the payload again."""

from __future__ import annotations

import click

from netkit.cli.lazy import Entry, LazyGroup

__all__ = ["tcp"]


@click.group(
    cls=LazyGroup,
    entries=(
        Entry(
            "segment",
            "cut a file into segments, and see which bytes each carries and why there are so many",
            "netkit.cli.tcp_segment:segment",
        ),
        Entry(
            "reassemble",
            "put the segments of a capture together, and see which brought which bytes",
            "netkit.cli.tcp_reassemble:reassemble",
        ),
        Entry(
            "transfer",
            "send bytes through a made-up path in virtual time, and see what each side does and why",
            "netkit.cli.tcp_transfer:run_transfer",
        ),
        Entry(
            "connect",
            "open a connection from netkit's own TCP to a server on the kernel's (Linux)",
            "netkit.cli.tcp_connect:connect",
        ),
        Entry(
            "listen",
            "serve a file from netkit's own TCP to a client on the kernel's (Linux)",
            "netkit.cli.tcp_listen:listen",
        ),
        Entry(
            "script",
            "run scripts that inject segments, call sockets, and expect segments at their times",
            "netkit.cli.tcp_script:script",
        ),
        Entry(
            "states",
            "the states of a TCP connection, and what leads from one to the next",
            "netkit.cli.tcp_states:states",
        ),
    ),
    examples=[
        ("netkit tcp segment page.html --mss 1460", "a file, cut as TCP cuts it"),
        ("netkit tcp reassemble retransmission.pcapng 0", "which segment brought which bytes"),
        ("netkit tcp reassemble --example --policy all", "who keeps bytes that came twice, system by system"),
        ("netkit tcp transfer page.html --drop data:3", "a segment is lost: who notices, and how"),
        ("netkit tcp connect 192.0.2.80 80", "netkit's own TCP fetches a page from a real kernel's"),
    ],
)
def tcp() -> None:
    """See how bytes become segments, how these arrive, and how they become bytes again."""
