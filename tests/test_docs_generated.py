"""The pages that are written from the code say what it says now."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.generate import DOCS, outdated, pages
from docs.generate.markdown import anchor_of
from docs.generate.protocols import LAYERS, documented, protocols
from netkit.packet.pictures import HEADERS, tables

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def written():
    return pages()


def test_the_pages_are_up_to_date(written):
    assert outdated(written) == [], "write them anew: python -m docs.generate"


def test_the_command_says_so_too():
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_table_is_on_one_page():
    on_pages = [table for protocol in protocols() for table in protocol.tables]
    assert len(on_pages) == len(set(on_pages))
    assert set(on_pages) == set(filter(documented, tables()))
    assert {table for message in HEADERS.values() for table in message} <= set(on_pages)


def test_every_protocol_lies_in_a_layer_that_has_a_place():
    assert {protocol.layer for protocol in protocols()} <= set(LAYERS)
    names = [protocol.name for protocol in protocols()]
    assert len(names) == len(set(names))


def test_every_field_is_on_its_page(written):
    for protocol in protocols():
        page = written[f"protocols/{protocol.name}.md"]
        assert [field.key for table in protocol.tables for field in table.fields if f"`{field.key}`" not in page] == []


def test_every_problem_is_on_a_protocol_s_page(written):
    rules = re.findall(r"^### `([a-z0-9_.]+)`$", written["problems.md"], re.MULTILINE)
    everywhere = "".join(text for name, text in written.items() if name.startswith("protocols/"))
    files = written["problems.md"].partition("## Capture files")[2]
    apart = ("packet.", "scapy.", "fragments.")
    assert len(rules) > 40
    assert [
        r for r in rules if f"[`{r}`]" not in everywhere and f"`{r}`" not in files and not r.startswith(apart)
    ] == []


def headings(text):
    """The anchors of a page, as GitHub makes them."""
    found = []
    inside = False
    for line in text.splitlines():
        inside ^= line.startswith("```")
        if not inside and line.startswith("#"):
            name = anchor_of(line.lstrip("#").strip())
            before = sum(each == name or re.fullmatch(rf"{re.escape(name)}-\d+", each) is not None for each in found)
            found.append(f"{name}-{before}" if before else name)
    return found


def test_every_link_leads_somewhere(written):
    anchors = {name: set(headings(text)) for name, text in written.items()}
    for name, text in written.items():
        for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            path, _, anchor = target.partition("#")
            there = (DOCS / name).parent / path if path else DOCS / name
            assert there.resolve().is_file(), f"{name}: {target}"
            if anchor:
                assert anchor in anchors[there.resolve().relative_to(DOCS).as_posix()], f"{name}: {target}"


def test_every_source_is_a_link(written):
    for name, text in written.items():
        used = set(re.findall(r"\[(RFC [^\]]+)\](?!:)", text))
        given = set(re.findall(r"^\[(RFC [^\]]+)\]: https://www\.rfc-editor\.org/rfc/rfc\d+", text, re.MULTILINE))
        assert used == given, name


def test_no_table_is_broken_by_what_stands_in_it(written):
    for name, text in written.items():
        columns = 0
        for line in re.sub(r"```.*?```", "", text, flags=re.DOTALL).splitlines():
            cells = len(re.findall(r"(?<!\\)\|", line)) - 1 if line.startswith("|") else 0
            assert not columns or not cells or cells == columns, f"{name}: {line}"
            columns = cells
