"""docs/problems.md lists every rule that the code can name, and none that it can't."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")

# A rule is written where it is raised: report("…"), problem("…"), rule="…", or as the first argument of an error that carries it.
RAISED = re.compile(
    r"(?:report\(|report_bytes\(|problem_in\(|problem\(|rule=|BadNameError\(|add\(|Problem\(|Damage\(|damage\()\s*\"([a-z0-9]+(?:\.[a-z_]+)+)\""
)
FAMILIES = (
    "capture",
    "pcap",
    "pcapng",
    "gzip",
    "ethernet",
    "ipv4",
    "ipv6",
    "icmp",
    "icmpv6",
    "udp",
    "tcp",
    "dns",
    "packet",
)


def rules_in_code() -> set[str]:
    found: set[str] = set()
    for path in [*(ROOT / "netkit" / "packet").rglob("*.py"), *(ROOT / "netkit" / "capture").rglob("*.py")]:
        found |= set(RAISED.findall(path.read_text(encoding="utf-8")))
        if path.parent.name == "capture":
            found |= set(
                re.findall(
                    r"\"((?:capture|pcap|pcapng|gzip)\.[a-z_]+(?:\.[a-z_]+)*)\"", path.read_text(encoding="utf-8")
                )
            )
    return found


def rules_on_page() -> set[str]:
    return {rule for rule in re.findall(r"`([a-z0-9]+(?:\.[a-z_]+)+)`", PAGE) if rule.partition(".")[0] in FAMILIES}


def test_every_rule_of_the_code_is_on_the_page() -> None:
    rules = rules_in_code()
    assert "ipv4.checksum.bad" in rules
    assert "pcapng.block.truncated" in rules
    assert rules - rules_on_page() == set()


def test_the_page_names_no_rule_that_the_code_has_not() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "netkit").rglob("*.py"))
    assert {rule for rule in rules_on_page() if f'"{rule}"' not in code} == set()
