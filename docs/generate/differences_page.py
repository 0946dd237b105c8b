"""docs/differences.md: where netkit means to differ from Wireshark, and why."""

from __future__ import annotations

from docs.generate.headings import module_words, spellings
from docs.generate.markdown import Page, first_paragraph, prose, sentence
from tests.oracle.named import MODULES

__all__ = ["differences_page"]

NOTE = "Written by `python -m docs.generate` from tests/oracle/named/: change that."

INTRODUCTION = """\
The tests hold every field of netkit's against Wireshark (its program for terminals, tshark): the same bytes, the same value, in both
directions. Where the two differ, either netkit has a bug, or the difference is meant; then it has a name and a reason here, and a
test in `tests/oracle/named/` that recognises it. A difference without a name fails the tests."""


def differences_page() -> str:
    """The whole page."""
    page = Page("Where netkit differs from Wireshark", NOTE)
    page.paragraph(INTRODUCTION)
    known = spellings()
    for module in MODULES:
        page.heading(2, module_words(module, known))
        page.paragraph(sentence(first_paragraph(module.__doc__)))
        page.table(
            ("name", "what differs, and why"), [(prose(name), prose(reason)) for name, reason in module.NAMED.items()]
        )
    return page.text()
