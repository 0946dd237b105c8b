"""The table of requirements is whole and true: every label of RFC 9293 once, every test there, every section one that exists."""

from __future__ import annotations

import ast
import os
import re
from functools import cache
from pathlib import Path

import pytest

from tests.tcp.requirements import Kind, labelled, others
from tests.tcp.rfc_sections import known

ROOT = Path(__file__).parents[2]
TEXT = Path(os.environ.get("NETKIT_RFC") or ROOT.parent / "shared" / "rfc") / "rfc9293.txt"
COUNTS = {"MUST": 69, "SHLD": 31, "MAY": 18}
EVERY = [*labelled(), *(row for rows in others().values() for row in rows)]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def test_every_label_is_there_once_and_in_order() -> None:
    expected = [f"{kind}-{number}" for kind, count in COUNTS.items() for number in range(1, count + 1)]
    assert [row.name for row in labelled()] == expected


def test_the_labels_are_those_of_the_text() -> None:
    """With the sections in which they stand (MUST-22 stands in the summary alone); a label may be broken over two lines."""
    if not TEXT.exists():
        pytest.skip(f"{TEXT} is not there (NETKIT_RFC names another folder)")
    text = re.sub(r"((?:MUST|SHLD|MAY)-)\s+(\d)", r"\1\2", TEXT.read_text(encoding="utf-8"))
    places: dict[str, set[str]] = {}
    section = ""
    for line in text.splitlines():
        if heading := re.match(r"(\d+(?:\.\d+)*|Appendix [AB]|A(?:\.\d+)+)\. +\S", line):
            section = heading[1]
        for label in re.findall(r"(?:MUST|SHLD|MAY)-\d+", line):
            places.setdefault(label, set()).add(section)
    assert set(places) == {row.name for row in labelled()}
    for places_of_one in places.values():
        if len(places_of_one) > 1:
            places_of_one.discard("Appendix B")
    wrong = [(row.name, row.section, places[row.name]) for row in labelled() if row.section not in places[row.name]]
    assert wrong == [("MUST-22", "3.8.3", {"Appendix B"})]


def test_every_test_that_is_named_is_there() -> None:
    missing = [(file, name) for row in EVERY for file, name in row.tests if name not in names_in(file)]
    assert not missing


def test_every_row_says_what_became_of_it() -> None:
    for row in EVERY:
        assert row.what[-1] != ".", row
        assert bool(row.tests) == (row.kind is Kind.HELD), row
        assert bool(row.why) != bool(row.tests), row
        assert row.kind is not Kind.LEFT_OUT or row.name.startswith("MAY"), row


def test_every_section_is_one() -> None:
    assert not [(row.rfc, row.section) for row in EVERY if not known(row.rfc, row.section)]
