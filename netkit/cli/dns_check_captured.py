"""`netkit dns check --capture`: what a capture shows of a zone and its servers."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from netkit.capture.view import troubles
from netkit.cli.dns_check import code_of
from netkit.cli.dns_internets import captured
from netkit.cli.output import say, show
from netkit.dns.checking import Severity, faults_in
from netkit.dns.checking.captured import findings_in_capture, zones_in_capture
from netkit.dns.name_text import name_text
from netkit.dns.view.checked_zone import checked_view
from netkit.errors import CaptureError, ExitCode, UsageError
from netkit.view import Document, Next, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import dns.name

    from netkit.cli.dns_internets import Captured
    from netkit.dns.asked import Asked
    from netkit.view import Block, Json

__all__ = ["from_capture"]


def from_capture(name: dns.name.Name | None, asked: Asked, path: str, options: Mapping[str, object]) -> ExitCode:
    """Check the zone that a name belongs to by what the capture shows; without a name, the one that there is, or list them."""
    used = [f"--{each.replace('_', '-')}" for each in ("pcap", "hints", "port", "trust_anchor") if options[each]] + (
        [f"@{asked.server}"] if asked.server else []
    )
    if used:
        raise UsageError(
            f"--capture and {used[0]} exclude each other",
            why="a capture holds what was asked, and nobody is asked anew",
        )
    capture = captured(path)
    exchanges = capture.exchanges
    if capture.problems:
        say(*troubles(capture.problems))
    zones = zones_in_capture(exchanges)
    if not zones:
        raise CaptureError(
            f"{path} shows no delegation",
            where=f"it has {len(exchanges):,} DNS question{'' if len(exchanges) == 1 else 's'}, and no answer that refers to another zone",
            why="only who walks from the root down, as a resolver does, is told who serves a zone",
            hint=f"netkit capture dns {shlex.quote(path)} shows what was asked",
        )
    if name is None:
        if len(zones) > 1:
            return _list(path, zones)
        name = zones[0]
    findings = findings_in_capture(name, exchanges, _missing(capture))
    if not findings.reached:
        raise CaptureError(
            f"{path} shows nothing of {name_text(name)}",
            where=f"it refers to {', '.join(name_text(each) for each in zones[:6])}",
            why="no answer in it refers to a zone in which the name lies",
            hint=f"netkit dns check {shlex.quote(name_text(zones[-1]))} --capture {shlex.quote(path)}",
        )
    faults = faults_in(findings)
    questions = len(findings.at_parent) + len(findings.at_zone)
    zone = shlex.quote(name_text(findings.zone))
    live = [(f"netkit dns check {zone}", "ask all of its servers, in every way")]
    show(checked_view(findings, faults, where=f"told from {path}", questions=questions, next_commands=live))
    serious = any(each.rule.severity is not Severity.REMARK for each in faults)
    return ExitCode.MALFORMED if findings.untold and not serious else code_of(faults)


def _missing(capture: Captured) -> list[str]:
    """What the file does not hold of what went by."""
    told = [f"the file is damaged at byte {each.offset:,}: {each.text}" for each in capture.problems[:1]]
    if capture.cut:
        told.append(
            f"of {capture.cut:,} packet{'' if capture.cut == 1 else 's'} with DNS the file holds only the beginnings"
        )
    return told


def _list(path: str, zones: Sequence[dns.name.Name]) -> ExitCode:
    """Show which zones there are to choose from."""
    quoted = shlex.quote(path)
    names = [name_text(each) for each in zones]
    blocks: list[Block] = [
        Sentence(text=f"{path} shows the way to {len(zones):,} zones"),
        Table(columns=("zone",), rows=[(each,) for each in names]),
        Next(commands=[(f"netkit dns check {shlex.quote(names[-1])} --capture {quoted}", "check one of them")]),
    ]
    data: dict[str, Json] = {"file": path, "zones": names}
    show(Document(schema="netkit.dns.zones-in-capture/1", data=data, blocks=blocks))
    return ExitCode.FINE
