"""What people want to do with netkit, and what each thing needs of the machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netkit.live.doctor.finding import Finding, State

__all__ = ["ABILITIES", "Ability", "Judged", "judge"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """`key` is a stable id; without the findings that it `needs` it does not work, without those that it `wants` it works in part."""

    key: str
    name: str
    needs: Sequence[str] = ()
    wants: Sequence[str] = ()
    instead: str = ""
    """What to do where it does not work."""


ABILITIES: Sequence[Ability] = (
    Ability(
        key="labs",
        name="labs with captures, packets and answers",
        needs=("python", "installation", "write.here", "write.temporary"),
    ),
    Ability(
        key="code",
        name="labs that run your own code",
        needs=("python", "installation", "write.temporary", "namespaces"),
        instead="such a task is judged where it is handed in",
    ),
    Ability(
        key="shell",
        name="the lab shell: a network of your own",
        needs=("namespaces", "kernel.veth"),
        wants=("tool.ip", "tool.dig", "tool.curl"),
        instead="every live task has a twin that is answered from captures, for the same points",
    ),
    Ability(
        key="sniff",
        name="recording at this machine's interfaces",
        needs=("capture",),
        instead="every capture file is read without any rights",
    ),
    Ability(
        key="tcp",
        name="netkit's own TCP against this kernel's",
        needs=("namespaces", "tun"),
        instead="netkit tcp transfer shows the same between two of netkit's own",
    ),
    Ability(
        key="networks",
        name="larger networks: switches, filters, loss",
        needs=("namespaces", "kernel.veth"),
        wants=("kernel.bridge", "kernel.nftables", "kernel.netem"),
    ),
    Ability(
        key="dns",
        name="asking name servers outside",
        needs=("dns.outside", "dns.own-answers"),
        instead="netkit dns trace walks in the made-up internet, without any network",
    ),
    Ability(
        key="tools",
        name="other tools beside netkit",
        wants=("tool.ip", "tool.tcpdump", "tool.tshark", "tool.wireshark", "tool.dig", "tool.curl"),
    ),
    Ability(key="screen", name="the screen", wants=("screen.letters", "screen.colour", "screen.width")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An ability, how it stands, and the findings that keep it from working, or from working wholly."""

    ability: Ability
    state: State
    missing: Sequence[Finding]


def judge(ability: Ability, findings: Mapping[str, Finding]) -> Judged:
    """How an ability stands by what was found; of what was not looked at nothing is said."""
    needed = [findings[key] for key in ability.needs if key in findings]
    wanted = [findings[key] for key in ability.wants if key in findings]
    missing = [each for each in (*needed, *wanted) if each.state is not State.WORKS]
    if any(each.state is State.MISSING for each in needed):
        state = State.MISSING
    elif any(each.state is State.UNASKED for each in needed):
        state = State.UNASKED
    elif any(each.state is State.UNKNOWN for each in needed):
        state = State.UNKNOWN
    else:
        state = State.PART if missing else State.WORKS
    return Judged(ability=ability, state=state, missing=missing)
