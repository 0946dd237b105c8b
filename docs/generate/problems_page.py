"""docs/problems.md: every problem that netkit names, with a packet or a file that has it and what netkit says of that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from docs.generate.drawing import drawn
from docs.generate.examples import FileExample, FragmentsExample, PacketExample, titles
from docs.generate.markdown import Page, anchor_of, code, prose, sentence
from docs.generate.protocols import Protocol
from docs.generate.real import command_for
from netkit.packet import Incomplete
from netkit.packet.fragments.whole_view import pictures
from netkit.packet.place import place
from netkit.packet.problem import Problem
from netkit.view import Block, Bytes, Mark, Trouble

__all__ = ["problems_page"]

NOTE = "Written by `python -m docs.generate` from tests/vectors/problems/: change those."

INTRODUCTION = """\
A problem is data: a stable id (`rule`), the field's key, its place in bits, a sentence with what was found, and where the rule stands.
netkit names a cause only where the bytes prove it. Each problem has an example below: a small packet that has just this, as
`netkit packet explain` shows it. Copy the command to see all of it."""

FRAGMENTS = """\
What can be wrong with fragments taken together, or why no packet comes of them, as `netkit packet reassemble` says it; what is wrong with
one of them stands above. [About fragments](fragments.md) has the policies."""

FILES = """\
The records up to the problem are always given; the sections are those of draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng. The place
is counted in bytes from the beginning of the file."""

LONGEST_COMMAND = 64
"""Bytes of a packet that may stand in a command."""

ALL_ROWS, ROWS_BESIDE = 8, 1
"""Rows of sixteen bytes: a packet of so many is shown whole, of a longer one so many before and behind the place."""


def problems_page(
    packets: Sequence[PacketExample],
    fragments: Sequence[FragmentsExample],
    files: Sequence[FileExample],
    protocols: Sequence[Protocol],
) -> str:
    """The whole page."""
    page = Page("Every problem that netkit names", NOTE)
    page.paragraph(INTRODUCTION)
    families = _families(packets, protocols)
    page.bullets(_contents(families, fragments, files))
    for title, protocol, found in families:
        page.heading(2, title)
        if protocol is not None:
            page.paragraph(f"The protocol: [{protocol.title}](protocols/{protocol.name}.md).")
        for example in found:
            _packet(page, example)
    if fragments:
        page.heading(2, "Fragments")
        page.paragraph(FRAGMENTS)
        for together in fragments:
            _fragments(page, together)
    if files:
        page.heading(2, "Capture files")
        page.paragraph(FILES)
        for file in files:
            _file(page, file)
    return page.text()


Family = tuple[str, Protocol | None, list[PacketExample]]
"""A heading, the protocol if it is one's, and its examples."""


def _families(examples: Sequence[PacketExample], protocols: Sequence[Protocol]) -> list[Family]:
    """The examples by protocol, in the order of the layers; those of no protocol last, by the file that they stand in."""
    left = list(examples)
    found: list[Family] = []
    for protocol in protocols:
        if own := [example for example in left if protocol.names_rule(example.rule)]:
            found.append((protocol.title, protocol, own))
            left = [example for example in left if example not in own]
    named = titles()
    others = groupby(left, key=lambda example: example.family)
    return [*found, *((named.get(family, family), None, list(each)) for family, each in others)]


def _packet(page: Page, example: PacketExample) -> None:
    problem = example.problem()
    page.heading(3, code(example.rule))
    page.paragraph(sentence(example.what)[:-1] + (f" ({problem.rfc})." if problem.rfc else "."))
    page.paragraph(f"For example {prose(example.example)}:")
    trouble = Trouble(
        text=problem.text,
        place=place(problem.start_bit, problem.width_bits),
        source=problem.rfc,
        details=problem.details,
    )
    mark = Mark(start_bit=problem.start_bit, width_bits=problem.width_bits, label=problem.key)
    shown = Bytes(data=example.data, marks=[mark], rows=_rows(example.data, problem))
    page.block(drawn([trouble, shown]))
    if len(example.data) <= LONGEST_COMMAND and example.original_length is None:
        page.block([command_for(example.data, example.link_type)], "sh")


def _fragments(page: Page, example: FragmentsExample) -> None:
    result = example.result()
    problem = next((problem for problem in result.problems if problem.rule == example.rule), None)
    if problem is not None:
        where = place(problem.start_bit, problem.width_bits)
        rfc, text, details = problem.rfc, problem.text, problem.details
        said = f"fragment {problem.fragment}, {where}"
    elif isinstance(result, Incomplete) and result.rule == example.rule:
        rfc, text, details, said = result.rfc, result.reason, (), ""
    else:
        raise LookupError(f"{example.family}.toml: the example of {example.rule} has {', '.join(example.rules())}")
    page.heading(3, code(example.rule))
    page.paragraph(sentence(example.what)[:-1] + f" ({rfc}).")
    page.paragraph(f"For example {prose(example.example)}:")
    blocks: list[Block] = [Trouble(text=text, place=said, source=rfc, details=details)]
    page.block(drawn([*blocks, *pictures(result)]))


def _file(page: Page, example: FileExample) -> None:
    page.heading(3, code(example.rule))
    page.paragraph(sentence(example.what))
    if not example.data:
        return
    page.paragraph(f"For example {prose(example.example)}:")
    problem = example.problem()
    mark = Mark(start_bit=problem.offset * 8, width_bits=0, label=f"byte {problem.offset}")
    shown = Bytes(data=example.data, marks=[mark])
    page.block(drawn([Trouble(text=problem.text), shown]))


def _contents(
    families: Sequence[Family], fragments: Sequence[FragmentsExample], files: Sequence[FileExample]
) -> Iterable[str]:
    """Every rule, as a link to its place below."""
    for title, _, found in families:
        yield f"[{title}](#{anchor_of(title)}): {_links(found)}"
    if fragments:
        yield f"[Fragments](#fragments): {_links(fragments)}"
    if files:
        yield f"[Capture files](#capture-files): {_links(files)}"


def _links(examples: Sequence[PacketExample] | Sequence[FragmentsExample] | Sequence[FileExample]) -> str:
    return ", ".join(f"[{code(example.rule)}](#{anchor_of(example.rule)})" for example in examples)


def _rows(data: bytes, problem: Problem) -> list[int] | None:
    """The rows of sixteen bytes that are shown: all of a small packet, else those about the place."""
    if len(data) <= 16 * ALL_ROWS:
        return None
    first, last = problem.start_bit // 128, (problem.start_bit + max(problem.width_bits, 1) - 1) // 128
    return list(range(max(first - ROWS_BESIDE, 0), min(last, first + ALL_ROWS) + ROWS_BESIDE + 1))
