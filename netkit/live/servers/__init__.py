"""Servers for a few clients on real sockets; what they say is said by pure code elsewhere, and none of it is for the Internet."""
