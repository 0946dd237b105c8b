"""A connection's life: its states, its handshakes, and the endpoint that joins both halves."""
