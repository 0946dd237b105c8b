"""`netkit dns check`: what is wrong with a zone's delegation and its servers, what it breaks, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import AccessError, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import dns.name

    from netkit.cli.dns_place import Place
    from netkit.dns.asked import Asked
    from netkit.dns.checking import Fault, Findings

__all__ = ["check"]

FORM = "netkit dns check ZONE [@SERVER]"


@click.command(
    cls=Command,
    examples=[
        ("netkit dns check example.test", "a zone of the made-up internet: all is well"),
        ("netkit dns check half-lame.test", "one of its servers does not know it"),
        ("netkit dns check glue-differs.test", "the zone above has an old address"),
        ("netkit dns check example.org", "a real zone: its servers and those above are asked"),
        ("netkit dns check example.test --live --hints root.hints", "your own servers, from your own root"),
        ("netkit dns check example.test --pcap check.pcapng", "what was asked, as packets"),
        ("netkit dns check --capture walk.pcapng", "what a capture shows of the zones in it"),
    ],
)
@click.argument("words", nargs=-1, metavar="[ZONE] [@SERVER]")
@click.option("--made-up", "place", flag_value="made-up", help="Check in the made-up internet, whatever the name.")
@click.option("--live", "place", flag_value="live", help="Ask real servers, whatever the name.")
@click.option("--capture", "capture_file", type=click.Path(), metavar="FILE", help="Ask nobody: look at this capture.")
@click.option("--pcap", type=click.Path(), metavar="FILE", help="Write the questions and answers to this file.")
@click.option("-4", "only4", is_flag=True, help="Ask over IPv4 alone.")
@click.option("-6", "only6", is_flag=True, help="Ask over IPv6 alone.")
@click.option(
    "--hints", type=click.Path(), metavar="FILE", help="Begin with the root's servers in this file (as named.root is)."
)
@click.option(
    "--trust-anchor",
    multiple=True,
    type=click.Path(),
    metavar="FILE",
    help="Believe the keys in this file (DS or DNSKEY lines, or IANA's root-anchors.xml) in place of the root's.",
)
@click.option("--port", type=click.IntRange(1, 65535), metavar="NUMBER", help="Ask real servers at this port.")
@click.option("--seed", metavar="TEXT", help="What decides each lot: the same seed, the same questions.")
@click.option(
    "--now", type=float, default=0.0, metavar="SECONDS", help="The time at the beginning, in the made-up internet."
)
@click.pass_context
@reports
def check(ctx: click.Context, /, words: tuple[str, ...], capture_file: str | None, **options: object) -> None:
    """Find what is wrong with a zone's delegation, what it breaks for whom, and who has to mend it.

    Every server of the zone and of the one above is asked, over UDP and TCP, with EDNS and without. Zones below test and example are
    checked in the made-up internet, which needs no network; others out there. It ends with 0 where nothing is at fault (remarks do not
    count), with 1 where something is; with 3 where a capture does not show enough to tell; with 4 where the network is to blame.
    """
    from netkit.dns.asked import parse_words  # noqa: PLC0415 - `--help` needs none of it

    if options["only4"] and options["only6"]:
        raise UsageError("-4 and -6 exclude each other", why="nothing would be left to ask over")
    plain = [word for word in words if not word.startswith("@")]
    if len(plain) > 1:
        raise UsageError(f"{plain[1][:80]!r} is one word too many", why="one zone is checked at a time", hint=FORM)
    asked = parse_words(words, form=FORM)
    name = None if asked.question is None else asked.question.name
    if capture_file is not None:
        from netkit.cli.dns_check_captured import from_capture  # noqa: PLC0415

        ctx.exit(from_capture(name, asked, capture_file, options))
    if name is None:
        raise UsageError("which zone?", why="there is none behind the command", hint="netkit dns check example.test")
    ctx.exit(_checked(name, asked, options))


def _checked(name: dns.name.Name, asked: Asked, options: Mapping[str, object]) -> ExitCode:
    """Ask, look, and show."""
    from netkit.cli.dns_place import place_of_walk  # noqa: PLC0415
    from netkit.dns.checking import Gathering, faults_in  # noqa: PLC0415
    from netkit.dns.view.checked_zone import checked_view  # noqa: PLC0415

    place = place_of_walk(name, asked.server, {**options, "no_minimise": False, "dnssec": True})
    now = place.time() if place.live else place.epoch + float(options["now"])  # type: ignore[arg-type]
    gathering = Gathering(
        name,
        hints=place.hints,
        now=now,
        seed=place.seed,
        # Below another root nothing is believed whose key nobody has named.
        trust_anchors=() if place.begins and not place.anchors else place.trust_anchors,
        ipv4=place.ipv4,
        ipv6=place.ipv6,
        allow_loopback=bool(place.begins),
    )
    place.drive(gathering, now)
    findings = gathering.findings
    if options["pcap"]:
        from netkit.cli.dns_trace_shown import write_steps  # noqa: PLC0415

        write_steps(str(options["pcap"]), gathering.steps, str(options["seed"] or "0"))
    if findings is None or not findings.reached:
        raise _nobody(place)
    if not findings.exists:
        raise _no_such_zone(findings, place)
    faults = faults_in(findings)
    questions = sum(step.server is not None for step in gathering.steps)
    document = checked_view(
        findings,
        faults,
        where=place.name,
        questions=questions,
        next_commands=_next(findings, faults, options),
    )
    show(document)
    return code_of(faults)


def code_of(faults: Sequence[Fault]) -> ExitCode:
    """1 where something has to be mended; remarks are none of that."""
    from netkit.dns.checking import Severity  # noqa: PLC0415

    return ExitCode.WRONG if any(each.rule.severity is not Severity.REMARK for each in faults) else ExitCode.FINE


def _next(findings: Findings, faults: Sequence[Fault], options: Mapping[str, object]) -> list[tuple[str, str]]:
    import shlex  # noqa: PLC0415

    from netkit.dns.name_text import name_text  # noqa: PLC0415

    zone = shlex.quote(name_text(findings.zone))
    found = [(f"netkit dns trace {zone} NS --all", "the way there, and what each server on it says")] if faults else []
    if options["pcap"]:
        path = shlex.quote(str(options["pcap"]))
        found.append((f"netkit capture show {path}", "the packets of this check"))
    return found


def _nobody(place: Place) -> AccessError:
    """The error that nobody answered at all."""
    servers = ", ".join(address for _, address in list(place.hints)[:4])
    return AccessError(
        "none of the servers with which the walk begins answered",
        where=servers,
        why="without them there is no way to any zone: this machine has no network, or something on the way lets nothing through",
        hint="netkit dns check example.test checks a zone of the made-up internet, which needs no network",
    )


def _no_such_zone(findings: Findings, place: Place) -> UsageError:
    """The error that there is no such name, with the one that was meant where it can be told."""
    from difflib import get_close_matches  # noqa: PLC0415

    from netkit.dns.name_text import name_text, zone_text  # noqa: PLC0415

    given, above = name_text(findings.name), name_text(findings.zone)
    known = [] if place.live else [each.rstrip(".") for each in place.internet.zones if each != "."]
    near = get_close_matches(given[:80].lower(), known, n=1, cutoff=0.75)
    hint = (
        f"did you mean {near[0]}? · netkit dns check {near[0]}" if near else f"the zone above: netkit dns check {above}"
    )
    return UsageError(
        f"there is no zone {given[:80]!r}",
        where=f"the servers of {zone_text(findings.zone)}, the zone above, say that there is no such name (NXDOMAIN)",
        why="a zone can be checked once it is delegated",
        hint=hint,
    )
