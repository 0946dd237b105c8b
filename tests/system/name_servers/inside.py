"""What happens inside the namespace: servers of one kind and Unbound are started, and every question is walked and asked.

`python -m tests.system.name_servers.inside KIND FOLDER QUESTIONS` prints JSON; QUESTIONS is a JSON list of [name, type].
"""

import json
import socket
import subprocess
import sys
import time

import dns.flags
import dns.message
import dns.query

from netkit.dns import Walker
from netkit.dns.limits import Limits
from netkit.live.dns.driving import drive
from tests.system.name_servers.servers import resolving, serving, silence
from tests.system.name_servers.zones import HINT, LEVELS, OTHER_PORT, PORT, RESOLVER
from tests.system.program import netkit

OUTGOING = 4
"""A packet as it goes out: on the loopback interface each is seen a second time when it comes in (packet(7))."""

IMPATIENT = Limits(first_timeout=0.2)
"""For the silent server; the others may take their time on a busy machine."""

UDP, ETHERNET, IPV4 = 17, 14, 20


class Wire:
    """Every packet of the loopback interface, from now on."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
        self.socket.bind(("lo", 0))
        self.socket.settimeout(0)

    def questions(self):
        """The addresses that were asked over UDP since the last call."""
        found = []
        while True:
            try:
                data, where = self.socket.recvfrom(65535)
            except BlockingIOError:
                return found
            udp = data[ETHERNET + IPV4 :]
            if where[2] == OUTGOING and data[ETHERNET + 9] == UDP and udp[2:4] == PORT.to_bytes(2, "big"):
                found.append(socket.inet_ntoa(data[ETHERNET + 16 : ETHERNET + 20]))


def records(answer):
    """An answer section without times: what it says, in no order."""
    return sorted([str(each.name), each.rdtype.name, str(rdata)] for each in answer for rdata in each)


def walked(name, kind, wire):
    """A walk over the network; also which servers were asked, as the driver and the wire have it."""
    limits = IMPATIENT if "silent" in name else None
    walker = Walker((name, kind), hints=[HINT], now=time.time(), allow_loopback=True, limits=limits)
    wire.questions()
    exchanges = drive(walker)
    return {
        "rcode": int(walker.result.rcode),
        "answer": records(walker.result.answer),
        "asked": [each.remote[0] for each in exchanges],
        "transports": [each.transport for each in exchanges],
        "wire": wire.questions(),
        "outcomes": [each.outcome.value for each in walker.steps],
    }


def asked(name, kind):
    """What Unbound says."""
    query = dns.message.make_query(name, kind, use_edns=0, payload=1232)
    reply, _ = dns.query.udp_with_fallback(query, RESOLVER, port=PORT, timeout=60)
    return {"rcode": int(reply.rcode()), "answer": records(reply.answer)}


def traced(folder):
    """The walk through the command line, at the other port."""
    told = netkit(
        *("dns", "trace", "www.example.test", f"@{HINT[1]}", "--live", "--port", str(OTHER_PORT)),
        *("--json", "--pcap", f"{folder}/walk.pcapng"),
    )
    return {"code": told.returncode, "out": told.stdout, "err": told.stderr}


def up(addresses):
    """Bring the namespace's network up; BIND listens only at addresses that an interface has by name."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in addresses:
        subprocess.run(["ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)


def main():
    kind, folder, questions = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    up(list(LEVELS))
    with serving(kind, folder), silence():
        wire = Wire()
        walks = [walked(*each, wire) for each in questions]
        trace = traced(folder)
        with resolving(folder):
            answers = [asked(*each) for each in questions]
    json.dump({"walks": walks, "answers": answers, "trace": trace}, sys.stdout)


if __name__ == "__main__":
    main()
