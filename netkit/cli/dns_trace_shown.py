"""Walks at their end: what `netkit dns trace` shows and writes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.cli.output import show
from netkit.view import Document, Next, Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from netkit.dns.step import Step
    from netkit.dns.view.compared import ServerSaid
    from netkit.dns.walker import Walker
    from netkit.view import Block

__all__ = ["Told", "show_walks", "write_steps", "write_walks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A walk at its end: the walker, in which internet, when it ended (None where that is over), and what is missing of it.

    `epoch` is what its clock showed at the beginning of the made-up internet's time.
    """

    walker: Walker
    where: str
    now: float | None = None
    gaps: int = 0
    epoch: float = 0.0


def show_walks(
    told: Sequence[Told],
    options: Mapping[str, object],
    capture_file: str | None,
    compared: Sequence[ServerSaid] = (),
    *,
    steps: bool = True,
) -> None:
    """The walks and what else the options ask for; without `steps` the end of the walk alone."""
    from netkit.dns.view.cache_view import cache_blocks, cache_json  # noqa: PLC0415
    from netkit.dns.view.trace import trace_view  # noqa: PLC0415

    short = bool(options["short"])
    documents = [
        trace_view(each.walker.result, each.walker.steps, where=each.where, short=short, epoch=each.epoch)
        for each in told
    ]
    data = dict(documents[0].data)
    blocks: list[Block] = [block for document in documents for block in document.blocks[0 if steps else 2 :]]
    if len(documents) > 1:
        data["again"] = documents[1].data
        blocks += _saved(told)
    last = told[-1]
    if compared:
        from netkit.dns.view.compared import compared_blocks, compared_json  # noqa: PLC0415

        blocks += compared_blocks(compared)
        data["zones"] = compared_json(compared)
    if options["messages"]:
        blocks += _messages(told)
    if options["show_cache"]:
        now = last.now if last.now is not None else (last.walker.steps[-1].ended_at or 0.0)
        blocks += cache_blocks(last.walker.cache, now=now)
        data["cache"] = cache_json(last.walker.cache, now=now)
    if options["pcap"]:
        import shlex  # noqa: PLC0415

        path = str(options["pcap"])
        write_walks(path, told, str(options["seed"] or "0"))
        blocks.append(Next(commands=[(f"netkit capture show {shlex.quote(path)}", "the packets of this walk")]))
    data["where"] = told[0].where
    data["capture"] = capture_file
    written = _pictures(told[0], options)
    show(Document(schema=documents[0].schema, data=data, blocks=blocks))
    if written:
        from netkit.cli.output import say  # noqa: PLC0415

        say(*(Paragraph(text=f"{path} is written.") for path in written))


def _pictures(told: Told, options: Mapping[str, object]) -> list[str]:
    """Write the pictures of a walk that are asked for; the paths of those."""
    asked = [(kind, str(options[kind])) for kind in ("svg", "html") if options[kind]]
    if not asked:
        return []
    from netkit.cli.picture_file import write_page, write_svg  # noqa: PLC0415
    from netkit.dns.picture import walk_page, walk_picture  # noqa: PLC0415

    result, steps = told.walker.result, told.walker.steps
    for kind, path in asked:
        if kind == "svg":
            write_svg(walk_picture(result, steps), path)
        else:
            write_page(walk_page(result, steps, where=told.where), path)
    return [path for _, path in asked]


def _saved(told: Sequence[Told]) -> list[Block]:
    first, second = (each.walker.result.queries for each in told)
    return [Paragraph(text=f"The second walk asked {second} instead of {first}: the cache saved {first - second}.")]


def _messages(told: Sequence[Told]) -> list[Block]:
    """Each message of each step, byte by byte."""
    from netkit.dns.message_bytes import wire_of  # noqa: PLC0415
    from netkit.dns.view.message import message_view  # noqa: PLC0415

    found: list[Block] = []
    for each in told:
        for step in each.walker.steps:
            for what, message in (("question", step.query), ("answer", step.response)):
                wire = None if message is None else wire_of(message)
                if wire is not None:
                    found += message_view(wire, title=f"Step {step.number}, the {what}").blocks
    return found


def write_walks(path: str, told: Sequence[Told], seed: str) -> None:
    """The walks as a capture, each packet with what there is to say of it."""
    write_steps(path, [step for each in told for step in each.walker.steps], seed)


def write_steps(path: str, steps: Sequence[Step], seed: str) -> None:
    """Questions and answers as a capture."""
    from netkit import capture  # noqa: PLC0415
    from netkit.capture.form import form_for  # noqa: PLC0415
    from netkit.capture.timed import records_of  # noqa: PLC0415
    from netkit.dns.packets import packets_of  # noqa: PLC0415

    keeps = form_for(path).format == "pcapng"
    capture.write(path, records_of(packets_of(steps, seed=seed), commented=keeps))
