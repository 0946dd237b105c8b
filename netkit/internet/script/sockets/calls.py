"""The system calls of a script, on netkit's endpoint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.script.language.steps import Number, Structure
from netkit.internet.script.language.symbols import SYMBOLS
from netkit.internet.script.machine import Answer
from netkit.internet.script.sockets.connection import Connection
from netkit.internet.script.sockets.descriptors import Socket, number_of, option_number, unsupported
from netkit.internet.script.sockets.options import SOCKET, TCP, option_changes
from netkit.internet.script.sockets.transferring import pending_error, read_call, readiness, write_call
from netkit.tcp.connection.states import State

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Call, Value
    from netkit.internet.script.sockets.simulated import Simulated

__all__ = ["make_call"]

OPENING = (State.SYN_SENT, State.SYN_RECEIVED)


def make_call(machine: Simulated, step: Call) -> Answer | None:
    """Make a call; None while it waits. UsageError for what is not supported."""
    if step.name == "socket":
        return _socket(machine, step)
    if step.name == "poll":
        return _poll(machine, step)
    handler = HANDLERS.get(step.name)
    if handler is None:
        why = "netkit knows socket, poll and " + ", ".join(HANDLERS)
        raise unsupported(f"the system call {step.name!r} is not supported", why)
    socket = machine.sockets.get(number_of(step.arguments, 0, "a descriptor"))
    if socket is None:
        return Answer(-1, "EBADF")
    return handler(machine, socket, step)


def _given(machine: Simulated, step: Call) -> int:
    """The number that a script gives a new descriptor."""
    if not isinstance(step.result, Number):
        raise unsupported("a script says which number a new descriptor has", "it reads socket(…) = 3")
    number = step.result.value
    if number < 0:
        return number
    if number in machine.sockets:
        raise unsupported(f"the descriptor {number} is open already", "each open one has a number of its own")
    return number


def _socket(machine: Simulated, step: Call) -> Answer:
    kind = number_of(step.arguments, 1, "the kind of the socket")
    if kind & 0xF != SYMBOLS["SOCK_STREAM"]:
        raise unsupported("only sockets of TCP are supported", "they are SOCK_STREAM")
    number = _given(machine, step)
    if number >= 0:
        machine.sockets[number] = Socket(number, waits=not kind & SYMBOLS["SOCK_NONBLOCK"])
    return Answer(max(number, 3))


def _bind(machine: Simulated, socket: Socket, step: Call) -> Answer:
    del machine, step
    if socket.bound or socket.started:
        return Answer(-1, "EINVAL")
    socket.bound = True
    return Answer(0)


def _listen(machine: Simulated, socket: Socket, step: Call) -> Answer:
    del machine, step
    if socket.started:
        return Answer(-1, "EINVAL")
    socket.listens = True
    return Answer(0)


def _accept(machine: Simulated, socket: Socket, step: Call) -> Answer | None:
    if not socket.listens:
        return Answer(-1, "EINVAL")
    for connection in machine.connections.values():
        if connection.accepted or connection.endpoint.state in (State.LISTEN, *OPENING) or not connection.synchronized:
            continue
        number = _given(machine, step)
        if number < 0:
            return Answer(3)
        connection.accepted = True
        machine.sockets[number] = socket.inherited(number, connection)
        machine.sockets[number].waits = not (
            step.name == "accept4" and number_of(step.arguments, 3, "flags") & SYMBOLS["SOCK_NONBLOCK"]
        )
        return Answer(number)
    return None if socket.waits else Answer(-1, "EAGAIN")


def _connect(machine: Simulated, socket: Socket, step: Call) -> Answer | None:
    del step
    if socket.listens:
        return Answer(-1, "EISCONN")
    if socket.connection is None:
        if socket.started:
            return Answer(-1, "ECONNABORTED")
        socket.started = True
        socket.connection = machine.keep(Connection(machine.endpoint(socket), accepted=True))
        machine.put(socket.connection, socket.connection.endpoint.connect(now=machine.now))
        return None if socket.waits else Answer(-1, "EINPROGRESS")
    return _connect_again(socket, socket.connection)


def _connect_again(socket: Socket, connection: Connection) -> Answer | None:
    """What became of a connection that was begun."""
    if connection.endpoint.state in OPENING:
        return None if socket.waits else Answer(-1, "EALREADY")
    error = pending_error(connection)
    if not error and connection.told:
        error = "EISCONN"
    if error:
        return Answer(-1, error)
    connection.told = True
    return Answer(0)


def _close(machine: Simulated, socket: Socket, step: Call) -> Answer:
    del step
    del machine.sockets[socket.number]
    if socket.listens:
        for each in machine.connections.values():
            if not each.accepted and not each.over:
                each.orphan = True
                machine.put(each, each.endpoint.abort(now=machine.now))
        return Answer(0)
    connection = socket.connection
    if connection is None:
        return Answer(0)
    connection.orphan = True
    endpoint = connection.endpoint
    open_still = endpoint.state in (*OPENING, State.ESTABLISHED, State.CLOSE_WAIT)
    if endpoint.state is not State.CLOSED and (
        socket.linger == 0 or (endpoint.block.receiver.ready and endpoint.state is not State.TIME_WAIT)
    ):
        machine.put(connection, endpoint.abort(now=machine.now))
    elif open_still and not endpoint.block.finish_wanted:
        machine.put(connection, endpoint.close(now=machine.now))
    return Answer(0)


def _shutdown(machine: Simulated, socket: Socket, step: Call) -> Answer:
    how = number_of(step.arguments, 1, "SHUT_RD, SHUT_WR or SHUT_RDWR")
    connection = socket.connection
    if connection is None or connection.endpoint.state in (State.CLOSED, State.TIME_WAIT):
        return Answer(-1, "ENOTCONN")
    if how in (SYMBOLS["SHUT_RD"], SYMBOLS["SHUT_RDWR"]):
        socket.deaf = True
    if how != SYMBOLS["SHUT_RD"] and connection.endpoint.state in (*OPENING, State.ESTABLISHED, State.CLOSE_WAIT):
        machine.put(connection, connection.endpoint.close(now=machine.now))
    return Answer(0)


def _fcntl(machine: Simulated, socket: Socket, step: Call) -> Answer:
    del machine
    command = number_of(step.arguments, 1, "F_GETFL or F_SETFL")
    if command == SYMBOLS["F_GETFL"]:
        return Answer(SYMBOLS["O_RDWR"] | (0 if socket.waits else SYMBOLS["O_NONBLOCK"]))
    if command != SYMBOLS["F_SETFL"]:
        raise unsupported("this command of fcntl is not supported", "netkit knows F_GETFL and F_SETFL")
    socket.waits = not number_of(step.arguments, 2, "flags") & SYMBOLS["O_NONBLOCK"]
    return Answer(0)


def _ioctl(machine: Simulated, socket: Socket, step: Call) -> Answer:
    del machine
    command = number_of(step.arguments, 1, "what is asked")
    block = socket.connection.endpoint.block if socket.connection is not None else None
    if command == SYMBOLS["SIOCINQ"]:
        found = len(block.receiver.ready) if block is not None else 0
    elif command == SYMBOLS["SIOCOUTQ"]:
        found = block.sender.stream.end - max(1, block.sender.books.acknowledged) if block is not None else 0
    elif command == SYMBOLS["SIOCOUTQNSD"]:
        found = block.sender.stream.end - max(1, block.sender.books.next) if block is not None else 0
    else:
        raise unsupported("this command of ioctl is not supported", "netkit knows SIOCINQ, SIOCOUTQ and SIOCOUTQNSD")
    return Answer(0, written={2: max(0, found)})


def _set_option(machine: Simulated, socket: Socket, step: Call) -> Answer:
    level, option = number_of(step.arguments, 1, "a level"), number_of(step.arguments, 2, "an option")
    if len(step.arguments) < 4:
        raise unsupported("setsockopt has five arguments", "the fourth is the value of the option")
    socket.options.setdefault((TCP, SYMBOLS["TCP_KEEPIDLE"]), int(machine.idle))
    changes = option_changes(socket, level, option, step.arguments[3])
    socket.changes.update(changes)
    if socket.connection is not None and changes:
        connection = socket.connection
        machine.put(connection, connection.endpoint.adjust(now=machine.now, **changes))
    return Answer(0)


def _get_option(machine: Simulated, socket: Socket, step: Call) -> Answer:
    del machine
    level, option = number_of(step.arguments, 1, "a level"), number_of(step.arguments, 2, "an option")
    if (level, option) == (SOCKET, SYMBOLS["SO_ERROR"]):
        error = pending_error(socket.connection) if socket.connection is not None else ""
        return Answer(0, written={3: ERROR_NUMBERS.get(error, 0)})
    if (level, option) == (TCP, SYMBOLS["TCP_INFO"]):
        return Answer(0)
    if (level, option) == (TCP, SYMBOLS["TCP_MAXSEG"]) and socket.connection is not None:
        return Answer(0, written={3: socket.connection.endpoint.block.sender.largest})
    if (level, option) not in socket.options:
        if len(step.arguments) > 3 and option_number(step.arguments[3]) is None:
            return Answer(0)
        raise unsupported("the value of this option is not known", "netkit tells those that the script has set")
    return Answer(0, written={3: socket.options[level, option]})


ERROR_NUMBERS = {"ECONNREFUSED": 111, "ECONNRESET": 104, "ETIMEDOUT": 110, "EPIPE": 32}


def _poll(machine: Simulated, step: Call) -> Answer | None:
    """Who of the descriptors is ready; waits for one, up to its time in milliseconds."""
    if not step.arguments or not isinstance(step.arguments[0], tuple):
        raise unsupported("poll is given a list", "it reads poll([{fd=4, events=POLLIN, revents=POLLIN}], 1, 0)")
    found = [_ready(machine, entry) for entry in step.arguments[0]]
    count, timeout = sum(1 for each in found if each), number_of(step.arguments, 2, "a time in milliseconds")
    if not count and timeout > 0 and machine.polled(step, timeout):
        return None
    if not count and timeout < 0:
        return None
    return Answer(count, written={0: tuple(found)})


def _ready(machine: Simulated, entry: Value) -> int:
    if not isinstance(entry, Structure):
        raise unsupported("poll is given structures", "each reads {fd=4, events=POLLIN, revents=POLLIN}")
    number, events = entry.fields.get("fd"), entry.fields.get("events")
    if not isinstance(number, Number) or not isinstance(events, Number):
        raise unsupported("poll is given structures", "each reads {fd=4, events=POLLIN, revents=POLLIN}")
    socket = machine.sockets.get(number.value)
    if socket is None:
        return SYMBOLS["POLLNVAL"]
    if socket.listens:
        waiting = any(each.synchronized and not each.accepted for each in machine.connections.values())
        return SYMBOLS["POLLIN"] & events.value if waiting else 0
    always = SYMBOLS["POLLERR"] | SYMBOLS["POLLHUP"]
    return readiness(socket) & (events.value | always)


Handler = Callable[["Simulated", Socket, "Call"], Answer | None]
HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "bind": _bind, "listen": _listen, "accept": _accept, "accept4": _accept, "connect": _connect, "close": _close,
        "shutdown": _shutdown, "fcntl": _fcntl, "ioctl": _ioctl, "setsockopt": _set_option, "getsockopt": _get_option,
        "read": read_call, "recv": read_call, "recvfrom": read_call, "recvmsg": read_call, "readv": read_call,
        "write": write_call, "send": write_call, "sendto": write_call, "sendmsg": write_call, "writev": write_call,
    }
)  # fmt: skip
