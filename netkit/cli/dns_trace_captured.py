"""`netkit dns trace --capture`: the walk that a capture shows."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click
import dns.flags

from netkit.capture.view import troubles
from netkit.cli.dns_internets import captured
from netkit.cli.dns_trace_shown import Told
from netkit.cli.output import say, show
from netkit.dns.name_text import name_text
from netkit.dns.replay import retell, walks_in
from netkit.dns.view.records import type_text
from netkit.errors import CaptureError, ExitCode, UsageError
from netkit.view import Document, Next, Sentence, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from netkit.cli.dns_internets import Captured
    from netkit.dns.query import Question
    from netkit.dns.replay import Exchange, Retold
    from netkit.view import Block, Json

__all__ = ["from_capture"]


def from_capture(question: Question | None, path: str, anchors: Callable[[Question], Sequence[str]]) -> Told | None:
    """The walk that a capture shows; where no name says which of several, they are listed, and it is None.

    `anchors` gives what is believed beforehand of a walk that is to be validated.
    """
    capture = captured(path)
    found = walks_in(capture.exchanges)
    if not found and (question is None or all(each.recursive for each in capture.exchanges)):
        raise _no_walk(path, capture)
    if capture.problems:
        say(*troubles(capture.problems))
    if question is None:
        if len(found) != 1:
            _list(path, found)
            if capture.problems:
                click.get_current_context().exit(ExitCode.MALFORMED)
            return None
        question = found[0]
    believed = anchors(question)
    if believed and not any(_signed(each) for each in capture.exchanges):
        raise UsageError(
            f"the walk in {path} can't be validated",
            where="none of its answers is to a question for signatures (DO is not set)",
            why="servers send signatures and proofs only to those who ask for them (RFC 4035 section 3.1)",
            hint="leave out --dnssec, or record a walk that asks: netkit dns trace NAME --dnssec --pcap FILE",
        )
    retold = retell(question, capture.exchanges, trust_anchors=believed)
    return Told(walker=retold.walker, where=_where(path, retold, capture), gaps=retold.gaps + len(capture.problems))


def _signed(exchange: Exchange) -> bool:
    """Whether an answer was given to somebody who asked for signatures: that bit comes back with it (RFC 3225 section 3)."""
    return exchange.answer is not None and bool(exchange.answer.ednsflags & dns.flags.DO)


def _where(path: str, retold: Retold, capture: Captured) -> str:
    """From what the walk is told, and what of it is not told or not there."""
    told = [f"told from {path}"]
    if retold.missing:
        told.append(f"{_counted(len(retold.missing), 'question')} that it has no answer to")
    if retold.lost:
        told.append(f"{_counted(len(retold.lost), 'answer')} before its beginning that it does not hold")
    if retold.gaps and capture.cut:
        told.append(f"{_counted(capture.cut, 'packet')} of DNS that it holds only in part")
    if retold.left_out:
        told.append(f"{_counted(retold.left_out, 'question')} left out that went out beside these or again")
    return " · ".join(told)


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _no_walk(path: str, capture: Captured) -> CaptureError:
    quoted, exchanges = shlex.quote(path), capture.exchanges
    damage = "".join(f"; the file is damaged at byte {each.offset:,}: {each.text}" for each in capture.problems[:1])
    if capture.cut and not (exchanges and all(each.recursive for each in exchanges)):
        return CaptureError(
            f"{path} shows no walk",
            where=f"of {_counted(capture.cut, 'packet')} with DNS it holds only the beginnings{damage}",
            why="whoever took the capture kept the first bytes of each packet alone (snap length), and a question or an answer is longer",
            hint="take it again with whole packets: tcpdump -s 0, dumpcap -s 0",
        )
    if not exchanges:
        return CaptureError(
            f"{path} shows no walk",
            where=f"it has no DNS question{damage}",
            why="DNS is looked for at port 53, over UDP and TCP; what is encrypted (TLS, HTTPS) can't be seen",
            hint=f"netkit capture info {quoted} shows what is in it",
        )
    servers = sorted({each.server for each in exchanges})
    whom = servers[0] if len(servers) == 1 else f"{len(servers)} servers"
    asked = f"it has {_counted(len(exchanges), 'DNS question')} to {whom}"
    if not all(each.recursive for each in exchanges):
        return CaptureError(
            f"{path} shows no walk",
            where=f"{asked}, but none that leads to a name{damage}",
            why="a resolver asks for the root's servers and for keys, too, whatever it is asked: that is on the way to no answer",
            hint=f"netkit capture dns {quoted} shows what was asked",
        )
    return CaptureError(
        f"{path} shows no walk",
        where=f"{asked}, each of which asks the server to do the walk itself (RD is set){damage}",
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
