"""A build line with a typo, any typo: the message names the word, its place, and what was meant. And any text at all is safe."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import BuildError, NetkitError
from netkit.packet import build
from netkit.packet.building import parse

LINES = """\
ethernet destination=02:00:00:00:00:02 / ipv4 destination=198.51.100.7 time_to_live=3 dont_fragment / udp destination_port=53
ip dst=198.51.100.7 ttl=3 / tcp dport=80 syn mss=1460 sackok wscale=7 / data "hello"
ipv6 destination=2001:db8::7 hop_limit=3 / icmpv6 type=packet-too-big mtu=1280 / quoted(ipv6 / udp dport=33434)
ethernet / vlan id=7 priority=3 / arp operation=reply sender_protocol_address=192.0.2.1
ipv4 / udp sport=53 / dns response rcode=nxdomain question="www.example.test AAAA" edns
ipv4 protocol=udp / udp checksum=wrong(0x1234) / data hex:00ff00
ipv4 / tcp flags=SA window=1000 [maximum_segment_size 1460] [window_scale 7]
ipv4 / gre key=5 / ipv4 / icmp type=echo-request identifier=7 sequence_number=1
ipv4 src=0.0.0.0 dst=255.255.255.255 / udp / dhcp message_type=discover requested_address=192.0.2.9 host_name="ada"
ipv4 / tcp dport=80 / http "GET / HTTP/1.1" "Host: www.example.test"
ethernet / whole(ipv4 / udp sport=7 dport=7) / ethernet_padding hex:0000
""".splitlines()

WORD = re.compile(r'"[^"]*"|[A-Za-z_][\w-]*|[\d.:a-fx]+|[/=()\[\]]')


class Typo:
    """A line with one slip in it: `word` became `slip`, from one character of the line to another."""

    def __init__(self, chance):
        line = chance.choice(LINES)
        found = chance.choice(list(WORD.finditer(line)))
        self.word = found[0]
        self.slip = self._slipped(self.word, chance)
        self.line = line[: found.start()] + self.slip + line[found.end() :]
        self.start, self.end = found.start(), found.start() + len(self.slip)
        self.same = self.line == line

    @staticmethod
    def _slipped(word, chance):
        if word[0] == '"':
            return chance.choice((word[1:], word[:-1]))
        if word in "/=()[]":
            return chance.choice(("", word * 2))
        at, letter = chance.randrange(len(word)), chance.choice("abcdefghijklmnopqrstuvwxyz")
        swapped = word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at else letter + word
        return chance.choice(
            (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped)
        )

    @property
    def near(self):
        """Where the message may point: at the word, its neighbour where it is a sign that is missing, or the bracket that it belongs to."""
        yield from range(self.start - 2, self.end + 3)
        if self.word in ")]" or self.word[0] == '"':
            yield from range(self.start)


def attempt(line):
    """The packet of a line, or else the error."""
    try:
        return build(line), None
    except NetkitError as error:
        return None, error


def typos(count):
    """So many lines that can't be built because of one slip."""
    chance = random.Random(2026)
    found = []
    while len(found) < count:
        typo = Typo(chance)
        if typo.same:
            continue
        if error := attempt(typo.line)[1]:
            assert isinstance(error, BuildError)
            found.append((typo, error))
    return found


def pointed_at(typo, error):
    """The characters of the line that the message has carets under."""
    shown, carets = error.where.split("\n")
    assert carets.strip("^ ") == ""
    words = shown.strip("…")
    first = typo.line.index(words) if words in typo.line else 0
    first -= shown.startswith("…")
    return range(first + carets.index("^"), first + len(carets))


def test_the_lines_are_well_without_a_slip():
    for line in LINES:
        assert build(line).encode()


def test_200_lines_with_a_typo_are_told_the_word_the_place_and_what_was_meant():
    missed = []
    for typo, error in typos(200):
        said = f"{error.what} {error.why} {error.hint}".lower()
        if not set(pointed_at(typo, error)) & set(typo.near):
            missed.append(f"another place: {typo.line}\n{error.where}")
        if re.match("[A-Za-z_]", typo.word) and typo.word.lower() not in said:
            missed.append(f"not what was meant, {typo.word}: {typo.line}\n{error}\n{error.hint}")
        if not (error.why or error.hint):
            missed.append(f"too little: {typo.line}\n{error}")
        if (
            typo.slip.strip('"')
            and re.match("[A-Za-z_0-9]", typo.word)
            and typo.slip.lower() not in (said + error.where.lower())
        ):
            missed.append(f"not the word, {typo.slip}: {typo.line}\n{error}")
    assert missed == []


WORDS = st.sampled_from(
    [
        *(
            "ipv4",
            "udp",
            "tcp",
            "dns",
            "data",
            "/",
            " / ",
            "=",
            "[",
            "]",
            "(",
            ")",
            "wrong(",
            "whole(",
            "quoted(",
            "hex:",
            '"',
            "'",
        ),
        *(
            "\\",
            "\\x",
            ",",
            "ttl=",
            "flags=",
            "question=",
            "mss",
            "bare",
            "0x",
            "-1",
            "9" * 30,
            "\x1b[31m",
            "\u202e",
            "é",
            "\0",
            "\n",
        ),
        *("type=A", "options=", "content="),
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.lists(WORDS, max_size=14).map("".join), st.lists(WORDS, max_size=14).map(" ".join)
    )
)
def test_any_text_is_a_packet_or_an_error_that_says_what_is_wrong(text):
    packet, error = attempt(text)
    if error is not None:
        assert error.what
        assert error.why or error.hint or error.where
    else:
        assert isinstance(packet.encode(), bytes)
        assert parse(packet.to_text()).encode() == packet.encode()


@pytest.mark.parametrize(
    "line",
    [
        "ipv4 / " * 5000,
        "ipv4 / " * 5000 + "udp",
        "whole(" * 5000,
        "whole(" * 30 + "ipv4" + ")" * 30,
        "ipv4 " + "[" * 5000,
        "ipv4 / tcp " + "[timestamps " * 45,
        "wrong(" * 5000,
        "ipv4 ttl=" + "wrong(" * 5000,
        "ipv4 ttl=" + "9" * 5000,
        "ipv4 ttl=0x" + "f" * 100_000,
        "data " + '"' + "\\" * 10001,
        'ipv4 / udp / dns question="' + "a." * 5000 + '"',
        "x" * (1 << 20) + "x",
        "data hex:" + "0" * 1_000_001,
    ],
    ids=range(14),
)
def test_a_line_without_measure_is_told_to_be_one(line):
    packet, error = attempt(line)
    assert packet is not None or (len(error.what) < 500 and len(error.where) < 500)
