"""A person's words: each mistake is named, whatever the words are nothing else comes of them than a question or a UsageError."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.dns.asked import parse_words
from netkit.dns.hints_file import read_hints
from netkit.errors import UsageError, ZoneError


def asked(*words):
    found = parse_words(words)
    return str(found.question), found.server


@pytest.mark.parametrize(
    ("words", "question", "server"),
    [
        (["www.example.test"], "www.example.test A", ""),
        (["example.test.", "mx"], "example.test MX", ""),
        (["MX", "example.test"], "example.test MX", ""),
        (["192.0.2.80"], "80.2.0.192.in-addr.arpa PTR", ""),
        (["[2001:db8::1]", "ANY"], "1." + "0." * 23 + "8.b.d.0.1.0.0.2.ip6.arpa ANY", ""),
        (["bücher.example", "@2001:DB8::53"], "xn--bcher-kva.example A", "2001:db8::53"),
        (["a\\.b.test", "TYPE65280"], "a\\.b.test TYPE65280", ""),
        (["128/25.2.0.192.in-addr.arpa", "NS"], "128/25.2.0.192.in-addr.arpa NS", ""),
    ],
)
def test_what_is_meant(words, question, server):
    assert asked(*words) == (question, server)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["a" * 64 + ".test"], "has 64 bytes"),
        ([".".join(["a" * 50] * 6)], "at most 255 bytes"),
        (["a..test"], "empty label"),
        (["https://www.example.test/x"], "the name in it is www.example.test"),
        (["www.example.test:80"], "port"),
        (["www.example.test", "AAA"], "did you mean AAAA?"),
        (["www.example.test", "TYPE65536"], "16 bits"),
        (["www.example.test", "@ns1"], "begins with an address"),
        (["a.test", "A", "b.test"], "one word too many"),
        (["a\\"], "backslash"),
    ],
)
def test_what_is_wrong(words, part):
    with pytest.raises(UsageError) as caught:
        parse_words(words)
    error = caught.value
    assert part in f"{error.what} {error.where} {error.why} {error.hint}"
    assert error.why


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_words(words):
    with contextlib.suppress(UsageError):
        assert parse_words(words)


def test_root_hints():
    text = "; root\n. 3600 NS b.root.\n. 3600 NS a.root.\na.root. 3600 AAAA 2001:db8::1\na.root. 3600 A 192.0.2.1\n"
    assert [(str(name), address) for name, address in read_hints(text)] == [
        ("a.root.", "192.0.2.1"),
        ("a.root.", "2001:db8::1"),
    ]


@pytest.mark.parametrize("text", ["", "x", ". 1 NS a.", "a. 1 A 192.0.2.1", "$INCLUDE /dev/zero", ". NS", "\0" * 40])
def test_a_file_without_root_hints(text):
    with pytest.raises(ZoneError, match="file"):
        read_hints(text, source="file")


@given(st.text(max_size=200))
def test_any_hints(text):
    with contextlib.suppress(ZoneError):
        assert read_hints(text)
