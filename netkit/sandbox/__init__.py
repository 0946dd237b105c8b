"""Rooms brought up on this machine: namespaces, a cable between them, servers, a recorder, and programs that a person runs there."""
