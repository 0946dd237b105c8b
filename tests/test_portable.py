"""netkit works on any system: nothing but live and sandbox needs Linux, and the pure packages import nothing impure."""

import ast
import functools
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "netkit"

LINUX_PACKAGES = ("netkit.live", "netkit.sandbox")

UNIX_MODULES = (
    "fcntl", "termios", "tty", "pty", "pwd", "grp", "spwd", "crypt", "nis", "resource", "syslog", "readline", "curses", "_curses",
    "ossaudiodev", "_posixshmem", "posixshmem",
)  # fmt: skip
"""Modules of the standard library that Windows has not; posix itself is what os is made of here, so netkit's files are read for it."""

PURE = ("address", "packet", "tcp", "dns", "internet")

IMPURE = (
    "socket", "ssl", "select", "selectors", "asyncio", "socketserver", "http", "urllib.request", "ftplib", "smtplib",  # sockets
    "random", "secrets", "uuid",  # chance
    "time", "datetime", "calendar", "sched",  # clocks
    "threading", "_thread", "multiprocessing", "concurrent", "queue", "subprocess", "signal",  # others at work
    "os", "shutil", "tempfile", "pathlib", "io",  # files
    "click", "rich", "scapy", "rich_click", "jinja2",
)  # fmt: skip

BELOW = {
    "address": {"address", "errors", "view"},
    "packet": {"address", "packet", "errors", "view", "content", "language", "render.html"},
}
"""What the lowest packages may know of netkit (design: imports only go down); a notebook has a packet drawn as HTML."""

BLOCKED = """
import importlib, importlib.abc, pkgutil, sys

class Blocker(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}, as on Windows", name=name)

for name in BLOCKED:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Blocker())

import netkit
for module in pkgutil.walk_packages(netkit.__path__, "netkit."):
    if module.name.startswith(SKIPPED) or module.name.endswith("__main__") or "._bundled" in module.name:
        continue
    importlib.import_module(module.name)
    print(module.name)
"""


def modules():
    """Every file of netkit with its dotted name."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


@functools.cache
def imported(path, package):
    """(line, module) of everything that a file imports, wherever in the file; several tests ask of each."""
    return tuple(_imports(path, package))


def _imports(path, package):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[: -node.level], base]).rstrip(".")
            yield node.lineno, base
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "__import__",
            "import_module",
            "importlib.import_module",
        ):
            yield node.lineno, ast.unparse(node.args[0]).strip("'\"")


def within(name, roots):
    return any(name == root or name.startswith(root + ".") for root in roots)


def test_every_module_can_be_imported_without_those_of_unix():
    script = f"BLOCKED = {UNIX_MODULES!r}\nSKIPPED = {LINUX_PACKAGES!r}\n{BLOCKED}"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    names = set(done.stdout.split())
    wanted = {name for name, _ in modules() if not within(name, LINUX_PACKAGES) and not name.endswith("__main__")}
    assert names == wanted - {"netkit"}


@pytest.mark.parametrize(("name", "path"), [pytest.param(name, path, id=name) for name, path in modules()])
def test_no_file_names_a_module_that_only_unix_has(name, path):
    if within(name, LINUX_PACKAGES):
        return
    found = [(line, module) for line, module in imported(path, name) if within(module, (*UNIX_MODULES, "posix"))]
    assert found == []


BESIDE_SCAPY = ("netkit.packet.beyond.bridge", "netkit.packet.beyond.objects")
"""The two files that stand between netkit and scapy, which is asked by name; they let it neither send nor wait."""


@pytest.mark.parametrize("package", PURE)
def test_the_pure_packages_import_nothing_impure(package):
    for name, path in modules():
        if not within(name, (f"netkit.{package}",)):
            continue
        # A table over a whole capture may be an array: numpy is imported where it is used, and never by these.
        # What netkit has no table for is read by scapy, behind one file and where it was asked for.
        allowed = ("scapy",) if name in BESIDE_SCAPY else ()
        found = [
            (line, module)
            for line, module in imported(path, name)
            if within(module, (*IMPURE, "numpy")) and not within(module, allowed)
        ]
        assert found == [], f"{path} imports {found}"


@pytest.mark.parametrize("package", BELOW)
def test_imports_go_down(package):
    allowed = {f"netkit.{each}" for each in BELOW[package]}
    for name, path in modules():
        if within(name, (f"netkit.{package}",)):
            found = [(line, module) for line, module in imported(path, name) if module.split(".")[0] == "netkit"]
            assert [each for each in found if not within(each[1], allowed) and each[1] != "netkit"] == [], path


def test_dissecting_loads_little():
    """`netkit.packet` answers at once: what it loads is the standard library's, and not much of it."""
    script = "import sys, netkit.packet; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert not loaded & {
        "socket",
        "random",
        "threading",
        "asyncio",
        "numpy",
        "click",
        "rich",
        "scapy",
        "netaddr",
        "dns",
        "subprocess",
    }
