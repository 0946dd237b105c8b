"""Recording one scene: build its network, start its servers, let dumpcap listen at the client, play, and judge."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

from . import isolation
from .header_options import generalise
from .packets import Packet, general_faults, read
from .processes import Background, RecordingError, run, wait_until
from .scene import Scene, link_faults
from .servers import start_name_servers, start_web_server
from .topology import Topology

T = TypeVar("T")

_ATTEMPTS = 6

# Multicast listener reports (of IPv6, with a hop-by-hop header first; of IPv4) are the kernel's own and belong to no scene.
_NO_MULTICAST_LISTENER_NOISE = "not igmp and not (ip6 and ip6[6] == 0)"


class UnsuitableError(RecordingError):
    """The recording does not show what the scene has to show, by chance or by mistake."""


def record(scene: Scene, folder: Path) -> tuple[Path, int]:
    """Record a scene until it meets its conditions; gives the file and the number of its records."""
    return until_suitable(scene.name, folder, partial(_record_once, scene))


def until_suitable(name: str, folder: Path, once: Callable[[Path, ExitStack], T]) -> T:
    """Record again and again, each time in a room of its own, until the recording shows what it has to, and give that."""
    for attempt in range(1, _ATTEMPTS + 1):
        with ExitStack() as cleanup:
            room = folder / f"{name}-{attempt}"
            room.mkdir()
            try:
                return once(room, cleanup)
            except UnsuitableError as error:
                if attempt == _ATTEMPTS:
                    raise
                print(f"  once more: {error}", flush=True)
    raise AssertionError("unreachable")


def _record_once(scene: Scene, room: Path, cleanup: ExitStack) -> tuple[Path, int]:
    plan = scene.plan
    topology = cleanup.enter_context(Topology(plan))
    if scene.records:
        isolation.point_to_resolver(plan.address("resolver"))
        start_name_servers(plan, scene.records, room / "names", cleanup)
    if scene.page:
        start_web_server(plan, scene.page.port, scene.page.path, scene.page.size, room / "web", cleanup)
    if scene.loss:
        topology.lose("router2", scene.loss)
    capture = room / scene.file
    dumpcap = start_dumpcap("client", "eth0", capture, room / "dumpcap.log")
    cleanup.callback(dumpcap.stop)
    for command in scene.commands:
        run(command.words, namespace="client", expect=(command.status,))
    wait_for_last_packet(scene.name, lambda: _faults(scene, read(capture)))
    dumpcap.stop()
    generalise(capture)
    packets = read(capture)
    faults = _faults(scene, packets)
    if faults:
        raise UnsuitableError(f"{scene.name}: {'; '.join(faults)}")
    return capture, len(packets)


def start_dumpcap(node: str, interface: str, capture: Path, log: Path) -> Background:
    """Start to write what goes by at an interface of a node, and return once nothing can be missed."""
    command = ["dumpcap", "-q", "-p", "-i", interface, "-f", _NO_MULTICAST_LISTENER_NOISE, "-w", str(capture)]
    dumpcap = Background(command, namespace=node, log=log)

    def listens() -> bool | None:
        dumpcap.check_alive()
        # dumpcap names its file once the interface is open and filtered.
        return True if "File: " in dumpcap.said() else None

    try:
        wait_until(listens, "dumpcap to listen")
    except RecordingError:
        dumpcap.stop()
        raise
    return dumpcap


def _faults(scene: Scene, packets: list[Packet]) -> list[str]:
    if not packets:
        return ["nothing was recorded"]
    return [
        *general_faults(packets, losses=scene.loss is not None),
        *link_faults(scene, packets),
        *scene.faults(scene, packets),
    ]


def wait_for_last_packet(name: str, faults: Callable[[], list[str]]) -> None:
    """Wait until the recording has all that it must have: packets reach the file in blocks, some time later."""

    def complete() -> bool | None:
        return None if faults() else True

    try:
        wait_until(complete, "a complete recording", seconds=3)
    except RecordingError:
        found = faults()
        if found:
            raise UnsuitableError(f"{name}: {'; '.join(found)}") from None
