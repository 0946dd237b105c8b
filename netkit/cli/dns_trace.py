"""`netkit dns trace`: the walk from the root to the answer, every step with its reason."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import Form, form, reports
from netkit.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netkit.cli.dns_place import Place
    from netkit.cli.dns_trace_shown import Told
    from netkit.dns.asked import Asked
    from netkit.dns.query import Question
    from netkit.dns.view.compared import ServerSaid
    from netkit.dns.walker import Walker

__all__ = ["trace"]


@click.command(
    cls=Command,
    examples=[
        ("netkit dns trace www.example.test", "from the root to the address, in the made-up internet"),
        ("netkit dns trace www.example.test AAAA --short", "one line a step"),
        ("netkit dns trace www.example.test --twice", "and again with what the first walk left in the cache"),
        ("netkit dns trace www.example.test --after 400s", "again when some time has gone by"),
        ("netkit dns trace www.example.test --pcap walk.pcapng", "the walk as packets"),
        ("netkit dns trace --capture walk.pcapng", "a walk told from a capture"),
        ("netkit dns trace www.disagree.test --all", "what every server of each zone says, and where they differ"),
        ("netkit dns trace www.glueless.test --predict", "a quiz: where does the next question go?"),
        ("netkit dns trace www.example.test --dnssec", "with the chain of trust, link by link"),
        ("netkit dns trace www.alias.test --html walk.html", "the zones as a picture, in a page"),
        ("netkit dns trace 192.0.2.80", "the name of an address"),
        ("netkit dns trace --names names.txt", "many names with one cache, as lines of JSON"),
    ],
)
@click.argument("words", nargs=-1, metavar="NAME [TYPE] [@SERVER]")
@click.option("--short", is_flag=True, help="One line a step.")
@click.option(
    "--all", "every", is_flag=True, help="Ask every server of each zone on the way, and show where they differ."
)
@click.option("--predict", is_flag=True, help="Ask you before each step where the question goes or what comes back.")
@click.option(
    "--names",
    "names_file",
    metavar="FILE",
    help="Trace each line's NAME [TYPE] (- is standard input), as lines of JSON.",
)
@click.option("--messages", is_flag=True, help="Explain the bytes of each message, too.")
@click.option("--made-up", "place", flag_value="made-up", help="Walk in the made-up internet, whatever the name.")
@click.option("--live", "place", flag_value="live", help="Ask real servers, whatever the name.")
@click.option("--capture", "capture_file", type=click.Path(), metavar="FILE", help="Tell a walk from this capture.")
@click.option("--dnssec", is_flag=True, help="Ask for signatures, check them, and show the chain of trust.")
@click.option(
    "--trust-anchor",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Believe the keys in this file (DS or DNSKEY lines, or IANA's root-anchors.xml) in place of the root's.",
)
@click.option("--svg", type=click.Path(), metavar="FILE", help="Write the zones and the chain of trust as a picture.")
@click.option("--html", type=click.Path(), metavar="FILE", help="Write the picture and the walk as a page of one file.")
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
@click.option(
    "--hints", type=click.Path(), metavar="FILE", help="Begin with the root's servers in this file (as named.root is)."
)
@click.option("--port", type=click.IntRange(1, 65535), metavar="NUMBER", help="Ask real servers at this port.")
@click.option(
    "--seed",
    metavar="TEXT",
    help="What decides each lot: the same seed, the same walk. Without one, real servers get numbers that nobody can guess.",
)
@click.option(
    "--now", type=float, default=0.0, metavar="SECONDS", help="The time at the beginning, in the made-up internet."
)
@click.pass_context
@reports
def trace(ctx: click.Context, /, words: tuple[str, ...], capture_file: str | None, **options: object) -> None:
    """Walk from the root to the answer as a resolver does, and say at every step why.

    Names below test, example and invalid are found in the made-up internet, which needs no network; others are asked for out there. An
    address means its name in the reverse tree. It ends with 0 where an answer came, also that there is none (NXDOMAIN, no data); with
    1 where the walk failed; with 3 where a capture has gaps in it; with 4 where the network is to blame.
    """
    from netkit.cli.dns_trace_shown import show_walks  # noqa: PLC0415 - `--help` needs none of it
    from netkit.dns.asked import parse_words  # noqa: PLC0415

    _check(capture_file, options)
    if options["names_file"]:
        ctx.exit(_names(words, options))
    asked = parse_words(words)
    if capture_file is not None:
        from netkit.cli.dns_trace_captured import from_capture  # noqa: PLC0415

        retold = from_capture(asked.question, capture_file, partial(_anchors, options=options))
        if retold is None:
            return
        told, place = [retold], None
    elif asked.question is None:
        raise UsageError(
            "which name?", why="there is none behind the command", hint="netkit dns trace www.example.test"
        )
    else:
        told, place = _walks(asked, asked.question, options)
    if options["predict"]:
        from netkit.cli.dns_trace_predict import predict  # noqa: PLC0415

        if not predict(told[0].walker, str(options["seed"] or "0")):
            return
    compared: list[ServerSaid] = []
    if options["every"] and place is not None:
        from netkit.cli.dns_trace_all import ask_all  # noqa: PLC0415

        compared, _ = ask_all(told[-1].walker, place, told[-1].now or place.time())
    show_walks(told, options, capture_file, compared, steps=not options["predict"])
    code = ExitCode.MALFORMED if told[-1].gaps else _code(told[-1].walker)
    # What a capture shows of a network says nothing of the one here.
    ctx.exit(ExitCode.WRONG if capture_file is not None and code is ExitCode.NETWORK else code)


def _check(capture_file: str | None, options: Mapping[str, object]) -> None:
    """UsageError for options that exclude each other."""
    if options["only4"] and options["only6"]:
        raise UsageError("-4 and -6 exclude each other", why="nothing would be left to ask over")
    if options["every"] and capture_file is not None:
        raise UsageError(
            "--all and --capture exclude each other", why="a capture holds what was asked, and nothing more"
        )
    if options["predict"] and form() is Form.JSON:
        raise UsageError("--predict and --json exclude each other", why="a quiz is for people")
    if options["names_file"]:
        used = [
            f"--{name.replace('_', '-')}"
            for name in ("every", "predict", "pcap", "svg", "html", "messages", "twice", "after")
            if options[name]
        ]
        used += ["--capture"] if capture_file is not None else []
        if used:
            raise UsageError(
                f"--names and {used[0].replace('every', 'all')} exclude each other",
                why="each name has one line of JSON",
            )


def _anchors(question: Question, options: Mapping[str, object]) -> Sequence[str]:
    """What a captured walk is validated from, if it is to be."""
    from netkit.cli.dns_place import place_of_walk  # noqa: PLC0415

    return place_of_walk(question.name, "", options).trust_anchors


def _code(walker: Walker) -> ExitCode:
    from netkit.dns.step import Outcome  # noqa: PLC0415

    if walker.result.rcode in (0, 3):
        return ExitCode.FINE
    asked = [each for each in walker.steps if each.server is not None]
    unreachable = asked and all(each.outcome in (Outcome.UNREACHABLE, Outcome.TIMEOUT) for each in asked)
    return ExitCode.NETWORK if unreachable else ExitCode.WRONG


def _names(words: tuple[str, ...], options: Mapping[str, object]) -> ExitCode:
    """Many names; behind the command may stand a type for all lines without one, and a server."""
    from netkit.cli.dns_place import place_of_walk  # noqa: PLC0415
    from netkit.cli.dns_trace_names import trace_names  # noqa: PLC0415
    from netkit.dns.asked import read_server, read_type  # noqa: PLC0415

    servers = [word[1:] for word in words if word.startswith("@")]
    kinds = [word for word in words if not word.startswith("@")]
    if len(servers) > 1 or len(kinds) > 1:
        raise UsageError(
            "too many words beside --names",
            why="the names stand in the file: only a type and @SERVER may be given for all",
            hint="netkit dns trace --names names.txt AAAA",
        )
    kind = kinds[0] if kinds else None
    if kind is not None:
        read_type(kind)
    server = read_server(servers[0]) if servers else ""
    start = float(options["now"])  # type: ignore[arg-type]
    return trace_names(str(options["names_file"]), kind, lambda name: place_of_walk(name, server, options), start)


def _walks(asked: Asked, question: Question, options: Mapping[str, object]) -> tuple[list[Told], Place]:
    """The walk, and the second one if one is asked for."""
    from netkit.cli.dns_place import place_of_walk  # noqa: PLC0415
    from netkit.cli.dns_trace_shown import Told  # noqa: PLC0415
    from netkit.dns.cache import Cache  # noqa: PLC0415
    from netkit.dns.durations import seconds_text  # noqa: PLC0415

    after = _seconds(options["after"]) if options["after"] else 0.0
    place = place_of_walk(question.name, asked.server, options)
    cache, known = Cache(), "nothing cached"
    now = place.time() if place.live else place.epoch + float(options["now"])  # type: ignore[arg-type]
    if options["warm"]:
        import dns.rdatatype  # noqa: PLC0415

        top = question.name.split(min(2, len(question.name)))[1]
        _, now = place.walked(type(question)(top, dns.rdatatype.NS), cache, now)
        known = "the servers of the zones above are cached"
    walker, now = place.walked(question, cache, now)
    found = [Told(walker=walker, where=f"{place.name} · {known}", now=now, epoch=place.epoch)]
    if options["twice"] or after:
        # Out there nobody waits: the cache is looked at as it will be.
        when = f"after {seconds_text(after)}" if after else "at once"
        walker, now = place.walked(question, cache, now + after)
        where = f"{place.name} · again {when}, with what is cached"
        found.append(Told(walker=walker, where=where, now=now, epoch=place.epoch))
    return found, place


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
