"""Pictures of walks in a real browser: no words on one another in any width; the page under mouse and keyboard, narrow, dark, on paper."""

import dns.name
import dns.rdatatype
import pytest

from netkit.dns.picture import walk_page, walk_picture
from netkit.dns.query import Purpose, PurposeKind, Question, Server
from netkit.dns.reason import Reason
from netkit.dns.result import Result
from netkit.dns.step import GlueKind, Outcome, Referral, ReferredServer, Step
from netkit.render.svg import draw
from tests.dns.view.made_trust import KINDS, bogus, unchecked, validated
from tests.system.browser import Watched
from tests.system.test_capture_page import LEAST_CONTRAST

WALKS = {
    "glueless": lambda: unchecked("www.glueless.test"),
    "alias": lambda: unchecked("www.alias.test"),
    "loop": lambda: unchecked("www.loop.test"),
    "many": lambda: unchecked("www.many.test"),
    "lame": lambda: unchecked("www.lame.test"),
    "long-alias": lambda: unchecked("www.long-alias.test"),
    "half-trusted": lambda: validated("www.half-trusted.test"),
    "rollover": lambda: validated("www.rollover.test"),
    "signed-dname": lambda: validated("www.old.signed-dname.test"),
    "nsec3": lambda: validated("nobody.nsec3.test"),
    "long names": lambda: deep(4, 50),
    "deep": lambda: deep(20, 3),
    **KINDS,
}
OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].filter((text) => text.textContent);
    const boxes = texts.map((text) => [text.getBoundingClientRect(), text.textContent]);
    for (const [box, told] of boxes)
      if (box.left < frame.left - 0.5 || box.right > frame.right + 0.5 || box.bottom > frame.bottom + 0.5) found.push(['outside', told]);
    boxes.forEach(([one, told], at) => boxes.slice(at + 1).forEach(([other, also]) => {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      // the boxes of lines below one another share their rims
      if (across > 0.5 && down > 5) found.push([told, also]);
    }));
    for (const chip of svg.querySelectorAll('.chip')) {
      const outline = chip.querySelector('path').getBoundingClientRect();
      for (const text of chip.querySelectorAll('text'))
        if (text.textContent && text.getBoundingClientRect().right > outline.right + 0.5) found.push(['beyond its chip', text.textContent]);
    }
  }
  return found;
}"""
LIT = "() => [...document.querySelectorAll('.stage.lit')].map((stage) => Number(stage.dataset.stage))"


def deep(levels, size):
    """A walk down a tree of zones whose labels are that long, so deep that a picture has no room for it."""
    name, steps, reason = dns.name.root, [], Reason("referral", "ask the servers below", "RFC 1034")
    whole = dns.name.Name([*(f"{number}".rjust(size, "m").encode() for number in range(levels)), b""])
    for number in range(levels):
        below = whole.split(number + 2)[1]
        question = Question(whole, dns.rdatatype.A)
        last = number == levels - 1
        server = ReferredServer(name=below, kind=GlueKind.IN_DOMAIN, addresses=("2001:db8::1",), needed=reason)
        steps.append(
            Step(
                number=number + 1,
                zone=name,
                question=question,
                purpose=Purpose(PurposeKind.ANSWER, question),
                asked_at=0.0,
                server=Server(name, "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
                outcome=Outcome.SERVFAIL if last else Outcome.REFERRAL,
                referral=None if last else Referral(zone=below, servers=[server], time_to_live=5),
            )
        )
        name = below
    return Result(question=question, finished=True, reason=reason), steps


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Gives the page of a walk, which is written once."""
    folder = tmp_path_factory.mktemp("walks")

    def of(name):
        target = folder / f"{name}.html"
        if not target.exists():
            result, steps = WALKS[name]()
            target.write_text(walk_page(result, steps, where="made-up internet"), "utf-8")
        return target

    return of


def opened(watched, path):
    return watched.open(path, ready="#picture")


