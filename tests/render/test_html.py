"""Views as HTML: every block is drawn, text stays text whatever it is, and nothing hides or steers."""

from html.parser import HTMLParser

from hypothesis import given

from netkit import capture as captures
from netkit.capture.streams.following import follow
from netkit.packet import dissect
from netkit.render.html import _DRAWN, blocks_html
from netkit.render.safe import is_safe
from netkit.view import Block
from tests.render.blocks import ANY_TEXT, blocks
from tests.render.samples import ALL
from tests.system.program import CAPTURES

TAGS = set("div style p pre strong span table caption colgroup col tr td th ul li code mark".split())  # noqa: SIM905
PICTURE_TAGS = set("svg title desc g path line rect circle polyline polygon text tspan".split())  # noqa: SIM905
EVIL = "</style><script>alert(1)</script><img src=x onerror=alert(2)>"


class Seen(HTMLParser):
    """What a browser would make of a text: elements, their attributes, and the text outside of the style."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.texts, self.open = set(), set(), [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        if tag != "col":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] != ["style"]:
            self.texts.append(data)


@given(blocks(ANY_TEXT))
def test_any_text_stays_text(document):
    seen = Seen(blocks_html(document))
    assert seen.tags <= TAGS | PICTURE_TAGS
    assert not [name for name in seen.attributes if name.startswith("on") or name in ("href", "src", "xlink:href")]
    assert "svg" in seen.tags or seen.attributes <= {"class", "colspan", "style"}
    assert seen.open == []
    assert all(is_safe(char) or char == "\n" for char in "".join(seen.texts))


def test_every_block_has_a_drawing():
    assert set(Block.__args__) <= set(_DRAWN)
    for name, sample in ALL.items():
        assert len("".join(Seen(blocks_html(sample)).texts)) > 20, name


def test_packets_streams_and_captures_show_themselves(tmp_path):
    with captures.open(CAPTURES / "page-load-01.pcapng") as records:
        shown = records._repr_html_()
        found = list(records)
    assert len(found) == 16, "showing a capture uses up none of its packets"
    assert "HTTP GET www.harbour.test/map.html" in shown
    assert "www.harbour.test" in dissect(found[7].data)._repr_html_()
    followed, _ = follow(found, 0)
    assert "The client says" in followed._repr_html_()
    evil = dissect(found[7].data.replace(b"www.harbour.test", EVIL.encode()[:16]))
    assert Seen(evil._repr_html_()).tags <= TAGS


def test_a_capture_from_a_pipe_is_not_used_up():
    with (CAPTURES / "page-load-01.pcapng").open("rb") as file:

        class Pipe:
            name = "a pipe"
            read = file.read

        with captures.open(Pipe()) as records:
            assert "only once" in records._repr_html_()
            assert len(list(records)) == 16
