"""Why this machine gives no namespace and no TUN device, and what helps: what is found in its settings, put into words."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from netkit.errors import AccessError

__all__ = ["container", "no_linux", "no_namespace", "no_tun", "setting"]

TUN = "/dev/net/tun"


def no_linux() -> AccessError:
    """Another system than Linux."""
    return AccessError(
        f"there are no network namespaces on {sys.platform}",
        why="they are a feature of the Linux kernel, and so is its TUN device",
        hint="inside of WSL2 (Windows) or a Lima virtual machine (macOS) netkit finds both; netkit tcp transfer needs neither",
    )


def no_namespace(step: str, error: OSError) -> AccessError:
    """The kernel refused to make a namespace, or to let it be used; `step` says where it stopped."""
    why, hint = _reason(error)
    return AccessError(
        f"this machine gives no private network: it does not let netkit {step} ({_words(error)})", why=why, hint=hint
    )


def _reason(error: OSError) -> tuple[str, str]:
    """What in this machine's settings explains it, and what mends that."""
    if error.errno == errno.ENOSPC or setting("/proc/sys/user/max_user_namespaces") == "0":
        return (
            "the number of user namespaces is limited, and used up or 0",
            "sudo sysctl user.max_user_namespaces=10000, or run netkit as root",
        )
    if setting("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return (
            "only root may make user namespaces here (kernel.unprivileged_userns_clone is 0)",
            "sudo sysctl kernel.unprivileged_userns_clone=1, or run netkit as root",
        )
    if setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1" and os.geteuid():
        return (
            "AppArmor takes the rights away that a user namespace gives (Ubuntu 24.04 and later)",
            "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0, or run netkit as root",
        )
    inside = container()
    if inside:
        return (
            f"this is a container ({inside}), and containers rarely may make namespaces",
            "run netkit outside of it, or start it with --privileged; netkit tcp transfer needs no rights at all",
        )
    if _is_filtered():
        return (
            "a filter of system calls (seccomp) is set for this process, and forbids it: so do containers and sandboxes",
            "run netkit outside of it; netkit tcp transfer needs no rights at all",
        )
    return "the kernel refused it", "run netkit as root; netkit tcp transfer needs no rights at all"


def no_tun(error: OSError) -> AccessError:
    """The device of TUN interfaces can't be opened, or gives none."""
    if error.errno in (errno.ENOENT, errno.ENXIO, errno.ENODEV):
        return AccessError(
            f"this machine has no {TUN}",
            why="it is how a program gets an interface whose other end it is itself",
            hint="sudo modprobe tun; in a container: --device /dev/net/tun",
        )
    try:
        rights = stat.filemode(Path(TUN).stat().st_mode)
    except OSError:
        rights = "rights unknown"
    if not os.access(TUN, os.R_OK | os.W_OK):
        return AccessError(
            f"this user may not open {TUN} ({rights})",
            why="most systems let everybody open it, for rights are asked for in the namespace; this one does not",
            hint=f"sudo chmod 666 {TUN}, or run netkit as root",
        )
    return AccessError(
        f"this machine gives no TUN interface: {_words(error)}",
        why="it asks for the right to administrate the network (CAP_NET_ADMIN) in the namespace where it is to be",
        hint="run netkit as root, or inside of unshare -rn",
    )


def _words(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def setting(path: str) -> str:
    """What a setting of the kernel's says; "" where there is none of that name."""
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _is_filtered() -> bool:
    """Whether this process may not make every system call (proc(5), Seccomp)."""
    return any(line.split() == ["Seccomp:", "2"] for line in setting("/proc/self/status").splitlines())


def container() -> str:
    """What kind of container this is; "" where it seems to be none."""
    if Path("/.dockerenv").exists():
        return "Docker"
    if Path("/run/.containerenv").exists():
        return "Podman"
    return os.environ.get("container", "")[:40]  # noqa: SIM112 - systemd's name
