"""What touches this machine's network."""
