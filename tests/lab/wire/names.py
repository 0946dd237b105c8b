"""A few servers without any network, attempts at asking them, and their packets, for the tests of what is judged on the wire."""

import dns.name

from netkit.dns.zones import Authority, read_zone
from netkit.dns.zones.service import serve_authority
from netkit.lab.traffic import Traffic
from netkit.lab.wire.dns.making import Ask, attempt

CLIENT = ("192.0.2.10", "2001:db8::10")
ROOT, PARENT, LEAF, SILENT = "203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.9"
BEGIN = 1_767_225_600_000_000_000
TEXT = "x" * 200

_ZONES = {
    ROOT: (
        ".",
        f". IN SOA a. b. (1 2 3 4 5)\n. IN NS a.\na. IN A {ROOT}\ntest. IN NS ns.test.\nns.test. IN A {PARENT}\n",
    ),
    PARENT: (
        "test.",
        f"@ IN SOA ns b (1 2 3 4 5)\n@ IN NS ns\nns IN A {PARENT}\nleaf IN NS ns.leaf\nns.leaf IN A {LEAF}\n",
    ),
    LEAF: (
        "leaf.test.",
        f"@ IN SOA ns b (1 2 3 4 5)\n@ IN NS ns\nns IN A {LEAF}\nwww IN A 192.0.2.80\nwww IN AAAA 2001:db8::80\n"
        + "".join(f'large IN TXT "{number:02} {TEXT}"\n' for number in range(10)),
    ),
}
_AUTHORITIES = {
    address: Authority([read_zone(f"$TTL 300\n{text}", source=origin, origin=dns.name.from_text(origin))])
    for address, (origin, text) in _ZONES.items()
}


def answering(wire, address, tcp):
    """What the server at an address sends back."""
    authority = _AUTHORITIES.get(address)
    return None if authority is None else serve_authority(authority, wire, tcp=tcp).wire


def capture_of(*asks, begins=BEGIN):
    """A pcapng file of questions and their answers."""
    return attempt(asks, answering, client=CLIENT, begins=begins)


def packets_of(*asks, begins=BEGIN):
    """The packets of questions and their answers."""
    return Traffic("made", capture_of(*asks, begins=begins)).packets


def ask(name="www.leaf.test", kind="A", server=LEAF, **manner):
    """One question."""
    return Ask(name=name, type=kind, server=server, **manner)
