"""HTTP/1.1 as it stands in a packet (RFC 9110, RFC 9112), and SSDP, which has the same form."""
