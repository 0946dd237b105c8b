"""A filter that is wrong says what is wrong, marks the place, gives the rule and a way on; and no filter does anything else."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.capture.filtering import compile_filter
from netkit.errors import UsageError

WRONG = {
    "tcp.analysis.flags == 1": ("tcp.analysis.flags", "has no value", "a packet has it, or has it not"),
    # text: (the marked part, a piece of what is wrong, a piece of the rule or the hint)
    "tcp.prt == 80": ("tcp.prt", "no field tcp.prt", "did you mean tcp.port"),
    "TCP.port == 80": ("TCP.port", "no field TCP.port", "did you mean tcp.port"),
    'dns.qry.name == "a" and tcp.flags.sny == 1': ("tcp.flags.sny", "no field", "tcp.flags.syn"),
    "tcp.port = 80": ("=", "one = is no comparison", "write =="),
    "tcp.port == 70000": ("70000", "can't be 70000", "65,535"),
    "ip.ttl == -1": ("-1", "can't be -1", "never below zero"),
    'ip.ttl == "64"': ('"64"', "can't be", "without quotes"),
    "ip.src == www.harbour.test": ("www.harbour.test", "can't be", "the address of a name"),
    "ip.src == 192.0.2.0/33": ("192.0.2.0/33", "can't be", "0 to 32"),
    "ipv6.src == 2001:db8::/129": ("2001:db8::/129", "can't be", "0 to 128"),
    "eth.src == 02:00": ("02:00", "can't be", "eth.src[0:3]"),
    "tcp[0:2] == zz": ("zz", "can't be zz", "hex"),
    "tcp[0:2] == 123": ("123", "can't be 123", "one is left over"),
    "tcp[13:0] == 1": ("[13:0]", "has no bytes", "[4:2]"),
    "tcp[5-3] == 1": ("[5-3]", "ends before it begins", "[4-5]"),
    "tcp[1--1] == 1": ("[1--1]", "ends before", "[-2:]"),
    "tcp.flags.syn == maybe": ("maybe", "can't be maybe", "True or False"),
    'frame.time > "yesterday"': ('"yesterday"', "can't be", "year-month-day"),
    'frame.time > "2026-02-30"': ('"2026-02-30"', "can't be", "no such time"),
    'http.host matches "["': ('"["', "regular expression", "unterminated"),
    "http.host matches www": ("www", "double quotes", "http.host matches"),
    r'http.host == "\q"': (r"\q", "is no escape", 'r"'),
    "http.host == 'ab'": ("'ab'", "is not one character", '"ab"'),
    "tcp.port contains 80": ("tcp.port", "can't look into a number", "string("),
    'ip.src matches "192"': ("ip.src", "can't look into an IPv4 address", "string("),
    "ip.ttl[0] == 40": ("ip.ttl[0]", "slice of a number", "tcp[0:2]"),
    "ip.src == eth.src": ("eth.src", "can't be compared", "another sort"),
    "64 == ip.ttl": ("64", "a field is wanted", "on its left"),
    "tcp.port == 80 || 443": ("443", "a field is wanted", "tcp.port == 80 or tcp.port == 443"),
    "tcp.port == (80 || 443)": ("80 || 443", "no value", "tcp.port == 80 or tcp.port == 443"),
    "tcp.port in {80 443}": ("443", "can't stand here", "commas"),
    "tcp.port in 80": ("80", "can't stand here", "braces"),
    "tcp.port in {}": ("}", "empty", "at least one"),
    "len(ip)": ("len(ip)", "always there", "> 0"),
    "foo(ip.ttl) == 1": ("foo(ip.ttl)", "no function foo", "len()"),
    'upper(ip.src) == "A"': ("upper(ip.src)", "can't take", "texts"),
    "tcp.flags.syn + 1 == 2": ("tcp.flags.syn + 1", "can't be done", "tcp.flags.syn == 1"),
    "host 192.0.2.1": ("192.0.2.1", "tcpdump's", "ip.addr =="),
    "port 80": ("80", "tcpdump's", "tcp.port =="),
    "tcp AND udp": ("AND", "not known", "write and"),
    "tcp xor udp": ("xor", "can't stand here", "and"),
    "tcp ^ udp": ("^", "no operator", "exactly one"),
    "tcp udp": ("udp", "can't stand here", "joined by"),
    "tcp)": (")", "can't stand here", "joined by"),
    "tcp.port == 80;": (";", "one line", "leave"),
    'http.host == "a': ('"a', "does not end", '"'),
    "ip.src#x == 1": ("#", "number of a layer", "ip.src#1"),
}


@pytest.mark.parametrize("text", WRONG)
def test_the_place_is_marked_and_the_rule_given(text):
    marked, what, more = WRONG[text]
    with pytest.raises(UsageError) as caught:
        compile_filter(text)
    error = caught.value
    shown, mark = error.where.split("\n")
    assert shown == text
    assert text[mark.index("^") : len(mark)].startswith(marked) or text[mark.index("^") : len(mark)] == marked
    assert what in error.what
    assert more in f"{error.why}\n{error.hint}"
    for part in (error.what, error.why, error.hint):
        assert not part.endswith(".")


@pytest.mark.parametrize("text", ["tcp and", "(tcp", "tcp.port ==", "tcp.port in {80", "not", "ip.src == 192.0.2.*"])
def test_a_filter_that_ends_too_early_is_marked_at_its_end(text):
    with pytest.raises(UsageError, match="ends too early") as caught:
        compile_filter(text)
    assert caught.value.where == f"{text}\n{' ' * len(text)}^"


def test_in_a_long_filter_the_place_is_shown_and_not_the_whole():
    text = " or ".join(["tcp.port == 80"] * 50) + " or tcp.prt == 80" + " or udp" * 50
    with pytest.raises(UsageError) as caught:
        compile_filter(text)
    shown, mark = caught.value.where.split("\n")
    assert len(shown) <= 62
    assert shown[mark.index("^") : len(mark)] == "tcp.prt"


HOSTILE = {
    "brackets": "(" * 100_000,
    "closed brackets": "(" * 40_000 + "tcp" + ")" * 40_000,
    "nots": "not " * 20_000 + "tcp",
    "bangs": "!" * 50_000 + "tcp",
    "sums": "1+" * 40_000 + "1",
    "slices": "tcp[" * 20_000,
    "a long word": "a" * 200_000,
    "backslashes": '"' + "\\" * 99_999,
    "functions": "len(" * 20_000 + "ip" + ")" * 20_000,
    "an expression": f'frame matches "{"(" * 5_000}"',
    "a zero": "\0",
    "half a character": "\ud800",
    "a large number": "ip.src == " + "1" * 9_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_filter_is_refused(kind):
    with pytest.raises(UsageError):
        compile_filter(HOSTILE[kind])


def test_many_alternatives_are_no_nesting():
    assert compile_filter(" or ".join(["tcp"] * 5_000)).keys == {"tcp"}
    assert compile_filter(f"tcp.port in {{{', '.join(map(str, range(5_000)))}}}").keys == {"tcp.port"}


WORDS = st.sampled_from(
    ["tcp", "tcp.port", "ip.src", "==", "!=", "and", "or", "not", "(", ")", "{", "}", "in", ",", "..", "80", "192.0.2.0/24",
     "::1", '"a"', "'b'", 'r"c"', "contains", "matches", "[0:2]", "#1", "-", "+", "&", "any", "all", "len", "max", "http.host",
     "frame.time", "dns.flags.response", "True", "02:00", "~", "<", ">", "\\", "\"", "=", ".", ":"]
)  # fmt: skip


@settings(max_examples=400)
@given(
    st.one_of(
        st.text(max_size=40), st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS, max_size=12).map("".join)
    )
)
def test_any_text_is_a_filter_or_a_users_mistake(text):
    with contextlib.suppress(UsageError):
        compile_filter(text)
