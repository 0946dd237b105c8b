"""`netkit dns trace --capture`: the walk that a capture shows."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import dns.flags

from netkit.cli.dns_internets import captured
from netkit.cli.dns_trace_shown import Told
from netkit.cli.output import show
from netkit.dns.name_text import name_text
from netkit.dns.replay import retell, walks_in
from netkit.dns.view.records import type_text
from netkit.errors import CaptureError, UsageError
from netkit.view import Document, Next, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netkit.dns.query import Question
    from netkit.dns.replay import Exchange
    from netkit.view import Block, Json

__all__ = ["from_capture"]


def from_capture(question: Question | None, path: str, anchors: Callable[[Question], Sequence[str]]) -> Told | None:
    """The walk that a capture shows; where no name says which of several, they are listed, and it is None.

    `anchors` gives what is believed beforehand of a walk that is to be validated.
    """
    exchanges = captured(path)
    if all(each.recursive for each in exchanges):
        raise _no_walk(path, exchanges)
    found = walks_in(exchanges)
    if question is None:
        if len(found) != 1:
            _list(path, found)
            return None
        question = found[0]
    believed = anchors(question)
    if believed and not any(_signed(each) for each in exchanges):
        raise UsageError(
            f"the walk in {path} can't be validated",
            where="none of its answers is to a question for signatures (DO is not set)",
            why="servers send signatures and proofs only to those who ask for them (RFC 4035 section 3.1)",
            hint="leave out --dnssec, or record a walk that asks: netkit dns trace NAME --dnssec --pcap FILE",
        )
    retold = retell(question, exchanges, trust_anchors=believed)
    count = len(retold.missing)
    gaps = f" · {count} question{'' if count == 1 else 's'} that it has no answer to" if count else ""
    return Told(walker=retold.walker, where=f"told from {path}{gaps}", gaps=count)


def _signed(exchange: Exchange) -> bool:
    """Whether an answer was given to somebody who asked for signatures: that bit comes back with it (RFC 3225 section 3)."""
    return exchange.answer is not None and bool(exchange.answer.ednsflags & dns.flags.DO)


def _no_walk(path: str, exchanges: Sequence[Exchange]) -> CaptureError:
    quoted = shlex.quote(path)
    if not exchanges:
        return CaptureError(
            f"{path} shows no walk",
            where="it has no DNS question",
            why="DNS is looked for at port 53, over UDP and TCP; what is encrypted (TLS, HTTPS) can't be seen",
            hint=f"netkit capture info {quoted} shows what is in it",
        )
    count, servers = len(exchanges), sorted({each.server for each in exchanges})
    whom = servers[0] if len(servers) == 1 else f"{len(servers)} servers"
    return CaptureError(
        f"{path} shows no walk",
        where=f"it has {count:,} DNS question{'' if count == 1 else 's'} to {whom}, each of which asks the server to do the walk"
        " itself (RD is set)",
        why="the walk went on behind that resolver, where this capture does not see: it would have to be taken on the resolver",
        hint=f"netkit capture dns {quoted} shows what was asked",
    )


def _list(path: str, found: Sequence[Question]) -> None:
    """Show which walks there are to choose from."""
    rows = [(name_text(each.name), type_text(each.type)) for each in found]
    blocks: list[Block] = [
        Sentence(text=f"{path} shows {len(found):,} walks"),
        Table(columns=("name", "type"), rows=rows),
    ]
    if rows:
        name, kind = rows[0]
        command = f"netkit dns trace {shlex.quote(name)} {kind} --capture {shlex.quote(path)}"
        blocks.append(Next(commands=[(command, "tell one of them")]))
    data: dict[str, Json] = {"file": path, "walks": [{"name": name, "type": kind} for name, kind in rows]}
    show(Document(schema="netkit.dns.walks/1", data=data, blocks=blocks))
