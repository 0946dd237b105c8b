"""SMTP: what are commands and replies, what is wrong with them, and bytes that mean harm."""

import pytest

from netkit.packet import dissect
from netkit.packet.summary import brief, summary
from tests.packet.invariants import broken_promises
from tests.packet.test_http import LARGE, rules, segment


def read(payload, *, reply=False, port=25):
    packet = segment(payload, port, 40000) if reply else segment(payload, 40000, port)
    dissection = dissect(packet, 101)
    assert broken_promises(dissection, packet) == []
    return dissection


@pytest.mark.parametrize("port", [25, 587])
def test_commands(port):
    dissection = read(b"mail FROM:<a@b.test>\r\nRCPT TO:<c@d.test>  \r\nNOOP \r\nDATA\r\n", port=port)
    assert dissection.values("smtp.req.command") == ["mail", "RCPT", "NOOP", "DATA"]
    assert dissection.values("smtp.req.parameter") == ["FROM:<a@b.test>", "TO:<c@d.test>  "]
    assert rules(dissection) == []


def test_replies():
    dissection = read(b"250-a\r\n250-b c\r\n250 d\r\n354 go\r\n221\r\n", reply=True)
    assert dissection.values("smtp.response.code") == [250, 354, 221]
    assert dissection.values("smtp.response.code_again") == [250, 250]
    assert dissection.values("smtp.rsp.parameter") == ["a", "b c", "d", "go"]
    assert rules(dissection) == []


@pytest.mark.parametrize(
    "payload",
    [
        b"Subject: hello\r\n\r\nDear Ada,\r\n",
        b"Help me,\r\nplease\r\n",
        b"\r\n.\r\n",
        b"dXNlcg==\r\n",
        b"\x16\x03\x01\0",
        b"FOO\r\n",
        b"QUI",
    ],
)
def test_what_is_no_command_is_payload(payload):
    assert read(payload).value("tcp.payload") == payload.hex()


@pytest.mark.parametrize("payload", [b"hello\r\n", b"25", b"\r\n", b"\x16\x03\x03\0"])
def test_what_is_no_reply_is_payload(payload):
    assert read(payload, reply=True).value("tcp.payload") == payload.hex()


@pytest.mark.parametrize("last", [b"DATA\r\n", b"BDAT 5 LAST\r\n", b"STARTTLS\r\n"])
def test_behind_these_no_commands_follow(last):
    dissection = read(b"NOOP\r\n" + last + b"QUIT\r\n")
    assert len(dissection.values("smtp.req.command")) == 2
    assert dissection.value("data.data") == b"QUIT\r\n".hex()


def test_a_command_that_goes_on_in_the_next_segment():
    dissection = read(b"MAIL FROM:<a@b.test>\r\nRC")
    assert dissection.values("smtp.req.command") == ["MAIL"]
    assert dissection.value("data.data") == b"RC".hex()
    assert read(b"MAIL FROM:<a@b").value("smtp.req.parameter") == "FROM:<a@b"


@pytest.mark.parametrize(
    ("payload", "reply", "wanted"),
    [
        (b"EHLO " + b"a" * 505 + b"\r\n", False, []),
        (b"EHLO " + b"a" * 506 + b"\r\n", False, ["smtp.line.long"]),
        (b"AUTH PLAIN " + b"A" * 1000 + b"\r\n", False, []),
        (b"250 " + b"a" * 507 + b"\r\n", True, ["smtp.line.long"]),
        (b"NOOP\n", False, ["smtp.line_end.bare"]),
        (b"NOOP\rNOOP\r\n", False, ["smtp.line_end.bare"]),
        (b"NOOP\r", False, []),
        (b"250 a\n", True, ["smtp.line_end.bare"]),
        (b"150 a\r\n", True, ["smtp.reply_code.range"]),
        (b"290 a\r\n", True, ["smtp.reply_code.range"]),
        (b"600\r\n", True, ["smtp.reply_code.range"]),
        (b"259 a\r\n", True, []),
        (b"250-a\r\n251 b\r\n", True, ["smtp.reply_code.differs"]),
        (b"250 a\r\n251 b\r\n", True, []),
        (b"2500\r\n", True, ["smtp.reply.separator"]),
        (b"250 a\r\nb\r\n", True, ["smtp.reply.no_code"]),
    ],
)
def test_problems(payload, reply, wanted):
    assert rules(read(payload, reply=reply)) == wanted


@pytest.mark.parametrize(
    ("unit", "reply"), [(b"NOOP\n", False), (b"250-\n", True), (b"250", True), (b"QUIT ", False), (b"250\r", True)]
)
def test_many_tiny_lines(unit, reply):
    dissection = read((unit * LARGE)[:LARGE], reply=reply)
    assert sum(1 for _ in dissection.fields) <= LARGE


@pytest.mark.parametrize(
    ("payload", "reply", "said", "short"),
    [
        (b"QUIT\r\n", False, "tells 198.51.100.2: QUIT", "SMTP QUIT"),
        (b"EHLO a\r\nNOOP\r\n", False, "tells 198.51.100.2: EHLO a (and 1 line more)", "SMTP EHLO a (and 1 line more)"),
        (b"250-a\r\n250-b\r\n250 c\r\n", True, "replies to 198.51.100.2: 250 a (and 2 lines more)", "SMTP 250 a (and 2 lines more)"),
        (b"250 " + b"a" * 100, True, f"replies to 198.51.100.2: 250 {'a' * 60}…", f"SMTP 250 {'a' * 60}…"),
    ],
)  # fmt: skip
def test_in_a_sentence(payload, reply, said, short):
    dissection = read(payload, reply=reply)
    assert summary(dissection) == f"192.0.2.1 {said}"
    assert brief(dissection) == short
