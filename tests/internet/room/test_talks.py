"""What the servers of a room say: the same however TCP cuts what they hear, and never more than a little kept of it."""

import http.client
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.internet.room.services import Echo, Mail, Scripted, Web
from netkit.internet.room.talk import Finish, Say
from netkit.internet.room.talks.lines import LONGEST, Lines

PAGES = {"/": b"hello\n", "/long": b"x" * 5000}
SERVERS = [Web(pages=PAGES), Mail(name="mail.example.test"), Scripted(port=9, answer=b"yes\n", farewell=(b"a", b"b"))]

DIALOGUES = st.lists(
    st.sampled_from(
        [
            b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            b"GET /none HTTP/1.1\r\nHost: a\r\n\r\n",
            b"HEAD /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            b"GET / HTTP/1.0\r\n\r\n",
            b"EHLO me\r\n",
            b"MAIL FROM:<a@b>\r\n",
            b"RCPT TO:<c@d>\r\n",
            b"DATA\r\n",
            b".\r\n",
            b"QUIT\r\n",
            b"\r\n",
            b"\n",
            b"y" * (LONGEST + 5),
        ]
    )
    | st.binary(max_size=40),
    max_size=12,
).map(b"".join)


def heard(service, pieces):
    """All that is said to these pieces, and whether it ended by itself."""
    talk = service.talk()
    acts = [*talk.begin()]
    for piece in pieces:
        acts += talk.hear(piece)
    return [(act.data, act.after) for act in acts]


@pytest.mark.parametrize("service", SERVERS, ids=lambda each: type(each).__name__)
@given(said=DIALOGUES, cuts=st.lists(st.integers(0, 1000), max_size=8))
def test_where_it_is_cut_says_nothing(service, said, cuts):
    edges = sorted({0, len(said), *(cut for cut in cuts if cut < len(said))})
    pieces = [said[start:end] for start, end in itertools.pairwise(edges)]
    assert heard(service, pieces) == heard(service, [said])


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=8))
def test_an_echo_gives_back_what_came(pieces):
    assert b"".join(data for data, _ in heard(Echo(), pieces)) == b"".join(pieces)


@given(st.lists(st.binary(max_size=3 * LONGEST), max_size=6))
def test_lines_are_those_of_the_whole_and_long_ones_are_told_once(pieces):
    lines = Lines()
    found = [line for piece in pieces for line in lines.take(piece)]
    whole = b"".join(pieces).split(b"\n")
    wanted = [line.removesuffix(b"\r") if len(line) <= LONGEST else None for line in whole[:-1]]
    if len(whole[-1]) > LONGEST:
        wanted.append(None)
    assert found == wanted


class _Given:
    """A socket for http.client that holds what a server said."""

    def __init__(self, data):
        self.file = io.BytesIO(data)

    def makefile(self, *_):
        return self.file


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200, b"hello\n"),
        (b"GET /?x=1 HTTP/1.1\r\nHost: a\r\n\r\n", 200, b"hello\n"),
        (b"GET /long HTTP/1.0\r\n\r\n", 200, b"x" * 5000),
        (b"GET /none HTTP/1.1\r\nHost: a\r\n\r\n", 404, None),
        (b"GET / HTTP/1.1\r\n\r\n", 400, None),
        (b"POST / HTTP/1.1\r\nHost: a\r\n\r\n", 405, None),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, None),
        (b"nonsense\r\n\r\n", 400, None),
        (b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 200 + b"\r\n", 431, None),
        (b"GET /" + b"a" * 2000 + b" HTTP/1.1\r\n\r\n", 431, None),
    ],
)
def test_a_client_library_reads_the_answers(asked, status, body):
    talk = Web(pages=PAGES).talk()
    said = b"".join(act.data or b"" for act in talk.hear(asked))
    response = http.client.HTTPResponse(_Given(said))
    response.begin()
    assert response.status == status
    content = response.read()
    assert content == body if body is not None else content


def test_a_head_alone_has_the_length_and_no_page():
    talk = Web(pages=PAGES).talk()
    (act,) = talk.hear(b"HEAD /long HTTP/1.1\r\nHost: a\r\n\r\n")
    assert b"Content-Length: 5000\r\n" in act.data
    assert act.data.endswith(b"\r\n\r\n")


def test_a_page_is_asked_for_again_over_the_same_connection_until_it_is_closed():
    talk = Web(pages=PAGES).talk()
    once = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    assert len(talk.hear(once + once)) == 2
    assert list(talk.end()) == [Finish()]


def codes(*lines):
    talk = Mail(name="mail.example.test").talk()
    acts = [*talk.begin(), *talk.hear(b"".join(line.encode() + b"\r\n" for line in lines))]
    return [act.data.rstrip().splitlines()[-1][:3].decode() for act in acts if isinstance(act, Say)]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([], "220"),
        (["EHLO me.example", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA", "hi", "..", ".", "QUIT"],
         "220 250 250 250 354 250 221"),
        (["MAIL FROM:<a@b>"], "220 503"),
        (["EHLO me", "RCPT TO:<c@d>", "DATA"], "220 250 503 503"),
        (["HELO me", "MAIL FROM:<>", "RCPT TO:<>"], "220 250 250 501"),
        (["HELO", "HELO me", "MAIL a@b", "FLY"], "220 501 250 501 500"),
        (["HELO me", "MAIL FROM:<a@b>", "MAIL FROM:<a@b>", "RSET", "MAIL FROM:<a@b>"], "220 250 250 503 250 250"),
        (["noop", "vrfy a", "help", "quit", "noop"], "220 250 252 214 221"),
        (["x" * 2000, "NOOP"], "220 500 250"),
    ],
)  # fmt: skip
def test_mail_by_the_order_of_rfc_5321(lines, wanted):
    assert codes(*lines) == wanted.split()


def test_the_farewell_comes_after_the_clients_end():
    talk = Scripted(port=9, answer=b"yes\n", late=2.0, farewell=(b"one", b"two"), pause=0.5).talk()
    assert list(talk.hear(b"hel")) == []
    assert list(talk.hear(b"lo\nagain\n")) == [Say(b"yes\n", 2.0), Say(b"yes\n", 2.0)]
    assert list(talk.end()) == [Say(b"one", 0.5), Say(b"two", 0.5), Finish()]


def test_a_scripted_server_may_speak_first():
    assert list(Scripted(port=9, greeting=b"hi\n", late=0.2).talk().begin()) == [Say(b"hi\n", 0.2)]
    assert list(Scripted(port=9, late=0.2).talk().begin()) == []
