import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.render.ascii import spell
from netkit.render.json import document_text, line_text
from netkit.render.safe import safe


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b]0;owned\x07", "\\x1b]0;owned\\x07"),
        ("a\tb\r\n", "a\\tb\\r\\n"),
        ("\x7f\x85\x9b", "\\x7f\\x85\\x9b"),
        ("evil\u202egnp.exe", "evil\\u202egnp.exe"),
        ("\u2066\u200b\ufeff\u00ad\u2028", "\\u2066\\u200b\\ufeff\\xad\\u2028"),
        ("\u3164\u2800\ufe0f\U000e0041", "\\u3164\\u2800\\ufe0f\\U000e0041"),
        ("\ud800\udcff", "\\ud800\\udcff"),
        ("\u00a0\u2003", "\\xa0\\u2003"),
        ("münchen 字 → e\u0301", "münchen 字 → e\u0301"),
        ("C:\\temp", "C:\\temp"),
    ],
)
def test_safe(raw, shown):
    assert safe(raw) == shown


def test_a_newline_only_where_it_is_allowed():
    assert safe("a\nb\x1b", newlines=True) == "a\nb\\x1b"
    assert safe("a\nb") == "a\\nb"


def test_every_character_of_unicode():
    for number in range(0x110000):
        char = chr(number)
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} or (char.isspace() and char != " "):
            assert safe(char).startswith("\\"), hex(number)
        assert safe(safe(char)) == safe(char)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("a → b · c – d", "a -> b . c - d"),
        ("✓ ✗ × … RFC 791 §3.1", "ok wrong x ... RFC 791 section 3.1"),
        ("┌─┐│└─┘", "+-+|+-+"),
        ("字é", "\\u5b57\\xe9"),
    ],
)
def test_spelled_in_ascii(text, spelled):
    assert spell(text, "ascii") == spelled
    assert spell(text, "utf-8") == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(st.text().filter(lambda key: key != "schema"), JSON), st.sampled_from(["utf-8", "ascii", "cp1252"])
)
def test_json_is_true_and_harmless(data, encoding):
    for write in (document_text, line_text):
        text = write("netkit.test/1", data, encoding=encoding)
        assert json.loads(text) == {"schema": "netkit.test/1", **data}
        assert all(char == "\n" or safe(char) == char for char in text)
        text.encode(encoding)
    assert "\n" not in line_text("netkit.test/1", data)


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, float("nan")])
def test_json_refuses_what_it_has_no_form_for(value):
    with pytest.raises((TypeError, ValueError)):
        document_text("netkit.test/1", {"value": value})
