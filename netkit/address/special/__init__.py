"""Ranges of addresses with a meaning of their own: IANA's special-purpose registries, multicast, and the map of IPv6."""
