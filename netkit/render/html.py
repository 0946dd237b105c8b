"""View documents as HTML for a notebook's cell or any page: elements with text alone, and a small style that touches nothing else.

It needs the standard library alone, loads nothing, and has no script. The colours are those of the page around it, light or dark.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from netkit.render import html_pictures, svg
from netkit.render.aloud import arrange as arrange_aloud
from netkit.render.checklist import standing
from netkit.render.html_text import element, text
from netkit.render.lines import flatten
from netkit.render.page import Page
from netkit.view import (
    Bar,
    Bars,
    BitDiagram,
    Bits,
    Block,
    Bytes,
    Checklist,
    Fact,
    Facts,
    Heading,
    Ladder,
    Lanes,
    Next,
    Paragraph,
    Plot,
    Remark,
    Remarks,
    Sentence,
    Slide,
    StageLine,
    Stages,
    Table,
    Tree,
    Trouble,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from netkit.view import Document

__all__ = ["blocks_html", "document_html"]

_STYLE = """
.netkit-view{font:14px/1.5 system-ui,sans-serif;max-width:60rem;color:inherit}
.netkit-view :is(p,pre,dl,table,ul){margin:.3em 0}
.netkit-view table{border-collapse:collapse;font-variant-numeric:tabular-nums}
.netkit-view :is(td,th){padding:.1em .7em .1em 0;min-width:4em;text-align:left;vertical-align:top;border:0;background:none}
.netkit-view th{font-weight:600}
.netkit-view .number{text-align:right}
.netkit-view .heading{margin:.8em 0 .1em;font-weight:700}
.netkit-view :is(.aside,.quiet){opacity:.75;font-weight:400}
.netkit-view .group th{padding-top:.4em;opacity:.75}
.netkit-view .stage{border-left:2px solid rgba(127,127,127,.4);padding-left:.6em;margin:.3em 0}
.netkit-view .trouble{border-left:4px solid #c33;padding-left:.6em}
.netkit-view :is(pre,code,.cell){font-family:ui-monospace,Menlo,Consolas,monospace}
.netkit-view pre{white-space:pre-wrap;overflow-wrap:anywhere;background:none;padding:0;color:inherit}
.netkit-view mark{background:#f3c74a;color:#000}
.netkit-view .picture td{border:1px solid rgba(127,127,127,.7);padding:.2em .3em;text-align:center}
.netkit-view .picture{table-layout:fixed;width:100%;max-width:52rem}
.netkit-view td.cell{white-space:nowrap}
.netkit-view .bar{height:1em;margin-top:.25em;background:rgba(60,120,200,.7)}
.netkit-view .track{width:12em;margin-top:.25em;background:rgba(127,127,127,.25)}
.netkit-view .track .bar{margin:0}
.netkit-view .slide ul{list-style:none;padding:0}
.netkit-view .lane{position:relative;height:1.5em;background:rgba(127,127,127,.15)}
"""


def document_html(document: Document) -> str:
    """All of a document."""
    return blocks_html(document.blocks)


def blocks_html(blocks: Sequence[Block], *, styled: bool = True) -> str:
    """The blocks, one after the other, in an element of their own with its style, or without if the page has one."""
    style = [element("style", _STYLE, raw=True)] if styled else []
    return element("div", *style, *map(_block, blocks), css="netkit-view")


def _block(block: Block) -> str:
    draw = _DRAWN.get(type(block))
    if draw is None:
        # A block that has no drawing here is told in sentences, which every block has.
        lines = arrange_aloud([block], Page(width=1000, encoding="utf-8", boxes=True))
        return "".join(element("p", text(flatten(line))) for line in lines)
    return draw(block)


def _sentence(block: Sentence) -> str:
    return element("p", element("strong", text(block.text)))


def _paragraph(block: Paragraph) -> str:
    return element("pre" if "\n" in block.text else "p", text(block.text, newlines=True), css="quiet" * block.quiet)


def _asides(*parts: str) -> str:
    told = " · ".join(part for part in parts if part)
    return element("span", " ", text(told), css="aside") if told else ""


def _heading(block: Heading) -> str:
    return element("p", text(block.text), _asides(block.source, block.place), css="heading")


def _trouble(block: Trouble) -> str:
    details = [element("div", text(detail)) for detail in block.details]
    return element(
        "div",
        element("strong", "Trouble: "),
        text(block.text),
        _asides(block.place, block.source),
        *details,
        css="trouble",
    )


def _grouped(rows: Iterable[Fact | Remark], draw: Callable[[Any], str]) -> str:
    found: list[str] = []
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            if group:
                found.append(element("tr", element("th", text(group), colspan=4), css="group"))
        found.append(draw(row))
    return element("table", *found)


def _facts(block: Facts) -> str:
    return _grouped(block.rows, _fact)


def _fact(row: Fact) -> str:
    label = ("! " if row.trouble else "") + row.label
    return element(
        "tr",
        element("td", text(label)),
        element("td", element("strong", text(row.value))),
        element("td", text(row.note)),
        element("td", _asides(row.place, row.source)),
    )


def _remarks(block: Remarks) -> str:
    return _grouped(block.rows, _remark)


def _remark(row: Remark) -> str:
    head = ("! " if row.trouble else "") + row.label
    return element(
        "tr",
        element("td", text(head), " ", element("strong", text(row.value)), _asides(row.place, row.source)),
        element("td", text(row.text)),
    )


def _table(block: Table) -> str:
    def cells(row: Sequence[str], name: str) -> list[str]:
        return [element(name, text(cell), css="number" * (place in block.right)) for place, cell in enumerate(row)]

    caption = [element("caption", text(block.caption))] if block.caption else []
    heads = [element("tr", *cells(block.columns, "th"))] if any(block.columns) else []
    return element("table", *caption, *heads, *(element("tr", *cells(row, "td")) for row in block.rows))


def _checklist(block: Checklist) -> str:
    items = []
    for item in block.items:
        told = f"{item.label}, {item.text}" if item.label else item.text
        words = element("strong", text(standing(item)), ": ")
        items.append(element("li", words, text(told), _asides(item.aside), *map(_block, item.details)))
    return element("ul", *items)


def _next(block: Next) -> str:
    commands = [
        element("li", element("code", text(command)), f" {text(note)}" if note else "")
        for command, note in block.commands
    ]
    return element("div", text(block.word), ":", element("ul", *commands), css="quiet") if commands else ""


def _bars(block: Bars) -> str:
    greatest = max((row.value for row in block.rows), default=0)
    rows = [
        element(
            "tr",
            element("th", text(row.label)),
            element("td", _bar(row, greatest)),
            element("td", text(row.note)),
        )
        for row in block.rows
    ]
    caption = [element("caption", text(block.caption))] if block.caption else []
    return element("table", *caption, *rows)


def _bar(row: Bar, greatest: int) -> str:
    part = min(max(row.value, 0) / (row.whole or max(greatest, 1)), 1)
    drawn = element("div", css="bar", style=f"width:{12 * part:.2f}em")
    return element("div", drawn, css="track") if row.whole else drawn


def _stages(block: Stages) -> str:
    deepest = 6
    return "".join(
        element(
            "div",
            element("p", f"{row.number} ", text(row.place), _waiting(block.noun, row.parent), css="heading"),
            element("table", *map(_stage_line, row.lines)),
            css="stage",
            style=f"margin-left:{1.5 * min(row.depth, deepest):g}em",
        )
        for row in block.rows
    )


def _waiting(noun: str, parent: int | None) -> str:
    return _asides(f"{noun} {parent} waits for this") if parent is not None else ""


def _stage_line(line: StageLine) -> str:
    return element(
        "tr",
        element("td", text(("! " if line.trouble else "") + line.label), css="aside"),
        element("td", element("strong", text(line.text)) if line.trouble else text(line.text)),
        element("td", _asides(line.source)),
        css="quiet" * line.quiet,
    )


def _slide(block: Slide) -> str:
    options = []
    for option in block.options:
        mark = "✓ " if option.right else ""
        why = element("div", text(option.why), css="why") if option.why else ""
        said = element("span", mark, text(option.text), css="said")
        css = {True: "right", False: "other", None: ""}[option.right]
        options.append(element("li", element("strong", text(option.letter)), " ", said, why, css=css))
    label, note = ([element("p", text(told), css="aside")] if told else [] for told in (block.label, block.note))
    asked = [element("p", text(line), css="question") for line in block.question.split("\n")]
    return element("div", *label, *asked, element("ul", *options), *note, css="slide")


def _picture(block: Ladder | Plot | Tree) -> str:
    return svg.draw(block, standalone=False)


_DRAWN: Mapping[type, Callable[[Any], str]] = MappingProxyType(
    {
        Sentence: _sentence,
        Paragraph: _paragraph,
        Heading: _heading,
        Trouble: _trouble,
        Facts: _facts,
        Remarks: _remarks,
        Table: _table,
        Bars: _bars,
        Checklist: _checklist,
        Stages: _stages,
        Slide: _slide,
        Next: _next,
        Bytes: html_pictures.byte_map,
        BitDiagram: html_pictures.diagram,
        Bits: html_pictures.bit_rows,
        Lanes: html_pictures.lane_picture,
        Ladder: _picture,
        Plot: _picture,
        Tree: _picture,
    }
)
