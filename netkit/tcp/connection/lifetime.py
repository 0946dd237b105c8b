"""How long a connection lives on which nothing gets through: retries, user timeout, keep-alive (RFC 9293 sections 3.8.3 and 3.8.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.connection.outgoing import acknowledge, reset
from netkit.tcp.connection.states import Cause, State
from netkit.tcp.event import EventKind, Trigger

if TYPE_CHECKING:
    from netkit.tcp.connection.block import Block

__all__ = ["OPENING", "SENDING", "give_up", "keep_alive", "keep_alive_at", "user_timeout_at"]

OPENING = frozenset({State.SYN_SENT, State.SYN_RECEIVED})
SENDING = frozenset({State.ESTABLISHED, State.CLOSE_WAIT, State.FIN_WAIT_1, State.CLOSING, State.LAST_ACK})
KEPT_ALIVE = SENDING | {State.FIN_WAIT_2}


def give_up(block: Block) -> bool:
    """Whether nothing has got through for too long; then that was the end (RFC 9293 section 3.8.3)."""
    profile, sender = block.profile, block.sender
    if block.state not in SENDING | OPENING:
        return False
    until = user_timeout_at(block)
    if until is not None and until <= block.now:
        block.tell(EventKind.RESET, "reset.user-timeout", time=f"{profile.user_timeout:g} s")
    elif sender.retries >= profile.retries and sender.timer_at is not None and sender.timer_at <= block.now:
        block.tell(EventKind.RESET, "reset.retries", count=sender.retries + 1)
    elif sender.asked >= profile.retries and sender.persist_at is not None and sender.persist_at <= block.now:
        block.tell(EventKind.RESET, "reset.window", count=sender.asked)
    else:
        return False
    if block.state is not State.SYN_SENT and profile.reset_at_retries:
        reset(block)
    block.move(Cause.GIVE_UP)
    return True


def user_timeout_at(block: Block) -> float | None:
    """When the user timeout ends the connection, if nothing gets through until then; None: never."""
    if not block.profile.user_timeout or block.stuck_since is None:
        return None
    since: float | None = block.stuck_since
    if block.profile.user_timeout_from_again and block.state in SENDING and not block.sender.asked:
        since = block.sender.again_since
    return None if since is None else since + block.profile.user_timeout


def keep_alive_at(block: Block) -> float | None:
    """When the other side is to be probed next, if nothing is heard until then; None: never."""
    profile = block.profile
    if not profile.keep_alive or block.state not in KEPT_ALIVE or len(block.sender.books.flight):
        return None
    return block.heard_at + profile.keep_alive + block.keep_alive_count * profile.keep_alive_interval


def keep_alive(block: Block) -> None:
    """Ask whether the other side is still there, if it is time to (RFC 9293 section 3.8.4)."""
    at = keep_alive_at(block)
    if at is None or at > block.now:
        return
    if block.keep_alive_count >= block.profile.keep_alive_probes:
        block.tell(EventKind.RESET, "reset.keep-alive", count=block.keep_alive_count)
        reset(block)
        block.move(Cause.GIVE_UP)
        return
    block.keep_alive_count += 1
    waited = f"{block.now - block.heard_at:g} s"
    number = block.sender.books.next - 1
    block.tell(EventKind.PROBE, "ack.keep-alive", number, 0, Trigger.PROBE, time=waited)
    acknowledge(block, number)
