"""What holds for every block with every text: it is drawn, nothing steers the terminal, nothing hides, it fits the page."""

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.render.layout import arrange, arrange_aloud
from netkit.render.lines import measure
from netkit.render.page import Page
from netkit.render.safe import is_safe
from netkit.render.terminal import write
from tests.render.blocks import ANY_TEXT, CALM_TEXT, blocks
from tests.render.drawing import MODES, drawn

CODES = re.compile(r"\x1b\[[0-9;]*m")


def harmless(char):
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and is_safe(char)


@given(blocks(ANY_TEXT), st.sampled_from(sorted(MODES)), st.integers(1, 200))
def test_nothing_steers_and_nothing_hides(document, mode, width):
    for line in drawn(document, mode=mode, width=width):
        assert all(map(harmless, line))
        assert line == line.rstrip(" ")
        if "ascii" in mode:
            assert line.isascii()


@given(blocks(ANY_TEXT))
def test_a_terminal_gets_colours_and_nothing_else(document):
    page = Page(width=80, boxes=True)
    stream = io.StringIO()
    write(arrange(document, page), stream)
    assert CODES.sub("", stream.getvalue()).split("\n")[:-1] == drawn(document, mode="terminal")


@given(blocks(CALM_TEXT), st.sampled_from(["terminal", "pipe", "plain"]), st.integers(40, 200))
def test_calm_text_fits_the_page(document, mode, width):
    whole = [command for block in _flat(document) for command, _ in getattr(block, "commands", ())]
    for line in drawn(document, mode=mode, width=width):
        # a command is to be copied, so it is never broken
        assert measure(line) <= width or any(command and command in line for command in whole)


def _flat(document):
    for block in document:
        yield block
        for item in getattr(block, "items", ()):
            yield from item.details


@given(blocks(ANY_TEXT), st.sampled_from(["latin-1", "cp1252", "cp437", "koi8-r", "shift_jis"]))
def test_any_encoding_can_show_it(document, encoding):
    for arranged in (arrange, arrange_aloud):
        for line in arranged(document, Page(encoding=encoding)):
            "".join(text for text, _ in line).encode(encoding)


@pytest.mark.parametrize("mode", sorted(MODES))
def test_nothing_is_drawn_as_nothing(mode):
    assert drawn([], mode=mode) == []
