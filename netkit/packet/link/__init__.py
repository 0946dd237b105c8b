"""What carries a packet over one link, and what lies under its addresses."""
