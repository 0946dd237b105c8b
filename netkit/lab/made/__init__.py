"""Traffic that a lab makes instead of having it recorded: packets, an internet of its own, and a resolver in it."""
