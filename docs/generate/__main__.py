"""The command: write the generated pages, or with `--check` say which are out of date."""

from __future__ import annotations

import sys

from docs.generate import DOCS, outdated, write

__all__ = ["main"]


def main(words: list[str]) -> int:
    """0 if all pages are as they should be now; 1 if `--check` found some that are not; 2 for other words."""
    if words not in ([], ["--check"]):
        sys.stderr.write("python -m docs.generate [--check]\n")
        return 2
    names = outdated()
    if words and names:
        sys.stderr.write("".join(f"out of date: docs/{name}\n" for name in names))
        sys.stderr.write("write them anew: python -m docs.generate\n")
        return 1
    write()
    sys.stdout.write(
        "".join(f"written: docs/{name}\n" for name in names) or f"all pages in {DOCS.name}/ are up to date\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
