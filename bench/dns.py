"""Walks over real servers: netkit beside `dig +trace`, `drill -T` and Unbound, in one run.

    python bench/dns.py [--rounds N] [--names N] [--quick] [--only plain|signed|names]

NSD serves the root, `test` and `example.test`, a process each, in namespaces of this run (`tests/system/name_servers/`). First each
server is 20 ms of round trip away, behind a proxy in a process of its own (`dns_peers/delay.py`), whose delay is measured. netkit walks in
one warm process, with an empty cache each time, and each turn's first walk is not counted; from the time of dig and drill that of their
start (`-v`) is subtracted; Unbound is started anew for each question, and its start is not counted. dig asks a warm Unbound on this
machine, without a delay, for the addresses of the name servers, and, where no root is named, for the names of the root's servers.

The same with signed zones and a trust anchor, beside `drill -TD` and an Unbound that validates and is as cold.

Then, without a delay, names a second: unique ones under a wildcard, when the delegation is in the cache; Unbound answers the same kind of
names to one client that asks one after the other. Rounds alternate and medians count. Numbers are ratios within this run; they mean
nothing across machines.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[0] = str(ROOT)  # in this folder, this file would stand in dnspython's place

import dns.flags  # noqa: E402
import dns.message  # noqa: E402

from netkit.dns import Walker  # noqa: E402
from netkit.dns.cache import Cache  # noqa: E402
from netkit.dns.result import Security  # noqa: E402
from netkit.live.dns.driving import drive, wall_clock  # noqa: E402
from tests.system.name_servers.inside import up  # noqa: E402
from tests.system.name_servers.namespace import UNSHARE  # noqa: E402
from tests.system.name_servers.servers import program, resolving, serving  # noqa: E402
from tests.system.name_servers.zones import HINT, LEVELS, RESOLVER  # noqa: E402
from tests.system.signed_names.order import Order  # noqa: E402
from tests.system.signed_names.signing_by_bind import sign  # noqa: E402

RTT = 20.0
NAME = "www.example.test"
FAR = {address: address.replace("127.53.", "127.54.") for address in LEVELS}
"""Where each server is found behind the delay."""

FAR_HINT = (HINT[0], FAR[HINT[1]])
FAR_RESOLVER, NEAR_RESOLVER, COLD = "127.54.0.10", RESOLVER, "127.53.0.11"
ASKED_OF_DIG, ASKED_NAMES = 0.65, 700
ASKED_OF_UNBOUND, ASKED_OF_DRILL = 0.55, 0.3
VALIDATING = 'module-config: "validator iterator"\n    trust-anchor-file: "{file}"'

UNBOUND_SIGNED = "Unbound, cold, validating"

Times = dict[str, list[float]]


def milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def run(*command: object) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    found = "192.0.2.80" in done.stdout and ("-TD" not in command or "[T] www.example.test" in done.stdout)
    if done.returncode or (len(command) > 2 and not found):
        raise SystemExit(f"{command} failed:\n{done.stdout}{done.stderr}")


def walk(hint: tuple[str, str], name: str = NAME, cache: Cache | None = None, anchors: Sequence[str] = ()) -> int:
    """One walk, validated if there are anchors; how many exchanges it had."""
    clock = wall_clock()
    walker = Walker(
        (name, "A"), hints=[hint], cache=cache, now=clock(), allow_loopback=True, seed=os.urandom(16),
        trust_anchors=anchors,
    )  # fmt: skip
    exchanges = drive(walker, clock=clock)
    if anchors and walker.result.security is not Security.SECURE:
        raise SystemExit(f"netkit does not trust {name}: {walker.result.reason.text}")
    if walker.result.rcode or not walker.result.answer:
        raise SystemExit(f"netkit found no address of {name}: {walker.result.reason.text}")
    return len(exchanges)


class Client:
    """A resolver's client: a question, and its answer, over one socket."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect((address, 53))
        self.socket.settimeout(10)

    def ask(self, wire: bytes) -> int:
        """Ask; SystemExit where no records come back, otherwise the flags (RFC 1035 section 4.1.1, RFC 4035 section 3.2.3)."""
        self.socket.send(wire)
        reply = self.socket.recv(65535)
        if reply[:2] != wire[:2] or reply[3] & 15 or not reply[7]:
            raise SystemExit(f"no answer, but {dns.message.from_wire(reply)}")
        return int.from_bytes(reply[2:4], "big")


def question(name: str, rdtype: str = "A", *, dnssec: bool = False) -> bytes:
    return dns.message.make_query(name, rdtype, use_edns=0, payload=1232, want_dnssec=dnssec).to_wire()


def cold(folder: Path, hint: tuple[str, str], more: str = "") -> float:
    """What the first question takes that Unbound is asked; validated where `more` has it so."""
    with resolving(folder, COLD, hint=hint, more=more):
        client, wire, flags = Client(COLD), question(NAME, dnssec=bool(more)), []
        took = milliseconds(lambda: flags.append(client.ask(wire)))
    if more and not flags[0] & dns.flags.AD:
        raise SystemExit("Unbound did not validate")
    return took


