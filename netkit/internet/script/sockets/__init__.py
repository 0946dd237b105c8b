"""Sockets on netkit's endpoint, in virtual time: what the calls of a script do."""
