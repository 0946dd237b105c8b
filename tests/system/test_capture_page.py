"""The page that `netkit capture view` writes, in a real browser: fields and bytes, filters, streams, hostile captures, many packets."""

import os

import pytest

from netkit import capture as captures
from netkit.packet import dissect
from tests.capture.streams.making import ACK, datagram, opening, segment
from tests.system.browser import Watched
from tests.system.pages import record, written
from tests.system.program import CAPTURES

LIT = """() => ['.byte', '.ascii .sign'].map((kind) => [...document.querySelectorAll(`${kind}.lit`)].map((cell) => [
  Number(cell.dataset.at), cell.style.getPropertyValue('--from'), cell.style.getPropertyValue('--to')]))"""
POINTED = """() => [...document.querySelectorAll('.tree [data-width]:not([data-width="0"])')].map((item) => {
  item.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, movementX: 1 }));
  return (LIT)();
})""".replace("LIT", LIT)
FOCUSED = """() => {
  const { key, width } = document.activeElement.dataset;
  return [key, width, (LIT)()[0], document.querySelector('#meaning h3').textContent];
}""".replace("LIT", LIT)
BIDI = "\u202e\u2066\u200f"
HOSTILE = f"</script><script>alert(1)</script><img src=x onerror=alert(2)><!-- \u2028{BIDI} \x1b[31m]]>&lt;"


def packet_of(name, number):
    with captures.open(CAPTURES / name) as records:
        found = next(each for each in records if each.number == number)
    return dissect(found.data, found.link_type, original_length=found.original_length)


def bits_of(field):
    """Every bit of a field and of what its value comes from, by its number."""
    return {
        bit
        for start, width in ((field.start_bit, field.width_bits), *field.also)
        for bit in range(start, start + width)
    }


def lit_bits(cells):
    return {
        at * 8 + bit
        for at, first, last in cells
        for bit in range(round(float(first[:-1]) / 12.5), round(float(last[:-1]) / 12.5))
    }


@pytest.mark.parametrize(("name", "number"), [("page-load-01.pcapng", 4), ("page-load-ipv6-01.pcapng", 8)])
def test_every_field_lights_its_bytes_under_the_mouse(pages, watched, name, number):
    path = pages(name)
    page = watched.open(path)
    page.click(f'[data-number="{number}"]')
    fields = list(packet_of(name, number).fields)
    lit = page.evaluate(POINTED)
    assert len(lit) == len(fields) > 30
    for field, (hexes, signs) in zip(fields, lit, strict=True):
        assert lit_bits(hexes) == lit_bits(signs) == bits_of(field), field
    watched.assert_quiet(path)


def test_every_field_lights_its_bytes_under_the_keyboard(pages, watched):
    page = watched.open(pages("page-load-01.pcapng"))
    page.click('[data-number="4"]')
    page.locator('.tree [role="treeitem"]').first.focus()
    fields = iter(packet_of("page-load-01.pcapng", 4).fields)
    told = 0
    for _ in range(page.locator('.tree [role="treeitem"]:visible').count()):
        key, width, cells, name = page.evaluate(FOCUSED)
        if key and width != "0":
            field = next(fields)
            told += 1
            assert (key, lit_bits(cells)) == (field.key, bits_of(field))
            assert field.name in name
        page.keyboard.press("ArrowDown")
    assert told > 40
    assert next(fields, None) is None


def test_a_byte_lights_its_field_and_a_bit_the_field_of_that_bit(pages, watched):
    page = watched.open(pages("page-load-01.pcapng"))
    page.click('[data-number="8"]')
    by_bit = {bit: field for field in packet_of("page-load-01.pcapng", 8).fields for bit in bits_of(field)}
    for at, bit in ((22, 0), (14, 1), (14, 6), (47, 3), (47, 4), (153, 7)):
        cell = page.locator(f'.byte[data-at="{at}"]')
        cell.scroll_into_view_if_needed()
        box = cell.bounding_box()
        page.mouse.move(box["x"] + box["width"] * (bit + 0.5) / 8, box["y"] + box["height"] / 2)
        lit = page.locator(".tree .lit")
        assert lit.count() == 1
        assert int(lit.get_attribute("data-start")) == by_bit[at * 8 + bit].start_bit
    page.mouse.move(0, 0)
    page.locator('.byte[data-at="22"]').click()
    page.keyboard.press("ArrowRight")
    assert "Protocol" in page.inner_text("#meaning h3")


