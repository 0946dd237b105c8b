"""`netkit capture`: recorded traffic."""

from __future__ import annotations

import click

from netkit.cli.lazy import Entry, LazyGroup

__all__ = ["capture"]


@click.group(
    cls=LazyGroup,
    entries=(
        Entry("sniff", "what passes an interface of this machine, as it passes", "netkit.cli.capture_sniff:sniff"),
        Entry("info", "what a capture file is and holds", "netkit.cli.capture_info:info"),
        Entry("show", "the packets, a line each, or any fields of them", "netkit.cli.capture_show:show_packets"),
        Entry("follow", "the streams, and what both sides said in one", "netkit.cli.capture_follow:follow_stream"),
        Entry("view", "a capture as a web page of one file", "netkit.cli.capture_view:view"),
        Entry("http", "the web requests, with their answers", "netkit.cli.capture_http:list_requests"),
        Entry("tcp", "what happened in the connections", "netkit.cli.capture_tcp:tell_tcp"),
        Entry(
            "conversations", "who talked to whom, how much and when", "netkit.cli.capture_conversations:conversations"
        ),
        Entry("dns", "who asked what, what came back, and how long it took", "netkit.cli.capture_dns:dns"),
        Entry("export", "any fields as Parquet, JSON lines or CSV", "netkit.cli.capture_export:export"),
        Entry("make", "the files of a lab for every student of a class", "netkit.cli.capture_make:make"),
        Entry(
            "convert", "a capture in another form: pcap or pcapng, packed or not", "netkit.cli.capture_convert:convert"
        ),
    ),
    examples=[
        ("netkit capture info page-load-01.pcapng", "what this file is"),
        ("netkit capture show page-load-01.pcapng", "its packets, a line each"),
        (
            "netkit capture show page-load-01.pcapng -Y 'tcp.flags.syn == 1' -e ip.src",
            "of those that a filter selects, this field",
        ),
        ("netkit capture follow page-load-01.pcapng 0", "what both sides said in a stream"),
    ],
)
def capture() -> None:
    """Read recorded traffic: which packets, which conversations."""
