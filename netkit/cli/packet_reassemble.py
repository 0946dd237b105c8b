"""`netkit packet reassemble`: fragments put together, and who keeps which byte."""

from __future__ import annotations

import shlex

import click

from netkit.cli.choosing import link_type_option
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.packet_list import Given, path_of, read_packets
from netkit.cli.packet_source import PacketWord
from netkit.cli.policy_name import ALL, PolicyName
from netkit.errors import UsageError
from netkit.packet import reassemble as put_together
from netkit.packet.fragments import Completed, Defragmenter, GivenUp, fragment_of
from netkit.packet.fragments.example import example
from netkit.packet.fragments.list_view import list_view
from netkit.packet.fragments.whole_view import comparison_view, whole_view
from netkit.packet.overlap import IP_POLICIES

__all__ = ["reassemble"]


@click.command(
    cls=Command,
    examples=[
        ("netkit packet reassemble fragments.pcapng:3-5", "three fragments of a capture"),
        ("netkit packet reassemble fragments.pcapng:5,3,4", "the same in another order of arrival"),
        ("netkit packet reassemble fragments.pcapng", "which packets of a capture came in fragments"),
        ("netkit packet reassemble --example --policy all", "overlapping fragments: each system reads other bytes"),
    ],
)
@click.argument("packets", nargs=-1, type=PacketWord())
@click.option(
    "--policy",
    type=PolicyName(IP_POLICIES, several=True),
    metavar="NAME",
    help=f"Who wins where fragments overlap: {', '.join(IP_POLICIES)}, or all. "
    "By default bsd, which Wireshark does, too; for IPv6 linux-6.",
)
@click.option(
    "--example", "built_in", is_flag=True, help="Take fragments that overlap in every way, to compare policies."
)
@link_type_option("What the first byte of hex begins.")
@reports
def reassemble(packets: tuple[str, ...], policy: str | None, link_type: int | None, *, built_in: bool) -> None:
    """Put fragments together, and see who keeps which byte.

    PACKETS are some of a capture (capture.pcapng:3-5,7, in the order in which they are to arrive), a whole capture, - for a capture from
    standard input, or packets in hex, each quoted as one word.
    """
    if built_in == bool(packets):
        raise UsageError(
            "which fragments?",
            why="give packets, or --example" if not built_in else "--example brings fragments of its own",
            hint="netkit packet reassemble fragments.pcapng:3-5 · netkit packet reassemble --example --policy all",
        )
    given = (
        [Given(each, number, "") for number, each in enumerate(example(), 1)]
        if built_in
        else read_packets(packets, link_type)
    )
    if not built_in and _identities(given) != 1:
        _list(packets, given, policy)
        return
    title = "An example" if built_in else _title(packets)
    names = [each.name for each in given]
    fragments = [each.packet for each in given]
    words = "--example" if built_in else " ".join(shlex.quote(word) for word in packets)
    if policy == ALL:
        results = [put_together(fragments, name) for name in IP_POLICIES]
        commands = [(f"netkit packet reassemble {words} --policy bsd", "one of them, with the reasons")]
        show(comparison_view(results, title=title, names=names, next_commands=commands if results[0].decisions else ()))
        return
    result = put_together(fragments, policy)
    commands = [(f"netkit packet reassemble {words} --policy all", "what other systems make of it")]
    twice = bool(result.decisions) or getattr(result, "rule", "") == "fragments.dropped"
    show(whole_view(result, title=title, names=names, next_commands=commands if twice else ()))


def _title(packets: tuple[str, ...]) -> str:
    if packets == ("-",):
        return "Standard input"
    return packets[0] if len(packets) == 1 and len(packets[0]) <= 60 else "These packets"


def _identities(given: list[Given]) -> int:
    """How many packets those given are fragments of; such as are no fragments do not count."""
    return len({each.identity for each in map(fragment_of, (one.packet for one in given)) if each is not None})


def _list(words: tuple[str, ...], given: list[Given], policy: str | None) -> None:
    """Which packets came in fragments, where there are several, or none."""
    stream = Defragmenter(None if policy == ALL else policy)
    found: list[Completed | GivenUp] = []
    for position, each in enumerate(given, 1):
        events = stream.receive(each.packet, position, now=each.time)
        found += [event for event in events if isinstance(event, GivenUp)]
        found += [event for event in events if isinstance(event, Completed) and event.whole is not None]
    found += stream.finish()
    path = path_of(words[0]) if len(words) == 1 else ""
    show(list_view(found, title=_title(words), path=path, numbers=[each.number for each in given]))
