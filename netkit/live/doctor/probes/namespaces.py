"""Whether this user gets private networks (user and network namespaces)."""

from __future__ import annotations

import os
from collections.abc import Iterator

from netkit.live.doctor.finding import Finding, State, refused
from netkit.live.namespace import available
from netkit.live.refusals import setting

__all__ = ["namespaces"]

KEY, NAME = "namespaces", "private networks"
APPARMOR = "kernel.apparmor_restrict_unprivileged_userns"
KEPT = "; to keep it so: echo '{setting}=0' | sudo tee /etc/sysctl.d/60-netkit.conf"


def namespaces() -> Iterator[Finding]:
    """Makes namespaces and lets go of them at once."""
    error = available()
    restricted = setting("/proc/sys/" + APPARMOR.replace(".", "/")) == "1"
    if error is not None:
        found = refused(KEY, NAME, error)
        if restricted and APPARMOR in found.mend:
            found = Finding(
                key=KEY,
                name=NAME,
                state=found.state,
                found=found.found,
                why=found.why,
                mend=found.mend + KEPT.format(setting=APPARMOR),
            )
        yield found
    elif os.geteuid() == 0 and restricted:
        yield Finding(
            key=KEY,
            name=NAME,
            state=State.WORKS,
            found="this user gets them, being root",
            why="AppArmor keeps them from ordinary users here (Ubuntu 24.04 and later)",
            mend=f"sudo sysctl {APPARMOR}=0" + KEPT.format(setting=APPARMOR),
        )
    else:
        who = "being root" if os.geteuid() == 0 else "without any rights"
        yield Finding(key=KEY, name=NAME, state=State.WORKS, found=f"this user gets them, {who}")
