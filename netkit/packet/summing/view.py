"""Checksums worked by hand as a view: what `netkit packet checksum` shows, to a person and to a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netkit.packet.checksum import fold
from netkit.packet.place import place
from netkit.packet.summing.covered import Covered
from netkit.packet.summing.report import covered_json, update_json, word_text
from netkit.packet.summing.slips import slips
from netkit.packet.summing.update import Exchange, Update
from netkit.packet.summing.word import Part, Word
from netkit.packet.summing.working import Line, Step, Working
from netkit.packet.transport_checksum import OFFLOADED
from netkit.view import Block, Document, Fact, Facts, Heading, Json, Next, Paragraph, Sentence, Table, Trouble

__all__ = ["SCHEMA", "checksums"]

SCHEMA = "netkit.packet.checksum/1"

FEW = 6
"""Words of data that are shown one by one whatever else there is; of more, the first and the last two."""

EQUATION = "HC' = ~(~HC + ~m + m'): from the old checksum HC, the old word m and the new word m', without the other words (RFC 1624 §3)"


def checksums(
    title: str,
    found: Sequence[Covered],
    changes: Sequence[str] = (),
    updated: Sequence[Update] = (),
    *,
    everything: bool = False,
    next_commands: Sequence[tuple[str, str]] = (),
) -> Document:
    """The working of each checksum in `found`; with `changes` (in words), what they make of the checksums instead.

    `everything` shows a person every word; a program gets every one anyway.
    """
    blocks: list[Block] = []
    if changes:
        blocks.append(Sentence(text=f"{title} · {_and(changes)}"))
        if updated:
            blocks.append(Paragraph(text=EQUATION))
        for update in updated:
            blocks += _updated(update)
        if not updated:
            blocks.append(Paragraph(text="None of the checksums covers what changes: they all stay as they are."))
    else:
        names = [covered.guard.name for covered in found]
        blocks.append(Sentence(text=f"{title} · {_and(names)}, worked by hand"))
        for covered in found:
            blocks += _worked(covered, everything=everything)
    if next_commands:
        blocks.append(Next(commands=next_commands))
    data: dict[str, Json] = {"title": title, "checksums": [covered_json(covered) for covered in found]}
    if changes:
        data["changes"] = list(changes)
        data["updates"] = [update_json(update) for update in updated]
    return Document(schema=SCHEMA, data=data, blocks=blocks)


def _and(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _heading(covered: Covered) -> Heading:
    return Heading(
        text=covered.guard.name,
        source=covered.guard.rfc,
        place=place(covered.field.start_bit, covered.field.width_bits),
    )


def _worked(covered: Covered, *, everything: bool) -> list[Block]:
    if not covered.words:
        return [_heading(covered), Paragraph(text=f"Not worked: {covered.reason}.")]
    working = Working(covered)
    lines = [line for line in working.lines if line.word is not None]
    rows = [*_rows(lines, everything=everything), *_conclusion(working)]
    table = Table(columns=("", "bytes", "word", "sum", "what it is"), rows=rows, right=(1, 2, 3))
    return [_heading(covered), table, *_verdict(working)]


def _rows(lines: Sequence[Line], *, everything: bool) -> Iterator[tuple[str, ...]]:
    data = [index for index, line in enumerate(lines) if line.word is not None and line.word.part is Part.DATA]
    skipped = range(data[2], data[-2]) if len(data) > FEW and not everything else range(0)
    part: Part | None = None
    for index, line in enumerate(lines):
        word = line.word
        if word is None or index in skipped[1:]:
            continue
        name = word.part.value if word.part is not part else ""
        part = word.part
        if index in skipped:
            first, last = word, lines[skipped[-1]]
            where = f"{(first.start_bit or 0) // 8}–{((last.word or first).start_bit or 0) // 8 + 1}"
            added = last.sum - line.sum + first.value
            yield (name, where, "…", f"0x{last.sum:x}", f"{len(skipped):,} more words of data add 0x{added:x}")
        else:
            yield (name, _where(word), f"{word.value:04x}", f"0x{line.sum:x}", word_text(word))


def _where(word: Word) -> str:
    if word.start_bit is None:
        return "–"
    return _bytes(word.start_bit, word.width_bits)


def _bytes(start_bit: int, width_bits: int) -> str:
    return place(start_bit, width_bits).removeprefix("bytes ").removeprefix("byte ")


def _conclusion(working: Working) -> Iterator[tuple[str, ...]]:
    """The carries, the complement, what the field holds, and the receiver's sum."""
    total = working.total
    for line in working.lines:
        if line.step is Step.FOLD:
            told = (
                f"0x{total & 0xFFFF:04x} + 0x{total >> 16:x}: the carries are added again at the low end (RFC 1071 §1)"
            )
            yield ("carries", "", "", f"0x{line.sum:x}", told)
        elif line.step is Step.COMPLEMENT:
            yield ("complement", "", "", f"0x{line.sum:04x}", f"0xffff − 0x{total:04x}: every bit turned over")
        elif line.step is Step.NOT_ZERO:
            yield ("not zero", "", "", f"0x{line.sum:04x}", "0 would say that there is no checksum (RFC 768)")
        total = line.sum
    stored = working.covered.stored
    field = working.covered.field
    verdict = (
        "the field holds it: right"
        if working.right
        else f"the field holds another value: wrong, 0x{working.result:04x} would be right"
    )
    yield ("stored", _bytes(field.start_bit, 16), f"{stored:04x}", "", verdict)
    told = f"0x{working.total:x} + 0x{stored:04x}, the field counted this time: "
    told += "all ones, so the packet is taken" if working.right else "not 0xffff, so the packet is dropped"
    yield ("receiver", "", "", f"0x{working.check:04x}", told)


