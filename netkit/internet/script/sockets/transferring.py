"""The system calls that move bytes: reading and writing, on netkit's endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.internet.script.language.steps import Number, Structure
from netkit.internet.script.language.symbols import SYMBOLS
from netkit.internet.script.machine import Answer
from netkit.internet.script.sockets.descriptors import number_of, unsupported
from netkit.tcp.connection.states import State

if TYPE_CHECKING:
    from netkit.internet.script.language.steps import Call, Value
    from netkit.internet.script.sockets.connection import Connection
    from netkit.internet.script.sockets.descriptors import Socket
    from netkit.internet.script.sockets.simulated import Simulated

__all__ = ["pending_error", "read_call", "readiness", "write_call"]

MOST_BYTES = 1 << 22
"""Bytes that a script may write at once."""

OPENING = (State.SYN_SENT, State.SYN_RECEIVED)
WRITING = (State.ESTABLISHED, State.CLOSE_WAIT)
IGNORED = SYMBOLS["MSG_NOSIGNAL"] | SYMBOLS["MSG_DONTWAIT"] | SYMBOLS["MSG_PEEK"]


def pending_error(connection: Connection) -> str:
    """The error that an application is told once."""
    error, connection.error = connection.error, ""
    return error


def read_call(machine: Simulated, socket: Socket, step: Call) -> Answer | None:
    """Bytes that have come, 0 at the end, an error, or waiting."""
    count, flags = _sizes(step)
    connection = socket.connection
    if connection is None or (connection.endpoint.state in OPENING and not socket.waits):
        return Answer(-1, "ENOTCONN" if connection is None else "EAGAIN")
    receiver = connection.endpoint.block.receiver
    ready = len(receiver.ready)
    if ready and count:
        if flags & SYMBOLS["MSG_PEEK"]:
            return Answer(min(ready, count))
        if flags & SYMBOLS["MSG_WAITALL"] and ready < count and not receiver.finished and not connection.over:
            return None
        got, output = connection.endpoint.read(count, now=machine.now)
        machine.put(connection, output)
        return Answer(len(got))
    return _nothing_to_read(socket, connection, asks=count > 0, flags=flags)


def _nothing_to_read(socket: Socket, connection: Connection, *, asks: bool, flags: int) -> Answer | None:
    """An error, the end, or waiting."""
    if connection.error:
        return Answer(-1, pending_error(connection))
    if connection.endpoint.block.receiver.finished or socket.deaf or connection.over or not asks:
        return Answer(0)
    return Answer(-1, "EAGAIN") if flags & SYMBOLS["MSG_DONTWAIT"] or not socket.waits else None


def write_call(machine: Simulated, socket: Socket, step: Call) -> Answer | None:
    """Bytes that are taken, as far as the buffer has room; one that waits goes on until all are."""
    count, flags = _sizes(step)
    connection = socket.connection
    if connection is None:
        return Answer(-1, "EPIPE")
    endpoint = connection.endpoint
    waits = socket.waits and not flags & SYMBOLS["MSG_DONTWAIT"]
    if endpoint.state in OPENING:
        return None if waits else Answer(-1, "EAGAIN")
    if connection.error:
        error = pending_error(connection)
        return Answer(-1, "EPIPE" if connection.reset and endpoint.block.receiver.finished else error)
    stream = endpoint.block.sender.stream
    if endpoint.state not in WRITING or stream.finished:
        return Answer(-1, "EPIPE")
    if count > MOST_BYTES:
        raise unsupported(f"{count:,} bytes are too many for one call", f"{MOST_BYTES:,} are the most")
    room = endpoint.block.profile.send_buffer - (stream.written - max(1, endpoint.block.sender.books.acknowledged))
    done = machine.written(step)
    now = max(0, min(count - done, room))
    if now:
        machine.put(connection, endpoint.send(bytes(now), now=machine.now))
        done = machine.written(step, now)
    if done >= count or (done and not waits):
        return Answer(done)
    return None if waits else Answer(-1, "EAGAIN")


def readiness(socket: Socket) -> int:
    """What poll finds a connection ready for."""
    connection = socket.connection
    if connection is None:
        return SYMBOLS["POLLOUT"] | SYMBOLS["POLLHUP"]
    endpoint = connection.endpoint
    block = endpoint.block
    if endpoint.state in OPENING:
        return 0
    found = 0
    over = connection.over
    if block.receiver.ready or block.receiver.finished or over:
        found |= SYMBOLS["POLLIN"] | SYMBOLS["POLLRDNORM"]
    if block.receiver.finished or over:
        found |= SYMBOLS["POLLRDHUP"]
    if over or (block.receiver.finished and block.sender.stream.finished):
        found |= SYMBOLS["POLLHUP"]
    if connection.error:
        found |= SYMBOLS["POLLERR"]
    held = block.sender.stream.written - max(1, block.sender.books.acknowledged)
    if over or held * 3 <= block.profile.send_buffer * 2:
        found |= SYMBOLS["POLLOUT"] | SYMBOLS["POLLWRNORM"]
    return found


def _sizes(step: Call) -> tuple[int, int]:
    """How many bytes a call is about, and its flags."""
    if step.name in ("readv", "writev"):
        return _vector(step.arguments[1] if len(step.arguments) > 1 else ()), 0
    if step.name in ("recvmsg", "sendmsg"):
        message = step.arguments[1] if len(step.arguments) > 1 else ()
        vector = message.fields.get("msg_iov", ()) if isinstance(message, Structure) else ()
        return _vector(vector), _flags(step, 2)
    count = number_of(step.arguments, 2, "a number of bytes")
    if count < 0:
        raise unsupported(f"{count} bytes can't be", "a number of bytes is 0 or more")
    return count, _flags(step, 3) if step.name not in ("read", "write") else 0


def _flags(step: Call, place: int) -> int:
    flags = number_of(step.arguments, place, "flags") if len(step.arguments) > place else 0
    unknown = flags & ~(IGNORED | SYMBOLS["MSG_WAITALL"])
    if unknown:
        names = [name for name, value in SYMBOLS.items() if name.startswith("MSG_") and value & unknown]
        raise unsupported(
            f"the flag {' and '.join(names) or unknown} is not supported", "netkit's endpoint has no counterpart for it"
        )
    return flags


def _vector(value: Value) -> int:
    """The bytes of a list of `{..., 1000}`."""
    total = 0
    for entry in value if isinstance(value, tuple) else ():
        length = entry.fields.get("1") if isinstance(entry, Structure) else None
        if not isinstance(length, Number) or length.value < 0:
            raise unsupported("a list of buffers has their lengths", "each reads {..., 1000}")
        total += length.value
    return total
