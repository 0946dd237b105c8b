"""How a tool is installed on this system: which package manager there is, and what it calls the package."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

__all__ = ["installing", "system_name"]

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "debian": "sudo apt install {package}",
        "fedora": "sudo dnf install {package}",
        "arch": "sudo pacman -S {package}",
        "alpine": "sudo apk add {package}",
        "suse": "sudo zypper install {package}",
        "darwin": "brew install {package}",
        "win32": "winget install {package}",
    }
)
PACKAGES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "ip": {"debian": "iproute2", "fedora": "iproute", "darwin": "iproute2mac", "": "iproute2"},
        "tshark": {"fedora": "wireshark-cli", "arch": "wireshark-cli", "suse": "wireshark", "darwin": "wireshark"},
        "wireshark": {"arch": "wireshark-qt", "suse": "wireshark-ui-qt", "darwin": "--cask wireshark-app"},
        "dig": {
            "debian": "bind9-dnsutils",
            "fedora": "bind-utils",
            "suse": "bind-utils",
            "alpine": "bind-tools",
            "": "bind",
        },
    }
)
"""What a tool's package is called, where not as the tool; under "" everywhere else."""
LIKE = (("debian", "ubuntu"), ("fedora", "rhel", "centos"), ("arch",), ("alpine",), ("suse", "opensuse"))


def installing(tool: str) -> str:
    """The command that installs a tool here; a sentence where the system is not known."""
    family = _family()
    names = PACKAGES.get(tool, {})
    package = names.get(family, names.get("", tool))
    if family in ("win32", "darwin") and tool == "ip":
        return "it is a tool of Linux: inside of WSL2, or a Lima virtual machine"
    return COMMANDS[family].format(package=package) if family else f"install the package {package}"


def system_name() -> str:
    """What this system calls itself."""
    return _release().get("PRETTY_NAME", "") or sys.platform


def _family() -> str:
    """Whose package manager this system has; "" where that is not known."""
    if sys.platform in COMMANDS:
        return sys.platform
    release = _release()
    names = {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
    return next((like[0] for like in LIKE if names & set(like)), "")


def _release() -> Mapping[str, str]:
    """What /etc/os-release says (os-release(5))."""
    try:
        text = Path("/etc/os-release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    pairs = (line.partition("=") for line in text.splitlines())
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}
