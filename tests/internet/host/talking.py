"""Two conversations that are each other's other machine, in virtual time."""

import heapq

from netkit.address import parse_address
from netkit.internet.crossing import Side
from netkit.internet.host.conversation import Conversation
from netkit.internet.host.plan import LivePlan
from netkit.tcp.segmentation.ends import End

__all__ = ["CLIENT", "SERVER", "converse", "plans", "talk"]

CLIENT = {4: End(parse_address("192.0.2.1"), 50_000), 6: End(parse_address("2001:db8::1"), 50_000)}
SERVER = {4: End(parse_address("192.0.2.2"), 80), 6: End(parse_address("2001:db8::2"), 80)}
ROUTER = {4: parse_address("192.0.2.3"), 6: parse_address("2001:db8::3")}


def plans(version=4, client=None, server=None):
    """A plan for one that connects and one that listens; the keywords of each are the plan's."""
    return (
        LivePlan(
            local=CLIENT[version], remote=SERVER[version], router=ROUTER[version], connects=True, side=Side.RECEIVER, seed="c",
            **client or {},
        ),
        LivePlan(
            local=SERVER[version], remote=End(CLIENT[version].address, 0), router=ROUTER[version], connects=False, side=Side.SENDER,
            seed="s", **server or {},
        ),
    )  # fmt: skip


def converse(client, server, wire=0.001, until=500.0, spoil=lambda _: None, on_step=lambda _: None):
    """Let two talk over a wire that takes `wire` seconds; `spoil` may change or drop a packet (by giving other bytes, or b"")."""
    ends = client, server
    now, flying, number = 0.0, [], 0
    server.begin()
    client.begin()
    while now < until:
        on_step(now)
        for place, end in enumerate(ends):
            while end.outgoing:
                packet = end.outgoing.popleft()
                changed = spoil(packet)
                packet = packet if changed is None else changed
                if packet:
                    number += 1
                    heapq.heappush(flying, (now + wire, number, 1 - place, packet))
        times = [each.next_deadline for each in ends if each.next_deadline is not None]
        times += [flying[0][0]] if flying else []
        if not times:
            return now
        now = max(now, min(times))
        while flying and flying[0][0] <= now:
            _, _, place, packet = heapq.heappop(flying)
            ends[place].receive(packet, now=now)
        for end in ends:
            end.tick(now=now)
    raise AssertionError("they talk on and on")


def talk(client_plan, server_plan, asker, responder, **more):
    """Both conversations after their end."""
    client, server = Conversation(client_plan, asker), Conversation(server_plan, responder)
    converse(client, server, **more)
    return client, server
