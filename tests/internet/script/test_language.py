"""A script's text becomes steps, or an error that names its line and the rule."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import UsageError
from netkit.internet.script.language.reading import read_script
from netkit.internet.script.language.steps import Call, Expected, Icmp, Injected, Moment, Options
from netkit.tcp.segment import Flag
from tests.internet.script.running import ESTABLISHED, SCRIPTS, run


def only(text):
    return read_script(text).steps[-1]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("0", Moment(0)),
        ("0.5", Moment(500_000)),
        ("+.1", Moment(100_000, None, relative=True)),
        ("+0~+.2", Moment(0, 200_000, relative=True)),
        ("0.25~1", Moment(250_000, 1_000_000)),
        ("*", Moment(relative=True, any=True)),
    ],
)
def test_times(text, moment):
    assert only(f"{text} > . 1:1(0) ack 1").moment == moment


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("S", Flag.SYN),
        ("S.", Flag.SYN | Flag.ACK),
        (".", Flag.ACK),
        ("FP.", Flag.FIN | Flag.PSH | Flag.ACK),
        ("SEW", Flag.SYN | Flag.ECE | Flag.CWR),
        ("R", Flag.RST),
        ("-", Flag(0)),
    ],
)
def test_flags(text, flags):
    step = read_script(f"+0 < {text} 1:11(10) ack 2 win 3\n+0 close(3) = 0").steps[0]
    assert isinstance(step, Injected)
    assert (step.segment.flags, step.segment.sequence, step.segment.length) == (flags, 1, 10)
    assert (step.segment.acknowledgment, step.segment.window) == (2, 3)


def test_options():
    step = only("+0 < S 0:0(0) win 1 <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7,eol>\n+0 > . 1:1(0) ack 1 <...>")
    assert step.segment.options is None
    step = only("+0 > S 0:0(0) <mss 1460,sackOK,TS val 100 ecr 9,nop,wscale 7>")
    assert step.segment.options == Options(largest=1460, shift=7, sack_permitted=True, timestamps=(100, 9))
    step = only("+0 > . 1:1(0) ack 1 <nop,nop,sack 1:1001 2001:3001>")
    assert step.segment.options.sack == ((1, 1001), (2001, 3001))
    assert only("+0 > [ect0] P. 1:2(1) ack 1").segment.mark == "ect0"


def test_calls():
    step = only(
        '+0...0.2 connect(3, {sa_family = AF_INET, sin_port = htons(80), sin_addr = inet_addr("192.0.2.1")}, ...) = -1 EINTR (No)'
    )
    assert isinstance(step, Call)
    assert (step.name, step.end, step.result.value, step.error) == ("connect", 200_000, -1, "EINTR")
    assert only("+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0").arguments[2].value == 0o4002


def test_comments_commands_and_icmp():
    script = read_script(
        "// one\n/* two\n lines */ --mss=1400 # three\n`first`\n0 > S 0:0(0) <...>\n"
        "+0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]\n`last`"
    )
    assert script.options == (("mss", "1400", 3),)
    assert [each.line for each in script.steps] == [4, 5, 6, 7]
    icmp = script.steps[2]
    assert isinstance(icmp, Icmp)
    assert (icmp.type, icmp.code, icmp.mtu, icmp.quoted) == ("unreachable", "frag_needed", 1200, (1, 1460))
    assert isinstance(script.steps[1], Expected)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("0 > S 0:0(0)\n+0 < S 0:5(4) win 1", 2, "does not add up"),
        ("0 > S 0:0(0)\n\n+0 < . 1:1(0) ack 1", 3, "says its window"),
        ("0 > X 0:0(0)", 1, "flags belong here"),
        ("0 > S 0:0(0) <mss 1460,FO abc>", 1, "FO"),
        ("0 > S 0:0(0) <mss 70000>", 1, "can't be 70000"),
        ("0 > S.5 0:0(0)", 1, "numbers among the flags"),
        ("0 < udp (100)", 1, "udp is not supported"),
        ("0 > S 0:0(0)\n+0 < S 0:0(0) win 1 <...>", 2, "says which options"),
        ("* < S 0:0(0) win 1", 1, "only a segment that is expected"),
        ("0 socket(..., SOCK_STRANGE) = 3", 1, "SOCK_STRANGE"),
        ("0 read(3, ..., 10) = -1 EODD", 1, "EODD"),
        ("0 read(3, ..., 10)", 1, "belongs here"),
        ("1 > S 0:0(0)\n.5 > S 0:0(0)", 2, "time goes back"),
        ("0 > S 0:0(0)\n/* never", 2, "never ends"),
        ("0 > S 0:0(0)\n+0 `never", 2, "never ends"),
        ("+1~+.5 > S 0:0(0)", 1, "ends before it begins"),
        ("+0...-1 connect(3, ..., ...) = 0", 1, "can't be like this"),
        ("0 > S 0:0(0)\n`a` `b`", 2, "a time is missing"),
        ("", 1, "nothing in this script"),
        ("0 < S 0:0(0) win 1", 1, "asks for nothing"),
        ("0 f(" + "[" * 50, 1, "too deeply"),
        ("0 > S " + "9" * 5000 + ":0(0)", 1, "too long"),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(text, line, what):
    with pytest.raises(UsageError) as raised:
        read_script(text, name="x.pkt")
    assert raised.value.where.startswith(f"x.pkt, line {line}")
    assert what in raised.value.what + raised.value.why


@given(st.text(alphabet=" \n0123456789.+~*<>SF.RP:()[]{}=,-`%\"'|aeckwinmsTOKval/#", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text):
    with suppress(UsageError):
        assert read_script(text).steps


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_spoilt_scripts_end(data):
    text = data.draw(st.sampled_from(SCRIPTS)).read_text("utf-8")
    lines = text.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    piece = data.draw(
        st.sampled_from(["", lines[at - 1], "+9999 close(4) = 0", "+0 < . 1:1(0) ack 4294967295 win 65535"])
    )
    number = data.draw(st.integers(0, 2**32))
    lines[at] = piece or lines[at].replace("1", str(number), 1)
    with suppress(UsageError):
        assert run("\n".join(lines)).results


def test_a_long_script_is_refused():
    with pytest.raises(UsageError, match="too long"):
        read_script("\n" * 300_000)
    assert run(ESTABLISHED).fault is None
