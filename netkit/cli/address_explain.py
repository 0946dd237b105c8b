"""`netkit address explain`: what an address, a prefix or a MAC address says."""

from __future__ import annotations

from collections.abc import Sequence

import click

from netkit.address.explain_view import explain as explain_view
from netkit.address.mac_text import parse_mac
from netkit.address.made_view import made_from_mac, made_from_secret
from netkit.address.prefix import Prefix
from netkit.address.subject import IpSubject, Subject, parse_subject
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import UsageError
from netkit.view import Block, Json

__all__ = ["explain"]


@click.command(
    cls=Command,
    examples=[
        ("netkit address explain 192.0.2.77/26", "an address and its subnet, in binary"),
        ("netkit address explain 2001:0DB8::0:1 --all", "an IPv6 address, and what its text should be"),
        ("netkit address explain 192.0.0.0/24", "a prefix, and the special ranges in it"),
        ("netkit address explain 00:0c:29:aa:bb:cc", "a MAC address: its bits, its maker, its identifier"),
        ("netkit address explain 2001:db8:1:2::/64 --mac 02:00:00:00:00:0a", "the address that it makes there"),
        ("netkit address explain 2001:db8:1:2::/64 --secret s3cret --interface eth0", "a stable one (RFC 7217)"),
    ],
)
@click.argument("what", nargs=-1, required=False)
@click.option("--all", "everything", is_flag=True, help="Say everything: the registry's answers, numbers, history.")
@click.option(
    "--mac", metavar="MAC", help="Make the address with modified EUI-64 from this MAC address in the given /64."
)
@click.option("--secret", metavar="TEXT", help="Make the stable address of RFC 7217 with this secret in the given /64.")
@click.option(
    "--interface", metavar="NAME", default="eth0", show_default=True, help="With --secret: the interface's name."
)
@click.option("--network-id", metavar="NAME", default="", help="With --secret: the network's name, such as a Wi-Fi's.")
@click.option(
    "--counter",
    type=click.IntRange(0, 255),
    default=0,
    show_default=True,
    help="With --secret: how many addresses so far turned out to be somebody else's.",
)
@reports
def explain(
    what: tuple[str, ...],
    mac: str | None,
    secret: str | None,
    interface: str,
    network_id: str,
    counter: int,
    *,
    everything: bool,
) -> None:
    """What an address, a prefix or a MAC address says.

    WHAT is an IPv4 or IPv6 address, with its prefix length or not, a prefix, a MAC address, or an EUI-64 with hyphens; one or several.
    """
    if not what:
        raise UsageError(
            "which address?",
            why="there is none behind the command",
            hint="netkit address explain 192.0.2.77/26 shows one",
        )
    subjects = [parse_subject(text) for text in what]
    made: list[tuple[Sequence[Block], Json]] = []
    if mac is not None or secret is not None:
        for subject in subjects:
            blocks: list[Block] = []
            data: list[Json] = []
            prefix = _prefix_of(subject)
            if mac is not None:
                more, entry = made_from_mac(prefix, parse_mac(mac))
                blocks += more
                data.append(entry)
            if secret is not None:
                more, entry = made_from_secret(
                    prefix, secret=secret, interface=interface, network_id=network_id, counter=counter
                )
                blocks += more
                data.append(entry)
            made.append((blocks, data))
    show(explain_view(subjects, everything=everything, made=made))


def _prefix_of(subject: Subject) -> Prefix:
    """The /64 that an address is to be made in; UsageError for anything else."""
    prefix = subject.prefix if isinstance(subject, IpSubject) else None
    if prefix is None or prefix.version != 6 or prefix.length != 64:
        raise UsageError(
            f"{subject.given} is no /64 of IPv6",
            why="an interface identifier has 64 bits, so --mac and --secret make an address in a prefix of the other 64 (RFC 4291 §2.5.1)",
            hint="netkit address explain 2001:db8:1:2::/64 --mac 02:00:00:00:00:0a",
        )
    return prefix
