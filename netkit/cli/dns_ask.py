"""`netkit dns ask`: one question to one server, and its answer explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from netkit.cli.help import Command
from netkit.cli.in_lab_shell import run_around
from netkit.cli.output import reports, show
from netkit.errors import AccessError, ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netkit.cli.dns_ask_words import Wanted
    from netkit.dns.attempt import Attempt

__all__ = ["ask"]

PORTS = {"tls": 853, "https": 443}
DNS_PORT = 53


@click.command(
    cls=Command,
    examples=[
        ("netkit dns ask www.example.test @203.0.113.10", "a server of the made-up internet, without any network"),
        ("netkit dns ask www.example.test AAAA @a.root.test", "the same question to its root: a referral"),
        ("netkit dns ask 192.0.2.80 @203.0.113.10", "the name of an address (PTR)"),
        ("netkit dns ask www.example.org MX @9.9.9.9 --dnssec", "a real server, with signatures"),
        ("netkit dns ask www.example.org @1.1.1.1 --tls", "the same encrypted"),
        ("netkit dns ask www.example.test @127.0.0.1:5300 --live", "your own server on this machine"),
    ],
)
@click.argument("words", nargs=-1, metavar="NAME [TYPE] @SERVER[:PORT]")
@click.option("-x", "reverse", is_flag=True, help="NAME is an address: ask for its name.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="NUMBER", help="Ask at this port.")
@click.option(
    "--recursion/--no-recursion",
    default=True,
    help="Want the server to look the answer up (RD), which is so if nothing is said; or only what it knows itself.",
)
@click.option("--dnssec", is_flag=True, help="Want signatures, too (DO).")
@click.option("--cd", "checking_disabled", is_flag=True, help="Want answers with wrong signatures, too (CD).")
@click.option(
    "--bufsize", type=click.IntRange(512, 65535), default=1232, metavar="BYTES", help="Take this much over UDP."
)
@click.option("--no-edns", is_flag=True, help="Ask without EDNS.")
@click.option("--nsid", is_flag=True, help="Ask the server which of several it is (NSID).")
@click.option("--tcp", is_flag=True, help="Ask over TCP at once.")
@click.option("--no-retry", is_flag=True, help="Do not ask again over TCP if the answer is cut.")
@click.option("--tls", is_flag=True, help="Ask over TLS (RFC 7858).")
@click.option("--https", is_flag=True, help="Ask over HTTPS (RFC 8484).")
@click.option("--https-path", default="/dns-query", metavar="PATH", help="Where at the server, with --https.")
@click.option("--tls-host", metavar="NAME", help="The name that the server's certificate has to be for.")
@click.option("--ca", type=click.Path(), metavar="FILE", help="Trust the certificates in this file.")
@click.option("--insecure-tls", is_flag=True, help="Take any certificate.")
@click.option(
    "--timeout", type=click.FloatRange(0.01, 60), default=2.0, metavar="SECONDS", help="Wait this long, each time."
)
@click.option("--tries", type=click.IntRange(1, 10), default=3, metavar="NUMBER", help="Ask this often over UDP.")
@click.option("--made-up", "place", flag_value="made-up", help="Ask in the made-up internet.")
@click.option("--live", "place", flag_value="live", help="Ask a real server, whatever the address.")
@click.option(
    "--check-way", is_flag=True, help="Find out, too, whether somebody on the way answers in the server's place."
)
@click.option("--hex", "raw", is_flag=True, help="Show the bytes of both messages.")
@click.option("--messages", is_flag=True, help="Explain the bytes of both messages.")
@click.option("--pcap", type=click.Path(), metavar="FILE", help="Write what went over the network to this file.")
@click.pass_context
@reports
def ask(ctx: click.Context, /, words: tuple[str, ...], **options: Any) -> None:
    """Ask one server one question, and say what its answer means.

    SERVER is an address, or the name of a server of the made-up internet; addresses of that internet are asked there, without any
    network (in a lab shell they are real, and asked over its wire). It ends with 0 where an answer came, also that there is none
    (NXDOMAIN, no data), or a referral; with 1 where the server did not want to or could not answer; with 4 where nothing came back.
    """
    from netkit.cli.dns_ask_next import next_commands  # noqa: PLC0415
    from netkit.cli.dns_ask_options import check_options  # noqa: PLC0415
    from netkit.cli.dns_ask_words import read_words  # noqa: PLC0415
    from netkit.cli.dns_internets import made_up  # noqa: PLC0415
    from netkit.dns.view.asked_view import asked_view  # noqa: PLC0415

    check_options(options)
    internet: Any = made_up()
    addresses = {address: server.name for address, server in internet.servers.items()}
    wanted = read_words(words, addresses, reverse=options["reverse"])
    place = options["place"] or ("live" if run_around() is not None else "")
    here = place != "live" and (wanted.server.address in addresses or place == "made-up")
    findings = []
    if here:
        from netkit.cli.dns_ask_made_up import ask_made_up  # noqa: PLC0415

        if options["tls"] or options["https"]:
            raise UsageError(
                "the made-up internet does not encrypt",
                where=str(wanted.server),
                why="its servers are asked in memory, where nobody listens",
                hint="leave --tls and --https out, or ask a real server with --live",
            )
        attempts = ask_made_up(internet, wanted.question, wanted.server, _port(wanted, options), options)
    else:
        from netkit.cli.dns_ask_live import ask_live, findings_of  # noqa: PLC0415

        attempts = ask_live(wanted.question, wanted.server, _port(wanted, options), options)
        findings = findings_of(attempts, check=options["check_way"])
    if options["pcap"]:
        _write(options["pcap"], attempts)
    if attempts[-1].response is None:
        raise _silence(wanted, attempts, here=here)
    document = asked_view(
        wanted.question,
        attempts,
        where="made-up internet" if here else "",
        raw=options["raw"],
        messages=options["messages"],
        findings=findings,
        next_commands=next_commands(wanted, attempts[-1], options),
    )
    show(document)
    ctx.exit(ExitCode.FINE if attempts[-1].response.rcode() in (0, 3) else ExitCode.WRONG)


def _port(wanted: Wanted, options: Mapping[str, Any]) -> int:
    usual = next((port for way, port in PORTS.items() if options[way]), DNS_PORT)
    found: int = wanted.port or options["port"] or usual
    return found


def _write(path: str, attempts: Sequence[Attempt]) -> None:
    """What went over the network as a capture."""
    from netkit import capture  # noqa: PLC0415
    from netkit.capture.form import form_for  # noqa: PLC0415
    from netkit.capture.timed import records_of  # noqa: PLC0415
    from netkit.dns.attempt_packets import packets_of_attempts  # noqa: PLC0415

    keeps = form_for(path).format == "pcapng"
    capture.write(path, records_of(packets_of_attempts(attempts), commented=keeps))


def _silence(wanted: Wanted, attempts: Sequence[Attempt], *, here: bool) -> AccessError:
    """The error that nothing came back, with what was tried."""
    from netkit.dns.view.asked_view import attempt_text  # noqa: PLC0415

    tried = [f"over {each.transport.upper()}: {attempt_text(each)}" for each in attempts]
    passed = [f"passed over: {reason.text}" for each in attempts for reason in each.passed_over[:3]]
    hint = "netkit dns trace www.example.test walks in the made-up internet, which needs no network"
    if here:
        hint = "netkit dns zones shows which servers there are in the made-up internet"
    return AccessError(
        f"{wanted.server} gave no answer to {wanted.question}",
        where=" · ".join([*tried, *passed]),
        why=_why(attempts[-1].failure),
        hint=hint,
    )


def _why(failure: str) -> str:
    word = failure.partition(":")[0]
    return {
        "timeout": "it is down, does not speak DNS, or something on the way lets nothing through",
        "refused-connection": "the machine is there, but has no name server at this port",
        "unreachable": "this machine has no way to it: no network, or not over this version of IP",
        "certificate": "the certificate has to be valid, from somebody trusted, and for the name or address that is asked "
        "(--tls-host NAME, --ca FILE)",
    }.get(word, "what came is no answer to this question")
