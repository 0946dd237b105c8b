"""What a segment with TLS says, in a few words: who is asked for, what was chosen, or only that nobody else can read it."""

from __future__ import annotations

from collections.abc import Iterator

from netkit.packet.application.tls.numbers import ALERTS, HANDSHAKE_TYPES, VERSIONS
from netkit.packet.dissection import Dissection

__all__ = ["tls_brief", "tls_said"]

CLIENT_HELLO, SERVER_HELLO = 1, 2

_LONGEST = 60
_MOST_PROTOCOLS = 4


def tls_said(packet: Dissection, destination: str) -> str:
    """What the sender of a segment with TLS does, as the rest of a sentence that begins with its name."""
    steps = packet.values("tls.handshake.type")
    if CLIENT_HELLO in steps:
        return f"asks for {_server(packet) or destination} (TLS ClientHello{_offers(packet)})"
    if SERVER_HELLO in steps:
        return f"answers {destination} with a {_choice(packet)}"
    return f"sends {destination} {', '.join(_contents(packet)) or 'a piece of a TLS record'}"


def tls_brief(packet: Dissection) -> str:
    """A segment with TLS in a list that names both ends already."""
    steps = packet.values("tls.handshake.type")
    if CLIENT_HELLO in steps:
        server = _server(packet)
        return f"ClientHello{f' for {server}' if server else ''}{_offers(packet)}"
    if SERVER_HELLO in steps:
        return _choice(packet)
    return ", ".join(_contents(packet)) or "piece of a record"


def _server(packet: Dissection) -> str:
    name = str(packet.value("tls.handshake.extensions_server_name") or "")
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def _offers(packet: Dissection) -> str:
    protocols = [str(value)[:_LONGEST] for value in packet.values("tls.handshake.extensions_alpn_str")]
    more = ", …" if len(protocols) > _MOST_PROTOCOLS else ""
    return f", offers {', '.join(protocols[:_MOST_PROTOCOLS])}{more}" if protocols else ""


def _choice(packet: Dissection) -> str:
    """What a server's hello chose, or that it wants another hello."""
    random = packet.field("tls.handshake.random")
    suite = packet.field("tls.handshake.ciphersuite")
    chosen = suite.text.partition("(")[2].rstrip(")") if suite else ""
    version = packet.value("tls.handshake.extensions.supported_version") or packet.value("tls.handshake.version")
    told = ", ".join(word for word in (VERSIONS.get(version, ""), chosen) if word)
    kind = "HelloRetryRequest" if random and "hello retry request" in random.note else "ServerHello"
    return f"{kind} ({told})" if told else kind


def _contents(packet: Dissection) -> Iterator[str]:
    """The messages in the order of the bytes; of the data only how many there are."""
    size = 0
    for field in packet.fields:
        if field.key == "tls.handshake.type":
            yield _step(field.raw_value)
        elif field.key == "tls.handshake":
            yield "encrypted handshake" if field.note.startswith("encrypted") else "piece of the handshake"
        elif field.key == "tls.change_cipher_spec":
            yield "ChangeCipherSpec"
        elif field.key == "tls.alert_message.desc":
            yield f"alert: {ALERTS.get(field.raw_value, f'number {field.raw_value}')}"
        elif field.key == "tls.alert_message":
            yield "encrypted alert"
        elif field.key.startswith("tls.heartbeat_message.type"):
            yield "heartbeat"
        elif field.key == "tls.app_data":
            size += field.width_bits // 8
    if size:
        yield f"{size:,} encrypted {'byte' if size == 1 else 'bytes'}"


def _step(number: int) -> str:
    """A handshake message's name as the RFC writes it."""
    name = HANDSHAKE_TYPES.get(number, "unknown message")
    return "".join(f"{word[0].upper()}{word[1:]}" for word in name.split())
