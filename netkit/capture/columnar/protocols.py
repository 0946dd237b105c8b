"""The protocols of a packet in one text, from the outermost on, as Wireshark has them: `eth:ethertype:ip:udp:dns`."""

from __future__ import annotations

from netkit.capture.columnar.reach import is_trailer
from netkit.packet import Dissection
from netkit.packet.layer import Layer

__all__ = ["protocols_text"]

_SAID_ONCE = frozenset({"dns", "http", "smtp", "tls"})
"""Protocols of which several messages in a packet are one to Wireshark's list."""


def protocols_text(packet: Dissection) -> str:
    """The names of the layers, with a colon between them; the table of numbers in a frame's type field is one of them."""
    names: list[str] = []
    for layer in packet.layers:
        if is_trailer(layer):
            continue
        if names[-1:] != [layer.key] or layer.key not in _SAID_ONCE:
            names.append(layer.key)
        keys = {field.key for part in layer.parts for field, *_ in part.spans()}
        if any(key == "eth.type" or key.endswith(".etype") for key in keys):
            names.append("ethertype")
        if "http.file_data" in keys and _is_text(layer):
            names.append("data-text-lines")
    return ":".join(names)


def _is_text(layer: Layer) -> bool:
    return any(str(value).startswith("text/") for value in layer.values("http.content_type"))
