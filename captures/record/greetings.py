"""The hello captures: one question and its answer, one echo and its reply, for reading a hex dump byte by byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .packets import Packet, dns_faults
from .plan import Place
from .scene import Command, Scene, address_record, distance_faults, echo_identifier

_ECHO_REPLY, _ECHO_REQUEST = 0, 8


@dataclass(frozen=True)
class Greeting:
    """One row: the text is what the ping carries, at most 15 characters, so that ping puts no timestamp before it."""

    place: Place
    name: str
    text: str

    def scene(self, scene_name: str) -> Scene:
        """The row as a scene."""
        host = self.place.web.split("/")[0]
        identifier = echo_identifier(scene_name)
        pattern, size = self.text.encode("ascii").hex(), len(self.text)
        return Scene(
            name=scene_name,
            title=f"A client asks for the address of {self.name} and pings it once.",
            shows=("ARP", "DNS", "ping", "hex dump"),
            place=self.place,
            commands=(
                Command(("dig", "-r", "+noedns", "+noall", self.name, "A")),
                Command(("ping", "-n", "-e", str(identifier), "-c", "1", "-s", str(size), "-p", pattern, host)),
            ),
            programs=("dig", "ping", "unbound", "nsd", "dumpcap"),
            faults=_greeting_faults,
            records=(address_record(self.place, self.name),),
            facts={
                "name": self.name,
                "address": host,
                "routers": self.place.routers,
                "server_ttl": self.place.web_ttl,
                "ping_identifier": identifier,
                "ping_text": self.text,
            },
        )


def _greeting_faults(scene: Scene, packets: Sequence[Packet]) -> list[str]:
    """ARP twice, DNS twice, ICMP twice, and nothing else."""
    arp = [p.number("arp.opcode") for p in packets if p.has("arp.opcode")]
    dns = [p for p in packets if p.has("dns.id")]
    echo = [p.number("icmp.type") for p in packets if p.has("icmp.type")]
    faults = [
        *dns_faults(packets),
        *distance_faults(scene, packets, "web"),
        *distance_faults(scene, packets, "resolver"),
    ]
    if arp != [1, 2] or echo != [_ECHO_REQUEST, _ECHO_REPLY] or len(packets) != len(arp) + len(dns) + len(echo):
        faults.append("not one ARP exchange, one DNS exchange and one echo exchange")
    if [p["dns.a"] for p in dns if p.is_response] != [scene.facts["address"]]:
        faults.append("the name resolved to another address")
    return faults


GREETINGS = (
    Greeting(Place("192.0.2.10/24", "198.51.100.53/26", "203.0.113.25/26", 3), "hello.test", "hello, world"),
    Greeting(Place("198.51.100.34/27", "203.0.113.3/28", "192.0.2.68/26", 2, 3, 128), "ahoy.example", "ahoy, sailor!"),
    Greeting(
        Place("203.0.113.77/26", "192.0.2.19/28", "198.51.100.6/28", 5, 2, 64, 128), "salut.test", "salut les amis"
    ),
    Greeting(
        Place("192.0.2.140/26", "203.0.113.54/27", "198.51.100.231/27", 4, 2, 128), "ciao.bella.test", "ciao a tutti"
    ),
    Greeting(Place("198.51.100.201/25", "192.0.2.35/27", "203.0.113.111/27", 6, 3, 64), "hola.example", "hola, mundo"),
    Greeting(
        Place("203.0.113.12/28", "198.51.100.90/26", "192.0.2.173/28", 3, 2, 255, 64), "hej.nord.example", "hej hej!"
    ),
    Greeting(
        Place("192.0.2.88/27", "198.51.100.5/29", "203.0.113.199/26", 2, 2, 64, 128), "aloha.test", "aloha, ocean"
    ),
    Greeting(
        Place("198.51.100.118/26", "203.0.113.36/28", "192.0.2.5/29", 6, 2, 128), "servus.example", "servus, berge"
    ),
    Greeting(
        Place("203.0.113.150/25", "192.0.2.100/27", "198.51.100.45/28", 4, 3, 64), "merhaba.test", "merhaba dunya"
    ),
    Greeting(
        Place("192.0.2.219/28", "203.0.113.130/29", "198.51.100.94/26", 5, 4, 128, 255),
        "jambo.kilimo.test",
        "jambo, rafiki",
    ),
    Greeting(
        Place("198.51.100.11/28", "192.0.2.180/26", "203.0.113.60/28", 5, 2, 255), "bula.isle.example", "bula vinaka"
    ),
    Greeting(
        Place("203.0.113.98/27", "198.51.100.140/28", "192.0.2.231/27", 3, 3, 128),
        "ola.porto.example",
        "ola, ola, ola!",
    ),
)
