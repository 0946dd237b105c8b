"""docs/tcp-conformance.md: each requirement of RFC 9293 and its companions, with the test that holds it or the reason why none does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from docs.generate.markdown import Page, prose
from tests.tcp.requirements import Kind, Requirement, labelled, others

__all__ = ["tcp_conformance_page"]

NOTE = "Written by `python -m docs.generate` from tests/tcp/requirements/: change that."

INTRODUCTION = """\
What the standards ask of a TCP endpoint, and where netkit's (`netkit.tcp.Endpoint`) is held to it. The endpoint is one connection without
a network: segments and the time go in, segments and events come out. Each row names the tests that hold it, in `tests/`, or says why there
is none: it does not apply to such an endpoint, it is something that only may be done and is left out, or it is not met. Where the profiles
differ, `rfc` does what the standards say, and `linux` what that kernel does."""

WORDS = {
    Kind.HELD: "held by tests",
    Kind.NOT_OURS: "does not apply",
    Kind.LEFT_OUT: "may be done, left out",
    Kind.NOT_MET: "not met",
}


def tcp_conformance_page() -> str:
    """The whole page."""
    page = Page("What the standards ask of TCP, and what holds it", NOTE)
    page.paragraph(INTRODUCTION)
    labels, rest = labelled(), others()
    every = [row for rows in rest.values() for row in rows]
    page.table(
        ("", *WORDS.values(), "all"),
        [_counts("RFC 9293, by its labels", labels), _counts(f"{len(rest)} other RFCs, by their sections", every)],
    )
    page.contents()
    page.heading(2, "Not met")
    page.table(
        ("RFC", "", "what is asked", "what is done"),
        [
            (_place(row), row.name, prose(row.what), prose(row.why))
            for row in (*labels, *every)
            if row.kind is Kind.NOT_MET
        ],
    )
    page.heading(2, "The labels of RFC 9293")
    page.paragraph(
        "The numbers are those of its appendix B. What RFC 1122 section 4.2 asked of TCP has gone into them."
    )
    for start, title in (("MUST", "Must"), ("SHLD", "Should"), ("MAY", "May")):
        page.heading(3, title)
        rows = [row for row in labels if row.name.startswith(start)]
        page.table(
            ("label", "section", "what is asked", "what holds it"),
            [(row.name, _place(row), prose(row.what), _said(row)) for row in rows],
        )
    page.heading(2, "Other RFCs, section by section")
    for (rfc, title), rows in rest.items():
        page.heading(3, f"{title[:1].upper()}{title[1:]}: RFC {rfc}")
        page.table(
            ("section", "level", "what is asked", "what holds it"),
            [(_place(row), row.name, prose(row.what), _said(row)) for row in rows],
        )
    return page.text()


def _counts(title: str, rows: Iterable[Requirement]) -> Sequence[str]:
    found = Counter(row.kind for row in rows)
    return (title, *(str(found[kind]) for kind in WORDS), str(found.total()))


def _place(row: Requirement) -> str:
    return f"RFC {row.rfc} §{row.section}"


def _said(row: Requirement) -> str:
    if row.kind is Kind.HELD:
        return "<br>".join(f"[{name.removeprefix('test_')}](../tests/{file})" for file, name in row.tests)
    return f"*{WORDS[row.kind]}*: {prose(row.why)}"
