"""Every reason is a sentence with its parameters filled in, is told somewhere, and rests on a section that exists.

Which sections there are stands in `rfc_sections.toml`. Where the texts of RFCs are at hand (`$NETKIT_RFC`, or `../shared/rfc` beside the
checkout) it is held against them.
"""

from __future__ import annotations

import os
import re
import string
from pathlib import Path

import pytest

from netkit.tcp.congestion import CONTROLS
from netkit.tcp.tracking.sentences import TOLD
from netkit.tcp.why import SENTENCES, because
from tests.tcp.network import dropping, pair, transfer
from tests.tcp.rfc_sections import citations, known, rfcs

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("NETKIT_RFC") or ROOT.parent / "shared" / "rfc")
SPELLING = re.compile(r"RFC (\d+) §([0-9A-Z](?:[0-9.]*[0-9])?)")
CITED = sorted(
    {each for _, each in (*SENTENCES.values(), *TOLD.values())} | {each.rfc for each in CONTROLS.values() if each.rfc}
)
ELSEWHERE = {"1071", "1122", "1191", "1982", "3986", "4007", "4443", "5461", "7413", "9112"}
"""Of these no list of sections is here: they are about checksums, hosts, ICMP, serial numbers, addresses and HTTP."""


@pytest.mark.parametrize("cited", CITED)
def test_what_is_cited_exists(cited: str) -> None:
    found = SPELLING.fullmatch(cited)
    assert found, cited
    number, section = found.groups()
    if number in ELSEWHERE:
        pytest.skip(f"no list of the sections of RFC {number}")
    assert known(number, section), cited


def test_what_comments_and_docstrings_cite_exists() -> None:
    sources = [path for name in ("tcp", "internet") for path in (ROOT / "netkit" / name).rglob("*.py")]
    found = {(path.name, *each) for path in sources for each in citations(path.read_text(encoding="utf-8"))}
    assert len({each[1:] for each in found}) > 60
    assert not [each for each in found if each[1] not in ELSEWHERE and not known(*each[1:])]


def test_the_list_of_sections_is_that_of_the_texts() -> None:
    texts = {number: FOLDER / f"rfc{number}.txt" for number in rfcs()}
    there = {
        number: path.read_text(encoding="utf-8", errors="replace") for number, path in texts.items() if path.exists()
    }
    if not there:
        pytest.skip(f"no texts of RFCs in {FOLDER} (NETKIT_RFC names another folder)")
    for number, text in there.items():
        for section, title in rfcs()[number]["sections"].items():  # type: ignore[attr-defined]
            first = re.escape(title.split(" (IPv4")[0])
            assert re.search(rf"^(Appendix )?{re.escape(section)}\.? +(- )?{first}", text, re.MULTILINE), (
                number,
                section,
            )


@pytest.mark.parametrize("rule", SENTENCES)
def test_a_sentence_is_one(rule: str) -> None:
    template, rfc = SENTENCES[rule]
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    _, sentence, where = because(rule, **dict.fromkeys(names, "7"))
    assert "{" not in sentence
    assert sentence[-1] not in ".!"
    assert where == rfc != ""


@pytest.mark.parametrize("rule", TOLD)
def test_a_sentence_of_the_tracker_is_one(rule: str) -> None:
    template, rfc = TOLD[rule]
    names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
    assert names <= {"time", "count"}
    assert template[-1] not in ".!"
    assert rfc
    sources = [
        path.read_text() for path in (ROOT / "netkit" / "tcp" / "tracking").glob("*.py") if path.name != "sentences.py"
    ]
    assert any(f'"{rule}"' in each or f'"{rule.rpartition("-")[0]}-{{' in each for each in sources)


def test_every_sentence_is_told_somewhere() -> None:
    sources = [path.read_text() for path in (ROOT / "netkit" / "tcp").rglob("*.py") if path.name != "why.py"]
    assert not [rule for rule in SENTENCES if not any(f'"{rule}"' in each for each in sources)]


@pytest.mark.parametrize("profile", ["rfc", "linux"])
def test_every_event_of_a_run_has_its_reason(profile: str) -> None:
    a, b = pair(profile=profile)
    network = transfer(a, b, there=[bytes(80_000)], back=[bytes(9000)], fate=dropping(a=(5, 9, 10, 40), b=(7,)))
    for side in network.sides.values():
        for event in side.events:
            assert event.rule in SENTENCES
            assert (event.reason, event.rfc) != ("", "")
            assert "{" not in event.reason
    acks = [each for each in network.sent("b") if not each.segment.payload]
    assert len(acks) <= len(network.sides["b"].events) + 2
