"""A room of our own: fresh mount, process and network namespaces, so that nothing is left behind whatever happens.

The recorder runs itself again under ``unshare``. In there /run is an empty file system in memory, which holds the
names of our network namespaces, every configuration and every unfinished capture, and the client's resolv.conf lies
over /etc/resolv.conf. The recorder is process 1 of its process namespace: when it ends, even by SIGKILL, the kernel
ends every server it started and drops every namespace and mount with it. There is no crashed run to clean up after.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

WORK_FOLDER = Path("/run/netkit-record")
RESOLV_CONF = WORK_FOLDER / "resolv.conf"
# Exit status of a program that was told to stop.
INTERRUPTED = 130
_MARK = "NETKIT_RECORD_ISOLATED"

# program: the Debian package that brings it
TOOLS = {
    "ip": "iproute2",
    "ethtool": "ethtool",
    "sysctl": "procps",
    "nft": "nftables",
    "unshare": "util-linux",
    "setpriv": "util-linux",
    "mount": "mount",
    "dumpcap": "wireshark-common",
    "tshark": "tshark",
    "nsd": "nsd",
    "unbound": "unbound",
    "nginx": "nginx-light",
    "curl": "curl",
    "dig": "bind9-dnsutils",
    "ping": "iputils-ping",
    "traceroute": "traceroute",
}


def missing_requirements() -> list[str]:
    """What this machine lacks, one sentence each, with what to do about it."""
    if sys.platform != "linux":
        return ["Recording needs Linux: its network namespaces carry the traffic."]
    lacks = []
    if os.geteuid() != 0:
        lacks.append("Recording needs root, for namespaces with forwarding, servers and dumpcap: run it with sudo.")
    search = "/usr/sbin:/usr/bin:/sbin:/bin"
    lacks += [
        f"{tool} is missing: apt-get install {package}"
        for tool, package in TOOLS.items()
        if shutil.which(tool, path=search) is None
    ]
    return lacks


def is_isolated() -> bool:
    """Whether this process already runs in the room made by `isolate`."""
    # The process id guards against a mark that somebody exported by hand: outside we must never cover /run.
    return os.environ.get(_MARK) == "1" and os.getpid() == 1


def isolate(arguments: Sequence[str]) -> int:
    """Run the recorder again in fresh namespaces, and give its exit status; it dies with this process."""
    flags = ["--mount", "--propagation", "private", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    again = [sys.executable, "-m", "captures.record", *arguments]
    # setpriv ties unshare to us as --kill-child ties the recorder to unshare, which by itself ignores SIGTERM.
    command = ["setpriv", "--pdeathsig", "KILL", "unshare", *flags, *again]
    with subprocess.Popen(command, env=os.environ | {_MARK: "1"}) as room:
        signal.signal(signal.SIGTERM, lambda *_: room.kill())
        try:
            status = room.wait()
        except KeyboardInterrupt:
            room.kill()
            return INTERRUPTED
    return INTERRUPTED if status < 0 else status


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def _cover(target: Path, content: str) -> None:
    """Lay a file of our own over a file of the system, in our mount namespace only."""
    ours = WORK_FOLDER / target.name
    ours.write_text(content, encoding="utf-8")
    real = target.resolve()
    if real.is_relative_to("/run"):
        # systemd-resolved's resolv.conf is a link into the /run that we have just covered.
        real.parent.mkdir(parents=True, exist_ok=True)
        real.touch()
    if real.exists():
        _mount("--bind", str(ours), str(real))


def furnish() -> None:
    """Cover /run, and the files that decide how the client resolves names."""
    _mount("-t", "tmpfs", "tmpfs", "/run")
    # nsd and nginx look at folders in here as the users of their packages.
    WORK_FOLDER.mkdir(mode=0o755)
    _cover(Path("/etc/resolv.conf"), "")
    _cover(Path("/etc/hosts"), "127.0.0.1 localhost\n")
    _cover(Path("/etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n")


def point_to_resolver(address: str) -> None:
    """Make the system's stub resolver ask this address; the file keeps its inode, because it is bind-mounted."""
    RESOLV_CONF.write_text(f"nameserver {address}\n", encoding="utf-8")
