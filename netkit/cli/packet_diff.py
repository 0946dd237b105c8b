"""`netkit packet diff`: which fields of two packets differ, and what that changes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence

import click

from netkit.cli.choosing import link_type_option
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.cli.packet_source import PacketWord, Source, read_packet
from netkit.errors import UsageError
from netkit.packet.comparing import Comparison
from netkit.packet.comparing.view import differences

__all__ = ["diff"]

_BETWEEN = ("vs", "and", "with")
"""Words that part two packets whose hex is written without quotes."""

_FORMS = "netkit packet diff page-load-01.pcapng:5 :6 · netkit packet diff '45 00 …' '45 00 …'"


@click.command(
    cls=Command,
    examples=[
        ("netkit packet diff page-load-01.pcapng:5 page-load-01.pcapng:7", "two packets of a capture"),
        ("netkit packet diff page-load-01.pcapng:5 :7", "the same, shorter"),
        ("netkit packet diff client.pcapng:12 server.pcapng:12", "before and behind a router, or a NAT"),
        ("netkit packet diff '45 00 00 1c …' '45 00 00 1c …'", "hex, each packet in quotes"),
        ("netkit packet diff 45 00 00 1c … vs 45 00 00 1c …", "or with the word vs between them"),
    ],
)
@click.argument("packets", nargs=-1, type=PacketWord(), metavar="A B")
@link_type_option(
    "What the first byte of packets in hex begins: 1 Ethernet, 101 an IP packet. Guessed for hex; a capture says it itself."
)
@reports
def diff(packets: tuple[str, ...], link_type: int | None) -> None:
    """Which fields of two packets differ, and what that changes.

    A and B are packets as `netkit packet explain` takes them: hex, a file, - for standard input (one of them), or capture.pcapng:7;
    :8 is packet 8 of the same capture. A difference is a result, not an error: the exit code is 0 whether there is one or not.
    """
    first, second = _two(packets)
    a, b = read_packet(first, link_type), read_packet(second, link_type)
    show(differences(Comparison(a.packet, b.packet), (_title(a, "first"), _title(b, "second")), _next(a, b)))


def _two(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of each packet; UsageError where it can't be told which belong to which."""
    between = [number for number, word in enumerate(words) if word.lower() in _BETWEEN]
    if len(between) == 1 and 0 < between[0] < len(words) - 1:
        first, second = list(words[: between[0]]), list(words[between[0] + 1 :])
    elif len(words) == 2 and not between:
        first, second = [words[0]], [words[1]]
    else:
        raise _unclear(words)
    if first == second == ["-"]:
        raise UsageError(
            "both packets can't come from standard input",
            why="its end is the end of one packet",
            hint="give the other as a file",
        )
    numbered = re.fullmatch(r"(?P<path>.+):\d+", first[0]) if len(first) == 1 else None
    if len(second) == 1 and re.fullmatch(r":\d+", second[0]):
        if numbered is None:
            raise UsageError(
                f"{second[0]} is a packet of the same capture as the first",
                why=f"but the first, {first[0][:60]}, names none",
                hint=_FORMS,
            )
        second = [f"{numbered['path']}{second[0]}"]
    return first, second


def _unclear(words: Sequence[str]) -> UsageError:
    if not words:
        return UsageError("which two packets?", why="there is nothing behind the command", hint=_FORMS)
    if len(words) == 1:
        return UsageError("which packet to compare it with?", why=f"there is only one: {words[0][:60]}", hint=_FORMS)
    return UsageError(
        f"where does the first packet end? There are {len(words)} words",
        why="two packets are two words: hex with spaces is one word in quotes, or the word vs stands between the two",
        hint=_FORMS,
    )


def _title(source: Source, which: str) -> str:
    if source.record is not None and source.path:
        return f"{source.path}:{source.record.number}"
    return f"{which} packet" if source.title == "Packet" else source.title


def _next(a: Source, b: Source) -> list[tuple[str, str]]:
    found = []
    for source, which in ((a, "first"), (b, "second")):
        if source.record is not None and source.path:
            found.append(
                (f"netkit packet explain {shlex.quote(source.path)}:{source.record.number} --why", f"the {which}, told")
            )
    return found
