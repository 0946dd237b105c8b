"""HTTP/1.1 as it stands in a packet (RFC 9110, RFC 9112), and SSDP, which has the same form."""

from netkit.packet.application.http.message import Http, read_http, read_ssdp, recognise_http

__all__ = ["Http", "read_http", "read_ssdp", "recognise_http"]
