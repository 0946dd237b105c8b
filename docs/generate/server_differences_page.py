"""docs/server-differences.md: where netkit's answers from zones mean to differ from those of NSD, Knot and BIND, and why."""

from __future__ import annotations

from docs.generate.markdown import Page, prose
from tests.oracle.authority_differences import DIFFERENCES
from tests.oracle.authority_odd_queries import ODD_DIFFERENCES
from tests.oracle.signed_differences import SIGNED_DIFFERENCES

__all__ = ["server_differences_page"]

NOTE = (
    "Written by `python -m docs.generate` from tests/oracle/authority_differences.py, signed_differences.py and authority_odd_queries.py: "
    "change those."
)

INTRODUCTION = """\
The tests ask NSD 4.6, Knot 3.2, BIND 9.18 and netkit the same, over thousands of zones with wildcards, aliases, redirections and
delegations. Each part of a response (rcode, flags, EDNS, each section) has to be what two of the three give. Where netkit means to do
otherwise, that has a name and a reason here, and a test that recognises it. A difference without a name fails the tests."""


def server_differences_page() -> str:
    """The whole page."""
    page = Page("Where netkit differs from other name servers", NOTE)
    page.paragraph(INTRODUCTION)
    tables = (
        ("Questions about a zone", DIFFERENCES),
        ("Signed zones", SIGNED_DIFFERENCES[len(DIFFERENCES) :]),
        ("Other queries", ODD_DIFFERENCES),
    )
    for title, differences in tables:
        page.heading(2, title)
        page.table(
            ("name", "netkit", "others", "why"),
            [tuple(prose(text) for text in (one.id, one.what, one.who, one.why)) for one in differences],
        )
    return page.text()
