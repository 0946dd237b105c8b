"""DNS: how a name becomes an address, step by step."""
