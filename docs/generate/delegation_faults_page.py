"""docs/delegation-faults.md: what `netkit dns check` looks for, rule by rule, each with what it breaks and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

import dns.name

from docs.generate.drawing import drawn
from docs.generate.markdown import Page, anchor_of, code, prose, sentence
from netkit.dns.checking import RULES, Fault, Findings, Gathering, Rule, Severity, faults_in
from netkit.dns.made_up import ORIGIN, MadeUpInternet
from netkit.dns.made_up.walk import walk
from netkit.dns.view.checked_zone import checked_view, story
from netkit.view import Stages
from tests.oracle.delegations_by_dnsviz import FOUND
from tests.oracle.dnsviz_words import NAMED

__all__ = ["delegation_faults_page"]

NOTE = "Written by `python -m docs.generate` from netkit/dns/checking/faults/: change that."

INTRODUCTION = (
    """\
A zone is found through the zone above it: that one names the zone's servers, and where they are. What stands there, what the zone says of
itself and what its servers do has to fit together, and three parties look after it, none of whom sees the whole: the zone's owner, the
registry of the zone above (reached through a registrar), and those who run the servers. `netkit dns check` asks every server of both
zones, over UDP and TCP, with EDNS and without, and says what is wrong, what it breaks for whom, and who has to mend it:""",
    """\
It ends with 0 where nothing is at fault (remarks do not count), with 1 where something is, with 3 where a capture does not show enough to
tell, and with 4 where the network is to blame. With `--json` each fault has its `rule`, an id that stays, and its severity:""",
)

COMMANDS = (
    "netkit dns check half-lame.test                 # in the made-up internet",
    "netkit dns check example.org                    # out there",
    "netkit dns check example.org --pcap check.pcapng",
    "netkit dns check example.org --capture check.pcapng",
)

SEVERITIES = (
    "a **fault**: something does not work, or works by luck",
    "a **weakness**: it works, but not for everybody, or only until something else fails",
    "a **remark**: good to know; nothing is broken",
)

FAMILIES = {
    "delegation": "The delegation in the zone above",
    "server": "The zone's servers",
    "zone": "The zone itself",
    "trust": "The chain of trust",
}
"""Headings, by the first word of a rule."""

WORDS: Mapping[str, str] = {
    "zone": "shop.example",
    "parent": "example",
    "servers": "ns2.shop.example",
    "names": "ns2.shop.example",
    "targets": "the host's own name",
    "addresses": "address",
    "mend": "what the validation says has to be mended, and by whom: most often the owner has the zone signed anew, or has the DS record "
    "replaced through the registrar",
}
"""What stands in the sentences of a rule where a fault would have its own names."""


def delegation_faults_page() -> str:
    """The whole page."""
    page = Page("What can be wrong with a delegation", NOTE)
    page.paragraph(INTRODUCTION[0])
    page.block(COMMANDS, "sh")
    page.block(["$ netkit dns check example.test", *_healthy()])
    page.paragraph(INTRODUCTION[1])
    page.bullets(SEVERITIES)
    page.paragraph(
        "A capture is judged by what it shows; what can't be told from it is said. Where a zone of the\n"
        "[made-up internet](made-up-internet.md) has a fault, its check is shown below; elsewhere the names stand for a zone\n"
        "`shop.example` with a server `ns2.shop.example`."
    )
    links = {each: f"[{code(each.rule)}](#{anchor_of(each.rule)})" for each in RULES}
    rows = [(links[each], each.severity.value, prose(each.title)) for each in _sorted()]
    page.table(("rule", "severity", "what it is"), rows)
    page.paragraph("[Beside DNSViz](#beside-dnsviz) stands what another program finds in the same zones.")
    for family, rules in groupby(_sorted(), key=_family):
        page.heading(2, FAMILIES[family])
        for rule in rules:
            _rule(page, rule)
    _beside_dnsviz(page)
    return page.text()


def _beside_dnsviz(page: Page) -> None:
    """What the other program found in the zones of the made-up internet."""
    found = json.loads(FOUND.read_text("utf-8"))
    page.heading(2, "Beside DNSViz")
    page.paragraph(
        "DNSViz (0.11.2) looked at the same zones, served on one machine by `netkit dns serve`\n"
        "(`tests/oracle/delegations_by_dnsviz.py` does that anew); a test holds both against each other. Remarks are left out."
    )
    rows = []
    loud = [zone for zone, codes in found.items() if codes or codes is None or zone in NAMED]
    for zone in loud:
        ours = [each.rule.rule for each in faults_in(_checked(zone)) if each.rule.severity is not Severity.REMARK]
        theirs = "came to no end" if found[zone] is None else ", ".join(map(code, found[zone])) or "nothing"
        rows.append((code(zone), ", ".join(map(code, ours)) or "nothing", theirs, prose(NAMED.get(zone, ""))))
    page.table(("zone", "netkit", "DNSViz", "why they differ"), rows)
    page.paragraph(f"In {len(found) - len(loud)} other zones neither finds anything.")


def _family(rule: Rule) -> str:
    return rule.rule.partition(".")[0]


def _sorted() -> list[Rule]:
    """By family, and there as they are looked for."""
    return sorted(RULES, key=lambda each: list(FAMILIES).index(_family(each)))


def _rule(page: Page, rule: Rule) -> None:
    page.heading(3, code(rule.rule))
    page.paragraph(f"{sentence(rule.title)[:-1]} (a {rule.severity.value}; {rule.rfc}).")
    if rule.example:
        fault = _example(rule)
        page.block([f"$ netkit dns check {rule.example}", *drawn([Stages(rows=[story(1, fault)])])])
        return
    page.bullets(
        (
            f"What it breaks: {sentence(rule.breaks.format_map(WORDS))}",
            f"To mend it: {sentence(rule.mend.format_map(WORDS))}",
        )
    )


def _example(rule: Rule) -> Fault:
    return next(each for each in faults_in(_checked(rule.example)) if each.rule is rule)


@lru_cache(maxsize=1)
def _internet() -> MadeUpInternet:
    """One for all zones: it signs those above each once."""
    return MadeUpInternet()


@lru_cache(maxsize=128)
def _checked(zone: str) -> Findings:
    internet = _internet()
    gathering = Gathering(
        dns.name.from_text(zone), hints=internet.hints, now=ORIGIN, trust_anchors=internet.trust_anchors
    )
    walk(gathering, internet, ORIGIN)
    findings = gathering.findings
    assert findings is not None  # noqa: S101 - the made-up internet answers
    return findings


def _healthy() -> list[str]:
    findings = _checked("example.test")
    return drawn(checked_view(findings, faults_in(findings), where="made-up internet", questions=0).blocks[:-1])
