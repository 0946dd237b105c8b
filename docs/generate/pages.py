"""Which pages there are, and whether those in docs/ are the same."""

from __future__ import annotations

from pathlib import Path

from docs.generate.delegation_faults_page import delegation_faults_page
from docs.generate.differences_page import differences_page
from docs.generate.examples import file_examples, fragments_examples, packet_examples
from docs.generate.made_up_page import made_up_page
from docs.generate.problems_page import problems_page
from docs.generate.protocol_index import protocol_index
from docs.generate.protocol_page import protocol_page
from docs.generate.protocols import protocols
from docs.generate.real import real_packets
from docs.generate.server_differences_page import server_differences_page
from docs.generate.tcp_conformance_page import tcp_conformance_page

__all__ = ["DOCS", "outdated", "pages", "write"]

DOCS = Path(__file__).parents[1]

FOLDER = "protocols"
"""The one folder of docs/ in which every page is generated."""


def pages() -> dict[str, str]:
    """Every generated page by its path in docs/."""
    all_protocols, problems = protocols(), packet_examples()
    real = real_packets(all_protocols)
    found = {
        "delegation-faults.md": delegation_faults_page(),
        "differences.md": differences_page(),
        "made-up-internet.md": made_up_page(),
        "problems.md": problems_page(problems, fragments_examples(), file_examples(), all_protocols),
        "server-differences.md": server_differences_page(),
        "tcp-conformance.md": tcp_conformance_page(),
        f"{FOLDER}/README.md": protocol_index(all_protocols),
    }
    for protocol in all_protocols:
        found[f"{FOLDER}/{protocol.name}.md"] = protocol_page(protocol, problems, real.get(protocol.name))
    return found


def outdated(wanted: dict[str, str] | None = None) -> list[str]:
    """The paths in docs/ that have to be written, or are there without a table behind them."""
    wanted = pages() if wanted is None else wanted
    there = {path.relative_to(DOCS).as_posix() for path in (DOCS / FOLDER).glob("*.md")}
    changed = {name for name, text in wanted.items() if _read(name) != text}
    return sorted(changed | there - wanted.keys())


def write() -> None:
    """Write what is out of date, and take away what has no table any more."""
    wanted = pages()
    for name in outdated(wanted):
        path = DOCS / name
        if name in wanted:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            path.unlink()


def _read(name: str) -> str | None:
    path = DOCS / name
    return path.read_text(encoding="utf-8") if path.is_file() else None