@contextlib.contextmanager
def far_away() -> Iterator[None]:
    """The servers, and the resolver, once more behind the delay."""
    ways = [f"{far}={near}" for near, far in FAR.items()] + [f"{FAR_RESOLVER}={NEAR_RESOLVER}"]
    command = [sys.executable, str(ROOT / "bench" / "dns_peers" / "delay.py"), str(RTT), *ways]
    proxy = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        if proxy.stdout is None or proxy.stdout.readline() != "ready\n":
            raise SystemExit("the proxy did not start")
        yield
    finally:
        proxy.terminate()
        proxy.wait()


def resolver_is(address: str) -> None:
    """What this namespace takes for the system's resolver."""
    Path("/etc/resolv.conf").write_text(f"nameserver {address}\n", encoding="ascii")


def with_resolver(address: str, *command: object) -> float:
    resolver_is(address)
    return milliseconds(lambda: run(*command))


def far(folder: Path, rounds: int) -> bool:
    """The plain walk with a round trip of 20 ms; whether it is as quick as it should be."""
    levels = {
        near: {zone: text.replace("127.53.", "127.54.") for zone, text in zones.items()}
        for near, zones in LEVELS.items()
    }
    dig, drill = program("dig"), program("drill")
    trace = ("+trace", "+nodnssec", NAME)
    with serving("nsd", folder, levels), far_away(), resolving(folder, NEAR_RESOLVER, hint=FAR_HINT):
        soa = question(".", "SOA")
        ways: dict[str, Callable[[], float]] = {
            "one exchange, without the proxy": lambda: milliseconds(lambda: Client(HINT[1]).ask(soa)),
            "one exchange, through the proxy": lambda: milliseconds(lambda: Client(FAR_HINT[1]).ask(soa)),
            "netkit": lambda: milliseconds(lambda: walk(FAR_HINT)),
            "dig -v": lambda: milliseconds(lambda: run(dig, "-v")),
            "dig @root +trace +nodnssec": lambda: with_resolver(NEAR_RESOLVER, dig, f"@{FAR_HINT[1]}", *trace),
            "dig +trace +nodnssec": lambda: with_resolver(NEAR_RESOLVER, dig, *trace),
            "dig +trace +nodnssec, resolver 20 ms away": lambda: with_resolver(FAR_RESOLVER, dig, *trace),
            "Unbound, cold": lambda: cold(folder, FAR_HINT),
        }
        if drill is not None:
            ways["drill -v"] = lambda: milliseconds(lambda: run(drill, "-v"))
            ways["drill -T"] = lambda: with_resolver(NEAR_RESOLVER, drill, "-r", folder / "root.hints", "-T", NAME)
        took, exchanges = alternating(ways, rounds, lambda: walk(FAR_HINT))
    return reached(print_far(took, exchanges), {"dig @root +trace +nodnssec": ASKED_OF_DIG})


def signed(folder: Path) -> tuple[dict[str, dict[str, str]], str]:
    """The zones of the walk, signed by BIND's tools, with the servers behind the delay; and the root's DS record."""
    levels, below = {}, ""
    for address, zones in reversed(LEVELS.items()):
        zone, text = next(iter(zones.items()))
        here = folder / f"signed-{address}"
        here.mkdir()
        made = sign(Order(zone, text.replace("127.53.", "127.54.") + below), here)
        levels[address] = {zone: "\n" + made.text}
        below = "".join(f"{zone} DS {each}\n" for each in made.pointers)
    return dict(reversed(levels.items())), below.strip()


def far_signed(folder: Path, rounds: int) -> bool:
    """The validated walk with a round trip of 20 ms; whether it is as quick as it should be."""
    levels, anchor = signed(folder)
    (folder / "root.key").write_text(anchor + "\n", encoding="ascii")
    trusting = VALIDATING.format(file=folder / "root.key")
    drill, words = program("drill"), ("-k", folder / "root.key", "-r", folder / "root.hints", "-TD", NAME)
    with serving("nsd", folder, levels), far_away(), resolving(folder, NEAR_RESOLVER, hint=FAR_HINT):
        soa = question(".", "SOA")
        ways: dict[str, Callable[[], float]] = {
            "one exchange, without the proxy": lambda: milliseconds(lambda: Client(HINT[1]).ask(soa)),
            "one exchange, through the proxy": lambda: milliseconds(lambda: Client(FAR_HINT[1]).ask(soa)),
            "netkit": lambda: milliseconds(lambda: walk(FAR_HINT, anchors=[anchor])),
            UNBOUND_SIGNED: lambda: cold(folder, FAR_HINT, trusting),
        }
        if drill is not None:
            ways["drill -v"] = lambda: milliseconds(lambda: run(drill, "-v"))
            ways["drill -TD"] = lambda: with_resolver(NEAR_RESOLVER, drill, *words)
        took, exchanges = alternating(ways, rounds, lambda: walk(FAR_HINT, anchors=[anchor]))
    print("signed:")
    ratios = print_far(took, exchanges)
    asked = {UNBOUND_SIGNED: ASKED_OF_UNBOUND, "drill -TD": ASKED_OF_DRILL}
    return reached(ratios, asked)


