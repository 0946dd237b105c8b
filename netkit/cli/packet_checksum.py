"""`netkit packet checksum`: a checksum worked by hand, word by word, and what a change makes of it."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence

import click

from netkit.cli.choosing import link_type_option
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.packet_source import PacketWord, Source, read_packet
from netkit.errors import BadFieldError, UsageError
from netkit.packet import Dissection
from netkit.packet.change import changed, fields_named, raw_of
from netkit.packet.summing import CHECKSUMS, Covered, Update, covered, updates
from netkit.packet.summing.view import checksums

__all__ = ["checksum"]


@click.command(
    cls=Command,
    examples=[
        ("netkit packet checksum page-load-01.pcapng:10", "all checksums of packet 10"),
        ("netkit packet checksum page-load-01.pcapng:10 --layer ip", "that of the IPv4 header alone"),
        ("netkit packet checksum page-load-01.pcapng:10 --change ip.ttl=59", "what a router changes"),
        ("netkit packet checksum 45 00 00 1c 00 01 …", "of a packet in hex"),
    ],
)
@click.argument("packet", nargs=-1, type=PacketWord())
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice(list(CHECKSUMS)),
    help="Only this protocol's checksum (repeatable).",
)
@click.option(
    "--change",
    "changes",
    multiple=True,
    metavar="KEY=VALUE",
    help="Put VALUE into a field, and work the new checksum from the old one, as routers do (repeatable).",
)
@click.option("--all", "everything", is_flag=True, help="Show every word, however long the data are.")
@link_type_option()
@reports
def checksum(
    packet: tuple[str, ...],
    layers: tuple[str, ...],
    changes: tuple[str, ...],
    link_type: int | None,
    *,
    everything: bool,
) -> None:
    """A checksum worked by hand, word by word.

    PACKET is hex, a file, - for standard input, or capture.pcapng:7 for packet 7 of a capture. A wrong checksum is a result,
    not an error: the working says what would be right.
    """
    source = read_packet(packet, link_type)
    found = _chosen(source.packet, layers)
    if not changes:
        show(checksums(source.title, found, everything=everything, next_commands=_next(source)))
        return
    told, result = _change(source.packet, changes)
    show(checksums(source.title, found, told, _updates(found, _chosen(result, layers))))


def _chosen(packet: Dissection, layers: Sequence[str]) -> list[Covered]:
    """The checksums that were asked for; UsageError where the packet has none of them."""
    found = covered(packet)
    wanted = [each for each in found if not layers or each.layer in layers]
    if wanted:
        return wanted
    there = ", ".join(dict.fromkeys(each.layer for each in found))
    if there:
        raise UsageError(
            f"this packet has no {' or '.join(CHECKSUMS[layer].name for layer in layers)}",
            why=f"it has those of: {there}",
            hint="without --layer, all of them are worked",
        )
    raise UsageError(
        "this packet has no checksum that can be worked",
        why="IPv4, ICMP, ICMPv6, UDP, TCP and GRE have one; a packet that an ICMP message quotes does not count",
        hint="netkit packet explain shows what the packet has",
    )


def _change(packet: Dissection, changes: Sequence[str]) -> tuple[list[str], Dissection]:
    """Each change in words, and the packet with all of them."""
    told = []
    for change in changes:
        name, equals, text = change.partition("=")
        if not (equals and name):
            raise UsageError(
                f"{change} is no change", why="a change is a field and its new value", hint="--change ip.ttl=63"
            )
        field = next(fields_named(packet, name), None)
        if field is None:
            raise _unknown(packet, name)
        try:
            raw = raw_of(field, text)
        except BadFieldError as error:
            raise UsageError(f"{name} can't be {text!r}", why=error.rule, hint=f"it is {field.text} now") from error
        before, place = field.text, (field.start_bit, field.key)
        packet = changed(packet, field, raw)
        after = next((each for each in packet.fields if (each.start_bit, each.key) == place), None)
        told.append(f"{field.name} {before} → {after.text if after else text}")
    return told, packet


def _unknown(packet: Dissection, name: str) -> UsageError:
    """The error for a name that no field of fixed length in this packet has."""
    names = {name for field in packet.fields if field.field.width_bits for name in (field.key, field.field.name)}
    near = difflib.get_close_matches(name, sorted(names), n=3, cutoff=0.5)
    return UsageError(
        f"this packet has no field {name} of a fixed length",
        why="a field is named by its Wireshark key, such as ip.ttl, or by its RFC's name, such as time_to_live",
        hint=f"did you mean {' or '.join(near)}?" if near else "netkit packet explain … --json shows a packet's keys",
    )


def _updates(before: Sequence[Covered], after: Sequence[Covered]) -> list[Update]:
    try:
        return updates(before, after)
    except ValueError as error:
        raise UsageError(
            "this change moves what the checksums cover",
            why="RFC 1624 exchanges words; where a length, a protocol or a fragment changes, other words are added",
            hint="work the changed packet as a packet of its own",
        ) from error


def _next(source: Source) -> list[tuple[str, str]]:
    if not source.path:
        return []
    number = source.record.number if source.record else 1
    key, value = next(
        (
            (field.key, int(field.raw_value) - 1)
            for field in source.packet.fields
            if field.key in ("ip.ttl", "ipv6.hlim") and field.raw_value
        ),
        ("ip.ttl", 63),
    )
    return [
        (
            f"netkit packet checksum {shlex.quote(source.path)}:{number} --change {key}={value}",
            "what the next router makes of it",
        )
    ]
