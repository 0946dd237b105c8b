"""What `netkit tcp connect` and `netkit tcp listen` share: their options, the run itself, and how it is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

import click

from netkit.cli import quantities
from netkit.cli.output import Form, form, say, show
from netkit.cli.tcp_options import (
    MANNER,
    changes_of,
    drops_of,
    link_of,
    path_options,
    patience_of,
    text_of,
    with_options,
)
from netkit.errors import AccessError
from netkit.view import Document, Next, Paragraph, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.address import Address
    from netkit.cli.tcp_live_place import Place
    from netkit.internet.crossing import Side
    from netkit.internet.host.conversation import Conversation
    from netkit.internet.host.plan import LivePlan
    from netkit.internet.host.programs import Program
    from netkit.tcp.segmentation.ends import End
    from netkit.view import Block, Json

__all__ = ["PAGE_SIZE", "Told", "converse", "live_options", "live_plan", "page_of_size", "tell"]

F = TypeVar("F", bound=Callable[..., object])

PAGE_SIZE = 20_416
MOST_PAGE = 1 << 26
RAW_IP = 101
LONGEST_WAIT = 86_400.0

_SHOWN = (
    click.option(
        "--events", "events_part", is_flag=True, help="Show every event with reason and rule, in place of the segments."
    ),
    click.option("--everything", is_flag=True, help="Leave no segment out, and give each reason each time."),
    click.option(
        "--pcap", type=click.Path(), metavar="OUT", help="Write the packets at netkit's end to a new capture."
    ),
)
_ENDS = (
    click.option(
        "--mss",
        type=int,
        metavar="BYTES",
        help="The maximum segment size that netkit announces; else 1460 (IPv6: 1440).",
    ),
    click.option("--receive-buffer", metavar="SIZE", help="What netkit's end has room for: the largest window."),
    click.option(
        "--mtu",
        type=int,
        metavar="BYTES",
        help="A link in the middle of the path that takes no larger packets; else 1500.",
    ),
    click.option(
        "--ttl", type=int, default=64, show_default=True, help="The time to live (hop limit) of netkit's packets."
    ),
    click.option("--dscp", type=int, default=0, show_default=True, help="The Diffserv codepoint of netkit's packets."),
)
_WHERE = (
    click.option(
        "--here/--private", "here", default=None, help="In this machine's own network, or in one that is made for it."
    ),
)

Told = tuple[list["Block"], dict[str, "Json"]]
"""What a command has to say of what was carried: for people, and for programs."""


def live_options(command: F) -> F:
    """The options of a connection with a real kernel."""
    for options in (_WHERE, MANNER, _ENDS):
        command = with_options(options, command)
    return with_options(_SHOWN, path_options("0ms")(command))


def live_plan(
    local: End,
    remote: End,
    router: Address,
    side: Side,
    options: Mapping[str, object],
    *,
    connects: bool,
    wait: bool = False,
) -> LivePlan:
    """The plan that the options make; UsageError for what can't be."""
    from netkit.internet.host.plan import PATIENCE, LivePlan  # noqa: PLC0415

    mss, mtu = options["mss"], options["mtu"]
    patience = patience_of(options)
    plan = LivePlan(
        local=local,
        remote=remote,
        router=router,
        connects=connects,
        side=side,
        profile=str(options["profile"]),
        changes=changes_of(options),
        mss=mss if isinstance(mss, int) else None,
        mtu=mtu if isinstance(mtu, int) else None,
        link=link_of(options),
        drops=drops_of(options["drops"]),
        seed=str(options["seed"]),
        user_timeout=patience,
        hops=int(str(options["ttl"])),
        services=int(str(options["dscp"])),
        listen_for=LONGEST_WAIT if wait else patience or PATIENCE,
    )
    plan.check()
    return plan


def page_of_size(options: Mapping[str, object]) -> bytes:
    """The bytes of a made-up page, as many as asked for; UsageError for more than there is memory for."""
    from netkit.errors import UsageError  # noqa: PLC0415
    from netkit.internet.payload import Numbered  # noqa: PLC0415

    text = text_of(options, "count")
    size = quantities.bytes_count(text, "--bytes", least=0) if text else PAGE_SIZE
    if size > MOST_PAGE:
        raise UsageError(
            f"a page of {size:,} bytes is too large",
            why=f"{MOST_PAGE:,} is the most, for every event is kept",
            hint="--bytes 10MB",
        )
    return Numbered(size).piece(0, size)


