"""docs/made-up-internet.md: the tree of the made-up internet, and what there is to learn in it."""

from __future__ import annotations

from docs.generate.markdown import Page, code, prose, sentence
from netkit.dns.made_up import Lesson, MadeUpInternet
from netkit.dns.made_up.behaviour import BEHAVIOURS
from netkit.dns.made_up.tables import TOPICS
from netkit.dns.made_up.view import OUTCOMES, SECURITIES, depths, shown
from netkit.dns.view.edns_facts import error_meaning

__all__ = ["made_up_page"]

NOTE = "Written by `python -m docs.generate` from netkit/dns/made_up/: change that."

INTRODUCTION = (
    """\
netkit brings an internet of its own along: a root, two top-level domains, and zones below them, with servers that answer as real ones
do. `netkit dns trace www.example.test` walks through it without any network, and comes to the same on every machine, every time: time
is counted, not waited for, and each lot is drawn from a seed. Every name and address in it is reserved for documentation and testing
(RFC 2606, RFC 6761, RFC 5737, RFC 3849), so nothing here can be mistaken for somebody's.""",
    """\
Most of its zones have a fault that real zones have, too: glue that is missing or out of date, servers that refuse or say nothing,
aliases in a circle, signatures that are too old. Each is a lesson. Think first about what should happen, then walk, then read the
records. How some of them are signed is told in [signing zones](signing.md):""",
)

COMMANDS = (
    "netkit dns zones                        # all lessons and zones",
    "netkit dns zones glue-missing           # a lesson: its story, its servers, its records",
    "netkit dns trace www.glue-missing.test  # walk it",
    "netkit dns zones --file example.test    # a zone's master file, for other programs",
    "netkit dns zones --signed --file nsec3.test  # a signed one with its keys and signatures",
)


def made_up_page() -> str:
    """The whole page."""
    internet = MadeUpInternet()
    page = Page("The made-up internet", NOTE)
    for text in INTRODUCTION:
        page.paragraph(text)
    page.block(COMMANDS, "sh")
    page.contents()
    for topic, title in TOPICS.items():
        page.heading(2, title)
        for lesson in internet.lessons:
            if lesson.topic == topic:
                _lesson(page, lesson)
    page.heading(2, "The tree of zones")
    page.paragraph("Each zone stands further in than the one that delegates it.")
    deep = depths(internet.zones)
    page.block("  " * deep[zone] + shown(zone) for zone in internet.zones)
    page.heading(2, "Servers with a fault")
    page.paragraph("All others answer as they should.")
    faulty = dict.fromkeys(server for server in internet.servers.values() if server.behaviours)
    page.table(
        ("server", "what it does"),
        [
            (code(shown(server.name)), prose("; ".join(BEHAVIOURS[each] for each in sorted(server.behaviours))))
            for server in faulty
        ],
    )
    return page.text()


def _lesson(page: Page, lesson: Lesson) -> None:
    page.heading(3, lesson.title)
    if lesson.think:
        page.paragraph(f"Think first: {prose(lesson.think)}")
    page.paragraph(f"{code(lesson.slug)}: {sentence(lesson.story)} ({lesson.source.replace('section ', '§')})")
    page.block([lesson.command], "sh")
    page.paragraph(f"The walk comes to {prose(OUTCOMES[lesson.outcome])}.{_trust(lesson)}")


def _trust(lesson: Lesson) -> str:
    """How far the answer can be trusted, where the lesson is about that."""
    if not lesson.security:
        return ""
    error = "" if lesson.error is None else f", extended error {lesson.error} ({error_meaning(lesson.error)})"
    return f" Validated, it is {prose(SECURITIES[lesson.security])}{error}."
