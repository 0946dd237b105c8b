"""`netkit dns trace`: the walk from the root to the answer, every step with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from netkit.dns.asked import Asked, parse_words
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import CaptureError, ExitCode, UsageError
from netkit.view import Next

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netkit.dns.cache import Cache
    from netkit.dns.query import Question
    from netkit.dns.walker import Walker
    from netkit.view import Block, Json

__all__ = ["trace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A walk at its end: the walker, in which internet, and when it ended (None where that is over)."""

    walker: Walker
    where: str
    again: int | None = None
    now: float | None = None


@click.command(
    cls=Command,
    examples=[
        ("netkit dns trace www.example.test", "from the root to the address, in the made-up internet"),
        ("netkit dns trace www.example.test AAAA --short", "one line a step"),
        ("netkit dns trace www.example.test --twice", "and again with what the first walk left in the cache"),
        ("netkit dns trace www.example.test --after 400s", "again when some time has gone by"),
        ("netkit dns trace www.example.test --pcap walk.pcapng", "the walk as packets"),
        ("netkit dns trace --capture walk.pcapng", "a walk told from a capture"),
    ],
)
@click.argument("words", nargs=-1, metavar="NAME [TYPE] [@SERVER]")
@click.option("--short", is_flag=True, help="One line a step.")
@click.option("--messages", is_flag=True, help="Explain the bytes of each message, too.")
@click.option("--made-up", "place", flag_value="made-up", help="Walk in the made-up internet, whatever the name.")
@click.option("--live", "place", flag_value="live", help="Ask real servers, whatever the name.")
@click.option("--capture", "capture_file", type=click.Path(), metavar="FILE", help="Tell a walk from this capture.")
@click.option("--pcap", type=click.Path(), metavar="FILE", help="Write the walk's packets to this file.")
@click.option("--cold", is_flag=True, help="Begin with nothing in the cache (this is so if nothing is said).")
@click.option("--warm", is_flag=True, help="Begin with the servers of the zone above in the cache.")
@click.option("--twice", is_flag=True, help="Walk again at once, with what is in the cache then.")
@click.option("--after", metavar="TIME", help="Walk again when this much time has gone by (60s, 5m, 1h).")
@click.option("--cache", "show_cache", is_flag=True, help="Show what is in the cache at the end.")
@click.option(
    "--no-minimise",
    is_flag=True,
    help="Ask each server for the whole name (RFC 1034), not for a part of it (RFC 9156).",
)
@click.option("-4", "only4", is_flag=True, help="Ask over IPv4 alone.")
@click.option("-6", "only6", is_flag=True, help="Ask over IPv6 alone.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="NUMBER", help="Ask real servers at this port.")
@click.option("--seed", default="0", metavar="TEXT", help="What decides each lot: the same seed, the same walk.")
@click.option(
    "--now", type=float, default=0.0, metavar="SECONDS", help="The time at the beginning, in the made-up internet."
)
@click.pass_context
@reports
def trace(ctx: click.Context, /, words: tuple[str, ...], capture_file: str | None, **options: object) -> None:
    """Walk from the root to the answer as a resolver does, and say at every step why.

    Names below test, example and invalid are found in the made-up internet, which needs no network; others are asked for out there. It
    ends with 0 where an answer came, also that there is none (NXDOMAIN, no data); with 1 where the walk failed; with 4 where the network
    is to blame.
    """
    asked = parse_words(words)
    if options["only4"] and options["only6"]:
        raise UsageError("-4 and -6 exclude each other", why="nothing would be left to ask over")
    if capture_file is not None:
        retold = _from_capture(asked.question, capture_file)
        if retold is None:
            return
        told = [retold]
    elif asked.question is None:
        raise UsageError(
            "which name?", why="there is none behind the command", hint="netkit dns trace www.example.test"
        )
    else:
        told = _walks(asked, asked.question, options)
    _show(told, options, capture_file)
    ctx.exit(_code(told[-1].walker))


def _code(walker: Walker) -> ExitCode:
    from netkit.dns.step import Outcome  # noqa: PLC0415

    if walker.result.rcode in (0, 3):
        return ExitCode.FINE
    asked = [each for each in walker.steps if each.server is not None]
    unreachable = asked and all(each.outcome in (Outcome.UNREACHABLE, Outcome.TIMEOUT) for each in asked)
    return ExitCode.NETWORK if unreachable else ExitCode.WRONG


def _from_capture(question: Question | None, path: str) -> Told | None:
    """The walk that a capture shows; where no name says which of several, they are listed, and it is None."""
    from netkit.cli.dns_internets import captured  # noqa: PLC0415
    from netkit.dns.replay import retell, walks_in  # noqa: PLC0415

    exchanges = captured(path)
    if not any(not each.recursive for each in exchanges):
        raise CaptureError(
            f"{path} shows no walk",
            where=f"it has {len(exchanges):,} DNS question{'' if len(exchanges) == 1 else 's'}"
            + (", each of which asks its server to do the walk itself (RD is set)" if exchanges else ""),
            why="a walk is questions to one server after the other, from the root down",
            hint=f"netkit capture dns {path} shows what was asked",
        )
    found = walks_in(exchanges)
    if question is None:
        if len(found) != 1:
            _list(path, found)
            return None
        question = found[0]
    retold = retell(question, exchanges)
    count = len(retold.missing)
    gaps = f" · {count} question{'' if count == 1 else 's'} that it has no answer to" if count else ""
    return Told(walker=retold.walker, where=f"told from {path}{gaps}")


def _list(path: str, found: Sequence[Question]) -> None:
    """Show which walks there are to choose from."""
    import shlex  # noqa: PLC0415

    from netkit.dns.name_text import name_text  # noqa: PLC0415
    from netkit.dns.view.records import type_text  # noqa: PLC0415
    from netkit.view import Document, Sentence, Table  # noqa: PLC0415

    rows = [(name_text(each.name), type_text(each.type)) for each in found]
    blocks: list[Block] = [
        Sentence(text=f"{path} shows {len(found):,} walks"),
        Table(columns=("name", "type"), rows=rows),
        *(
            [
                Next(
                    commands=[
                        (
                            f"netkit dns trace {shlex.quote(rows[0][0])} {rows[0][1]} --capture {shlex.quote(path)}",
                            "tell one of them",
                        )
                    ]
                )
            ]
            if rows
            else []
        ),
    ]
    data: dict[str, Json] = {"file": path, "walks": [{"name": name, "type": kind} for name, kind in rows]}
    show(Document(schema="netkit.dns.walks/1", data=data, blocks=blocks))


def _walks(asked: Asked, question: Question, options: Mapping[str, object]) -> list[Told]:
    """The walk, and the second one if one is asked for."""
    from netkit.cli.dns_internets import is_made_up, live_walk, made_up, walk  # noqa: PLC0415
    from netkit.dns.cache import Cache  # noqa: PLC0415
    from netkit.dns.walker import Walker  # noqa: PLC0415

    after = _seconds(options["after"]) if options["after"] else 0.0
    settings = {
        "seed": options["seed"],
        "qmin": not options["no_minimise"],
        "ipv4": not options["only6"],
        "ipv6": not options["only4"],
    }
    if options["place"] == "live" or (options["place"] is None and not is_made_up(question.name)):
        import time  # noqa: PLC0415

        hints = [("server-that-you-named", asked.server)] if asked.server else _root()
        walker = Walker(question, hints=hints, now=time.time(), **settings)  # type: ignore[arg-type]
        live_walk(walker, port=options["port"])  # type: ignore[arg-type]
        return [Told(walker=walker, where="real servers · nothing cached")]
    internet = made_up()
    hints = [("server-that-you-named", asked.server)] if asked.server else internet.hints
    cache, now = Cache(), float(options["now"])  # type: ignore[arg-type]

    def told(where: str, what: Question = question, into: Cache = cache) -> Told:
        nonlocal now
        walker = Walker(what, hints=hints, cache=into, now=now, **settings)  # type: ignore[arg-type]
        now = walk(walker, internet, now)
        return Told(walker=walker, where=f"made-up internet · {where}", now=now)

    known = "nothing cached"
    if options["warm"]:
        _warm(question, told)
        known = "the servers of the zones above are cached"
    found = [told(known)]
    if options["twice"] or after:
        now += after
        found.append(told(f"again {f'after {after:,.0f} s' if after else 'at once'}, with what is cached"))
    return found


def _warm(question: Question, told: object) -> None:
    """Walk to the zone above the name first, which is not shown."""
    import dns.rdatatype  # noqa: PLC0415

    top = question.name.split(min(2, len(question.name)))[1]
    told("", type(question)(top, dns.rdatatype.NS))  # type: ignore[operator]


def _root() -> list[tuple[str, str]]:
    from netkit.dns.root_hints import ROOT_HINTS  # noqa: PLC0415

    found: list[tuple[str, str]] = list(ROOT_HINTS)
    return found


def _seconds(text: object) -> float:
    """Seconds that `60s`, `5m`, `2h` mean."""
    import re  # noqa: PLC0415

    found = re.fullmatch(r"(\d{1,9})(s|m|h|d|)", str(text))
    if found is None:
        raise UsageError(
            f"{text!r} is no time",
            why="times are whole seconds, minutes, hours or days",
            hint="for example --after 60s",
        )
    return float(int(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}[found[2]])


def _show(told: Sequence[Told], options: Mapping[str, object], capture_file: str | None) -> None:
    from netkit.dns.view.cache_view import cache_blocks, cache_json  # noqa: PLC0415
    from netkit.dns.view.trace import trace_view  # noqa: PLC0415
    from netkit.view import Document  # noqa: PLC0415

    short = bool(options["short"])
    documents = [trace_view(each.walker.result, each.walker.steps, where=each.where, short=short) for each in told]
    data = dict(documents[0].data)
    blocks = [block for document in documents for block in document.blocks]
    if len(documents) > 1:
        data["again"] = documents[1].data
        blocks += _saved(told)
    last = told[-1]
    if options["messages"]:
        blocks += _messages(told)
    if options["show_cache"]:
        now = last.now if last.now is not None else (last.walker.steps[-1].ended_at or 0.0)
        blocks += cache_blocks(last.walker.cache, now=now)
        data["cache"] = cache_json(last.walker.cache, now=now)
    if options["pcap"]:
        _write(str(options["pcap"]), told, str(options["seed"]))
        blocks.append(Next(commands=[(f"netkit capture show {options['pcap']}", "the packets of this walk")]))
    data["where"] = told[0].where
    data["capture"] = capture_file
    show(Document(schema=documents[0].schema, data=data, blocks=blocks))


def _saved(told: Sequence[Told]) -> list[Block]:
    from netkit.view import Paragraph  # noqa: PLC0415

    first, second = (each.walker.result.queries for each in told)
    return [Paragraph(text=f"The second walk asked {second} instead of {first}: the cache saved {first - second}.")]


def _messages(told: Sequence[Told]) -> list[Block]:
    """Each message of each step, byte by byte."""
    from netkit.dns.message_bytes import wire_of  # noqa: PLC0415
    from netkit.dns.view.message import message_view  # noqa: PLC0415

    found: list[Block] = []
    for each in told:
        for step in each.walker.steps:
            for what, message in (("question", step.query), ("answer", step.response)):
                wire = None if message is None else wire_of(message)
                if wire is not None:
                    found += message_view(wire, title=f"Step {step.number}, the {what}").blocks
    return found


def _write(path: str, told: Sequence[Told], seed: str) -> None:
    """The walks as a capture, each packet with what there is to say of it."""
    from netkit import capture  # noqa: PLC0415
    from netkit.dns.packets import packets_of  # noqa: PLC0415

    packets = [packet for each in told for packet in packets_of(each.walker.steps, seed=seed)]
    capture.write(
        path,
        (
            capture.NewRecord(
                data=each.data,
                time=each.time,
                comments=(each.comment,) if each.comment and not path.endswith((".pcap", ".cap")) else (),
            )
            for each in packets
        ),
    )