def _verdict(working: Working) -> list[Block]:
    """Of a wrong checksum, what can be said of where it comes from."""
    if working.right:
        return []
    stored = working.covered.stored
    if working.offloaded:
        return [Trouble(text=f"0x{stored:04x} is the sum over the pseudo-header alone", source="", details=OFFLOADED)]
    known = [slip for slip in slips(working) if slip.value == stored]
    return [Trouble(text=f"0x{stored:04x} is what comes out if {slip.text}") for slip in known]


def _updated(update: Update) -> list[Block]:
    """The equation, worked for each word that changes, and the full sum beside it."""
    rows: list[Fact] = []
    for exchange in update.exchanges:
        rows += _exchange(exchange, last=exchange is update.exchanges[-1])
    before, after = update.before, update.after
    told = f"instead of 0x{before.covered.stored:04x}"
    if update.exchanges[-1].checksum != update.checksum:
        told += "; 0 is sent as 0xffff, for 0 would say that there is no checksum (RFC 768)"
    rows.append(Fact(label="new checksum", value=f"0x{update.checksum:04x}", note=told, group="so"))
    full = f"0x{after.result:04x}"
    if update.agrees:
        told = "the same"
    elif before.right:
        told = "the other zero of one's complement"
    else:
        told = "another: the old checksum was wrong, and the new one is wrong by as much, so that no change on the way hides damage"
    rows.append(Fact(label="all words anew", value=full, note=told, group="so"))
    return [_heading(before.covered), Facts(rows=rows)]


def _exchange(exchange: Exchange, *, last: bool) -> list[Fact]:
    """One word: the three terms, their sum, its carries, the complement."""
    old, new, before = exchange.old, exchange.new, exchange.checksum_before
    group = f"bytes {_where(exchange.word)}: {exchange.word.what.lower()}"
    carries = f"with its carry added in again 0x{fold(exchange.total):04x}" if exchange.total > 0xFFFF else "no carry"
    terms = [
        ("~HC", f"0x{0xFFFF ^ before:04x}", f"HC = 0x{before:04x}"),
        ("~m", f"0x{0xFFFF ^ old:04x}", f"m = 0x{old:04x}, the old word"),
        ("m'", f"0x{new:04x}", "the new word"),
        ("sum", f"0x{exchange.total:x}", carries),
        ("HC'", f"0x{exchange.checksum:04x}", "turned over" if last else "turned over: HC of the next word"),
    ]
    if exchange.by_rfc_1141 != exchange.checksum:
        terms.append(
            ("HC + m + ~m'", f"0x{exchange.by_rfc_1141:04x}", "the older equation (RFC 1141) gives the other zero")
        )
    return [Fact(label=label, value=value, note=note, group=group) for label, value, note in terms]
