"""docs/problems.md is written from tests/vectors/problems/: every rule that the code can name has an example there that shows just it."""

import ast
import re
from pathlib import Path

import pytest

from docs.generate.examples import file_examples, fragments_examples, packet_examples
from docs.generate.protocols import protocols
from netkit.packet import dissect
from netkit.packet.pictures import KEYS, tables
from netkit.packet.registry import READERS, RECOGNISED
from tests.packet.invariants import broken_promises
from tests.packet.mutating import mutations
from tests.vectors.reading import vectors

NETKIT = Path(__file__).parents[2] / "netkit"

DOTTED = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")

NO_RULES = (
    {"frame.cap_len"}
    | set(KEYS)
    | {table.key for table in tables()}
    | {space for space, _ in READERS}
    | set(RECOGNISED)
)
"""What else has dots: keys, and the name spaces of numbers that name protocols."""

PACKETS, FILES, PROTOCOLS = packet_examples(), file_examples(), protocols()
FRAGMENTS = fragments_examples()
IN_FILES = ("capture", "pcap", "pcapng", "gzip", "zstd")


def words(folder):
    """Every string of the code under a folder."""
    for path in (NETKIT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def ends_of_rules():
    """What stands behind the name of the protocol in the rules that several protocols have: f"{family.rule}.option.truncated"."""
    for path in (NETKIT / "packet").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                reports = re.search("report|problem", ast.unparse(node.func))
                given = [*node.args[: bool(reports)], *(each.value for each in node.keywords if each.arg == "rule")]
                for rule in given:
                    if isinstance(rule, ast.JoinedStr) and isinstance(rule.values[-1], ast.Constant):
                        yield rule.values[-1].value


def is_rule(word):
    return word.startswith(("packet.", "scapy.")) or any(protocol.names_rule(word) for protocol in PROTOCOLS)


def rules_of_packets():
    """The rules, and not the beginnings of rules and keys that are put together."""
    found = {word for word in set(words("packet")) - NO_RULES if DOTTED.fullmatch(word) and is_rule(word)}
    longer = [*NO_RULES, *(example.rule for example in PACKETS)]
    return {word for word in found if not any(each.startswith((f"{word}.", f"{word}_")) for each in longer)}


def rules_of_files():
    return {word for word in words("capture") if DOTTED.fullmatch(word) and word.partition(".")[0] in IN_FILES}


def test_every_rule_of_the_code_has_an_example():
    rules = rules_of_packets()
    assert "ipv4.checksum.bad" in rules
    assert rules - {example.rule for example in PACKETS} == set()


def test_every_rule_that_is_put_together_has_an_example():
    ends = {end for end in ends_of_rules() if re.fullmatch(r"(\.[a-z_]+)+", end)}
    assert ".truncated" in ends
    known = {example.rule for example in PACKETS}
    assert {end for end in ends if not any(rule.endswith(end) for rule in known)} == set()


def test_every_rule_that_damaged_packets_break_has_an_example():
    """The ends of all vectors, and changes in them, find what no reading of the code does: who can be truncated."""
    known = {example.rule for example in PACKETS}
    missing = {}
    for vector in vectors():
        damaged = [vector.data[:end] for end in range(len(vector.data))]
        damaged += [mutations(vector, seed) for seed in range(20)]
        for data in damaged:
            for problem in dissect(data, vector.link_type).problems:
                if problem.rule not in known:
                    missing.setdefault(problem.rule, (vector, data.hex()))
    assert missing == {}


@pytest.mark.parametrize("example", PACKETS, ids=lambda example: example.rule)
def test_an_example_has_the_problem_and_no_other(example):
    packet = example.dissection()
    assert sorted(problem.rule for problem in packet.problems) == sorted([example.rule, *example.also])
    assert broken_promises(packet, example.data) == []


@pytest.mark.parametrize("example", PACKETS, ids=lambda example: example.rule)
def test_a_problem_says_where_it_is_written(example):
    assert example.problem().rfc or example.rule.startswith(("packet.", "scapy."))


def rules_of_fragments():
    return {word for word in words("packet/fragments") if DOTTED.fullmatch(word) and word.startswith("fragments.")}


def test_every_rule_for_fragments_is_there():
    rules = rules_of_fragments()
    assert "fragments.overlap.different" in rules
    assert rules == {example.rule for example in FRAGMENTS}


@pytest.mark.parametrize("example", FRAGMENTS, ids=lambda example: example.rule)
def test_an_example_of_fragments_has_the_problem_and_no_other(example):
    assert sorted(example.rules()) == sorted([example.rule, *example.also])
    assert all(problem.rfc and problem.text for problem in example.result().problems)


def test_every_rule_for_files_is_there():
    rules = rules_of_files()
    assert "pcapng.block.truncated" in rules
    assert rules == {example.rule for example in FILES}


@pytest.mark.parametrize("example", [each for each in FILES if each.data], ids=lambda example: example.rule)
def test_an_example_of_a_file_has_the_problem_and_no_other(example):
    assert [problem.rule for problem in example.problems()] == [example.rule]


def test_no_rule_is_told_twice():
    rules = [example.rule for example in (*PACKETS, *FRAGMENTS, *FILES)]
    assert sorted(rules) == sorted(set(rules))
