"""What a capture yields of a walk's steps: plain tuples, as `netkit.dns.replay` takes them."""

from netkit.dns.message_bytes import wire_of

__all__ = ["observed"]


def observed(steps):
    """Each message that went by: time in nanoseconds, asker, server, transport, bytes; in the order of the steps."""
    found = []
    for step in steps:
        for moment, message in ((step.asked_at, step.query), (step.ended_at, step.response)):
            if message is not None:
                who = (f"me#{step.number}", step.server.address, step.transport)
                found.append((round(moment * 1e9), *who, wire_of(message)))
    return found