def alternating(ways: dict[str, Callable[[], float]], rounds: int, warm_up: Callable[[], int]) -> tuple[Times, int]:
    """What each way took, round for round; and how many exchanges a walk of netkit's has."""
    took: Times = {name: [] for name in ways}
    exchanges = 0
    for each in ways.values():
        each()  # caches, and what is loaded once
    for _ in range(rounds):
        for name, each in ways.items():
            if name == "netkit":
                exchanges = warm_up()  # what ran before it has cooled the process down
            took[name].append(each())
    return took, exchanges


def reached(ratios: dict[str, float], asked: dict[str, float]) -> bool:
    """Whether netkit takes no more of each one's time than is asked for."""
    for name, most in asked.items():
        if name in ratios:
            print(f"of {name}: {ratios[name]:.2f}, asked for are {most}")
    return all(ratios[name] <= most for name, most in asked.items() if name in ratios)


def print_far(took: Times, exchanges: int) -> dict[str, float]:
    """Prints it all, and gives netkit's share of each one's time."""
    median = {name: statistics.median(each) for name, each in took.items()}
    near, trip = median["one exchange, without the proxy"], median["one exchange, through the proxy"]
    print(f"one exchange: {near:.2f} ms, through the proxy {trip:.2f} ms (asked of it: {RTT:.0f})")
    ours = median["netkit"]
    print(f"{'':44}{'ms':>8}{'less start':>12}{'round trips':>13}{'netkit is':>11}")
    ratios = {}
    for name, each in median.items():
        if "exchange" in name or name.endswith(" -v"):
            continue
        start = median.get(f"{name.split()[0]} -v", 0.0)
        ratios[name] = ours / (each - start)
        print(f"{name:44}{each:8.1f}{each - start:12.1f}{(each - start) / trip:13.2f}{ratios[name]:11.2f}")
    print(f"netkit's walk is {exchanges} exchanges")
    return ratios


def near(folder: Path, rounds: int, names: int) -> bool:
    """Names a second on loopback; whether there are enough."""
    cache = Cache()
    took: Times = {}
    busy: Times = {}
    number = 0

    def fresh(below: str) -> list[str]:
        nonlocal number
        number += names
        return [f"n{each}.{below}" for each in range(number, number + names)]

    with serving("nsd", folder), resolving(folder, NEAR_RESOLVER):
        client = Client(NEAR_RESOLVER)
        for name in ("example.test", "deep.er.example.test"):
            walk(HINT, f"first.{name}", cache)
            client.ask(question(f"first.{name}"))
        for _ in range(rounds):
            for below in ("example.test", "deep.er.example.test"):
                chosen = fresh(below)
                began = time.process_time()
                spent = milliseconds(lambda: [walk(HINT, name, cache) for name in chosen])  # noqa: B023
                took.setdefault(f"netkit, *.{below}", []).append(spent / names)
                busy.setdefault(f"netkit, *.{below}", []).append((time.process_time() - began) * 1000 / names)
                wires = [question(name) for name in fresh(below)]
                spent = milliseconds(lambda: [client.ask(wire) for wire in wires])  # noqa: B023
                took.setdefault(f"Unbound, *.{below}", []).append(spent / names)
            took.setdefault("netkit, cold walk", []).append(milliseconds(lambda: walk(HINT)))
            took.setdefault("Unbound, cold", []).append(cold(folder, HINT))
    print(f"{'':44}{'ms':>8}{'a second':>12}{'best':>8}{'of this process':>18}")
    for name, each in took.items():
        median = statistics.median(each)
        own = f"{statistics.median(busy[name]):15.2f} ms" if name in busy else ""
        print(f"{name:44}{median:8.2f}{1000 / median:12,.0f}{1000 / min(each):8,.0f}{own}")
    second = 1000 / statistics.median(took["netkit, *.example.test"])
    print(f"names a second: {second:,.0f}, asked for are {ASKED_NAMES}")
    return second >= ASKED_NAMES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--names", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="three rounds of 100 names")
    parser.add_argument(
        "--only", action="append", choices=("plain", "signed", "names"), help="one part (may be repeated)"
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    for name in ("nsd", "unbound", "dig"):
        if program(name) is None:
            raise SystemExit(f"{name} is not here")
    if not options.inside:
        return subprocess.run([*UNSHARE, "--mount", sys.executable, *sys.argv, "--inside"], check=False).returncode
    rounds, names = (3, 100) if options.quick else (options.rounds, options.names)
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"load average {load}, {rounds} rounds"
    )
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        up([*LEVELS, NEAR_RESOLVER, COLD, *FAR.values(), FAR_RESOLVER])
        (here / "resolv.conf").touch()
        subprocess.run(["mount", "--bind", str(here / "resolv.conf"), "/etc/resolv.conf"], check=True)
        sections = {
            "plain": lambda: far(here, rounds),
            "signed": lambda: far_signed(here, rounds),
            "names": lambda: near(here, rounds, names),
        }
        quick = [sections[name]() for name in (options.only or sections)]
    return 0 if all(quick) else 1


if __name__ == "__main__":
    sys.exit(main())
