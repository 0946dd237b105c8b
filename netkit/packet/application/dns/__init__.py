"""DNS messages as they stand in a packet (RFC 1035 §4), with multicast DNS (RFC 6762) and LLMNR (RFC 4795)."""
