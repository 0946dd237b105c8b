"""docs/protocols/<name>.md: what a protocol's tables say, with the RFC's pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docs.generate.examples import PacketExample
from docs.generate.markdown import Page, anchor_of, code, first_paragraph, prose, sentence
from docs.generate.protocols import Protocol
from docs.generate.real import Real
from docs.generate.table_sections import TableSections

__all__ = ["protocol_page"]

NOTE = "Written by `python -m docs.generate` from the tables in netkit/packet/: change those."


def protocol_page(protocol: Protocol, examples: Sequence[PacketExample], real: Real | None) -> str:
    """The whole page."""
    page = Page(protocol.title, NOTE)
    page.paragraph(sentence(protocol.what))
    page.bullets(_facts(protocol))
    page.contents()
    sections = TableSections(page, protocol)
    for at, (module, tables) in enumerate(protocol.modules):
        if at:
            page.heading(2, sections.headings.of_module(module))
            page.paragraph(sentence(first_paragraph(module.__doc__)))
        sections.write(tables, level=3 if at else 2)
        if real is not None and not at:
            page.heading(2, "In a packet")
            page.block([real.command], "sh")
            page.block(real.lines)
    _problems(page, [example for example in examples if protocol.names_rule(example.rule)])
    return page.text()


def _facts(protocol: Protocol) -> Iterable[str]:
    if protocol.rfc:
        yield f"Defined in {protocol.rfc}"
    documents = {_document(field.rfc) for table in protocol.tables for field in table.fields}
    if others := sorted(documents - {"", _document(protocol.rfc)}, key=lambda name: (len(name), name)):
        yield f"Parts of it in {', '.join(others)}"
    yield f"In Wireshark: {', '.join(code(key) for key in protocol.keys)}"
    if names := [name for name, _ in protocol.pictures]:
        more = f"; as well {', '.join(map(code, names[1:]))}" if len(names) > 1 else ""
        yield f"In your terminal: {code(f'netkit packet diagram {names[0]}')}{more}"


def _document(rfc: str) -> str:
    """An RFC without the section."""
    for mark in (" §", " appendix", " clause", ","):
        rfc = rfc.partition(mark)[0]
    return rfc


def _problems(page: Page, examples: Sequence[PacketExample]) -> None:
    if examples:
        page.heading(2, "What can be wrong")
        page.bullets(
            f"[{code(example.rule)}](../problems.md#{anchor_of(example.rule)}): {prose(example.what)}"
            for example in examples
        )
