"""What a check should leave alone: it works on what it is given, so that the grader comes to what the student's machine came to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import MappingProxyType

from netkit.lab.lint.problem import Problem, Severity

__all__ = ["style_problems"]

_MODULES = MappingProxyType(
    {
        "socket": "the network", "ssl": "the network", "urllib": "the network", "http": "the network", "asyncio": "the network",
        "requests": "the network", "subprocess": "other programs", "multiprocessing": "other programs", "os": "the machine",
        "sys": "the machine", "shutil": "files", "pathlib": "files", "tempfile": "files", "glob": "files", "io": "files",
        "time": "the clock", "datetime": "the clock", "random": "chance", "secrets": "chance", "uuid": "chance", "pickle": "files",
        "ctypes": "the machine", "importlib": "the machine",
    }
)  # fmt: skip
_CALLS = MappingProxyType(
    {"open": "files", "input": "the keyboard", "print": "the screen", "exec": "made-up code", "eval": "made-up code",
     "compile": "made-up code", "__import__": "made-up code"}
)  # fmt: skip


def style_problems(tree: ast.Module) -> Iterator[Problem]:
    """A warning for each import and call by which a check reaches for more than it is given."""
    for node in ast.walk(tree):
        for what, reached in _reached(node):
            yield Problem(
                rule="check.style",
                text=f"{what} reaches for {reached}.",
                file="check.py",
                line=getattr(node, "lineno", 0),
                hint="take numbers from draw and packets from library: then every machine comes to the same verdict",
                severity=Severity.WARNING,
            )


def _reached(node: ast.AST) -> Iterator[tuple[str, str]]:
    names: list[str] = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        names = [node.module or ""]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
        yield f"{node.func.id}(…)", _CALLS[node.func.id]
    for name in names:
        top = name.partition(".")[0]
        if top in _MODULES:
            yield f"import {name}", _MODULES[top]
        elif name.startswith("netkit.live"):
            yield f"import {name}", "the network"
