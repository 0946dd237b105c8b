"""A step of a walk as a stage: whom was asked and why, what they said, what came with it, what was not believed, and so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netkit.dns.name_text import name_text
from netkit.dns.query import PurposeKind
from netkit.dns.step import Outcome
from netkit.dns.view.records import sets_text, type_text
from netkit.dns.view.vouching import vouching
from netkit.view import Stage, StageLine

if TYPE_CHECKING:
    from netkit.dns.reason import Reason
    from netkit.dns.step import ReferredServer, Step

__all__ = ["BAD", "GOOD", "OUTCOMES", "stage", "stage_short"]

GOOD = frozenset({Outcome.ANSWER, Outcome.ALIAS, Outcome.NODATA, Outcome.NXDOMAIN, Outcome.REFERRAL, Outcome.CACHED})
"""Outcomes that bring a walk on."""

BAD = frozenset(Outcome) - GOOD - {Outcome.PENDING, Outcome.TRUNCATED}
"""Outcomes that do not help."""

OUTCOMES = {
    Outcome.PENDING: "no answer so far",
    Outcome.ANSWER: "answer",
    Outcome.ALIAS: "alias",
    Outcome.NODATA: "no data",
    Outcome.NXDOMAIN: "no such name",
    Outcome.REFERRAL: "referral",
    Outcome.TRUNCATED: "truncated",
    Outcome.LAME: "lame",
    Outcome.REFUSED: "refused",
    Outcome.SERVFAIL: "server failed",
    Outcome.FORMERR: "question not understood",
    Outcome.OTHER_ERROR: "error",
    Outcome.TIMEOUT: "silence",
    Outcome.UNREACHABLE: "unreachable",
    Outcome.MALFORMED: "malformed",
    Outcome.MISMATCH: "does not belong here",
    Outcome.CACHED: "cached",
    Outcome.LIMIT: "limit",
    Outcome.GAVE_UP: "gave up",
}
"""Each outcome in a word or two."""

MOST_IGNORED = 6
MOST_SERVERS = 6


def stage(step: Step, *, beside: int | None = None) -> Stage:
    """Everything about a step; `beside` is the number of one that was under way when it was asked."""
    return _stage(step, list(_lines(step, beside)))


def stage_short(step: Step) -> Stage:
    """A step in one line."""
    who = f"{step.server}: " if step.server is not None else ""
    line = _line(OUTCOMES[step.outcome], f"{who}{step.question}", trouble=step.outcome in BAD)
    said = (
        "; ".join(text for text, _ in sets_text(step.records))
        if step.outcome in (Outcome.ANSWER, Outcome.ALIAS)
        else ""
    )
    if step.referral is not None:
        said = f"on to {name_text(step.referral.zone)}"
    said = said or step.reason
    return _stage(
        step, [StageLine(label=line.label, text=f"{line.text} · {said}" if said else line.text, trouble=line.trouble)]
    )


def _stage(step: Step, lines: Sequence[StageLine]) -> Stage:
    return Stage(
        number=step.number,
        place=name_text(step.zone) if len(step.zone) > 1 else ". (root)",
        lines=lines,
        depth=step.purpose.depth,
        parent=step.purpose.parent if step.purpose.depth else None,
    )


def _line(label: str, text: str, source: str = "", *, trouble: bool = False, quiet: bool = False) -> StageLine:
    return StageLine(label=label, text=text, source=source, trouble=trouble, quiet=quiet)


def _reason(label: str, reason: Reason, *, trouble: bool = False) -> StageLine:
    return _line(label, reason.text, reason.rfc, trouble=trouble)


def _lines(step: Step, beside: int | None) -> Iterator[StageLine]:
    if step.purpose.kind is PurposeKind.KEYS:
        at_once = f", asked while step {beside} is under way: it takes no time of its own" if beside is not None else ""
        yield _line("for", f"the chain of trust{at_once}", quiet=True)
    if step.purpose.kind is PurposeKind.SERVER_ADDRESS and step.purpose.depth:
        zone = f", a server of {name_text(step.purpose.zone)}" if step.purpose.zone is not None else ""
        yield _line("for", f"the address of {name_text(step.purpose.wanted.name)}{zone}", quiet=True)
    if step.server is not None:
        over = " over TCP" if step.transport == "tcp" else ""
        yield _line("asked", f"{step.server}{over}: {step.question}?")
        if step.because is not None:
            text = step.because.text.removeprefix("because ")
            yield _line("because", text, step.because.rfc)
        for reason in step.asked_so:
            yield _reason("question", reason)
    elif step.outcome is Outcome.CACHED:
        yield _line("asked", f"nobody: {step.question}? is in the cache")
    yield from _said(step)
    for ignored in step.ignored[:MOST_IGNORED]:
        yield _line("ignored", f"{ignored.what}: {ignored.reason.text}", ignored.reason.rfc)
    if len(step.ignored) > MOST_IGNORED:
        yield _line(
            "ignored", f"{len(step.ignored) - MOST_IGNORED} more (--all shows them in the messages)", quiet=True
        )
    yield from _so(step)


def _said(step: Step) -> Iterator[StageLine]:
    if step.referral is not None:
        names = [name_text(server.name) for server in step.referral.servers]
        shown = ", ".join(names[:MOST_SERVERS]) + (
            f" and {len(names) - MOST_SERVERS} more" if len(names) > MOST_SERVERS else ""
        )
        servers = "server" if len(names) == 1 else "servers"
        yield _line("said", f'"ask the {servers} of {name_text(step.referral.zone)}": {shown}')
        for server in step.referral.servers[:MOST_SERVERS]:
            yield from _glue(server)
        yield from vouching(step)
    for text, seconds in sets_text(step.records):
        label = "cached" if step.outcome is Outcome.CACHED else "said"
        good = f", good for {seconds:,} s" if step.referral is None else ""
        if step.referral is None or step.outcome is not Outcome.REFERRAL:
            claim = " (authoritative)" if step.authoritative else ""
            yield _line(label, f"{text}{good}{claim}")
    if not step.records and step.referral is None and step.outcome in (Outcome.NODATA, Outcome.NXDOMAIN):
        claim = " (authoritative)" if step.authoritative else ""
        kind = type_text(step.question.type)
        name = name_text(step.question.name)
        yield _line(
            "said", f"there is no {name}{claim}" if step.outcome is Outcome.NXDOMAIN else f"{name} has no {kind}{claim}"
        )


def _glue(server: ReferredServer) -> Iterator[StageLine]:
    name = name_text(server.name)
    if server.addresses:
        yield _line("glue", f"{name} is at {' and '.join(server.addresses)} ({server.kind.value})")
    else:
        yield _line("glue", f"no address of {name} ({server.kind.value})")
    yield _line("", server.needed.text, server.needed.rfc)
    if server.believed is not None:
        yield _line("", server.believed.text, server.believed.rfc)


def _so(step: Step) -> Iterator[StageLine]:
    trouble = step.outcome in BAD
    if step.referral is not None and step.outcome is Outcome.REFERRAL:
        zone = name_text(step.referral.zone)
        others = [each for each in step.concluded if each.rule != "referral"]
        if any(server.addresses for server in step.referral.servers):
            yield _line("so", f"on to {zone}")
        elif not any(each.rule == "referral.glueless" for each in others):
            yield _line("so", "first find out where one of its servers is, then come back")
        for reason in others:
            come_back = ", then come back" if reason.rule == "referral.glueless" else ""
            yield _line("so", reason.text + come_back, reason.rfc, quiet=reason.rule.startswith("kept"))
        return
    for number, reason in enumerate(step.concluded):
        yield _reason(
            OUTCOMES[step.outcome] if number == 0 and trouble else "so", reason, trouble=trouble and number == 0
        )
    if not step.concluded:
        yield _line("so", OUTCOMES[step.outcome], trouble=trouble)