def test_no_words_lie_on_one_another(watched, tmp_path):
    target = tmp_path / "all.html"
    trees = {name: walk_picture(*walk()) for name, walk in WALKS.items()}
    for width in (320, 344, 540, 760, 1100):
        drawn = "\n".join(draw(tree, width=width, standalone=False) for tree in trees.values())
        target.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{drawn}</body>", "utf-8")
        watched.page.set_viewport_size({"width": width + 20, "height": 800})
        page = watched.open(target, ready="svg")
        assert page.evaluate(OVERLAPS) == [], width


def test_choosing_a_zone_shows_its_steps(pages, watched):
    path = pages("glueless")
    page = opened(watched, path)
    card = page.locator("[data-card]:visible", has_text="dns-host.example").last
    card.click()
    assert page.evaluate(LIT) == [4, 5]
    assert card.get_attribute("aria-pressed") == "true"
    assert "dns-host.example: steps" in page.inner_text("#said")
    page.click("#said a >> text=5")
    assert page.evaluate("document.activeElement.id") == "step-5"
    card.click()
    assert page.evaluate(LIT) == []
    assert not page.locator("#said").is_visible()
    page.click("#step-6 button")
    chosen = page.locator('[data-card][aria-pressed="true"]:visible')
    assert chosen.count() == 1
    assert "glueless.test" in chosen.get_attribute("aria-label")
    watched.assert_quiet(path)


def test_it_works_without_a_mouse(pages, watched):
    page = opened(watched, pages("secure"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the steps"
    page.keyboard.press("Tab")
    told = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert told == ". (root), secure"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate(LIT) == [1, 2]
    page.keyboard.press("End")
    page.keyboard.press(" ")
    assert page.evaluate(LIT) == [2, 3]
    page.keyboard.press("Escape")
    assert page.evaluate(LIT) == []
    assert page.locator("svg[role=img]").count() == 0
    assert page.get_attribute("#said", "role") == "status"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(pages, browser, scheme):
    watched = Watched(browser, color_scheme=scheme)
    page = opened(watched, pages("bogus"))
    page.locator("[data-card]:visible").first.click()
    assert page.evaluate(LEAST_CONTRAST.replace("'body *'", "'body *:not(svg *)'")) == []
    watched.close()


def test_each_width_has_its_picture_and_no_sideways_scrolling(pages, browser):
    for width, shown in ((360, "narrow"), (700, "middle"), (1000, "wide"), (1900, "wide")):
        watched = Watched(browser, viewport={"width": width, "height": 800})
        for name in ("bogus", "long names"):
            page = opened(watched, pages(name))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            visible = [each for each in ("wide", "middle", "narrow") if page.locator(f".picture-{each}").is_visible()]
            assert visible == [shown]
        watched.close()


def test_on_paper_all_is_there_and_nothing_to_press(pages, watched):
    page = opened(watched, pages("secure"))
    page.locator("[data-card]:visible").first.click()
    page.emulate_media(media="print")
    assert page.locator(".picture-wide").is_visible()
    assert page.locator(".stage:visible").count() == 3 + 4
    for hidden in ("#said", ".hint", "footer"):
        assert not page.locator(hidden).is_visible()


def test_without_scripts_all_is_there(pages, browser):
    watched = Watched(browser, java_script_enabled=False)
    page = opened(watched, pages("bogus"))
    assert page.locator("[data-card]:visible").count() == 3
    assert "none of example.test's keys is the one that is meant" in page.inner_text("#rest")
    assert not page.locator(".hint").is_visible()
    watched.close()


def test_a_hostile_walk_is_text(watched, tmp_path):
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202e\x1b[31m"
    result, steps = bogus()
    result.reason = Reason("x", hostile, hostile)
    result.mend = hostile
    for step in steps:
        step.concluded.append(result.reason)
        step.zone = dns.name.Name([hostile.encode()[:60], b""])
    path = tmp_path / "hostile.html"
    path.write_text(walk_page(result, steps, where=hostile), "utf-8")
    page = opened(watched, path)
    page.locator("[data-card]:visible").first.click()
    assert page.locator("img, iframe, object, form, svg script").count() == 0
    assert page.locator("script").count() == 1
    assert "<img src=x" in page.inner_text("body")
    assert not set(page.inner_text("body")) & set("\u202e\x1b")
    watched.assert_quiet(path)
