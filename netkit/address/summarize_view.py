"""A summary as a view: the fewest prefixes, each step that led there, and what one prefix for all would cover besides."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.address.count import counted
from netkit.address.prefix import Prefix
from netkit.address.span import Span
from netkit.address.summary import Merge, Summary, common_prefix, neighbours, summarize, total_size
from netkit.address.text import format_ipv4, format_ipv6
from netkit.view import BitRow, Bits, Block, Document, Fact, Facts, Heading, Json, Paragraph, Sentence

__all__ = ["SCHEMA", "summarize_view"]

SCHEMA = "netkit.address.summarize/1"

_MOST = 16
"""Steps, or prefixes, that a first look shows."""


def summarize_view(spans: Sequence[Span], *, everything: bool = False) -> Document:
    """What was given, summarised: IPv4 and IPv6 each by itself."""
    blocks: list[Block] = []
    data: list[Json] = []
    for version in (4, 6):
        chosen = [span for span in spans if span.version == version]
        if chosen:
            more, entry = _one(version, chosen, everything=everything)
            blocks += more
            data.append(entry)
    return Document(schema=SCHEMA, data={"summaries": data}, blocks=blocks)


def _one(version: int, spans: Sequence[Span], *, everything: bool) -> tuple[list[Block], Json]:
    prefixes = [prefix for span in spans for prefix in span.prefixes]
    summary = summarize(prefixes)
    cover = common_prefix(prefixes)
    size = total_size(summary.prefixes)
    count = counted(len(summary.prefixes), "prefix", "prefixes")
    fewer = f" instead of {len(prefixes):,}" if len(prefixes) > len(summary.prefixes) else ""
    sentence = f"IPv{version} · {counted(size, 'address', 'addresses')} · {count}{fewer}: {_listed(summary.prefixes)}"
    blocks: list[Block] = [Sentence(text=sentence)]
    blocks += _ranges(spans, everything=everything)
    blocks += _steps(summary, everything=everything)
    blocks += _apart(summary)
    blocks += _cover(cover, size, summary)
    return blocks, _data(version, spans, summary, cover, size)


def _data(version: int, spans: Sequence[Span], summary: Summary, cover: Prefix, size: int) -> Json:
    return {
        "version": version,
        "given": [{"text": span.text, "prefixes": [str(prefix) for prefix in span.prefixes]} for span in spans],
        "prefixes": [str(prefix) for prefix in summary.prefixes],
        "addresses": size,
        "steps": [_step_json(merge) for merge in summary.merges],
        "cover": str(cover),
        "cover_addresses": cover.size,
        "cover_beyond": cover.size - size,
    }


def _step_json(merge: Merge) -> Json:
    return {
        "left": str(merge.left),
        "right": str(merge.right),
        "whole": str(merge.whole),
        "why": "inside" if merge.inside else "siblings",
    }


def _listed(prefixes: Sequence[Prefix]) -> str:
    return ", ".join(str(prefix) for prefix in prefixes[:4]) + (f", … {prefixes[-1]}" if len(prefixes) > 4 else "")


def _ranges(spans: Sequence[Span], *, everything: bool) -> list[Block]:
    """The ranges among what was given, taken apart into prefixes."""
    rows = []
    for span in spans:
        if len(span.prefixes) < 2:
            continue
        shown = span.prefixes if everything else span.prefixes[:_MOST]
        more = f" and {len(span.prefixes) - len(shown)} more" if len(shown) < len(span.prefixes) else ""
        rows.append(Fact(label=span.text, value=", ".join(str(prefix) for prefix in shown) + more))
    if not rows:
        return []
    told = "From the left, each time the largest prefix that begins there (at a multiple of its size) and does not reach beyond the end."
    return [Heading(text="Ranges as prefixes"), Facts(rows=rows), Paragraph(text=told, quiet=True)]


def _steps(summary: Summary, *, everything: bool) -> list[Block]:
    if not summary.merges:
        return (
            [Paragraph(text="Nothing can be put together: no two of them are the halves of one prefix.")]
            if len(summary.prefixes) > 1
            else []
        )
    shown = summary.merges if everything else summary.merges[:_MOST]
    rows = [Fact(label=str(merge.whole), value=_step(merge), note=_reason(merge)) for merge in shown]
    blocks: list[Block] = [Heading(text="Step by step"), Facts(rows=rows)]
    if len(shown) < len(summary.merges):
        blocks.append(
            Paragraph(text=f"and {len(summary.merges) - len(shown):,} more steps (--all shows them)", quiet=True)
        )
    return blocks


def _step(merge: Merge) -> str:
    return f"{merge.right} lies in it" if merge.inside else f"{merge.left} + {merge.right}"


def _reason(merge: Merge) -> str:
    if merge.inside:
        return "given twice" if merge.left == merge.right else f"its first {merge.left.length} bits are the same"
    if not merge.whole.length:
        return "together they are everything"
    return f"they differ in their last bit alone, so {counted(merge.whole.length, 'bit', 'bits')} say both"


def _apart(summary: Summary) -> list[Block]:
    """Neighbours of one size that are no halves of a whole: the trap in summarising."""
    rows = []
    for left, right in neighbours(summary)[:4]:
        told = (
            f"side by side and of one size, but {left.first_address} is no multiple of "
            f"{counted(2 * left.size, 'address', 'addresses')}: they are halves of two different prefixes"
        )
        rows.append(Fact(label=f"{left} + {right}", value="no", note=told))
    return [Heading(text="What can't be put together"), Facts(rows=rows)] if rows else []


def _cover(cover: Prefix, size: int, summary: Summary) -> list[Block]:
    """The one prefix that covers all, with how much it covers besides, in binary."""
    if len(summary.prefixes) == 1:
        return []
    beyond = cover.size - size
    first, last = summary.prefixes[0].number, summary.prefixes[-1].last
    spell = format_ipv4 if cover.version == 4 else format_ipv6
    told = f"It would cover {counted(beyond, 'address', 'addresses')} more than were given: traffic for others would be drawn here as well."
    rows = [
        BitRow(label="lowest", value=first, note=spell(first) if cover.version == 4 else ""),
        BitRow(label="highest", value=last, note=spell(last) if cover.version == 4 else ""),
    ]
    same = f"the same: {counted(cover.length, 'bit', 'bits')}"
    bits = Bits(
        rows=rows,
        width_bits=cover.width,
        split=cover.length,
        parts=(same, "different"),
        digit_bits=1 if cover.version == 4 else 4,
    )
    return [Heading(text=f"One prefix for all: {cover}"), bits, Paragraph(text=told)]
