"""Whether a program gets an interface whose other end it is itself (TUN)."""

from __future__ import annotations

import os
from collections.abc import Iterator

from netkit.errors import AccessError
from netkit.live.doctor.finding import Finding, State, refused
from netkit.live.namespace import Answer, Namespace
from netkit.live.refusals import no_tun
from netkit.live.tun import open_tun

__all__ = ["tun_device"]

KEY, NAME = "tun", "interfaces of a program's own (TUN)"


def tun_device() -> Iterator[Finding]:
    """Opens one in a private network, which is gone at once."""

    def work() -> Answer:
        os.close(open_tun("doctor%d"))
        return {}, []

    try:
        with Namespace() as namespace:
            namespace.call(work)
    except AccessError as error:
        yield Finding(
            key=KEY, name=NAME, state=State.UNKNOWN, found="can't be tried without a private network", why=error.why
        )
    except OSError as error:
        yield refused(KEY, NAME, no_tun(error))
    else:
        yield Finding(key=KEY, name=NAME, state=State.WORKS, found="this user gets one in a private network")
