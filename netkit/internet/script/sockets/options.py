"""Socket options: which number of a profile each of them changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.script.language.steps import Number, Structure
from netkit.internet.script.language.symbols import SYMBOLS
from netkit.internet.script.sockets.descriptors import option_number, unsupported
from netkit.tcp.congestion import CONTROLS

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Value
    from netkit.internet.script.sockets.descriptors import Socket

__all__ = ["option_changes"]

SMALLEST_BUFFER, LARGEST_BUFFER = 2304, 1 << 25
IDLE = 7200
SOCKET, TCP = SYMBOLS["SOL_SOCKET"], SYMBOLS["IPPROTO_TCP"]

HARMLESS = frozenset(
    (SOCKET, SYMBOLS[name]) for name in (
        "SO_REUSEADDR", "SO_REUSEPORT", "SO_PRIORITY", "SO_MARK", "SO_DONTROUTE", "SO_RCVTIMEO", "SO_SNDTIMEO", "SO_SNDLOWAT",
        "SO_MAX_PACING_RATE",
    )
) | {
    (TCP, SYMBOLS["TCP_NOTSENT_LOWAT"]), (SYMBOLS["IPPROTO_IP"], SYMBOLS["IP_TTL"]), (SYMBOLS["IPPROTO_IP"], SYMBOLS["IP_MTU_DISCOVER"]),
    (SYMBOLS["IPPROTO_IP"], SYMBOLS["IP_RECVERR"]), (SYMBOLS["IPPROTO_IPV6"], SYMBOLS["IPV6_V6ONLY"]),
}  # fmt: skip
"""Options that change nothing that a script could see here."""

Change = Callable[["Socket", int], Mapping[str, object]]


def _keeps_alive(socket: Socket, value: int) -> Mapping[str, object]:
    socket.keeps_alive = value != 0
    idle = socket.options.get((TCP, SYMBOLS["TCP_KEEPIDLE"]), IDLE)
    return {"keep_alive": float(idle) if value else 0.0}


def _idle(socket: Socket, value: int) -> Mapping[str, object]:
    return {"keep_alive": float(max(value, 1))} if socket.keeps_alive else {}


def _largest(socket: Socket, value: int) -> Mapping[str, object]:
    if not 88 <= value <= 32_767:
        raise unsupported(f"TCP_MAXSEG can't be {value}", "Linux takes 88 to 32,767")
    socket.largest = value
    return {}


def _bytes(value: int) -> int:
    return min(max(2 * value, SMALLEST_BUFFER), LARGEST_BUFFER)


CHANGES: Mapping[tuple[int, int], Change] = MappingProxyType(
    {
        (SOCKET, SYMBOLS["SO_SNDBUF"]): lambda _, value: {"send_buffer": max(_bytes(value), 4608)},
        (SOCKET, SYMBOLS["SO_SNDBUFFORCE"]): lambda _, value: {"send_buffer": max(_bytes(value), 4608)},
        (SOCKET, SYMBOLS["SO_RCVBUF"]): lambda _, value: {"receive_buffer": _bytes(value) // 2},
        (SOCKET, SYMBOLS["SO_RCVBUFFORCE"]): lambda _, value: {"receive_buffer": _bytes(value) // 2},
        (SOCKET, SYMBOLS["SO_RCVLOWAT"]): lambda *_: {},
        (SOCKET, SYMBOLS["SO_KEEPALIVE"]): _keeps_alive,
        (TCP, SYMBOLS["TCP_NODELAY"]): lambda _, value: {"nagle": value == 0},
        (TCP, SYMBOLS["TCP_KEEPIDLE"]): _idle,
        (TCP, SYMBOLS["TCP_KEEPINTVL"]): lambda _, value: {"keep_alive_interval": float(max(value, 1))},
        (TCP, SYMBOLS["TCP_KEEPCNT"]): lambda _, value: {"keep_alive_probes": min(max(value, 1), 127)},
        (TCP, SYMBOLS["TCP_SYNCNT"]): lambda _, value: {"handshake_retries": min(value, 127)},
        (TCP, SYMBOLS["TCP_USER_TIMEOUT"]): lambda _, value: {"user_timeout": value / 1000},
        (TCP, SYMBOLS["TCP_MAXSEG"]): _largest,
    }
)
NAMES = {
    (TCP, SYMBOLS[name]): name
    for name in ("TCP_CORK", "TCP_QUICKACK", "TCP_DEFER_ACCEPT", "TCP_WINDOW_CLAMP", "TCP_LINGER2", "TCP_FASTOPEN", "TCP_MD5SIG",
                 "TCP_TIMESTAMP", "TCP_ULP", "TCP_FASTOPEN_CONNECT", "TCP_FASTOPEN_NO_COOKIE", "TCP_INQ", "TCP_TX_DELAY")
}  # fmt: skip


def option_changes(socket: Socket, level: int, option: int, value: Value) -> Mapping[str, object]:
    """What an option changes in the profile of a socket, which remembers it. UsageError for one that netkit has no counterpart for."""
    if (level, option) == (SOCKET, SYMBOLS["SO_LINGER"]):
        _linger(socket, value)
        return {}
    if (level, option) == (TCP, SYMBOLS["TCP_CONGESTION"]):
        name = value[0] if isinstance(value, tuple) and len(value) == 1 else value
        if name not in CONTROLS:
            raise unsupported(f"no congestion control is called {name!r}", f"netkit has {', '.join(CONTROLS)}")
        return {"congestion": name}
    number = option_number(value)
    if number is None:
        raise unsupported("the value of this option is not understood", "it is a number, in brackets")
    if not 0 <= number < 2**31:
        raise unsupported(f"the value of this option can't be {number}", "it is a number from 0 on")
    if (level, option) in HARMLESS:
        socket.options[level, option] = number
        return {}
    change = CHANGES.get((level, option))
    if change is None:
        name = NAMES.get((level, option), f"of number {option}")
        raise unsupported(f"the socket option {name} is not supported", "netkit's endpoint has no counterpart for it")
    socket.options[level, option] = number
    if (level, option) == (SOCKET, SYMBOLS["SO_SNDBUF"]):
        socket.options[level, option] = max(2 * number, 4608)
    elif (level, option) == (SOCKET, SYMBOLS["SO_RCVBUF"]):
        socket.options[level, option] = max(2 * number, SMALLEST_BUFFER)
    return change(socket, number)


def _linger(socket: Socket, value: Value) -> None:
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if not isinstance(value, Structure):
        raise unsupported("the value of SO_LINGER is a structure", "it reads {onoff=1, linger=0}")
    numbers = [each.value for each in value.fields.values() if isinstance(each, Number)]
    if len(numbers) != 2:
        raise unsupported("SO_LINGER has two fields", "it reads {onoff=1, linger=0}")
    socket.linger = numbers[1] if numbers[0] else None
