"""The page docs/addresses.md shows what the commands really print; `python -m tests.system.test_addresses_page` writes it anew."""

from __future__ import annotations

import re
import shlex

from tests.system.program import ROOT, netkit

PAGE = ROOT / "docs" / "addresses.md"
SHOWN = re.compile(r"<!-- shown: (netkit [^\n]*) -->\n```console\n.*?```\n", re.DOTALL)


def as_it_should_be(text: str) -> str:
    """The page with each command's present output."""

    def shown(match: re.Match[str]) -> str:
        done = netkit(*shlex.split(match[1])[1:])
        output = (done.stdout + done.stderr).rstrip("\n")
        return f"<!-- shown: {match[1]} -->\n```console\n$ {match[1]}\n{output}\n```\n"

    return SHOWN.sub(shown, text)


def test_the_page_shows_what_is_printed() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(SHOWN.findall(text)) >= 6
    assert as_it_should_be(text) == text


def test_the_python_of_the_page_runs(capsys) -> None:  # type: ignore[no-untyped-def]
    code = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    exec(compile(code[1], str(PAGE), "exec"), {})  # noqa: S102  the page's own example
    assert capsys.readouterr().out.splitlines() == [
        "62",
        "['Port Control Protocol Anycast', 'IETF Protocol Assignments']",
        "R2",
    ]


if __name__ == "__main__":
    PAGE.write_text(as_it_should_be(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