def test_streams_are_told_in_turn_with_what_is_missing(watched, tmp_path):
    packets = [*opening(0, 5), segment(1, b"GET / HTTP/1.1\r\n\r\n", ack=6), segment(6, b"abc", ack=19, back=True)]
    packets += [
        segment(14, b"xyz", ack=19, back=True),
        segment(19, flags=ACK, ack=17),
        datagram(b"ask"),
        datagram(b"answer", back=True),
    ]
    path = written(tmp_path, [record(data, number) for number, data in enumerate(packets)])
    page = watched.open(path)
    page.click("text=Conversations (2)")
    turns = page.locator(".turn").evaluate_all("all => all.map((turn) => turn.innerText)")
    assert turns[0].startswith("Client says →")
    assert "GET / HTTP/1.1" in turns[0]
    assert [turn.startswith("← Server says") for turn in turns[1:]] == [True, False, True]
    assert "Missing: 5 bytes of the server are not in the capture (bytes 3–7)" in turns[2]
    rungs = page.locator(".ladder li").evaluate_all("all => all.map((rung) => rung.textContent)")
    assert len(rungs) == 7
    assert "packet 1, client to server: SYN" in rungs[0]
    assert "packet 2, server to client: SYN, ACK" in rungs[1]
    page.locator(".rung").nth(3).click()
    assert page.inner_text("#packet h2") == "Packet 4"
    page.click("text=Its conversation")
    page.locator(".talks button").nth(1).click()
    assert [turn.splitlines()[-1] for turn in page.locator(".turn").all_inner_texts()] == ["ask", "answer"]
    watched.assert_quiet(path)


def test_a_hostile_capture_is_text(watched, tmp_path):
    request = f"GET /{HOSTILE} HTTP/1.1\r\nHost: {HOSTILE}\r\nX-{HOSTILE}: {HOSTILE}\r\n\r\n".encode()
    label = HOSTILE.encode()[:60]
    question = b"\0\1\1\0\0\1\0\0\0\0\0\0" + bytes([len(label)]) + label + b"\0\0\1\0\1"
    packets = [
        *opening(0, 5),
        segment(1, request, ack=6),
        segment(1 + len(request), bytes(range(256)), ack=6),
        datagram(question),
    ]
    records = [record(data, number, interface=HOSTILE, comments=(HOSTILE,)) for number, data in enumerate(packets)]
    path = written(tmp_path, records, name="<img src=x onerror=alert(3)>.pcapng")
    page = watched.open(path)
    assert page.title().startswith("<img src=x onerror=alert(3)>")
    for number in range(1, len(packets) + 1):
        page.click(f'[data-number="{number}"]')
        page.locator('.tree [role="treeitem"]').last.click()
    page.fill("#filter", HOSTILE.replace("\u2028", " "))
    page.press("#filter", "Enter")
    page.click("#tab-streams")
    for button in page.locator(".talks button").all():
        button.click()
    assert page.locator("img, iframe, object, form[action], svg script").count() == 0
    assert page.locator("script").count() == 3
    text = page.evaluate("document.body.textContent")
    assert "<img src=x onerror=alert(2)>" in text
    assert "\\u202e" in text
    shown = page.evaluate("document.getElementById('app').textContent")
    assert not set(shown) & set(BIDI + "\u2028\x1b")
    watched.assert_quiet(path)


MANY = 10_000 if os.environ.get("NETKIT_WHOLE_CORPUS") == "1" else 3_000
"""Packets of the large page: the limit of a page, or enough of them to need most of what it needs."""


