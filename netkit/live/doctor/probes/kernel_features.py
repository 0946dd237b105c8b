"""What this kernel can do in a private network: cables, bridges, filters, loss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from netkit.errors import AccessError
from netkit.live.doctor.finding import Finding, State
from netkit.live.namespace import Answer, Namespace
from netkit.live.netfilter import has_nftables
from netkit.live.rtnetlink import Rtnetlink

__all__ = ["kernel_features"]


def _interface(kind: str) -> Callable[[], None]:
    def add() -> None:
        with Rtnetlink() as rtnetlink:
            rtnetlink.add_interface(f"doctor-{kind}", kind)

    return add


def _netem() -> None:
    with Rtnetlink() as rtnetlink:
        rtnetlink.delay_queue("lo")


FEATURES: tuple[tuple[str, str, str, Callable[[], None], str], ...] = (
    ("kernel.veth", "cables between networks", "veth", _interface("veth"), "no lab's network can be joined without it"),
    ("kernel.bridge", "switches", "bridge", _interface("bridge"), "several hosts on one wire need it"),
    ("kernel.nftables", "filters and NAT", "nf_tables", has_nftables, "firewalls and address translation need it"),
    ("kernel.netem", "delay and loss", "sch_netem", _netem, "where the kernel can't, netkit loses packets itself"),
)
"""Key, what it is to people, the kernel's module, what tries it, what it is for."""


def kernel_features() -> Iterator[Finding]:
    """Tries each in a private network of its own, which is gone at once."""
    try:
        with Namespace() as namespace:
            for key, name, module, attempt, use in FEATURES:
                yield _tried(namespace, key, name, module, attempt, use)
    except AccessError as error:
        for key, name, module, _, _ in FEATURES:
            yield Finding(
                key=key,
                name=name,
                state=State.UNKNOWN,
                found=f"{module} can't be tried without a private network",
                why=error.why,
            )


def _tried(namespace: Namespace, key: str, name: str, module: str, attempt: Callable[[], None], use: str) -> Finding:
    def work() -> Answer:
        attempt()
        return {}, []

    try:
        namespace.call(work)
    except OSError as error:
        return Finding(
            key=key,
            name=name,
            state=State.MISSING,
            found=f"this kernel has no {module}: {(error.strerror or str(error)).lower()}",
            why=use,
            mend=f"sudo modprobe {module}; where there is none, another kernel",
        )
    return Finding(key=key, name=name, state=State.WORKS, found=f"{module} is there")
