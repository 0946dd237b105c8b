"""Whether questions reach name servers outside, and whether somebody on the way answers them: asked only when told to."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.live.doctor.finding import Finding, State

__all__ = ["dns_outside", "dns_unasked"]

KEY, NAME = "dns.outside", "name servers outside"
CAUGHT, CAUGHT_NAME = "dns.own-answers", "answers from whom one asks"
ROOT = "198.41.0.4"
"""a.root-servers.net."""


def dns_unasked() -> Iterator[Finding]:
    """Says that nothing was sent."""
    for key, name in ((KEY, NAME), (CAUGHT, CAUGHT_NAME)):
        yield Finding(
            key=key,
            name=name,
            state=State.UNASKED,
            found="not asked: that sends packets to the Internet",
            why="netkit doctor sends nothing by itself",
            mend="netkit doctor --outside asks a root server, and an address at which nobody is",
        )


def dns_outside(root: str = ROOT, nobody: str | None = None, port: int = 53, timeout: float = 1.5) -> Iterator[Finding]:
    """Asks a root server for the root's servers, and an address at which nobody can be; `timeout` is in seconds."""
    from netkit.dns.interception import ADVICE, NOBODY, root_answered_oddly  # noqa: PLC0415 - loads what reads messages
    from netkit.live.dns.probing import ask_for_root, probe  # noqa: PLC0415

    answer = ask_for_root(root, port=port, timeout=timeout)
    if answer is None:
        yield Finding(
            key=KEY,
            name=NAME,
            state=State.MISSING,
            found=f"the root server {root} did not answer within {timeout:g} s",
            why="there is no way to the Internet, or port 53 is closed for all but the network's own resolver",
            mend="netkit dns ask NAME @SERVER --https goes another way; netkit dns trace NAME needs no network",
        )
    else:
        yield Finding(key=KEY, name=NAME, state=State.WORKS, found=f"the root server {root} answers")
    caught = probe(nobody or NOBODY, port=port, timeout=timeout) or (
        root_answered_oddly(answer, root) if answer else None
    )
    if caught is not None:
        yield Finding(
            key=CAUGHT, name=CAUGHT_NAME, state=State.MISSING, found=caught.seen, why=caught.meaning, mend=ADVICE
        )
    elif answer is None:
        yield Finding(key=CAUGHT, name=CAUGHT_NAME, state=State.UNKNOWN, found="nobody answers at all")
    else:
        yield Finding(key=CAUGHT, name=CAUGHT_NAME, state=State.WORKS, found="nobody answers in the servers' place")
