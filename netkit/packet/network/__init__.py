"""What carries a packet from one address to another, and what reports trouble on the way."""