def converse(
    place: Place,
    plan: LivePlan,
    program: Program,
    options: Mapping[str, object],
    ended: Callable[[Conversation], str] = lambda _: "",
) -> Conversation:
    """Let netkit's end talk with the kernel's until it is over; what happens is drawn as it happens.

    `ended` is asked now and then, and says in words why it is over, where that shows elsewhere ("": it is not).
    KeyboardInterrupt ends it, after the other side was told, and what there is to be told of it is left to the caller: `ending` says so.
    """
    from netkit.cli.tcp_live_shown import Onlooker  # noqa: PLC0415
    from netkit.internet.host.conversation import Conversation  # noqa: PLC0415
    from netkit.internet.host.ending import LiveEnding, LiveKind  # noqa: PLC0415
    from netkit.internet.view.live_report import headline  # noqa: PLC0415
    from netkit.live.tun_driving import drive, flush  # noqa: PLC0415

    talk = Conversation(plan, program)
    if form() is not Form.JSON:
        show(Document(schema="", data={}, blocks=[Sentence(text=headline(talk, place.where))]))
    onlooker = Onlooker(talk, everything=bool(options["everything"]), silent=bool(options["events_part"]))

    def look_on() -> None:
        onlooker.look()
        words = ended(talk)
        if words:
            talk.interrupt(LiveEnding(LiveKind.PROGRAM, words))

    began_at, began = time.time_ns(), time.monotonic()
    try:
        talk.begin()
        drive(place.tun, talk, clock=lambda: time.monotonic() - began, look_on=look_on)
    except KeyboardInterrupt:
        talk.interrupt(
            LiveEnding(LiveKind.INTERRUPTED, "interrupted: netkit has reset the connection", "RFC 9293 §3.10.5")
        )
        flush(place.tun, talk)
    onlooker.close()
    if options["pcap"]:
        _write_capture(str(options["pcap"]), talk, began_at)
    return talk


def _write_capture(path: str, talk: Conversation, began_at: int) -> None:
    from netkit import capture  # noqa: PLC0415

    count = capture.write(
        path,
        (
            capture.NewRecord(data=data, time=began_at + round(at * 1e9), link_type=RAW_IP)
            for at, data in sorted(talk.passed, key=lambda each: each[0])
        ),
    )
    say(Paragraph(text=f"{path} holds {count:,} packets, as they went by at netkit's end."))


def tell(
    schema: str,
    place: Place,
    talk: Conversation,
    options: Mapping[str, object],
    told: Told,
    following: Sequence[tuple[str, str]],
) -> None:
    """The report at the end; AccessError where the connection did not end as it should, KeyboardInterrupt where somebody ended it."""
    from netkit.internet.host.ending import LiveKind  # noqa: PLC0415
    from netkit.internet.view.live_report import events_table, live_json, summary  # noqa: PLC0415

    blocks: list[Block] = [events_table(talk)] if options["events_part"] else []
    blocks += [Paragraph(text=summary(talk)), *told[0]]
    if options["pcap"]:
        following = [(f"netkit capture tcp {options['pcap']} 0", "what a capture shows of it"), *following]
    if following:
        blocks.append(Next(commands=following))
    show(Document(schema=schema, data={**live_json(talk, place.where), **told[1]}, blocks=blocks))
    ending = talk.ending
    if ending is None or ending.kind is LiveKind.CLOSED:
        return
    if ending.kind is LiveKind.INTERRUPTED:
        raise KeyboardInterrupt
    raise AccessError(
        ending.text,
        why=f"this is laid down in {ending.rfc}" if ending.rfc else "",
        hint=_HINTS.get(ending.kind.name, ""),
    )


_HINTS = {
    "REFUSED": "start a server at that port, or name the port at which it listens",
    "RESET": "--events shows what came before it",
    "GIVEN_UP": "--user-timeout 60s waits longer",
    "NOBODY": "--wait waits for as long as it takes, and says how to come in",
}
