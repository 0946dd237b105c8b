"""Packets as they pass an interface of this machine: read from the kernel (packet(7)), and recorded as they come."""
