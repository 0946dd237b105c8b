"""What programs say to one another."""