def test_many_packets_are_filtered_and_scrolled(watched, tmp_path):
    def arp(number):
        said = bytes.fromhex("0001080006040001020000000001c0000201000000000000")
        return bytes.fromhex("ffffffffffff0200000000010806") + said + (0x0A000000 + number).to_bytes(4)

    records = [record(arp(number), number, link_type=1) for number in range(MANY + 1)]
    path = written(tmp_path, records, most=MANY)
    page = watched.open(path)
    assert page.inner_text(".count") == f"{MANY:,} packets"
    assert f"the first {MANY:,} packets" in page.inner_text(".notices")
    assert page.locator("[data-number]").count() < 100
    page.focus("#list")
    page.keyboard.press("End")
    page.wait_for_selector(f'[data-number="{MANY}"][aria-selected=true]')
    page.evaluate(
        """() => {
          const list = document.getElementById('list');
          list.scrollTop = 1500 * parseFloat(getComputedStyle(list).getPropertyValue('--row'));
        }"""
    )
    page.wait_for_selector('[data-number="1502"]')
    page.fill("#filter", "arp.dst.proto_ipv4 == 10.0.1.0/24 and frame.number > 300")
    page.press("#filter", "Enter")
    assert page.inner_text(".count") == f"212 of {MANY:,} packets"
    assert page.locator("[data-number]").first.get_attribute("data-number") == "301"
    watched.assert_quiet(path)


def test_it_can_be_used_without_seeing_or_a_mouse(pages, watched):
    page = watched.open(pages("page-load-01.pcapng"))
    assert page.get_attribute("html", "lang") == "en"
    for landmark in ("header.top", "main", "footer"):
        assert page.locator(landmark).count() == 1
    assert page.locator("h1").count() == 1
    assert (
        page.evaluate("""() => [...document.querySelectorAll('button, input, [role=grid], [role=tree], [role=treeitem], [role=region]')]
        .filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim() || each.labels?.length)).length""")
        == 0
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the packets"
    page.keyboard.press("Enter")
    page.focus("#list")
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#packet h2") == "Packet 2"
    chosen = page.get_attribute("#list", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    assert page.get_attribute(".count", "role") == "status"
    page.focus("#tab-packets")
    page.keyboard.press("ArrowRight")
    assert page.locator("#part-streams").is_visible()
    assert not page.locator("#part-packets").is_visible()


LEAST_CONTRAST = """() => {
  const numbers = (text) => text.match(/[\\d.]+/g).map((part, at) => Number(part) * (at < 3 && text.startsWith('color(') ? 255 : 1));
  const shade = (part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * shade(red / 255) + 0.7152 * shade(green / 255) + 0.0722 * shade(blue / 255);
  const ground = (each) => {
    for (let at = each; at; at = at.parentElement) {
      const found = numbers(getComputedStyle(at).backgroundColor);
      if ((found[3] ?? 1) > 0.9) return found;
    }
    return [255, 255, 255];
  };
  const told = (each) => each.checkVisibility() && [...each.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  return [...document.querySelectorAll('body *')].filter(told).map((each) => {
    const [more, less] = [light(numbers(getComputedStyle(each).color)), light(ground(each))].sort((one, other) => other - one);
    return [(more + 0.05) / (less + 0.05), each.className, each.textContent.slice(0, 30)];
  }).filter(([ratio]) => ratio < 4.5);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(pages, browser, scheme):
    watched = Watched(browser, color_scheme=scheme)
    page = watched.open(pages("page-load-01.pcapng"))
    page.click('[data-number="8"]')
    page.locator('[data-key="ip.ttl"]').click()
    page.mouse.move(0, 0)
    page.fill("#filter", "tcp.flags.sny")
    page.press("#filter", "Enter")
    assert page.evaluate(LEAST_CONTRAST) == []
    page.click("#tab-streams")
    assert page.evaluate(LEAST_CONTRAST) == []
    watched.close()


def test_narrow_wide_and_paper_need_no_sideways_scrolling(pages, browser):
    for width in (360, 768, 1900):
        watched = Watched(browser, viewport={"width": width, "height": 800})
        page = watched.open(pages("page-load-01.pcapng"))
        for tab in ("packets", "streams"):
            page.click(f"#tab-{tab}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        watched.close()
    watched = Watched(browser)
    page = watched.open(pages("page-load-01.pcapng"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("[data-number]").count() == 16
    assert not page.locator("#filter").is_visible()
    watched.close()


def test_without_scripts_it_is_a_list(pages, browser):
    watched = Watched(browser, java_script_enabled=False)
    page = watched.open(pages("page-load-01.pcapng"), ready="table")
    assert page.locator("noscript table tbody tr, table tbody tr").count() == 16
    assert "192.0.2.37 asks www.harbour.test for /map.html" in page.inner_text("body")
    watched.close()
