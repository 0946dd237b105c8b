"""What a notebook's cell shows of a walk: its picture and its steps, and nothing that acts."""

import xml.etree.ElementTree as ET

from netkit.dns import Walker
from netkit.dns.made_up import ORIGIN, MadeUpInternet

INTERNET = MadeUpInternet()


def walker_of(name, questions=100, anchors=()):
    """A walk that asked so many questions."""
    now = float(ORIGIN)
    walker = Walker((name, "A"), hints=INTERNET.hints, now=now, trust_anchors=anchors)
    for _ in range(questions):
        query = walker.next_query()
        if query is None:
            break
        reply = INTERNET.respond(query.message, query.server, tcp=query.tcp)
        walker.receive(reply.message, query=query, now=now)
    return walker


def picture_in(html):
    start, end = html.index("<svg"), html.index("</svg>") + 6
    return ET.fromstring(html[start:end])  # noqa: S314  it is our own


def test_a_walk_is_a_picture_and_its_steps():
    html = walker_of("www.glueless.test")._repr_html_()
    words = [text.text for text in picture_in(html).iter("{http://www.w3.org/2000/svg}text")]
    assert [word for word in words if word in ("test", "glueless.test", "example", "dns-host.example")] == [
        "test",
        "glueless.test",
        "example",
        "dns-host.example",
    ]
    assert html.index("</svg>") < html.index("because")
    assert "the walk" in html
    assert "<script" not in html
    assert "tabindex" not in html


def test_a_validated_walk_shows_the_chain_of_trust():
    html = walker_of("www.example.test", anchors=INTERNET.trust_anchors)._repr_html_()
    assert "signs" in "".join(picture_in(html).itertext())
    assert "The chain of trust" in html
    assert "verdict" in html


def test_a_walk_can_be_looked_at_before_and_while_it_goes_on():
    assert "<svg" in walker_of("www.example.test", questions=0)._repr_html_()
    html = walker_of("www.example.test", questions=1)._repr_html_()
    assert "the walk so far" in html
    assert "test" in "".join(picture_in(html).itertext())
