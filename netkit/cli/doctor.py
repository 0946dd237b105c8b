"""`netkit doctor`: what this machine can do, and how to mend it."""

from __future__ import annotations

import os
import platform
from typing import TYPE_CHECKING

import click

from netkit import __version__
from netkit.cli.help import Command
from netkit.cli.output import reports, show
from netkit.errors import ExitCode
from netkit.live.doctor.abilities import ABILITIES, judge
from netkit.live.doctor.finding import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.live.doctor.probing import Probe

__all__ = ["doctor"]


@click.command(
    cls=Command,
    examples=[
        ("netkit doctor", "what works here, what does not, and what mends it"),
        ("netkit doctor --all", "everything that was looked at"),
        ("netkit doctor --outside", "ask name servers outside, too"),
        ("netkit doctor --need shell --need sniff", "fail unless these work: for scripts"),
    ],
)
@click.option("--all", "everything", is_flag=True, help="Show everything that was looked at.")
@click.option(
    "--outside", is_flag=True, help="Ask a name server outside, and an address where none can be: a few packets."
)
@click.option(
    "--need",
    "needs",
    multiple=True,
    type=click.Choice([each.key for each in ABILITIES]),
    help="Exit with 4 unless this works (repeatable).",
)
@click.pass_context
@reports
def doctor(ctx: click.Context, *, everything: bool, outside: bool, needs: tuple[str, ...]) -> None:
    """What this machine can do for netkit, and how to mend it.

    It looks: at what the kernel lets this user do, at the tools beside netkit, at Python, at the screen. What it makes to try a thing is
    gone at once, and it sends nothing unless told to (--outside). Its exit code is 0 whatever it finds, but for what --need names.
    """
    from netkit.live.doctor.probing import look  # noqa: PLC0415
    from netkit.live.doctor.view import report  # noqa: PLC0415

    findings = look(_probes(outside=outside))
    by_key = {each.key: each for each in findings}
    judged = [judge(each, by_key) for each in ABILITIES]
    show(report(_machine(), judged, findings, everything=everything))
    if any(each.ability.key in needs and each.state not in (State.WORKS, State.PART) for each in judged):
        ctx.exit(ExitCode.NETWORK)


def _probes(*, outside: bool) -> Sequence[Probe]:
    """In the order in which they are shown."""
    from netkit.cli.doctor_screen import screen  # noqa: PLC0415
    from netkit.live.doctor.probes.capturing import capturing  # noqa: PLC0415
    from netkit.live.doctor.probes.dns_outside import dns_outside, dns_unasked  # noqa: PLC0415
    from netkit.live.doctor.probes.installation import installation  # noqa: PLC0415
    from netkit.live.doctor.probes.kernel_features import kernel_features  # noqa: PLC0415
    from netkit.live.doctor.probes.namespaces import namespaces  # noqa: PLC0415
    from netkit.live.doctor.probes.places import places  # noqa: PLC0415
    from netkit.live.doctor.probes.tools import tools  # noqa: PLC0415
    from netkit.live.doctor.probes.tun_device import tun_device  # noqa: PLC0415

    dns = dns_outside if outside else dns_unasked
    return (installation, places, namespaces, kernel_features, tun_device, capturing, dns, tools, screen)


def _machine() -> dict[str, str]:
    """What this is, in words."""
    from netkit.live.doctor.package_managers import system_name  # noqa: PLC0415
    from netkit.live.refusals import container  # noqa: PLC0415

    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {
        "netkit": f"netkit {__version__}",
        "system": system_name(),
        "kernel": f"{platform.system()} {platform.release()}",
        "python": f"Python {platform.python_version()}",
        "container": f"in a container ({container()})" if container() else "",
        "user": "as root" if is_root else "as an ordinary user",
    }
