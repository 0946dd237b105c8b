"""Which of the tools that people use beside netkit are here, and which package brings each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from netkit.live.doctor.finding import Finding, State
from netkit.live.doctor.package_managers import installing

__all__ = ["TOOLS", "tools"]

SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin"

TOOLS: Mapping[str, str] = MappingProxyType(
    {
        "ip": "shows and sets interfaces, addresses and routes",
        "tcpdump": "records and prints packets",
        "tshark": "is Wireshark without its window",
        "wireshark": "shows captures in a window",
        "dig": "asks name servers",
        "curl": "fetches pages",
    }
)
"""Each with what it is for."""


def tools() -> Iterator[Finding]:
    """Looks along the PATH, and where servers' tools lie; nothing is started."""
    for name, use in TOOLS.items():
        key, path = f"tool.{name}", shutil.which(name)
        if path is not None:
            yield Finding(key=key, name=name, state=State.WORKS, found=path)
            continue
        path = shutil.which(name, path=SYSTEM_FOLDERS)
        if path is not None:
            yield Finding(
                key=key,
                name=name,
                state=State.WORKS,
                found=f"{path}, which your shell does not look into",
                why="the folders of system tools are not in an ordinary user's PATH on some systems; netkit looks there itself",
                mend="export PATH=$PATH:/usr/sbin:/sbin",
            )
        else:
            yield Finding(key=key, name=name, state=State.MISSING, found=f"not found; it {use}", mend=installing(name))
