"""DHCP: how a host learns its address and its network's settings, over IPv4 (RFC 2131) and over IPv6 (RFC 8415)."""
