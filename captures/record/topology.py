"""Building the network of a plan on the Linux kernel: namespaces, veth pairs, addresses, routes, and quiet settings."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from types import TracebackType
from typing import Self

from .plan import Layout
from .processes import run, wait_until

MTU = 1500

# With any of these on, a virtual link carries packets no wire would: segments above the MTU and unfilled checksums.
_OFFLOADS = ("tx", "rx", "sg", "tso", "gso", "gro", "lro")


def _settings(plan: Layout, node: str) -> dict[str, int]:
    """The kernel settings of a node, made before it has an interface, so that each one takes over the defaults."""
    ipv6 = plan.ipv6 and node not in plan.switches
    settings = {
        # Without IPv6 addresses there is no neighbour discovery or MLD noise in an IPv4 scene.
        "net.ipv6.conf.all.disable_ipv6": int(not ipv6),
        "net.ipv6.conf.default.disable_ipv6": int(not ipv6),
        "net.ipv6.conf.default.accept_dad": 0,
        "net.ipv6.conf.default.accept_ra": 0,
        "net.ipv6.conf.default.router_solicitations": 0,
        "net.ipv6.conf.default.addr_gen_mode": 0,
        # Each router has to answer each traceroute probe.
        "net.ipv4.icmp_ratelimit": 0,
        "net.ipv6.icmp.ratelimit": 0,
        "net.ipv4.tcp_timestamps": 1,
    }
    if node.startswith("router"):
        settings |= {"net.ipv4.ip_forward": 1, "net.ipv6.conf.all.forwarding": 1, "net.ipv4.conf.all.send_redirects": 0}
    start = plan.starts.get(node, 64)
    return settings | {"net.ipv4.ip_default_ttl": start, "net.ipv6.conf.default.hop_limit": start}


def _is_ready(node: str) -> bool | None:
    """Whether every interface of a node is up; until the kernel has noticed its carrier, it loses packets silently."""
    links = run(["ip", "-o", "link", "show", "type", "veth"], namespace=node).splitlines()
    tentative = run(["ip", "-o", "-6", "address", "show", "tentative"], namespace=node)
    return True if all(" state UP " in link for link in links) and not tentative else None


class Topology:
    """The running network of one scene; leaving the ``with`` block takes it down."""

    def __init__(self, plan: Layout) -> None:
        self.plan = plan

    def __enter__(self) -> Self:
        try:
            self._build()
        except BaseException:
            self._tear_down()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._tear_down()

    def _build(self) -> None:
        self._add_nodes()
        self._add_links()
        self._configure()
        for node in self.plan.nodes:
            wait_until(partial(_is_ready, node), f"the interfaces of {node}")

    def _add_nodes(self) -> None:
        run(["ip", "-batch", "-"], feed="".join(f"netns add {node}\n" for node in self.plan.nodes))
        for node in self.plan.nodes:
            values = [f"{key}={value}" for key, value in _settings(self.plan, node).items()]
            run(["sysctl", "-q", "-w", *values], namespace=node)

    def _add_links(self) -> None:
        lines = []
        for one, other in self.plan.links:
            near = f"name {one.interface} netns {one.node} address {one.mac} mtu {MTU}"
            far = f"name {other.interface} netns {other.node} address {other.mac} mtu {MTU}"
            lines.append(f"link add {near} type veth peer {far}\n")
        run(["ip", "-batch", "-"], feed="".join(lines))
        for link in self.plan.links:
            for end in link:
                switches = [word for offload in _OFFLOADS for word in (offload, "off")]
                run(["ethtool", "-K", end.interface, *switches], namespace=end.node)

    def _configure(self) -> None:
        batches: dict[str, list[str]] = defaultdict(lambda: ["link set lo up\n"])
        for node in self.plan.switches:
            batches[node].append("link add bridge type bridge\nlink set bridge up\n")
        for link in self.plan.links:
            for end in link:
                for address in end.addresses:
                    nodad = " nodad" if address.version == 6 else ""
                    batches[end.node].append(f"address add {address} dev {end.interface}{nodad}\n")
                if end.node in self.plan.switches:
                    batches[end.node].append(f"link set {end.interface} master bridge\n")
                batches[end.node].append(f"link set {end.interface} up\n")
        for route in self.plan.routes:
            destination = route.destination or "default"
            mss = f" advmss {route.advertised_mss}" if route.advertised_mss else ""
            batches[route.node].append(f"route add {destination} via {route.via}{mss}\n")
        for node, lines in batches.items():
            run(["ip", "-n", node, "-batch", "-"], feed="".join(lines))

    def translate(self, router: str, interface: str) -> None:
        """Have a router put its own address, and a port of its choice, in the place of every sender's behind it (RFC 3022)."""
        chain = "add chain ip nat after { type nat hook postrouting priority srcnat; policy accept; }"
        rule = f"add rule ip nat after oifname {interface} meta l4proto tcp masquerade to :32768-60999 fully-random"
        run(["nft", "-f", "-"], namespace=router, feed=f"add table ip nat\n{chain}\n{rule}\n")

    def lose(self, router: str, rule: str) -> None:
        """Have a router drop the packets that an nftables rule names, as a full queue would."""
        chain = "add chain inet loss forward { type filter hook forward priority 0; policy accept; }"
        run(
            ["nft", "-f", "-"],
            namespace=router,
            feed=f"add table inet loss\n{chain}\nadd rule inet loss forward {rule}\n",
        )

    def _tear_down(self) -> None:
        names = run(["ip", "netns", "list"]).split()
        for node in self.plan.nodes:
            if node in names:
                run(["ip", "netns", "delete", node])
