"""The sentences of a walk: each is said somewhere, and fits its parameters."""

import re
from pathlib import Path

import netkit.dns
from netkit.dns.walking.reasons import RULES

FOLDER = Path(netkit.dns.__file__).parent
MADE = {"glue.in-domain", "glue.sibling", "glue.elsewhere", "nodata.no-soa", "nxdomain.no-soa", "nodata", "nxdomain"}
"""Ids that are put together where they are said."""


def test_no_sentence_is_idle_and_none_is_missing():
    code = "".join(path.read_text() for path in FOLDER.rglob("*.py") if "sentences" not in path.parts)
    said = set(re.findall(r'"([a-z]+(?:\.[a-z-]+){0,2})"', code))
    assert set(RULES) - said - MADE == set()


def test_sentences_are_sentences_and_rules_are_cited_alike():
    for rule, (text, rfc) in RULES.items():
        assert re.fullmatch(r"[a-z]+(\.[a-z-]+){0,2}", rule)
        assert not text.endswith("."), rule
        assert re.fullmatch(r"(RFC \d+( §[\d.]+)?)?", rfc), rule
        assert re.fullmatch(r"[^{}]*(\{[a-z_]+\}[^{}]*)*", text), rule
