"""Where in a lab's files something stands: the line of a task, of one of its texts, of a function, of a misconception."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from pathlib import Path

__all__ = ["Lines"]


class Lines:
    """The lines of lab.toml and check.py, counted from 1; 0 where nothing is found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _text(self, name: str) -> str:
        try:
            return (self._folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

    @cached_property
    def _toml(self) -> list[str]:
        return self._text("lab.toml").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """check.py as Python reads it; an empty one where it can't."""
        try:
            return ast.parse(self._text("check.py"))
        except (SyntaxError, ValueError):
            return ast.Module(body=[], type_ignores=[])

    def task(self, task: str, key: str = "id") -> int:
        """The line of a key of a task in lab.toml."""
        starts = [number for number, line in enumerate(self._toml) if line.strip().startswith("[[tasks]]")]
        for at, start in enumerate(starts):
            end = starts[at + 1] if at + 1 < len(starts) else len(self._toml)
            block = self._toml[start:end]
            if any(re.match(rf"\s*id\s*=\s*[\"']{re.escape(task)}[\"']", line) for line in block):
                return next(
                    (start + n + 1 for n, line in enumerate(block) if re.match(rf"\s*{key}\s*=", line)), start + 1
                )
        return 0

    def function(self, name: str) -> int:
        """The line of a function in check.py."""
        return next(
            (node.lineno for node in self.tree.body if isinstance(node, ast.FunctionDef) and node.name == name), 0
        )

    def misconception(self, function: str, slug: str) -> int:
        """The line of check.py on which a misconception of a task's function has its name; else that of the function."""
        for inside in (function, ""):
            for top in self.tree.body:
                if inside and not (isinstance(top, ast.FunctionDef) and top.name == inside):
                    continue
                for node in ast.walk(top):
                    if isinstance(node, ast.Constant) and node.value == slug:
                        return node.lineno
        return self.function(function)
