"""Where a packet goes next: routes, tables as text, and the longest match (RFC 1812 §5.2.4.3, RFC 4632 §5.1)."""
